import type { Application } from '../application/application.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors.ts'
import { secretHash } from '../hash.ts'
import { PURGE_BATCH } from '../ports/changed-rows.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { NONCE_BYTES, openNext, sealNext } from './refresh-chain.ts'
import * as store from './session.store.ts'
import { expiryOf, judgeReuse, type RefreshState, type SessionLifetimes, type TellOwner } from './session.ts'

/**
 * Tokens that are followed from a used one to the newest, at most. So many are not used in the time in which the first may
 * be used again, unless somebody means to.
 */
const LINKS_MAX = 100

/** A refresh token and from where it comes. */
export interface Refresh {
  refresh: string
  /** IP address of the caller, for the audit trail. */
  address: string
  /** IANA zone of the client; `''` or absent where it told none. */
  timezone?: string | undefined
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  audit: AuditService
  tellOwner: TellOwner
  lifetimes: SessionLifetimes
  /** Milliseconds after its first use in which a rotated token may be used again. */
  reuse: number
  /** Makes an access token. */
  access: (userId: string, sessionId: string, applicationId: string) => Promise<string>
}

/** The exchange of refresh tokens, kept or rotated (contract: Signing in). */
export function createRefresh(deps: Dependencies) {
  const { db, clock, random, audit, tellOwner, lifetimes, reuse, access } = deps

  const find = (reader: Transaction | Database['read'], tokenHash: string) => {
    const now = clock.now()
    return store.findRefreshToken(reader, tokenHash, { now, startedAfter: now - lifetimes.absolute })
  }

  /** The newest token of the chain that the used one begins; null where it cannot be told any more. */
  const newestAfter = async (tx: Transaction, used: string): Promise<string | null> => {
    let token: string | null = used
    for (let links = 0; token !== null && links <= LINKS_MAX; links++) {
      const link = await store.findLink(tx, secretHash(token))
      if (!link) return null
      if (link.usedAt === null) return token
      token = link.nextSealed === null ? null : openNext(token, link.nextSealed)
    }
    return null
  }
  const useAgain = async (tx: Transaction, state: RefreshState, { refresh, address }: Refresh) => {
    const now = clock.now()
    if (judgeReuse(state.usedAt ?? now, now, reuse) === 'retry') return newestAfter(tx, refresh)
    const { applicationId, sessionId, userId } = state
    if (await store.endSession(tx, userId, sessionId, now)) {
      const actor: Actor = { kind: 'system', applicationId, sessionId, address }
      await audit.record(tx, 'session.stolen', actor, { userId })
      await tellOwner(tx, userId, 'refresh_token_reused', actor)
    }
    return null
  }
  /** The session and the token to go on with; null if the token sent is not valid. */
  const exchange = async (tx: Transaction, sent: Refresh, next: { token: string; sealed: string }) => {
    const now = clock.now()
    const tokenHash = secretHash(sent.refresh)
    const state = await find(tx, tokenHash)
    if (!state?.isLive) return null
    const expiresAt = expiryOf(state.startedAt, now, lifetimes)
    let token = sent.refresh
    if (state.refreshPolicy === 'keep') {
      await store.extendRefreshToken(tx, tokenHash, expiresAt)
    } else if (
      state.usedAt === null &&
      (await store.useRefreshToken(tx, tokenHash, { now, nextSealed: next.sealed }))
    ) {
      token = next.token
      await store.insertRefreshToken(tx, state.sessionId, secretHash(token), now, expiresAt)
    } else {
      // The use before has moved the end of the session a moment ago: nothing is left to write.
      const newest = await useAgain(tx, state, sent)
      return newest === null ? null : { state, token: newest }
    }
    await store.touchSession(tx, state.sessionId, now, expiresAt, sent.timezone ?? '')
    return { state, token }
  }

  return {
    /** What a refresh token belongs to, be it used up or not; null for an unknown one. */
    find: (token: string): Promise<RefreshState | null> => find(db.read, secretHash(token)),

    /**
     * Exchanges a refresh token for a new access token, and where the application rotates them for a new refresh token.
     * Of parallel uses of a rotated token one makes its successor; the others, and later ones within `reuse`, get the
     * newest token of the chain. A use after that ends the session.
     * @throws {Refusal} `refresh_not_valid`
     */
    async refresh(application: Application, sent: Refresh): Promise<{ access: string; refresh?: string }> {
      const known = await find(db.read, secretHash(sent.refresh))
      if (known?.applicationId !== application.id) throw new Refusal('refresh_not_valid')
      const token = random.secret()
      const next = { token, sealed: sealNext(sent.refresh, token, random.secret(NONCE_BYTES)) }
      const exchanged = await db.write((tx) => exchange(tx, sent, next))
      if (!exchanged) throw new Refusal('refresh_not_valid')
      const { userId, sessionId, applicationId, refreshPolicy } = exchanged.state
      const made = await access(userId, sessionId, applicationId)
      return refreshPolicy === 'rotate' ? { access: made, refresh: exchanged.token } : { access: made }
    },

    /** Forgets the successors of tokens that may not be used again any more, some at a time. Returns how many. */
    purge: (): Promise<number> =>
      db.write((tx) => store.forgetSuccessors(tx, clock.now() - reuse, PURGE_BATCH)),
  }
}
