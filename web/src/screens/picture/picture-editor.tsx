import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useText } from '../../i18n/language.tsx'
import { pictureAddress } from '../../picture-address.ts'
import { useInstants } from '../../session/use-instants.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Notice } from '../../ui/notice.tsx'
import { maxZoom, type Part, partOf, squareOf, turned, turnedSize, type View } from './crop.ts'
import { CropArea } from './crop-area.tsx'
import { CropControls } from './crop-controls.tsx'
import type { Adjusted } from './kept-work.ts'
import type { Source } from './prepare.ts'
import { Previews } from './previews.tsx'
import { Progress } from './progress.tsx'
import { savingText } from './saving-text.ts'
import type { usePicture } from './use-picture.ts'
import { useRendered } from './use-rendered.ts'
import { useSaving } from './use-saving.ts'

interface Props {
  picture: ReturnType<typeof usePicture>
  /** A new picture; null: the stored one. */
  source: Source | null
  /** The initial state, and then the current one. */
  adjusted: RefObject<Adjusted | null>
  onDone: () => void
  onCancel: () => void
}

/** Adjusts the visible part of a picture and saves it. */
export default function PictureEditor({ picture, source, adjusted, onDone, onCancel }: Props) {
  const t = useText()
  const instants = useInstants()
  const { config } = useApp()
  const id = useId()
  const start = useRef<HTMLDivElement>(null)
  const actions = useRef<HTMLDivElement>(null)
  // The service reports changes of another tab when this is saved.
  const [kept] = useState(picture.current)
  const [quarters, setQuarters] = useState(adjusted.current?.quarters ?? 0)
  const [begun, setBegun] = useState(adjusted.current?.part ?? null)
  const [placed, setPlaced] = useState({ view: { x: 0, y: 0, zoom: 1 }, quarters: 0 })
  const [cut, setCut] = useState<{ part: Part; of: string } | null>(null)
  const [isAsked, setAsked] = useState(false)
  const rendered = useRendered(source, quarters)
  // A new picture is rendered in its turn; the stored one is only displayed so.
  const shownQuarters = source ? (rendered?.quarters ?? 0) : quarters
  // The view turns with the picture on screen: a turn that is still being rendered must not move the previous picture.
  const view = turned(placed.view, shownQuarters - placed.quarters)
  const setView = (next: View) => setPlaced({ view: next, quarters: shownQuarters })
  const shown = source
    ? rendered && { ...rendered, turn: 0 }
    : kept?.picture && {
        ...turnedSize(kept.picture, quarters),
        url: pictureAddress(kept, 'original', config.api_base),
        turn: quarters,
      }
  const first = source ? null : (kept?.picture?.crop ?? null)
  // While a turn is rendered and laid out, the part is still that of the picture before it.
  const seen = `${shown?.url} ${shown?.turn}`
  const part = cut?.of === seen ? cut.part : null
  const isTurned = part !== null && shownQuarters === quarters
  const saving = useSaving(async (onProgress, signal) => {
    if (shown === null || shown === undefined || part === null) return
    const square = squareOf(part, shown)
    if (source && rendered) await picture.upload(rendered.blob, square, { onProgress, signal })
    else await picture.recrop(square, quarters)
    onDone()
  })

  useEffect(() => {
    if (part !== null) adjusted.current = { quarters: shownQuarters, part }
  }, [adjusted, shownQuarters, part])
  useEffect(() => {
    if (!isAsked || !isTurned) return
    setAsked(false)
    void saving.save()
  }, [isAsked, isTurned, saving.save])
  const isReady = shown !== null && shown !== undefined
  useEffect(() => {
    if (isReady) start.current?.focus()
  }, [isReady])
  useEffect(() => {
    // The element that had the focus while sending is gone.
    if (saving.failure || saving.isCancelled) actions.current?.focus()
  }, [saving.failure, saving.isCancelled])

  const rotate = (by: 1 | -1) => {
    setBegun(null)
    setQuarters((quarters + by + 4) % 4)
    announce(t(by === 1 ? 'picture.rotated_right' : 'picture.rotated_left'))
  }
  if (!shown) return <Card title={t('picture.edit')}>{null}</Card>
  const most = maxZoom(shown, first)
  return (
    <Card title={t('picture.edit')}>
      <div className="editor" ref={start} tabIndex={-1} inert={saving.share !== null}>
        <div className="editor-main">
          <CropArea
            url={shown.url}
            turn={shown.turn}
            view={view}
            most={most}
            described={id}
            first={begun ?? (first && kept?.picture ? partOf(first, kept.picture) : null)}
            onView={setView}
            onPart={(next) => setCut({ part: next, of: seen })}
          />
          <CropControls
            zoom={view.zoom}
            most={most}
            onZoom={(zoom) => setView({ ...view, zoom })}
            onRotate={rotate}
          />
          <div className="hint" id={id}>
            <p>{t('picture.help')}</p>
            <p className="for-keyboards">{t('picture.help_keys')}</p>
          </div>
        </div>
        <Previews url={shown.url} part={part} size={shown} turn={shown.turn} />
      </div>
      {saving.failure ? <Notice look="danger">{savingText(t, saving.failure, instants)}</Notice> : null}
      {saving.isCancelled ? <Notice>{t('picture.cancelled')}</Notice> : null}
      <div className="editor-foot" data-still={saving.failure || saving.isCancelled ? '' : undefined}>
        {saving.share === null ? (
          <div className="row row-end actions" ref={actions} tabIndex={-1}>
            <Button look="secondary" onClick={onCancel}>
              {t('action.cancel')}
            </Button>
            <Button isOff={cut === null} onClick={() => setAsked(true)}>
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
