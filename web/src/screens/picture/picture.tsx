import './picture.css'
import { lazy, Suspense, useRef, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { CurrentPicture } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import type { TextKey } from '../../i18n/catalogue.ts'
import { useMoreTexts, useText } from '../../i18n/language.tsx'
import { pictureAddress } from '../../picture-address.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { ScreenSkeleton } from '../../ui/skeleton.tsx'
import { CropIcon, TrashIcon } from './icons.tsx'
import { openPicture, Unreadable } from './prepare.ts'
import { SourceButtons } from './source-buttons.tsx'
import { useIncoming } from './use-incoming.ts'
import { SHOWN, usePicture } from './use-picture.ts'
import { useWork } from './use-work.ts'

const PictureEditor = lazy(() => import('./picture-editor.tsx'))

/** Choosing, adjusting and removing the picture. */
export default function PictureScreen() {
  useMoreTexts()
  const t = useText()
  const picture = usePicture()
  const heading = useRef<HTMLHeadingElement>(null)
  const { work, adjusted, begin } = useWork()
  const [isOpening, setOpening] = useState(false)
  const [problem, setProblem] = useState<TextKey | null>(null)
  const [done, setDone] = useState<TextKey | null>(null)
  const { current } = picture

  const open = async (file: Blob) => {
    setOpening(true)
    setProblem(null)
    setDone(null)
    try {
      begin({ type: 'new', source: await openPicture(file) })
    } catch (error) {
      setProblem(error instanceof Unreadable && error.isHeic ? 'picture.heic' : 'picture.unreadable')
    } finally {
      setOpening(false)
    }
  }
  const close = (text: TextKey | null) => {
    begin(null)
    setDone(text)
    heading.current?.focus()
  }
  const isFree = current !== null && work === null && !isOpening
  const isOver = useIncoming(isFree ? (file) => void open(file) : null)

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
          isOver={isOver}
          isOpening={isOpening}
          problem={problem ? t(problem) : null}
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
  isOver: boolean
  isOpening: boolean
  problem: string | null
  onFile: (file: Blob) => void
  onRecrop: () => void
  onRemove: () => Promise<void>
}

/** The picture as it is, and the ways to another one. */
function Overview({ current, isOver, isOpening, problem, onFile, onRecrop, onRemove }: OverviewProps) {
  const t = useText()
  const { config } = useApp()
  const [isAsking, setAsking] = useState(false)
  const hasPicture = current.picture !== null
  return (
    <section className="card drop" data-over={isOver ? '' : undefined} aria-label={t('picture.yours')}>
      <img
        className="avatar picture-now"
        src={pictureAddress(current, SHOWN, config.api_base)}
        alt={t(hasPicture ? 'picture.yours' : 'picture.none')}
        width="192"
        height="192"
      />
      <div className="stack drop-text">
        <p>{t(hasPicture ? 'picture.has' : 'picture.none')}</p>
        <SourceButtons isOpening={isOpening} onFile={onFile} />
        {problem ? <Notice look="danger">{problem}</Notice> : null}
        <p className="hint picture-drop-hint">{t(isOver ? 'picture.drop_now' : 'picture.drop')}</p>
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
        <Button look="secondary" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isBusy={isBusy} onClick={() => void remove()}>
          {t('picture.remove')}
        </Button>
      </div>
    </Dialog>
  )
}
