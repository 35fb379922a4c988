import { asFailure, failureOf } from '../api/failure.ts'
import type { PageCalls } from './page-calls.ts'
import type { Entry, SessionHolder } from './session-state.ts'
import { SHARED, type Tabs, type Token } from './tabs.ts'

/** Delays before retrying a refresh that another one preceded, in milliseconds. */
const LOST_RACE_DELAYS = [300, 600, 1200, 2400]

/**
 * The renewal of the access token. Tabs share one refresh: one of them requests it under a lock, and all of them get the
 * token.
 */
export function createRenewal(held: SessionHolder, { ask }: PageCalls, tabs: Tabs) {
  let renewal: Promise<void> | null = null

  const refresh = async (known: Token | null): Promise<void> => {
    // Another tab was first: its token arrived while this one waited for the lock.
    const token = held.token()
    if (token !== null && token !== known && token.until > Date.now()) return
    let answer = await ask('POST', 'refresh/')
    // The session is still active: the cookie for another tab, or for this one before a reload, is about to arrive.
    const isLost = () => answer.status === 401 && answer.headers.has('retry-after')
    for (const pause of LOST_RACE_DELAYS) {
      if (!isLost()) break
      await new Promise((resolve) => setTimeout(resolve, pause))
      answer = await ask('POST', 'refresh/')
    }
    if (answer.ok) return held.take((await answer.json()) as Entry)
    const failure = await failureOf(answer)
    if (failure.kind === 'signed-out') {
      held.end(held.state().status === 'in' ? 'ended' : 'none')
      if (known !== null) tabs.broadcast({ type: 'end', reason: 'ended' })
    }
    throw failure
  }

  /** Returns a new access token, whatever the current one. @throws {Failure} */
  return (): Promise<void> => {
    const known = held.token()
    renewal ??= (
      navigator.locks === undefined ? refresh(known) : navigator.locks.request(SHARED, () => refresh(known))
    )
      .catch((error: unknown) => {
        throw asFailure(error)
      })
      .finally(() => {
        renewal = null
      })
    return renewal
  }
}
