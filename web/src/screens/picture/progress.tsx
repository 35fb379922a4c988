import { useEffect, useId, useRef } from 'react'
import { useLanguage } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { shareText } from './share-text.ts'

/**
 * Shows how much has been sent, with a button to stop; null: it cannot be stopped. At 1 it cannot be stopped either:
 * the service has received everything and may finish before it learns of the cancellation.
 */
export function Progress({ share, onCancel }: { share: number; onCancel: (() => void) | null }) {
  const { t, code } = useLanguage()
  const id = useId()
  const ref = useRef<HTMLDivElement>(null)
  // The pressed button is gone.
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
