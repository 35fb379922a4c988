import { UniqueViolation } from '../ports/database.ts'
import type { Row, RowReader, RowTarget } from '../ports/rows.ts'
import { primaryKeys, type TableName, tableNames } from '../ports/tables.ts'
import type { Differences } from './move-differences.ts'
import type { Progress } from './progress.ts'

const keyOf = (table: TableName, row: Row) => String(row[primaryKeys[table]])

/** Rows of each table. */
export async function countRows(rows: RowReader): Promise<Record<TableName, number>> {
  const counts: Partial<Record<TableName, number>> = {}
  for (const table of tableNames) counts[table] = await rows.count(table)
  return counts as Record<TableName, number>
}

/**
 * Makes the rows of the target those of the source; returns how many were written and removed. `isResumed`: the target
 * may hold rows of an earlier try, of which those that are equal are left alone.
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
    // Since the earlier try something unique has passed from one row to another, such as a user name.
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

/** Removes from the target what the source does not have: it was deleted since an earlier try. */
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
        differences.add(`row ${keyOf(table, row)} of ${table} ${what}`)
      }
      done += page.length
      progress.update(done)
    }
    if ((await source.count(table)) === (await target.count(table))) continue
    for await (const keys of keysMissing(source, target, table)) {
      for (const key of keys) differences.add(`row ${key} of ${table} is in the target alone`)
    }
  }
}

/** Those of the rows that the target does not have (`columns` is null) or has otherwise. */
async function compare(
  target: RowReader,
  table: TableName,
  rows: readonly Row[],
): Promise<{ row: Row; columns: string[] | null }[]> {
  const there = new Map<string, Row>()
  const keys = rows.map((row) => keyOf(table, row))
  for (const row of await target.find(table, keys)) there.set(keyOf(table, row), row)
  return rows.flatMap((row) => {
    const other = there.get(keyOf(table, row))
    if (!other) return { row, columns: null }
    const columns = Object.keys({ ...row, ...other }).filter((column) => row[column] !== other[column])
    return columns.length > 0 ? { row, columns } : []
  })
}

/** Keys of rows that `inside` has and `reader` has not, in pages. */
async function* keysMissing(
  reader: RowReader,
  inside: RowReader,
  table: TableName,
): AsyncGenerator<string[]> {
  for await (const page of inside.pages(table)) {
    const keys = page.map((row) => keyOf(table, row))
    const found = new Set((await reader.find(table, keys)).map((row) => keyOf(table, row)))
    const missing = keys.filter((key) => !found.has(key))
    if (missing.length > 0) yield missing
  }
}
