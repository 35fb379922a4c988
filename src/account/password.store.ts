import { addHash, codeExpiryMax } from '../one-time-code/one-time-code.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import type { PasswordResetRow } from '../ports/tables.ts'

/** A request for a new password by a mailed code. */
export interface PasswordReset {
  id: string
  userId: string
  codeHash: string | null
}

/**
 * Notes a request with its code in the place of the person's earlier ones; a code that was mailed for it before stays
 * good, and tries stay counted. Answers `false`, and writes nothing, where a later request is there already.
 */
export async function replaceReset(
  tx: Transaction,
  row: PasswordResetRow & { code_hash: string },
): Promise<boolean> {
  const mailed = await tx
    .selectFrom('password_resets')
    .select('code_hash')
    .where('id', '=', row.id)
    .executeTakeFirst()
  if (mailed) {
    const code_hash = addHash(mailed.code_hash, row.code_hash)
    await tx.updateTable('password_resets').set({ code_hash }).where('id', '=', row.id).execute()
    return true
  }
  const later = await tx
    .selectFrom('password_resets')
    .select('id')
    .where('user_id', '=', row.user_id)
    .where('created_at', '>', row.created_at)
    .where('expires_at', '<=', codeExpiryMax(row.created_at))
    .executeTakeFirst()
  if (later) return false
  const { user_id: _, ...rest } = row
  await tx
    .insertInto('password_resets')
    .values(row)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(rest))
    .execute()
  return true
}

/** Counts a try of the request that the checksum names. Answers it, or `null` where there is none or its tries are used up. */
export async function countTry(
  tx: Transaction,
  userId: string,
  checksumHash: string,
  triesMax: number,
  now: number,
): Promise<PasswordReset | null> {
  const result = await tx
    .updateTable('password_resets')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('user_id', '=', userId)
    .where('checksum_hash', '=', checksumHash)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', codeExpiryMax(now))
    .where('tries', '<', triesMax)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1 ? findReset(tx, userId) : null
}

/** The person's request, without its secrets. */
export async function findPending(
  reader: Reader,
  userId: string,
): Promise<{ createdAt: number; expiresAt: number } | null> {
  const row = await reader
    .selectFrom('password_resets')
    .select(['created_at', 'expires_at'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row ? { createdAt: row.created_at, expiresAt: row.expires_at } : null
}

async function findReset(reader: Reader, userId: string): Promise<PasswordReset | null> {
  const row = await reader
    .selectFrom('password_resets')
    .select(['id', 'user_id', 'code_hash'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row ? { id: row.id, userId: row.user_id, codeHash: row.code_hash } : null
}

/** Gives back a try whose code was right, while the new password was not good enough. */
export async function giveBackTry(tx: Transaction, id: string): Promise<void> {
  await tx
    .updateTable('password_resets')
    .set((set) => ({ tries: set('tries', '-', 1) }))
    .where('id', '=', id)
    .where('tries', '>', 0)
    .execute()
}

/** Uses the request up. Answers whether this call was the one that did: exactly one of parallel calls. */
export async function consumeReset(tx: Transaction, id: string): Promise<boolean> {
  const result = await tx.deleteFrom('password_resets').where('id', '=', id).executeTakeFirst()
  return Number(result.numDeletedRows) === 1
}

/** Ends the person's request. */
export async function deleteReset(tx: Transaction, userId: string): Promise<void> {
  await tx.deleteFrom('password_resets').where('user_id', '=', userId).execute()
}
