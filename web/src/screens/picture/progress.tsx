import { useEffect, useId, useRef } from 'react'
import { useLanguage } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { shareText } from './share-text.ts'

/**
 * How much has been sent, and stopping it; null: it cannot be stopped. Nor can it at 1: the service has all of it and
 * may be done with it before it hears of that.
 */
export function Progress({ share, onCancel }: { share: number; onCancel: (() => void) | null }) {
  const { t, code } = useLanguage()
  const id = useId()
  const ref = useRef<HTMLDivElement>(null)
  // The button that was pressed is gone.
  useEffect(() => ref.current?.focus(), [])
  const isSent = share >= 1
  return (
    <div className="upload" ref={ref} tabIndex={-1}>
      <div className="spread">
        <p id={id} role="status">
          {t(isSent ? 'picture.processing' : 'picture.uploading')}
        </p>
        {isSent ? null : <span className="quiet">{shareText(code, share)}</span>}
      </div>
      <progress aria-labelledby={id} max={1} {...(isSent ? {} : { value: share })} />
      {onCancel && !isSent ? (
        <div className="row row-end">
          <Button look="secondary" onClick={onCancel}>
            {t('picture.cancel_upload')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
