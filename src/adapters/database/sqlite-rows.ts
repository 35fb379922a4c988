import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import type { RowReader, RowSnapshot } from '../../tables/rows.ts'
import { type Tables, tableNames } from '../../tables/tables.ts'
import { addIndexes, laterIndexNames } from './indexes.ts'
import { migrate, refuseNewer } from './migrate.ts'
import { createRowReader, createRowTarget } from './rows.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

/** Opens a snapshot of all rows of the file. The lock on the data folder prevents writes meanwhile. */
export async function openSqliteSnapshot(path: string): Promise<RowSnapshot> {
  const connection = new DatabaseSync(path, { readOnly: true })
  const tables = new Kysely<Tables>({ dialect: sqliteDialect(connection) })
  connection.exec('BEGIN')
  await refuseNewer(tables)
  return { ...createRowReader(tables), close: async () => connection.close() }
}

/** Writes the rows into a new file. Durable once the caller has synced it. */
export async function writeCopy(
  path: string,
  rows: RowReader,
  onProgress: (share: number) => void = () => {},
): Promise<void> {
  const connection = new DatabaseSync(path)
  try {
    // An interrupted copy is discarded, so it need not survive a crash.
    connection.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF')
    const tables = new Kysely<Tables>({ dialect: sqliteDialect(connection) })
    await migrate(tables)
    const target = createRowTarget(tables, { close: async () => {} })
    let total = 0
    for (const table of tableNames) total += await rows.count(table)
    let done = 0
    for (const table of tableNames) {
      for await (const page of rows.pages(table)) {
        await target.put(table, page)
        done += page.length
        onProgress(done / total)
      }
    }
    await addIndexes(tables, laterIndexNames.sqlite)
  } finally {
    connection.close()
  }
}
