import { addHash, codeCreationMax } from '../one-time-code/one-time-code.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import type { RecoveryRow } from '../tables/tables.ts'

/** A request for a new password with a mailed code, whose try was counted. */
export interface Recovery {
  id: string
  codeHash: string
  /** Whether the new password is delayed. */
  isDelayed: boolean
}

/**
 * Adds a request with its code, in addition to others of the person. A code mailed earlier for it remains
 * valid, and tries remain counted.
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

/**
 * Counts a try of the request identified by the checksum. Returns it, or `null` if there is none or its tries
 * are used up.
 */
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
    .where('created_at', '<=', codeCreationMax(now))
    .where('tries', '<', triesMax)
    .returning(['id', 'code_hash', 'is_delayed'])
    .executeTakeFirst()
  return row ? { id: row.id, codeHash: row.code_hash, isDelayed: row.is_delayed === 1 } : null
}

/** Returns the person's requests without their secrets, newest first. */
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

/** Gives back a try whose code was right. */
export async function refundTry(tx: Transaction, id: string): Promise<void> {
  await tx
    .updateTable('recoveries')
    .set((set) => ({ tries: set('tries', '-', 1) }))
    .where('id', '=', id)
    .where('tries', '>', 0)
    .execute()
}

/** Consumes the request. Returns whether this call did: exactly one of several parallel calls. */
export async function consumeRecovery(tx: Transaction, id: string): Promise<boolean> {
  return changedOne(tx.deleteFrom('recoveries').where('id', '=', id))
}

/** Removes the person's requests. */
export async function deleteRecoveries(tx: Transaction, userId: string): Promise<void> {
  await tx.deleteFrom('recoveries').where('user_id', '=', userId).execute()
}

/**
 * Removes requests that expired or were created by a clock that ran ahead, oldest first. Returns how many.
 */
export async function purgeRecoveries(tx: Transaction, now: number): Promise<number> {
  const expired = await deleteOldest(tx, { table: 'recoveries', by: 'expires_at', until: now })
  // By creation: the code of an invitation expires later than any other, so the expiry does not tell.
  const never = -1
  const early = { table: 'recoveries', by: 'created_at', until: never, max: codeCreationMax(now) } as const
  return expired + (await deleteOldest(tx, early))
}
