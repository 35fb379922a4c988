import { useText } from '../i18n/language.tsx'

/** Placeholder for a control whose value is loading. */
export const ControlSkeleton = () => <span className="skeleton skeleton-control" />

/** Placeholder for a screen that is loading. */
export function ScreenSkeleton({ cards }: { cards: number }) {
  const t = useText()
  return (
    <div className="screen screen-waiting" aria-busy="true">
      <p className="visually-hidden" role="status">
        {t('layout.loading')}
      </p>
      {Array.from({ length: cards }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div className="card" key={index} aria-hidden="true">
          <span className="skeleton skeleton-line" />
          <ControlSkeleton />
          <ControlSkeleton />
        </div>
      ))}
    </div>
  )
}
