import { UniqueViolation } from '../../ports/database.ts'
import type { Row, RowKey, RowReader, RowTarget } from '../../tables/rows.ts'
import { keyColumns, type TableName, tableNames } from '../../tables/tables.ts'
import type { Progress } from '../progress.ts'
import type { Differences } from './move-differences.ts'

const keyOf = (table: TableName, row: Row): RowKey => keyColumns(table).map((column) => row[column]!)
/** Returns a text to compare keys by. */
const textOf = (key: RowKey): string => JSON.stringify(key)
const shown = (key: RowKey): string => key.join(' ')

/** Returns the number of rows of each table. */
export async function countRows(rows: RowReader): Promise<Record<TableName, number>> {
  const counts: Partial<Record<TableName, number>> = {}
  for (const table of tableNames) counts[table] = await rows.count(table)
  return counts as Record<TableName, number>
}

/**
 * Makes the rows of the target equal to those of the source. Returns how many were written and removed.
 * `isResumed`: the target may contain rows of an earlier attempt; equal ones are left alone.
 */
export async function copyRows(
  source: RowReader,
  target: RowTarget,
  { isResumed, progress }: { isResumed: boolean; progress: Progress },
): Promise<{ written: number; removed: number }> {
  const removed = isResumed ? await removeOthers(source, target) : 0
  try {
    return { written: await writeRows(source, target, { isResumed, progress }), removed }
  } catch (error) {
    if (!isResumed || !(error instanceof UniqueViolation)) throw error
    // Since the earlier attempt, a unique value such as a user name has moved from one row to another.
    await target.clear()
    return { written: await writeRows(source, target, { isResumed: false, progress }), removed }
  }
}

async function writeRows(
  source: RowReader,
  target: RowTarget,
  { isResumed, progress }: { isResumed: boolean; progress: Progress },
): Promise<number> {
  let written = 0
  let done = 0
  for (const table of tableNames) {
    for await (const page of source.pages(table)) {
      const rows = isResumed ? (await compare(target, table, page)).map(({ row }) => row) : page
      if (rows.length > 0) await target.put(table, rows)
      written += rows.length
      done += page.length
      progress.update(done)
    }
  }
  return written
}

/** Removes from the target what the source does not have: it was deleted since an earlier attempt. */
async function removeOthers(source: RowReader, target: RowTarget): Promise<number> {
  let removed = 0
  for (const table of tableNames.toReversed()) {
    for await (const keys of keysMissing(source, target, table)) {
      await target.remove(table, keys)
      removed += keys.length
    }
  }
  return removed
}

/** Compares every row of both sides, column by column. */
export async function verifyRows(
  source: RowReader,
  target: RowReader,
  { differences, progress }: { differences: Differences; progress: Progress },
): Promise<void> {
  let done = 0
  for (const table of tableNames) {
    for await (const page of source.pages(table)) {
      for (const { row, columns } of await compare(target, table, page)) {
        const what = columns === null ? 'is missing in the target' : `differs in ${columns.join(', ')}`
        differences.add(`row ${shown(keyOf(table, row))} of ${table} ${what}`)
      }
      done += page.length
      progress.update(done)
    }
    if ((await source.count(table)) === (await target.count(table))) continue
    for await (const keys of keysMissing(source, target, table)) {
      for (const key of keys) differences.add(`row ${shown(key)} of ${table} is only in the target`)
    }
  }
}

/** Returns the rows that are missing in the target (`columns` is null) or differ. */
async function compare(
  target: RowReader,
  table: TableName,
  rows: readonly Row[],
): Promise<{ row: Row; columns: string[] | null }[]> {
  const there = new Map<string, Row>()
  const keys = rows.map((row) => keyOf(table, row))
  for (const row of await target.find(table, keys)) there.set(textOf(keyOf(table, row)), row)
  return rows.flatMap((row) => {
    const other = there.get(textOf(keyOf(table, row)))
    if (!other) return { row, columns: null }
    const columns = Object.keys({ ...row, ...other }).filter((column) => row[column] !== other[column])
    return columns.length > 0 ? { row, columns } : []
  })
}

/** Iterates over pages of keys of rows that `inside` has and `reader` does not. */
async function* keysMissing(
  reader: RowReader,
  inside: RowReader,
  table: TableName,
): AsyncGenerator<RowKey[]> {
  for await (const page of inside.pages(table)) {
    const keys = page.map((row) => keyOf(table, row))
    const found = new Set((await reader.find(table, keys)).map((row) => textOf(keyOf(table, row))))
    const missing = keys.filter((key) => !found.has(textOf(key)))
    if (missing.length > 0) yield missing
  }
}
