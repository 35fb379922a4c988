import type { Application } from '../application/application.ts'
import { type Actor, plainAddress } from '../audit/audit.ts'
import { secretHash } from '../basics/hash.ts'
import { Refusal } from '../errors/errors.ts'
import type { Transaction } from '../ports/database.ts'
import { PURGE_BATCH } from '../tables/changed-rows.ts'
import { NONCE_BYTES, openNext, sealNext } from './refresh-chain.ts'
import * as store from './session.store.ts'
import { expiryOf, judgeReuse, liveAt, type RefreshState } from './session.ts'
import type { IssueAccess, SessionDependencies } from './session-dependencies.service.ts'

/**
 * Maximum number of tokens followed from a used one to the newest. Legitimate clients do not use that many
 * within the time for reuse.
 */
const LINKS_MAX = 100

/** A refresh token and where it comes from. */
export interface Refresh {
  refresh: string
  /** IP address of the caller, for the list of sessions and the audit trail. */
  address: string
  /** IANA zone of the client; `''` or absent if it reported none. */
  timezone?: string | undefined
}

/** The tokens after an exchange. */
export interface Refreshed {
  access: string
  /** Only if the application rotates them. */
  refresh?: string
  /** Entry of `ISSUERS` by which the session started; null for all others. */
  provider: string | null
}

export type RefreshService = ReturnType<typeof createRefresh>

/** The exchange of refresh tokens, kept or rotated (contract: Signing in). */
export function createRefresh(
  deps: Pick<
    SessionDependencies,
    'db' | 'clock' | 'random' | 'audit' | 'notifyOwner' | 'lifetimes' | 'refreshReuse'
  >,
  issueAccess: IssueAccess,
) {
  const { db, clock, random, audit, notifyOwner, lifetimes, refreshReuse } = deps

  const find = (tokenHash: string) =>
    store.findRefreshToken(db.read, tokenHash, liveAt(clock.now(), lifetimes))

  /** Returns the newest token of the chain that starts with the used one; null if it is no longer known. */
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
    if (judgeReuse(state.usedAt ?? now, now, refreshReuse) === 'retry') return newestAfter(tx, refresh)
    const { applicationId, sessionId, userId } = state
    if (await store.endSession(tx, userId, sessionId, now)) {
      const actor: Actor = { kind: 'system', applicationId, sessionId, address }
      await audit.record(tx, 'session.stolen', actor, { userId })
      await notifyOwner(tx, userId, 'refresh_token_reused', actor)
    }
    return null
  }
  /**
   * Returns the next token of the session; null if the submitted one is not valid. What was read before may have changed
   * meanwhile: that the token is unused and the session active is a condition of each statement.
   */
  const exchange = async (
    tx: Transaction,
    state: RefreshState,
    sent: Refresh,
    next: { token: string; sealed: string },
  ): Promise<string | null> => {
    const now = clock.now()
    const tokenHash = secretHash(sent.refresh)
    const isKept = state.refreshPolicy === 'keep'
    const isFirst =
      isKept ||
      (state.usedAt === null &&
        (await store.useRefreshToken(tx, tokenHash, { now, nextSealed: next.sealed })))
    // The first use extended the session a moment ago: nothing is left to write.
    if (!isFirst) return useAgain(tx, state, sent)
    const expiresAt = expiryOf(state.startedAt, now, lifetimes)
    const address = plainAddress(sent.address) ?? ''
    const touch = { now, expiresAt, timezone: sent.timezone ?? '', address }
    // Holds the session, so that it cannot be removed before its token is added.
    if (!(await store.touchSession(tx, state.sessionId, touch))) return null
    if (isKept) await store.extendRefreshToken(tx, tokenHash, expiresAt)
    else await store.insertRefreshToken(tx, state.sessionId, secretHash(next.token), now, expiresAt)
    return isKept ? sent.refresh : next.token
  }

  return {
    /** Returns what a refresh token belongs to, even if it is used; null if it is unknown. */
    find: (token: string): Promise<RefreshState | null> => find(secretHash(token)),

    /**
     * Exchanges a refresh token for a new access token and, if the application rotates them, a new refresh
     * token. Of parallel uses of a rotated token, one creates its successor; the others, and later ones
     * within `refreshReuse`, get the newest token of the chain. A use after that ends the session.
     * @throws {Refusal} `refresh_not_valid`
     */
    async refresh(application: Application, sent: Refresh): Promise<Refreshed> {
      const state = await find(secretHash(sent.refresh))
      if (state?.applicationId !== application.id || !state.isLive) throw new Refusal('refresh_not_valid')
      const token = random.secret()
      const next = { token, sealed: sealNext(sent.refresh, token, random.secret(NONCE_BYTES)) }
      const refresh = await db.write((tx) => exchange(tx, state, sent, next), { isGuarded: true })
      if (refresh === null) throw new Refusal('refresh_not_valid')
      const access = await issueAccess(state)
      const { refreshPolicy, provider } = state
      return { access, provider, ...(refreshPolicy === 'rotate' && { refresh }) }
    },

    /** Returns the active session of a refresh token, even if the token itself is used; null if there is none. */
    async liveSession(token: string): Promise<Pick<RefreshState, 'userId' | 'provider'> | null> {
      const state = await find(secretHash(token))
      return state?.isLive ? state : null
    },

    /** Forgets the successors of tokens that may no longer be reused, some at a time. Returns how many. */
    purge: (): Promise<number> =>
      db.write((tx) => store.forgetSuccessors(tx, clock.now() - refreshReuse, PURGE_BATCH)),
  }
}
