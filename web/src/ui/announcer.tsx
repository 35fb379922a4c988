import { useSyncExternalStore } from 'react'
import { createListeners } from '../listeners.ts'

let said = ''
const { subscribe, notify } = createListeners()

/** Makes screen readers announce the text at the next pause. The same text twice is announced twice. */
export function announce(text: string): void {
  said = said === text ? `${text}\u00a0` : text
  notify()
}

/** Contains the announced text; rendered once on the page. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => said)
  return (
    <div className="visually-hidden" aria-live="polite" aria-atomic="true">
      {text}
    </div>
  )
}
