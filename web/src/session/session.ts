import { asFailure, Failure, failureOf } from '../api/failure.ts'
import { createPageCalls } from './page-calls.ts'
import { createRenewal } from './renewal.ts'
import { holdSession, type SignedOut } from './session-state.ts'
import { createSignIn } from './sign-in.ts'
import { type EndReason, openTabs } from './tabs.ts'

export type Session = ReturnType<typeof createSession>

/**
 * The session of the person in this browser, in all its tabs. The refresh token is in a cookie that only the page
 * endpoints read.
 */
export function createSession(language: () => string) {
  const tabs = openTabs()
  const held = holdSession(tabs)
  const calls = createPageCalls(language)
  const renew = createRenewal(held, calls, tabs)
  return {
    state: held.state,
    subscribe: held.subscribe,
    renew,
    ...createSignIn(held, calls),
    enter: calls.enter,
    take: held.take,
    /** The provider at which the session began, if it was one. */
    provider: () => held.token()?.provider,

    /** Calls the listener when another tab has changed the profile. */
    onProfileChange: (listener: () => void) => tabs.on('profile', listener),
    broadcastProfileChange: () => tabs.broadcast({ type: 'profile' }),
    /** Calls the listener when another tab has done something with sessions, password, data or deletion. */
    onAccountChange: (listener: () => void) => tabs.on('account', listener),
    broadcastAccountChange: () => tabs.broadcast({ type: 'account' }),

    /** Finds out whether there is a session. @throws {Failure} if the service cannot be reached */
    async resume(): Promise<void> {
      if (held.state().status === 'in') return
      if (!held.hint.get()) return held.end('none')
      await renew().catch((error: unknown) => {
        if (asFailure(error).kind !== 'signed-out') throw error
      })
    },

    /** Returns a valid access token. @throws {Failure} `signed-out` if there is no session */
    async access(): Promise<string> {
      if (held.state().status === 'out') throw new Failure('signed-out', 401)
      if ((held.token()?.until ?? 0) <= Date.now()) await renew()
      const token = held.token()
      if (token === null) throw new Failure('signed-out', 401)
      return token.access
    },

    /** Ends the session of this browser, in all its tabs. @throws {Failure} if the service cannot be reached */
    async signOut(): Promise<void> {
      try {
        const answer = await calls.ask('DELETE', '')
        if (!answer.ok && answer.status !== 401) throw await failureOf(answer)
        held.end('here', answer.status === 200 ? ((await answer.json()) as SignedOut).sign_out_at : undefined)
      } catch (error) {
        throw asFailure(error)
      }
      tabs.broadcast({ type: 'end', reason: 'elsewhere' })
    },

    /** A session that the service has ended ends in all tabs. */
    end(reason: EndReason) {
      held.end(reason)
      tabs.broadcast({ type: 'end', reason })
    },
  }
}
