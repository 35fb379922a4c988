import { changedRows, deleteOldest } from '../ports/changed-rows.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import type { ObjectionRow } from '../ports/tables.ts'
import type { Objection } from './email-change.ts'

/** Notes a link with which the address that an undo took the account from can object. */
export async function insertObjection(tx: Transaction, row: ObjectionRow): Promise<void> {
  await tx.insertInto('objections').values(row).execute()
}

/** What the token of a link stands for. */
export async function findObjection(reader: Reader, tokenHash: string): Promise<Objection | null> {
  const row = await reader
    .selectFrom('objections')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!row) return null
  return { userId: row.user_id, undoneAt: row.undone_at, expiresAt: row.expires_at, usedAt: row.used_at }
}

/** Uses up every link about that undo. Returns whether this call was the one that did: exactly one of parallel calls. */
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

/** Removes links that ended by the instant, oldest first. Returns how many. */
export async function deleteObjectionsUntil(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'objections', by: 'expires_at', until })
}
