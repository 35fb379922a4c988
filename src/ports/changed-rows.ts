import { type Transaction, unnamed } from './database.ts'
import { primaryKeys, type TableName, type Tables } from './tables.ts'

/** The columns of a table that hold an instant. */
type InstantColumn<T extends TableName> = Extract<keyof Tables[T], `${string}_at` | `${string}_until`>

interface Outdated<T extends TableName> {
  table: T
  /** The instant that decides, by an index on it. Rows in which it is null stay. */
  by: InstantColumn<T>
  /** Rows of this instant and earlier ones go. */
  until: number
  /** Rows later than this go too: an instant so late was set by a clock that ran ahead. */
  max?: number
  /** Only rows in which this column is not null. */
  ifSet?: InstantColumn<T>
}

/** Rows that upkeep changes in one transaction, at most. */
export const PURGE_BATCH = 500

/** Removes rows that are outdated, oldest first. Returns how many, at most `PURGE_BATCH`. */
export async function deleteOldest<T extends TableName>(
  tx: Transaction,
  outdated: Outdated<T>,
): Promise<number> {
  const { until, max } = outdated
  const old = await deleteRange(tx, outdated, '<=', until, PURGE_BATCH)
  // A statement of its own: with an OR the rows would not come in the order of the index.
  if (max === undefined || old === PURGE_BATCH) return old
  return old + (await deleteRange(tx, outdated, '>', max, PURGE_BATCH - old))
}

function deleteRange(
  tx: Transaction,
  { table, by, ifSet }: { table: TableName; by: string; ifSet?: string | undefined },
  comparison: '<=' | '>',
  instant: number,
  limit: number,
): Promise<number> {
  const any = unnamed(tx)
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

/** Runs an insert, update or delete of one row at most. Returns whether it changed that row. */
export async function changedOne(change: Change): Promise<boolean> {
  return (await changedRows(change)) === 1
}
