import type { AuditService } from '../audit/audit.service.ts'
import { Refusal } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { type Device, deviceOf } from './device.ts'
import * as store from './own-sessions.store.ts'
import * as sessionStore from './session.store.ts'
import { actorOf, type Caller, type OwnSession, type SessionLifetimes } from './session.ts'

/** Sessions that a list shows, the last seen ones. */
const SHOWN = 100

export type OwnSessionsService = ReturnType<typeof createOwnSessionsService>

/** The sessions of a person as they see and end them (contract: What the page of the person needs besides). */
export function createOwnSessionsService(deps: {
  db: Database
  clock: Clock
  audit: AuditService
  lifetimes: SessionLifetimes
}) {
  const { db, clock, audit, lifetimes } = deps
  /** The end that was set at the last use may be later than the lifetime that is set now allows. */
  const bounded = (sessions: OwnSession[]): OwnSession[] =>
    sessions.map((session) => ({
      ...session,
      expiresAt: Math.min(session.expiresAt, session.createdAt + lifetimes.absolute),
    }))
  return {
    /** The live sessions, the last seen first, at most a hundred. */
    async list(userId: string): Promise<OwnSession[]> {
      const now = clock.now()
      const live = { now, startedAfter: now - lifetimes.absolute }
      return bounded(await store.listSessions(db.read, userId, live, SHOWN))
    },

    /** Every session that is stored, ended ones too. */
    listStored: async (userId: string): Promise<OwnSession[]> =>
      bounded(await store.listSessions(db.read, userId, null, Number.MAX_SAFE_INTEGER)),

    /**
     * Ends one session of the caller, which may be the one they call from.
     * @throws {Refusal} `not_found` if it is not theirs or over
     */
    async end(caller: Caller, sessionId: string): Promise<void> {
      const userId = caller.user.id
      const isEnded = await db.write(async (tx) => {
        if (!(await sessionStore.endSession(tx, userId, sessionId, clock.now()))) return false
        await audit.record(tx, 'session.ended', actorOf({ ...caller, sessionId }), { userId })
        return true
      })
      if (!isEnded) throw new Refusal('not_found')
    },

    /** Ends all sessions of the caller but the one they call from. Returns how many. */
    endOthers(caller: Caller): Promise<number> {
      const userId = caller.user.id
      return db.write(async (tx) => {
        const ended = await sessionStore.endSessions(tx, userId, clock.now(), caller.sessionId)
        if (ended > 0) await audit.record(tx, 'sessions.ended', actorOf(caller), { userId })
        return ended
      })
    },

    /** The devices of those of the sessions that are the person's and still stored, by id. */
    async devices(userId: string, sessionIds: readonly string[]): Promise<Map<string, Device>> {
      const agents = await store.findUserAgents(db.read, userId, sessionIds)
      return new Map([...agents].map(([id, userAgent]) => [id, deviceOf(userAgent)]))
    },
  }
}
