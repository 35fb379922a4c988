import type { Reader, Transaction } from '../ports/database.ts'
import { deleteOldest } from '../tables/changed-rows.ts'
import type { IdempotencyKeyRow } from '../tables/tables.ts'

/** Returns the change with this id that was made after the instant. */
export async function findChange(
  reader: Reader,
  id: string,
  after: number,
): Promise<IdempotencyKeyRow | undefined> {
  return reader
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('id', '=', id)
    .where('created_at', '>', after)
    .executeTakeFirst()
}

/** Adds a change, in the place of an expired one. */
export async function insertChange(tx: Transaction, row: IdempotencyKeyRow): Promise<void> {
  await tx.deleteFrom('idempotency_keys').where('id', '=', row.id).execute()
  await tx.insertInto('idempotency_keys').values(row).execute()
}

/** Removes changes up to the instant, oldest first. Returns how many. */
export const deleteChangesUntil = (tx: Transaction, until: number): Promise<number> =>
  deleteOldest(tx, { table: 'idempotency_keys', by: 'created_at', until })
