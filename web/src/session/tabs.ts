import { pageUrl } from '../base.ts'
import { createListeners } from '../listeners.ts'

/** Name of the channel and the lock that the tabs of this page share. */
export const SHARED = `page-session:${pageUrl.pathname}`

/** Why nobody is signed in: `ended` by the service, signed out in another tab, or signed out `here`. */
export type EndReason = 'none' | 'ended' | 'elsewhere' | 'here'

export interface Token {
  access: string
  /** Instant in milliseconds after which it is no longer used. */
  until: number
  /** The provider at which the session began. */
  provider?: string | undefined
}

type Message =
  | { type: 'token'; token: Token }
  | { type: 'end'; reason: EndReason }
  | { type: 'profile' }
  | { type: 'account' }
type OfType<T> = Extract<Message, { type: T }>

export type Tabs = ReturnType<typeof openTabs>

/** The messages between the tabs of this page. */
export function openTabs() {
  const channel = new BroadcastChannel(SHARED)
  const { subscribe, notify } = createListeners<[Message]>()
  channel.onmessage = ({ data }: MessageEvent<Message>) => notify(data)
  return {
    broadcast: (message: Message) => channel.postMessage(message),
    /** Adds a listener for a type of message from other tabs. Returns a function that removes it. */
    on: <T extends Message['type']>(type: T, listener: (message: OfType<T>) => void) =>
      subscribe((message) => {
        if (message.type === type) listener(message as OfType<T>)
      }),
  }
}
