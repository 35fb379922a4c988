import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, changedRows, deleteOldest } from '../tables/changed-rows.ts'
import type { SessionRow } from '../tables/tables.ts'
import { isVisible } from '../user/user.row.ts'
import { type LiveAt, methodsOf, type RefreshState } from './session.ts'

/** Adds a session with its first refresh token. */
export async function insertSession(tx: Transaction, row: SessionRow, tokenHash: string): Promise<void> {
  await tx.insertInto('sessions').values(row).execute()
  await insertRefreshToken(tx, row.id, tokenHash, row.created_at, row.expires_at)
}

/** Adds a refresh token to a session. */
export async function insertRefreshToken(
  tx: Transaction,
  sessionId: string,
  tokenHash: string,
  now: number,
  expiresAt: number,
): Promise<void> {
  await tx
    .insertInto('refresh_tokens')
    .values({
      token_hash: tokenHash,
      session_id: sessionId,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
      next_sealed: null,
    })
    .execute()
}

/** Returns what the refresh token belongs to, or `null` if it is unknown. */
export async function findRefreshToken(
  reader: Reader,
  tokenHash: string,
  { now, startedAfter }: LiveAt,
): Promise<RefreshState | null> {
  const row = await reader
    .selectFrom('refresh_tokens')
    .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .innerJoin('applications', 'applications.id', 'sessions.application_id')
    .select([
      'refresh_tokens.used_at',
      'refresh_tokens.expires_at as token_expires_at',
      'sessions.id as session_id',
      'sessions.user_id',
      'sessions.application_id',
      'sessions.created_at as session_created_at',
      'sessions.proved_at',
      'sessions.methods',
      'sessions.provider',
      'sessions.expires_at as session_expires_at',
      'sessions.ended_at',
      'users.disabled_at',
      'applications.refresh_policy',
      'applications.revoked_at',
    ])
    .where('refresh_tokens.token_hash', '=', tokenHash)
    .where(isVisible)
    .executeTakeFirst()
  if (!row) return null
  return {
    sessionId: row.session_id,
    startedAt: row.session_created_at,
    provedAt: row.proved_at ?? row.session_created_at,
    methods: methodsOf(row.methods),
    provider: row.provider,
    userId: row.user_id,
    applicationId: row.application_id,
    refreshPolicy: row.refresh_policy,
    usedAt: row.used_at,
    isLive:
      row.ended_at === null &&
      row.disabled_at === null &&
      row.revoked_at === null &&
      row.token_expires_at > now &&
      row.session_expires_at > now &&
      row.session_created_at > startedAfter,
  }
}

/** Returns a token of a chain: when it was exchanged, and for what. */
export async function findLink(
  tx: Transaction,
  tokenHash: string,
): Promise<{ usedAt: number | null; nextSealed: string | null } | null> {
  const row = await tx
    .selectFrom('refresh_tokens')
    .select(['used_at', 'next_sealed'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row ? { usedAt: row.used_at, nextSealed: row.next_sealed } : null
}

/** Forgets the successors of tokens used before the instant. Returns how many, at most `limit`. */
export async function forgetSuccessors(tx: Transaction, usedBefore: number, limit: number): Promise<number> {
  const over = tx
    .selectFrom('refresh_tokens')
    .select('token_hash')
    .where('next_sealed', 'is not', null)
    .where('used_at', '<', usedBefore)
    .orderBy('used_at')
    .limit(limit)
  return changedRows(
    tx.updateTable('refresh_tokens').set({ next_sealed: null }).where('token_hash', 'in', over),
  )
}

/**
 * Marks a rotated token as used and stores its successor, which only the token itself can open. Returns
 * whether this call did: exactly one of several parallel calls.
 */
export async function useRefreshToken(
  tx: Transaction,
  tokenHash: string,
  { now, nextSealed }: { now: number; nextSealed: string },
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('refresh_tokens')
      .set({ used_at: now, next_sealed: nextSealed })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null),
  )
}

/**
 * Records that the session is in use, from where, and in which zone unless that is `''`, and extends it. Returns whether it is
 * active.
 */
export async function touchSession(
  tx: Transaction,
  id: string,
  {
    now,
    expiresAt,
    timezone,
    address,
  }: { now: number; expiresAt: number; timezone: string; address: string },
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('sessions')
      .set({ last_seen_at: now, expires_at: expiresAt, address, ...(timezone && { timezone }) })
      .where('id', '=', id)
      .where('ended_at', 'is', null),
  )
}

/** Records that whoever has the session proved to be the person. */
export async function recordProof(tx: Transaction, id: string, now: number): Promise<void> {
  await tx.updateTable('sessions').set({ proved_at: now }).where('id', '=', id).execute()
}

/** Extends a kept refresh token together with its session. */
export async function extendRefreshToken(
  tx: Transaction,
  tokenHash: string,
  expiresAt: number,
): Promise<void> {
  await tx
    .updateTable('refresh_tokens')
    .set({ expires_at: expiresAt })
    .where('token_hash', '=', tokenHash)
    .execute()
}

/** From now on, tokens of the person that were issued earlier start no session. */
async function refuseEarlierTokens(tx: Transaction, userId: string, now: number): Promise<void> {
  await tx.updateTable('issuer_subjects').set({ not_before_at: now }).where('user_id', '=', userId).execute()
}

/**
 * Ends the sessions of a subject whose tokens name no session: since it is unknown which of them are on one device, all
 * tokens that were issued earlier are refused.
 */
async function endNamelessSessions(
  tx: Transaction,
  userId: string,
  subjectId: string,
  now: number,
): Promise<void> {
  await tx.updateTable('issuer_subjects').set({ not_before_at: now }).where('id', '=', subjectId).execute()
  await tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('user_id', '=', userId)
    .where('subject_id', '=', subjectId)
    .where('token_issued_at', 'is not', null)
    .where('ended_at', 'is', null)
    .execute()
}

/**
 * Ends one session of the person; with it all of a provider whose tokens name no session. Returns whether it was active.
 */
export async function endSession(tx: Transaction, userId: string, id: string, now: number): Promise<boolean> {
  const ended = await tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .returning(['subject_id', 'token_issued_at'])
    .executeTakeFirst()
  if (ended === undefined) return false
  if (ended.subject_id !== null && ended.token_issued_at !== null)
    await endNamelessSessions(tx, userId, ended.subject_id, now)
  return true
}

/** Ends the sessions of the person, all or all except one. Returns those that were active. */
export async function endSessions(
  tx: Transaction,
  userId: string,
  now: number,
  exceptId?: string,
): Promise<{ id: string; applicationId: string }[]> {
  let update = tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
  if (exceptId !== undefined) update = update.where('id', '!=', exceptId)
  const ended = await update
    .where('expires_at', '>', now)
    .returning(['id', 'application_id as applicationId'])
    .execute()
  await refuseEarlierTokens(tx, userId, now)
  return ended
}

/** Returns the sessions of the person that have not ended or expired. */
export async function listActive(
  tx: Transaction,
  userId: string,
  now: number,
): Promise<{ id: string; applicationId: string }[]> {
  return tx
    .selectFrom('sessions')
    .select(['id', 'application_id as applicationId'])
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .execute()
}

/**
 * Ends the active sessions of the person in the application, except the `kept` most recently seen ones; at
 * most `limit`, starting with the most recent. Returns their ids.
 */
export async function endLeastRecentlyUsed(
  tx: Transaction,
  { userId, applicationId }: { userId: string; applicationId: string },
  { now, startedAfter }: LiveAt,
  kept: number,
  limit: number,
): Promise<string[]> {
  const beyond = tx
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('application_id', '=', applicationId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('created_at', '>', startedAfter)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(kept)
  const ended = await tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('id', 'in', beyond)
    .returning('id')
    .execute()
  return ended.map(({ id }) => id)
}

/** Returns people with active sessions, by id, starting after the given one; at most `limit`. */
export async function listSignedIn(
  tx: Transaction,
  afterId: string,
  now: number,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('sessions')
    .select('user_id')
    .distinct()
    .where('ended_at', 'is', null)
    .where('user_id', '>', afterId)
    .where('expires_at', '>', now)
    .orderBy('user_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.user_id)
}

/** Removes sessions, with their tokens, that ended or expired by the instant. Returns how many. */
export async function purgeSessions(tx: Transaction, until: number): Promise<number> {
  // One after the other, so that each uses its index, however many sessions there are.
  const expired = await deleteOldest(tx, { table: 'sessions', by: 'expires_at', until })
  return expired > 0 ? expired : deleteOldest(tx, { table: 'sessions', by: 'ended_at', until })
}
