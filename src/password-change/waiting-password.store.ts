import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne } from '../tables/changed-rows.ts'

/** A new password that takes effect later. Instants are in milliseconds. */
export interface WaitingPassword {
  id: string
  userId: string
  createdAt: number
  takesEffectAt: number
}

/** Stores the password, replacing a pending one. */
export async function replaceWaiting(
  tx: Transaction,
  waiting: WaitingPassword,
  passwordHash: string,
): Promise<void> {
  const row = {
    id: waiting.id,
    password_hash: passwordHash,
    created_at: waiting.createdAt,
    takes_effect_at: waiting.takesEffectAt,
  }
  await tx
    .insertInto('waiting_passwords')
    .values({ ...row, user_id: waiting.userId })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

/** Returns the pending password of the person. */
export async function findWaiting(reader: Reader, userId: string): Promise<WaitingPassword | null> {
  const row = await reader
    .selectFrom('waiting_passwords')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row) return null
  return { id: row.id, userId, createdAt: row.created_at, takesEffectAt: row.takes_effect_at }
}

/**
 * Returns the ids of due passwords of people whose accounts are not frozen by an objection, at most `limit`.
 */
export async function listDueWaiting(
  reader: Reader,
  now: number,
  limit: number,
): Promise<{ id: string; userId: string }[]> {
  const rows = await reader
    .selectFrom('waiting_passwords')
    .innerJoin('users', 'users.id', 'waiting_passwords.user_id')
    .select(['waiting_passwords.id', 'waiting_passwords.user_id'])
    .where('takes_effect_at', '<=', now)
    .where('users.frozen_at', 'is', null)
    .orderBy('takes_effect_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: row.id, userId: row.user_id }))
}

/**
 * Removes a due password. Returns its hash to the single call that did; null if it was stopped or replaced
 * meanwhile.
 */
export async function takeWaiting(tx: Transaction, id: string, now: number): Promise<string | null> {
  const row = await tx
    .deleteFrom('waiting_passwords')
    .where('id', '=', id)
    .where('takes_effect_at', '<=', now)
    .returning('password_hash')
    .executeTakeFirst()
  return row?.password_hash ?? null
}

/** Removes the person's pending password. Returns whether there was one. */
export async function deleteWaiting(tx: Transaction, userId: string): Promise<boolean> {
  return changedOne(tx.deleteFrom('waiting_passwords').where('user_id', '=', userId))
}
