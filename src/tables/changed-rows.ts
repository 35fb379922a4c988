import { type Transaction, untyped } from '../ports/database.ts'
import { primaryKeys, type SingleKeyTable, type Tables } from './tables.ts'

/** Columns of a table that contain an instant. */
type InstantColumn<T extends SingleKeyTable> = Extract<keyof Tables[T], `${string}_at` | `${string}_until`>

interface Outdated<T extends SingleKeyTable> {
  table: T
  /** The instant that decides; must be indexed. Rows in which it is null are not removed. */
  by: InstantColumn<T>
  /** Rows with this instant or an earlier one are removed. */
  until: number
  /** Later rows are removed too: such an instant was written by a clock that ran ahead. */
  max?: number
  /** Restricts the removal to rows in which this column is not null. */
  ifSet?: InstantColumn<T>
}

/** Maximum number of rows that upkeep changes per transaction. */
export const PURGE_BATCH = 500

/** Removes outdated rows, oldest first. Returns how many, at most `PURGE_BATCH`. */
export async function deleteOldest<T extends SingleKeyTable>(
  tx: Transaction,
  outdated: Outdated<T>,
): Promise<number> {
  const { until, max } = outdated
  const old = await deleteRange(tx, outdated, '<=', until, PURGE_BATCH)
  // A separate statement: with an OR, the rows would not be read in index order.
  if (max === undefined || old === PURGE_BATCH) return old
  return old + (await deleteRange(tx, outdated, '>', max, PURGE_BATCH - old))
}

function deleteRange(
  tx: Transaction,
  { table, by, ifSet }: { table: SingleKeyTable; by: string; ifSet?: string | undefined },
  comparison: '<=' | '>',
  instant: number,
  limit: number,
): Promise<number> {
  const any = untyped(tx)
  const key: string = primaryKeys[table]
  let found = any.selectFrom(table).select(key).where(by, comparison, instant)
  if (ifSet !== undefined) found = found.where(ifSet, 'is not', null)
  return changedRows(any.deleteFrom(table).where(key, 'in', found.orderBy(by).limit(limit)))
}

interface Change {
  executeTakeFirst(): Promise<{
    numUpdatedRows?: bigint
    numDeletedRows?: bigint
    numInsertedOrUpdatedRows?: bigint | undefined
  }>
}

/** Runs an insert, update or delete. Returns how many rows it changed. */
export async function changedRows(change: Change): Promise<number> {
  const { numUpdatedRows, numDeletedRows, numInsertedOrUpdatedRows } = await change.executeTakeFirst()
  return Number(numUpdatedRows ?? numDeletedRows ?? numInsertedOrUpdatedRows ?? 0)
}

/** Runs an insert, update or delete of at most one row. Returns whether it changed that row. */
export async function changedOne(change: Change): Promise<boolean> {
  return (await changedRows(change)) === 1
}
