import { pageHeader } from '../../../common/page-header.ts'
import { asFailure, Failure, failureOf } from '../api/failure.ts'
import { pageUrl } from '../base.ts'
import { forgetChecksum } from './email-checksum.ts'
import { createHint } from './hint.ts'

/** How long before its end an access token is no longer used, in milliseconds. */
const MARGIN = 30_000
/** Pauses before a refresh that another one was ahead of is tried again, in milliseconds. */
const LOST_RACE_PAUSES = [300, 600, 1200, 2400]

const CHANNEL = `page-session:${pageUrl.pathname}`

/** Why nobody is signed in: `ended` by the service, signed out in another tab, or signed out `here`. */
export type EndReason = 'none' | 'ended' | 'elsewhere' | 'here'

export type SessionState = { status: 'unknown' } | { status: 'in' } | { status: 'out'; reason: EndReason }

interface Token {
  access: string
  /** Instant in milliseconds after which it is not used. */
  until: number
}

/** What the page endpoints answer to a sign-in. */
interface Entry {
  access: string
  expires_in: number
  recovery_codes?: string[]
}

/** What tabs tell each other. */
type Message =
  | { type: 'token'; token: Token }
  | { type: 'end'; reason: EndReason }
  | { type: 'profile' }
  | { type: 'account' }

export type Session = ReturnType<typeof createSession>

/**
 * The session of the person in this browser. The access token is in memory alone; the refresh token is in a cookie that
 * only the page endpoints read. Tabs share one refresh: it is asked for under a lock, and its token goes to all of them.
 */
export function createSession(language: () => string) {
  const channel = new BroadcastChannel(CHANNEL)
  const hint = createHint(CHANNEL)
  /** The list of sessions shows it. */
  const { timeZone: timezone } = new Intl.DateTimeFormat().resolvedOptions()
  const listeners = new Set<() => void>()
  const profileListeners = new Set<() => void>()
  const accountListeners = new Set<() => void>()
  let state: SessionState = { status: 'unknown' }
  let token: Token | null = null
  let renewal: Promise<void> | null = null

  const set = (next: SessionState, nextToken: Token | null) => {
    token = nextToken
    state = next
    for (const listener of listeners) listener()
  }
  const tell = (message: Message) => channel.postMessage(message)
  const take = (answer: Entry) => {
    const fresh = { access: answer.access, until: Date.now() + answer.expires_in * 1000 - MARGIN }
    hint.set(true)
    set({ status: 'in' }, fresh)
    tell({ type: 'token', token: fresh })
  }
  const end = (reason: EndReason) => {
    hint.set(false)
    // Who comes back after a session that ran out goes on where they were; who signs out leaves nothing behind.
    if (reason !== 'ended') forgetChecksum()
    set({ status: 'out', reason }, null)
  }

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.type === 'token') set({ status: 'in' }, data.token)
    else if (data.type === 'end') end(data.reason)
    else for (const listener of data.type === 'profile' ? profileListeners : accountListeners) listener()
  }

  const ask = (method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<Response> =>
    fetch(new URL(`session/${path}`, pageUrl), {
      method,
      // Whoever leaves or reloads meanwhile gets the new cookie all the same; the old one is used up.
      keepalive: true,
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/json',
        [pageHeader.name]: pageHeader.value,
        'accept-language': language(),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    })

  const enter = async (path: string, body: object): Promise<Entry> => {
    let answer: Response
    try {
      answer = await ask('POST', path, { ...body, timezone })
    } catch (error) {
      throw asFailure(error)
    }
    if (!answer.ok) throw await failureOf(answer)
    return (await answer.json()) as Entry
  }

  const refresh = async (known: Token | null): Promise<void> => {
    // Another tab was first: its token came while this one waited for the lock.
    if (token !== null && token !== known && token.until > Date.now()) return
    let answer = await ask('POST', 'refresh/', { timezone })
    // The session lives: the cookie of another tab, or of this one before a reload, is on its way.
    const isLost = () => answer.status === 401 && answer.headers.has('retry-after')
    for (const pause of LOST_RACE_PAUSES) {
      if (!isLost()) break
      await new Promise((resolve) => setTimeout(resolve, pause))
      answer = await ask('POST', 'refresh/', { timezone })
    }
    if (answer.ok) return take((await answer.json()) as Entry)
    const failure = await failureOf(answer)
    if (failure.kind === 'signed-out') {
      end(state.status === 'in' ? 'ended' : 'none')
      if (known !== null) tell({ type: 'end', reason: 'ended' })
    }
    throw failure
  }

  /** A new access token, whatever the present one is. @throws {Failure} */
  const renew = (): Promise<void> => {
    const known = token
    renewal ??= (
      navigator.locks === undefined ? refresh(known) : navigator.locks.request(CHANNEL, () => refresh(known))
    )
      .catch((error: unknown) => {
        throw asFailure(error)
      })
      .finally(() => {
        renewal = null
      })
    return renewal
  }

  return {
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Calls the listener when another tab has changed the profile. */
    onProfileChange(listener: () => void) {
      profileListeners.add(listener)
      return () => void profileListeners.delete(listener)
    },
    tellProfileChange: () => tell({ type: 'profile' }),
    /** Calls the listener when another tab has done something with sessions, password, data or deletion. */
    onAccountChange(listener: () => void) {
      accountListeners.add(listener)
      return () => void accountListeners.delete(listener)
    },
    tellAccountChange: () => tell({ type: 'account' }),
    /** Finds out whether there is a session. @throws {Failure} if the service cannot be reached */
    async resume(): Promise<void> {
      if (state.status === 'in') return
      if (!hint.get()) return end('none')
      await renew().catch((error: unknown) => {
        if (asFailure(error).kind !== 'signed-out') throw error
      })
    },
    renew,
    /** A good access token. @throws {Failure} `signed-out` if there is no session */
    async access(): Promise<string> {
      if (state.status === 'out') throw new Failure('signed-out', 401)
      if (token === null || token.until <= Date.now()) await renew()
      if (token === null) throw new Failure('signed-out', 401)
      return token.access
    },
    /** @throws {Failure} with a `ticket` where a second factor is asked for */
    async signIn(username: string, password: string): Promise<void> {
      take(await enter('', { username, password }))
    },
    /**
     * Completes a sign-in by a code. Returns recovery codes where it set up a second factor; then `open` is called once
     * the person has them, and begins the session.
     * @throws {Failure}
     */
    async complete(ticket: string, code: string): Promise<{ codes: string[]; open: () => void }> {
      const entry = await enter('second-factor/', { second_factor_ticket: ticket, code })
      const { recovery_codes: codes = [] } = entry
      if (codes.length === 0) take(entry)
      return { codes, open: () => take(entry) }
    },
    /** @throws {Failure} */
    async signInByPasskey(credential: object): Promise<void> {
      take(await enter('passkey/', { credential }))
    },
    /** Ends the session of this browser, in all its tabs. @throws {Failure} if the service cannot be reached */
    async signOut(): Promise<void> {
      try {
        const answer = await ask('DELETE', '')
        if (!answer.ok && answer.status !== 401) throw await failureOf(answer)
      } catch (error) {
        throw asFailure(error)
      }
      end('here')
      tell({ type: 'end', reason: 'elsewhere' })
    },
    /** What the service has ended is over in all tabs. */
    end(reason: EndReason) {
      end(reason)
      tell({ type: 'end', reason })
    },
  }
}
