import { addHash, codeExpiryMax } from '../one-time-code/one-time-code.ts'
import { changedOne, deleteOldest } from '../ports/changed-rows.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import type { RecoveryRow } from '../ports/tables.ts'

/** A request for a new password by a mailed code, whose try was counted. */
export interface Recovery {
  id: string
  codeHash: string
  /** Whether the new password waits before it takes effect. */
  isDelayed: boolean
}

/**
 * Notes a request with its code, beside others of the person. A code that was mailed for it before stays good, and tries
 * stay counted.
 */
export async function addRecovery(tx: Transaction, row: RecoveryRow): Promise<void> {
  const mailed = await tx
    .selectFrom('recoveries')
    .select('code_hash')
    .where('id', '=', row.id)
    .executeTakeFirst()
  if (!mailed) {
    await tx.insertInto('recoveries').values(row).execute()
    return
  }
  const code_hash = addHash(mailed.code_hash, row.code_hash)
  await tx.updateTable('recoveries').set({ code_hash }).where('id', '=', row.id).execute()
}

/** Counts a try of the request that the checksum names. Returns it, or `null` if there is none or its tries are used up. */
export async function countTry(
  tx: Transaction,
  userId: string,
  checksumHash: string,
  triesMax: number,
  now: number,
): Promise<Recovery | null> {
  const row = await tx
    .updateTable('recoveries')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('user_id', '=', userId)
    .where('checksum_hash', '=', checksumHash)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', codeExpiryMax(now))
    .where('tries', '<', triesMax)
    .returning(['id', 'code_hash', 'is_delayed'])
    .executeTakeFirst()
  return row ? { id: row.id, codeHash: row.code_hash, isDelayed: row.is_delayed === 1 } : null
}

/** The person's requests, without their secrets, the newest first. */
export async function listRecoveries(
  reader: Reader,
  userId: string,
): Promise<{ createdAt: number; expiresAt: number }[]> {
  const rows = await reader
    .selectFrom('recoveries')
    .select(['created_at', 'expires_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ createdAt: row.created_at, expiresAt: row.expires_at }))
}

/** Gives back a try whose code was right, while the new password was not good enough. */
export async function giveBackTry(tx: Transaction, id: string): Promise<void> {
  await tx
    .updateTable('recoveries')
    .set((set) => ({ tries: set('tries', '-', 1) }))
    .where('id', '=', id)
    .where('tries', '>', 0)
    .execute()
}

/** Uses the request up. Returns whether this call was the one that did: exactly one of parallel calls. */
export async function consumeRecovery(tx: Transaction, id: string): Promise<boolean> {
  return changedOne(tx.deleteFrom('recoveries').where('id', '=', id))
}

/** Ends the person's requests. */
export async function deleteRecoveries(tx: Transaction, userId: string): Promise<void> {
  await tx.deleteFrom('recoveries').where('user_id', '=', userId).execute()
}

/** Removes requests that expired, or that a clock made which ran ahead, oldest first. Returns how many. */
export async function purgeRecoveries(tx: Transaction, now: number): Promise<number> {
  return deleteOldest(tx, {
    table: 'recoveries',
    by: 'expires_at',
    until: now,
    max: codeExpiryMax(now),
  })
}
