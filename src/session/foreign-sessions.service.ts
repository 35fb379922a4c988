import { plainAddress } from '../audit/audit.ts'
import { secretHash } from '../basics/hash.ts'
import { Refusal } from '../errors/errors.ts'
import type { Transaction } from '../ports/database.ts'
import type { User } from '../user/user.ts'
import * as store from './foreign-session.store.ts'
import { expiryOf, liveAt, USER_AGENT_MAX } from './session.ts'
import type { SessionDependencies } from './session-dependencies.service.ts'
import { createEndExcess } from './session-limit.service.ts'
import type { Arrival, ProviderOrigin } from './session-start.service.ts'

/** A verified token of a provider. Instants are in milliseconds. */
export interface ForeignToken extends ProviderOrigin {
  /** Follows from the token: see `foreignSessionId`. */
  sessionId: string
  issuedAt: number
  /** When it stops being accepted. */
  expiresAt: number
  /** Whether it says which session it belongs to. If not, it is the only token of its session. */
  namesSession: boolean
}

export type ForeignSessions = ReturnType<typeof createForeignSessions>

/** Sessions of the tokens of providers. They have no refresh tokens of ours. */
export function createForeignSessions(
  deps: Pick<SessionDependencies, 'db' | 'clock' | 'audit' | 'lifetimes'>,
) {
  const { db, clock, audit, lifetimes } = deps
  const endExcess = createEndExcess(deps)
  return {
    /** Returns the caller with this session and API key, if both are active, and when it was last recorded as used. */
    find: (sessionId: string, apiKey: string) =>
      store.findForeignCaller(db, sessionId, secretHash(apiKey), liveAt(clock.now(), lifetimes)),

    /**
     * Starts the session of a token, or extends it.
     * @throws {Refusal} `token_not_valid` if it has ended or is too old
     * @throws {UniqueViolation} if another call has started it meanwhile
     */
    async see(
      tx: Transaction,
      { id: userId }: Pick<User, 'id'>,
      applicationId: string,
      token: ForeignToken,
      arrival: Pick<Arrival, 'address' | 'userAgent'>,
    ): Promise<void> {
      const now = clock.now()
      const { sessionId, provedAt } = token
      const expiresFrom = (startedAt: number) =>
        token.namesSession ? expiryOf(startedAt, now, lifetimes) : token.expiresAt
      const seen = { last_seen_at: now, address: plainAddress(arrival.address) ?? '' }
      const known = await store.findSession(tx, sessionId)
      if (known) {
        const isLive = known.ended_at === null && known.created_at > liveAt(now, lifetimes).startedAfter
        if (!isLive || known.user_id !== userId) throw new Refusal('token_not_valid', { about: { userId } })
        await store.seeToken(tx, sessionId, {
          ...seen,
          expires_at: expiresFrom(known.created_at),
          proved_at: Math.max(known.proved_at ?? 0, provedAt),
        })
        return
      }
      await store.insertForeignSession(tx, {
        ...seen,
        id: sessionId,
        user_id: userId,
        application_id: applicationId,
        created_at: now,
        expires_at: expiresFrom(now),
        ended_at: null,
        user_agent: arrival.userAgent.slice(0, USER_AGENT_MAX),
        timezone: '',
        proved_at: provedAt,
        provider: token.provider,
        subject_id: token.subjectId,
        methods: '',
        token_issued_at: token.namesSession ? null : token.issuedAt,
      })
      const actor = { kind: 'person' as const, applicationId, sessionId, address: arrival.address }
      await audit.record(tx, 'session.started', actor, { userId })
      await endExcess(tx, userId, applicationId)
    },
  }
}
