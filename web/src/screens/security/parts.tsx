import type { Failure } from '../../api/failure.ts'
import { useText } from '../../i18n/language.tsx'
import { Button } from '../../ui/button.tsx'
import { failureText } from '../../ui/failure-text.ts'
import { Notice } from '../../ui/notice.tsx'

/** What is wrong where a list could not be read, with another try. */
export function LoadFailure({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  const t = useText()
  return (
    <Notice look="danger">
      <p>{failureText(t, failure)}</p>
      <Button look="secondary" onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </Notice>
  )
}

/** The place of rows that are on their way. */
export function RowSkeletons({ count }: { count: number }) {
  const t = useText()
  return (
    <div aria-busy="true">
      <p className="visually-hidden" role="status">
        {t('layout.loading')}
      </p>
      <div className="entries" aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
          <div className="entry" key={index}>
            <span className="skeleton entry-icon" />
            <div className="entry-body">
              <span className="skeleton skeleton-line" />
              <span className="skeleton skeleton-line" />
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}
