import './picture.css'
import { Suspense, useRef, useState } from 'react'
import { sourceFormats } from '../../../../common/picture.ts'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { CurrentPicture } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import type { TextKey } from '../../i18n/catalogue.ts'
import { useLanguage, useMoreTexts, useText } from '../../i18n/language.tsx'
import { pictureAddress } from '../../picture-address.ts'
import { useAccount } from '../../session/use-account.ts'
import { useInstants } from '../../session/use-instants.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { preparable } from '../../ui/preparable.tsx'
import { ScreenSkeleton } from '../../ui/skeleton.tsx'
import { firstPart } from './first-part.ts'
import { CropIcon, TrashIcon } from './icons.tsx'
import { openPicture, Unreadable } from './prepare.ts'
import { Progress } from './progress.tsx'
import { savingText } from './saving-text.ts'
import { SourceButtons } from './source-buttons.tsx'
import { useIncoming } from './use-incoming.ts'
import { SHOWN, usePicture } from './use-picture.ts'
import { useSaving } from './use-saving.ts'
import { useWork } from './use-work.ts'

const PictureEditor = preparable(() => import('./picture-editor.tsx')).Component

/** The screen for choosing, adjusting and removing the picture. */
export default function PictureScreen() {
  useMoreTexts()
  const { t, code } = useLanguage()
  const { api, config } = useApp()
  const instants = useInstants()
  const picture = usePicture()
  const heading = useRef<HTMLHeadingElement>(null)
  const { work, adjusted, begin } = useWork()
  const [isOpening, setOpening] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [done, setDone] = useState<TextKey | null>(null)
  const { current } = picture
  const unseen = useRef<Blob | null>(null)
  // What this browser cannot open is saved first, and then adjusted as the service shows it.
  const sending = useSaving(async (onProgress, signal) => {
    if (unseen.current === null) return
    await picture.upload(unseen.current, null, { onProgress, signal })
    begin({ type: 'kept' })
    setDone('picture.saved_unseen')
  })
  const unreadable = (error: unknown): string => {
    if (error instanceof Unreadable && error.format === 'heic') return t('picture.heic')
    const names = config.picture_formats.map((format) => sourceFormats[format].name)
    return t('picture.unreadable', {
      formats: new Intl.ListFormat(code, { type: 'disjunction' }).format(names),
    })
  }

  const open = async (file: Blob) => {
    setOpening(true)
    setProblem(null)
    setDone(null)
    try {
      const source = await openPicture(file)
      begin({ type: 'new', source }, await firstPart(api, source))
    } catch (error) {
      const format = error instanceof Unreadable ? error.format : null
      if (format !== null && config.picture_formats.includes(format)) {
        unseen.current = file
        void sending.save()
      } else setProblem(unreadable(error))
    } finally {
      setOpening(false)
    }
  }
  const close = (text: TextKey | null) => {
    begin(null)
    setDone(text)
    heading.current?.focus()
  }
  const isFree = current !== null && work === null && !isOpening && sending.share === null
  const isDraggedOver = useIncoming(isFree ? (file) => void open(file) : null)

  if (picture.loadFailure)
    return (
      <Notice look="danger">
        <p>{failureText(t, picture.loadFailure)}</p>
        <Button look="secondary" onClick={() => void picture.reload()}>
          {t('action.retry')}
        </Button>
      </Notice>
    )
  if (current === null) return <ScreenSkeleton cards={1} />
  return (
    <div className="screen">
      <div className="screen-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('nav.picture')}
        </h1>
        <p className="quiet">{t('picture.text')}</p>
      </div>
      {done ? <Notice look="good">{t(done)}</Notice> : null}
      {work === null ? (
        <Overview
          current={current}
          isDraggedOver={isDraggedOver}
          isOpening={isOpening}
          problem={sending.failure ? savingText(t, sending.failure, instants) : problem}
          sending={sending}
          onFile={(file) => void open(file)}
          onRecrop={() => {
            setDone(null)
            setProblem(null)
            begin({ type: 'kept' })
          }}
          onRemove={async () => {
            await picture.remove()
            close('picture.removed')
          }}
        />
      ) : (
        <Suspense fallback={<ScreenSkeleton cards={1} />}>
          <PictureEditor
            picture={picture}
            source={work.type === 'new' ? work.source : null}
            adjusted={adjusted}
            onDone={() => close('picture.saved')}
            onCancel={() => close(null)}
          />
        </Suspense>
      )}
    </div>
  )
}

interface OverviewProps {
  current: CurrentPicture
  isDraggedOver: boolean
  isOpening: boolean
  problem: string | null
  sending: ReturnType<typeof useSaving>
  onFile: (file: Blob) => void
  onRecrop: () => void
  onRemove: () => Promise<void>
}

/** The current picture, and the ways to replace it. */
function Overview({
  current,
  isDraggedOver,
  isOpening,
  problem,
  sending,
  onFile,
  onRecrop,
  onRemove,
}: OverviewProps) {
  const t = useText()
  const { config } = useApp()
  const account = useAccount()
  const [isAsking, setAsking] = useState(false)
  const hasPicture = current.picture !== null
  return (
    <section className="card drop" data-over={isDraggedOver ? '' : undefined} aria-label={t('picture.yours')}>
      {hasPicture || account === null ? (
        <img
          className="avatar picture-now"
          src={pictureAddress(current, SHOWN, config.api_base)}
          alt={t(hasPicture ? 'picture.yours' : 'picture.none')}
          width="96"
          height="96"
        />
      ) : (
        <Avatar profile={{ ...account, ...current }} size={SHOWN} className="picture-now" />
      )}
      <div className="stack drop-text">
        <p>{t(hasPicture ? 'picture.has' : 'picture.none')}</p>
        {sending.share === null ? (
          <SourceButtons isOpening={isOpening} onFile={onFile} />
        ) : (
          <Progress share={sending.share} onCancel={sending.cancel} />
        )}
        {sending.isCancelled ? <Notice>{t('picture.cancelled')}</Notice> : null}
        {problem ? <Notice look="danger">{problem}</Notice> : null}
        <p className="hint picture-drop-hint">{t(isDraggedOver ? 'picture.drop_now' : 'picture.drop')}</p>
        {hasPicture ? (
          <div className="row picture-more">
            <Button look="plain" onClick={onRecrop}>
              <CropIcon />
              {t('picture.recrop')}
            </Button>
            <Button look="plain" className="button-warning" onClick={() => setAsking(true)}>
              <TrashIcon />
              {t('picture.remove')}
            </Button>
          </div>
        ) : null}
      </div>
      {isAsking ? <RemoveDialog onRemove={onRemove} onClose={() => setAsking(false)} /> : null}
    </section>
  )
}

function RemoveDialog({ onRemove, onClose }: { onRemove: () => Promise<void>; onClose: () => void }) {
  const t = useText()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const remove = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await onRemove()
      onClose()
    } catch (error) {
      setFailure(asFailure(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('picture.remove_title')} onClose={onClose}>
      <p>{t('picture.remove_text')}</p>
      {failure ? <Notice look="danger">{failureText(t, failure)}</Notice> : null}
      <div className="row row-end">
        <Button look="secondary" data-first onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isBusy={isBusy} onClick={() => void remove()}>
          {t('picture.remove')}
        </Button>
      </div>
    </Dialog>
  )
}
