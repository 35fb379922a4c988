import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import { useApp } from '../../app-context.ts'
import type { Instants } from '../../i18n/instants.ts'
import { useText } from '../../i18n/language.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { pictureAddress } from '../../picture-address.ts'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Notice } from '../../ui/notice.tsx'
import { mostZoom, type Part, partOf, squareOf, turned, type View } from './crop.ts'
import { CropArea } from './crop-area.tsx'
import { CropControls } from './crop-controls.tsx'
import type { Adjusted } from './kept-work.ts'
import type { Source } from './prepare.ts'
import { Previews } from './previews.tsx'
import { Progress } from './progress.tsx'
import type { usePicture } from './use-picture.ts'
import { useRendered } from './use-rendered.ts'

interface Props {
  picture: ReturnType<typeof usePicture>
  /** A new picture; null: the one that the service keeps. */
  source: Source | null
  /** Where it goes on from, and then how far it has got. */
  adjusted: RefObject<Adjusted | null>
  onDone: () => void
  onCancel: () => void
}

/** Adjusts what shows of a picture and saves it. */
export default function PictureEditor({ picture, source, adjusted, onDone, onCancel }: Props) {
  const t = useText()
  const instants = useInstants()
  const { config } = useApp()
  const id = useId()
  const start = useRef<HTMLDivElement>(null)
  const actions = useRef<HTMLDivElement>(null)
  // What another tab does meanwhile is told by the service when this is saved.
  const [kept] = useState(picture.current)
  const [quarters, setQuarters] = useState(adjusted.current?.quarters ?? 0)
  const [begun, setBegun] = useState(adjusted.current?.part ?? null)
  const [placed, setPlaced] = useState({ view: { x: 0, y: 0, zoom: 1 }, quarters: 0 })
  const [part, setPart] = useState<Part | null>(null)
  const rendered = useRendered(source, quarters)
  const shownQuarters = rendered?.quarters ?? 0
  // The view turns with what is on screen: a turn that is still being drawn must not move the picture before it.
  const view = turned(placed.view, shownQuarters - placed.quarters)
  const setView = (next: View) => setPlaced({ view: next, quarters: shownQuarters })
  const shown = source
    ? rendered
    : kept?.picture && { ...kept.picture, url: pictureAddress(kept, 'original', config.api_base) }
  const first = source ? null : (kept?.picture?.crop ?? null)
  const saving = useSaving(async (onProgress, signal) => {
    if (shown === null || shown === undefined || part === null) return
    const square = squareOf(part, shown)
    if (source && rendered) await picture.upload(rendered, square, { onProgress, signal })
    else await picture.recrop(square)
    onDone()
  })

  useEffect(() => {
    if (part !== null) adjusted.current = { quarters: shownQuarters, part }
  }, [adjusted, shownQuarters, part])
  const isReady = shown !== null && shown !== undefined
  useEffect(() => {
    if (isReady) start.current?.focus()
  }, [isReady])
  useEffect(() => {
    // What had the focus while it was sent is gone.
    if (saving.failure || saving.isCancelled) actions.current?.focus()
  }, [saving.failure, saving.isCancelled])

  const rotate = (by: 1 | -1) => {
    setBegun(null)
    setQuarters((quarters + by + 4) % 4)
    announce(t(by === 1 ? 'picture.rotated_right' : 'picture.rotated_left'))
  }
  if (!shown) return <Card title={t('picture.edit')}>{null}</Card>
  const most = mostZoom(shown, first)
  return (
    <Card title={t('picture.edit')}>
      <div className="editor" ref={start} tabIndex={-1} inert={saving.share !== null}>
        <div className="editor-main">
          <CropArea
            url={shown.url}
            view={view}
            most={most}
            described={id}
            first={begun ?? (first && partOf(first, shown))}
            onView={setView}
            onPart={setPart}
          />
          <CropControls
            zoom={view.zoom}
            most={most}
            onZoom={(zoom) => setView({ ...view, zoom })}
            onRotate={source ? rotate : null}
          />
          <div className="hint" id={id}>
            <p>{t('picture.help')}</p>
            <p className="for-keyboards">{t('picture.help_keys')}</p>
          </div>
        </div>
        <Previews url={shown.url} part={part} />
      </div>
      {saving.failure ? <Notice look="danger">{savingText(t, saving.failure, instants)}</Notice> : null}
      {saving.isCancelled ? <Notice>{t('picture.cancelled')}</Notice> : null}
      <div className="editor-foot" data-still={saving.failure || saving.isCancelled ? '' : undefined}>
        {saving.share === null ? (
          <div className="row row-end actions" ref={actions} tabIndex={-1}>
            <Button look="secondary" onClick={onCancel}>
              {t('action.cancel')}
            </Button>
            <Button isOff={part === null} onClick={() => void saving.save()}>
              {t('picture.save')}
            </Button>
          </div>
        ) : (
          <Progress share={source ? saving.share : 1} onCancel={source ? saving.cancel : null} />
        )}
      </div>
      <LeaveGuard isDirty={saving.isUnsaved} onDiscard={saving.cancel} />
    </Card>
  )
}

/** Saves once at a time. `share`: how much has been sent, from 0 to 1; null while nothing is being sent. */
function useSaving(send: (onProgress: (share: number) => void, signal: AbortSignal) => Promise<void>) {
  const [share, setShare] = useState<number | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isCancelled, setCancelled] = useState(false)
  const [isUnsaved, setUnsaved] = useState(true)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const save = async () => {
    if (running.current !== null) return
    const controller = new AbortController()
    running.current = controller
    setShare(0)
    setFailure(null)
    setCancelled(false)
    try {
      await send(setShare, controller.signal)
      setUnsaved(false)
    } catch (error) {
      if (controller.signal.aborted) setCancelled(true)
      else setFailure(asFailure(error))
    } finally {
      running.current = null
      setShare(null)
    }
  }
  return { share, failure, isCancelled, isUnsaved, save, cancel: () => running.current?.abort() }
}

const MINUTE = 60_000

function savingText(t: Translate, failure: Failure, instants: Instants): string {
  if (failure.kind === 'offline') return t('picture.offline')
  if (!failure.has('daily_limit_exceeded') || failure.retryAfter === undefined) return failureText(t, failure)
  // The whole minute after it, so that it holds when the clock shows it.
  const instant = Math.ceil((Date.now() + failure.retryAfter * 1000) / MINUTE) * MINUTE
  return t('picture.limit', { time: instants.appointment(instant) })
}
