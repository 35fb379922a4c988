import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { FeedWriter } from '../feed/feed-writer.service.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, inTransaction, type Transaction } from '../ports/database.ts'
import * as store from './session.store.ts'

/** Number of people whose sessions end per transaction, so that writes do not wait long. */
const PEOPLE_AT_ONCE = 50

export type SessionEnds = ReturnType<typeof createSessionEnds>

/** Ends sessions on behalf of the operator: access and refresh tokens are refused after the commit. */
export function createSessionEnds(deps: {
  db: Database
  clock: Clock
  audit: AuditService
  feed: Pick<FeedWriter, 'addEnded'>
}) {
  const { db, clock, audit, feed } = deps
  const end = async (tx: Transaction, userId: string, actor: Actor): Promise<number> => {
    const now = clock.now()
    const ended = await store.endSessions(tx, userId, now)
    if (ended.length === 0) return 0
    await audit.record(tx, 'sessions.revoked', actor, { userId })
    await feed.addEnded(tx, userId, ended, now)
    return ended.length
  }
  return {
    /** Ends the person's sessions. Returns how many were active. */
    ofPerson: (userId: string, actor: Actor, within?: Transaction): Promise<number> =>
      inTransaction(db, within, (tx) => end(tx, userId, actor)),

    /**
     * Ends all sessions of all people, some people at a time; sessions that start meanwhile may remain.
     * Another run completes an interrupted one. Returns how many sessions were active, and of how many
     * people.
     */
    async ofEverybody(actor: Actor): Promise<{ sessions: number; people: number }> {
      const total = { sessions: 0, people: 0 }
      let after = ''
      for (;;) {
        const { people, ended } = await db.write(async (tx) => {
          const people = await store.listSignedIn(tx, after, clock.now(), PEOPLE_AT_ONCE)
          let ended = 0
          for (const userId of people) ended += await end(tx, userId, actor)
          return { people, ended }
        })
        total.sessions += ended
        total.people += people.length
        const last = people.at(-1)
        if (last === undefined || people.length < PEOPLE_AT_ONCE) return total
        after = last
      }
    },
  }
}
