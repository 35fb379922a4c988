import { useSyncExternalStore } from 'react'

let said = ''
const listeners = new Set<() => void>()

/** Has screen readers say the text when they pause. The same text twice is said twice. */
export function announce(text: string): void {
  said = said === text ? `${text}\u00a0` : text
  for (const listener of listeners) listener()
}

/** What `announce` says; stands once on the page. */
export function Announcer() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => said,
  )
  return (
    <div className="visually-hidden" aria-live="polite" aria-atomic="true">
      {text}
    </div>
  )
}
