import type { Reader, Transaction } from '../ports/database.ts'
import { changedRows, deleteOldest } from '../tables/changed-rows.ts'
import type { ObjectionRow } from '../tables/tables.ts'
import type { Objection } from './email-change.ts'

/** Adds a link by which the address that lost the account by an undo can object. */
export async function insertObjection(tx: Transaction, row: ObjectionRow): Promise<void> {
  await tx.insertInto('objections').values(row).execute()
}

/** Returns the objection for the token of a link. */
export async function findObjection(reader: Reader, tokenHash: string): Promise<Objection | null> {
  const row = await reader
    .selectFrom('objections')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!row) return null
  return { userId: row.user_id, undoneAt: row.undone_at, expiresAt: row.expires_at, usedAt: row.used_at }
}

/**
 * Consumes every link about that undo. Returns whether this call did: exactly one of several parallel calls.
 */
export async function useObjection(
  tx: Transaction,
  { userId, undoneAt }: Objection,
  now: number,
): Promise<boolean> {
  const used = tx
    .updateTable('objections')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('undone_at', '=', undoneAt)
    .where('used_at', 'is', null)
  return (await changedRows(used)) > 0
}

/** Removes links that expired by the instant, oldest first. Returns how many. */
export async function deleteObjectionsUntil(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'objections', by: 'expires_at', until })
}
