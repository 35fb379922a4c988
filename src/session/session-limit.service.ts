import type { Transaction } from '../ports/database.ts'
import * as store from './session.store.ts'
import { liveAt, SESSIONS_MAX } from './session.ts'
import type { SessionDependencies } from './session-dependencies.service.ts'

/** How many sessions beyond the limit one sign-in ends; there are more only if they predate the limit. */
const EXCESS_BATCH = 200

/** Returns a function that ends the sessions beyond the limit per person. */
export function createEndExcess(deps: Pick<SessionDependencies, 'clock' | 'audit' | 'lifetimes'>) {
  const { clock, audit, lifetimes } = deps
  return async (tx: Transaction, userId: string, applicationId: string): Promise<void> => {
    const of = { userId, applicationId }
    const live = liveAt(clock.now(), lifetimes)
    for (const sessionId of await store.endLeastRecentlyUsed(tx, of, live, SESSIONS_MAX, EXCESS_BATCH)) {
      await audit.record(tx, 'session.displaced', { kind: 'system', applicationId, sessionId }, { userId })
    }
  }
}
