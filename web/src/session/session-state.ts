import { createListeners } from '../listeners.ts'
import { forgetDraft } from './draft-store.ts'
import { forgetChecksum } from './email-checksum.ts'
import { createHint } from './hint.ts'
import { type EndReason, SHARED, type Tabs, type Token } from './tabs.ts'

/** How long before it expires an access token is no longer used, in milliseconds. */
const MARGIN = 30_000

/** Where the person is still signed in. */
export interface ElsewhereLink {
  name: string
  url: string
}

/** The response to a sign-out, if it has one. */
export interface SignedOut {
  sign_out_at: ElsewhereLink
}

export type SessionState =
  | { status: 'unknown' }
  | { status: 'in' }
  | { status: 'out'; reason: EndReason; elsewhere?: ElsewhereLink | undefined }

/** The response of the page endpoints to a sign-in. */
export interface Entry {
  access: string
  expires_in: number
  recovery_codes?: string[]
  /** The provider at which the session began. */
  provider?: string
  /** Where to sign in at a provider; then there is no session yet. */
  url?: string
  /** After a reset whose password takes effect later. Then there is no session, and nothing else. */
  takes_effect_at?: string
}

export type SessionHolder = ReturnType<typeof holdSession>

/** The state of the session and its access token, which is only in memory. All tabs have the same. */
export function holdSession(tabs: Tabs) {
  const hint = createHint(SHARED)
  const { subscribe, notify } = createListeners()
  let state: SessionState = { status: 'unknown' }
  let token: Token | null = null

  const set = (next: SessionState, nextToken: Token | null) => {
    token = nextToken
    state = next
    notify()
  }
  const end = (reason: EndReason, elsewhere?: ElsewhereLink) => {
    hint.set(false)
    // A person who returns after an expired session continues where they were; a person who signs out leaves nothing
    // behind.
    if (reason !== 'ended') forgetChecksum()
    if (reason === 'here' || reason === 'elsewhere') forgetDraft()
    set({ status: 'out', reason, elsewhere }, null)
  }
  tabs.on('token', ({ token }) => set({ status: 'in' }, token))
  tabs.on('end', ({ reason }) => end(reason))

  return {
    hint,
    state: () => state,
    token: () => token,
    subscribe,
    /** Starts or continues the session in all tabs. */
    take(answer: Entry) {
      const until = Date.now() + answer.expires_in * 1000 - MARGIN
      const fresh: Token = { access: answer.access, until, provider: answer.provider }
      hint.set(true)
      set({ status: 'in' }, fresh)
      tabs.broadcast({ type: 'token', token: fresh })
    },
    /** Ends the session in this tab. */
    end,
  }
}
