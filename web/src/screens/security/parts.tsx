import type { ReactNode } from 'react'
import { useText } from '../../i18n/language.tsx'

/** Says in one line that something could not be read, with a retry button. */
export function LoadFailure({ onRetry }: { onRetry: () => void }) {
  const t = useText()
  return (
    <span className="load-failure" role="status">
      {t('error.unread')}
      <button type="button" className="link" name="retry" onClick={onRetry}>
        {t('action.retry')}
      </button>
    </span>
  )
}

/** What an opened row contains instead of its value. Escape closes it. */
export function Opened({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key is a shortcut for a button inside
    <div
      className="setting-form"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose()
      }}
    >
      {children}
    </div>
  )
}

/** A status with an explanation, or an explanation alone. */
export function Status({ text = '', hint }: { text?: string; hint: string }) {
  return (
    <>
      {text} <span className="setting-hint">{hint}</span>
    </>
  )
}

/** Placeholder for rows that are loading. */
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
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}

/** Placeholder for the value of a setting that is loading. */
export function ValueSkeleton() {
  const t = useText()
  return (
    <>
      <span className="visually-hidden" role="status">
        {t('layout.loading')}
      </span>
      <span className="skeleton skeleton-line" aria-hidden="true" />
    </>
  )
}
