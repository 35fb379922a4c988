import type { Application } from '../application/application.ts'
import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors/errors.ts'
import type { Transaction } from '../ports/database.ts'
import { atProvider } from './provider-acts.ts'
import type { RefreshService } from './refresh.service.ts'
import * as store from './session.store.ts'
import { actorOf, type Caller } from './session.ts'
import type { SessionDependencies } from './session-dependencies.service.ts'

/** The end of sessions by their person. */
export function createSignOut(
  {
    db,
    clock,
    audit,
    gate,
    issuers,
  }: Pick<SessionDependencies, 'db' | 'clock' | 'audit' | 'gate' | 'issuers'>,
  refreshTokens: Pick<RefreshService, 'find'>,
) {
  return {
    /**
     * Ends the caller's session, and the session of the submitted refresh token.
     * @throws {Refusal} `validation` on `refresh` if it is another person's; then no session ends. `act_at_provider` for a
     * token of a provider, whose client would get another one there
     */
    async logout(caller: Caller, refresh: string | undefined): Promise<void> {
      if (caller.hasForeignToken) throw atProvider(issuers, caller.provider ?? '', caller.user.id)
      const now = clock.now()
      const other = refresh === undefined ? null : await refreshTokens.find(refresh)
      if (refresh !== undefined && other?.userId !== caller.user.id) {
        throw new Refusal('validation', { faults: { refresh: [{ key: 'refresh_of_another' }] } })
      }
      const ended = new Set([caller.sessionId, ...(other ? [other.sessionId] : [])])
      const userId = caller.user.id
      await db.write(async (tx) => {
        for (const sessionId of ended) {
          if (!(await store.endSession(tx, userId, sessionId, now))) continue
          await audit.record(tx, 'session.ended', actorOf({ ...caller, sessionId }), { userId })
        }
      })
    },

    /** Ends the session of a refresh token, if it is one of the application; an unknown token ends nothing. */
    async endByRefreshToken(application: Application, token: string, address: string): Promise<void> {
      const state = await refreshTokens.find(token)
      if (state?.applicationId !== application.id) return
      const { userId, sessionId } = state
      await db.write(async (tx) => {
        if (!(await store.endSession(tx, userId, sessionId, clock.now()))) return
        const actor: Actor = { kind: 'person', applicationId: application.id, sessionId, address }
        await audit.record(tx, 'session.ended', actor, { userId })
      })
    },

    /**
     * Ends the person's sessions in the caller's transaction, all or all but one, and the sign-ins that wait
     * for a second factor.
     */
    async endAll(tx: Transaction, userId: string, exceptSessionId?: string): Promise<number> {
      await gate.close(tx, userId)
      return store.endSessions(tx, userId, clock.now(), exceptSessionId)
    },
  }
}
