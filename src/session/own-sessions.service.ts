import type { AuditService } from '../audit/audit.service.ts'
import { Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { deviceOf, type KnownClient } from './device.ts'
import * as store from './own-sessions.store.ts'
import { providerName, type SessionProvider } from './provider-acts.ts'
import * as sessionStore from './session.store.ts'
import { actorOf, type Caller, type OwnSession, type SessionLifetimes } from './session.ts'

/** Maximum number of sessions listed. */
const SHOWN = 100

export type OwnSessionsService = ReturnType<typeof createOwnSessionsService>

/** The sessions of a person, as they see and end them (contract: Sessions and own data). */
export function createOwnSessionsService(deps: {
  db: Database
  clock: Clock
  audit: AuditService
  lifetimes: SessionLifetimes
  issuers: readonly SessionProvider[]
}) {
  const { db, clock, audit, lifetimes, issuers } = deps
  /** The expiry set at the last use may exceed the currently configured lifetime. */
  const bounded = (sessions: OwnSession[]): OwnSession[] =>
    sessions.map((session) => ({
      ...session,
      provider: providerName(issuers, session.provider || null),
      expiresAt: Math.min(session.expiresAt, session.createdAt + lifetimes.absolute),
    }))
  return {
    /** Returns the active sessions, most recently seen first, at most a hundred. */
    async list(userId: string): Promise<OwnSession[]> {
      const now = clock.now()
      const live = { now, startedAfter: now - lifetimes.absolute }
      return bounded(await store.listSessions(db.read, userId, live, SHOWN))
    },

    /** Returns all stored sessions, including ended ones. */
    listStored: async (userId: string): Promise<OwnSession[]> =>
      bounded(await store.listSessions(db.read, userId, null, Number.MAX_SAFE_INTEGER)),

    /**
     * Ends one session of the caller, possibly the calling one.
     * @throws {Refusal} `not_found` if it is not theirs or has ended
     */
    async end(caller: Caller, sessionId: string): Promise<void> {
      const userId = caller.user.id
      const isEnded = await db.write(async (tx) => {
        if (!(await sessionStore.endSession(tx, userId, sessionId, clock.now()))) return false
        const applicationId = await store.findApplicationId(tx, sessionId)
        // The event names the session that ended, on its device and in its application.
        const actor = actorOf({ ...caller, sessionId })
        await audit.record(tx, 'session.ended', actor, { userId, ...(applicationId && { applicationId }) })
        return true
      })
      if (!isEnded) throw new Refusal('not_found')
    },

    /** Ends all sessions of the caller except the calling one. Returns how many. */
    endOthers(caller: Caller): Promise<number> {
      const userId = caller.user.id
      return db.write(async (tx) => {
        const ended = await sessionStore.endSessions(tx, userId, clock.now(), caller.sessionId)
        if (ended > 0) await audit.record(tx, 'sessions.ended', actorOf(caller), { userId })
        return ended
      })
    },

    /** Returns what is known of the clients of the person's sessions that are still stored, by session id. */
    async clients(userId: string, sessionIds: readonly string[]): Promise<Map<string, KnownClient>> {
      const clients = await store.findClients(db.read, userId, sessionIds)
      return new Map(
        [...clients].map(([id, { userAgent, timezone, provider }]) => [
          id,
          { device: deviceOf(userAgent), timezone, provider: providerName(issuers, provider || null) },
        ]),
      )
    },
  }
}
