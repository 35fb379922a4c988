import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Maintenance, PictureKeys } from '../../tables/maintenance.ts'
import type { PictureRow, Tables } from '../../tables/tables.ts'
import { lockFile } from '../files/file-lock.ts'
import { addIndexes, laterIndexNames } from './indexes.ts'
import { migrate, migrationStates, refuseNewer, refuseUnfinishedMove } from './migrate.ts'
import { createRowTarget } from './rows.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { writingCopy } from './sqlite-errors.ts'
import { openSqliteSnapshot } from './sqlite-rows.ts'

/** Pages copied per step, 4 MiB with the default page size. */
const PAGES_PER_STEP = 1000
/** Maximum number of problems reported: a damaged file has thousands of similar ones. */
const PROBLEMS_MAX = 20

/** Maintenance of the embedded database. `path` is the file that the open database writes to. */
export function createSqliteMaintenance(
  path: string,
  { connection: writer, tables }: { connection: SqliteConnection; tables: Kysely<Tables> },
): Maintenance {
  const maintenance: Maintenance = {
    async migrate({ isMove = false } = {}) {
      if (!isMove) await refuseUnfinishedMove(tables)
      // Another process may be starting on the same file: wait for its migration.
      writer.exec('PRAGMA busy_timeout = 10000')
      try {
        const states = await migrationStates(tables)
        const done = states.every((state) => state.executedAt !== null) ? [] : await migrate(tables)
        await addIndexes(tables, laterIndexNames.sqlite)
        return done
      } finally {
        writer.exec('PRAGMA busy_timeout = 0')
      }
    },
    async lock(name) {
      const unlock = lockFile(join(dirname(path), `${name}.lock`), 'single')
      return async () => unlock()
    },
    migrations: () => migrationStates(tables),
    prepareBulkWrites() {
      writer.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824')
      // Far below the 1000 pages at which a commit of the running service would checkpoint: the writer that
      // fills the log should also checkpoint it, in small steps.
      writer.exec('PRAGMA wal_autocheckpoint = 250')
    },
    async integrityProblems() {
      const connection = new DatabaseSync(path, { readOnly: true })
      try {
        return problems(connection)
      } finally {
        connection.close()
      }
    },
    copyTo: (target, onProgress) => writingCopy(target, () => copyFile(path, target, onProgress)),
    openCopy,
    openLockedRows: () => openSqliteSnapshot(path),
    async openTarget() {
      await refuseNewer(tables)
      maintenance.prepareBulkWrites()
      return createRowTarget(tables, { close: async () => {} })
    },
  }
  return maintenance
}

async function copyFile(from: string, to: string, onProgress?: (share: number) => void): Promise<void> {
  const connection = new DatabaseSync(from, { readOnly: true })
  try {
    // The copy restarts whenever another process commits, unless its connection holds one snapshot
    // throughout. In WAL mode a snapshot blocks no one.
    connection.exec('BEGIN')
    connection.prepare('SELECT count(*) FROM sqlite_schema').get()
    await backup(connection, to, {
      rate: PAGES_PER_STEP,
      progress: ({ totalPages, remainingPages }) =>
        onProgress?.(totalPages === 0 ? 1 : 1 - remainingPages / totalPages),
    })
  } finally {
    connection.close()
  }
  settle(to)
}

/** Converts the copy into a single file without companions. */
function settle(path: string): void {
  const connection = new DatabaseSync(path)
  connection.exec('PRAGMA journal_mode = DELETE')
  connection.close()
}

/** Opens a copy created by `copyTo`. */
export function openCopy(path: string): PictureKeys {
  const connection = new DatabaseSync(path, { readOnly: true })
  return {
    *inUse() {
      const rows = connection
        .prepare('SELECT * FROM pictures WHERE removed_at IS NULL')
        .iterate() as IterableIterator<PictureRow>
      for (const row of rows) {
        yield { key: row.original_key, checksum: checksum(row.original_size, row.original_sha256) }
        if (row.square_key === row.original_key) continue
        yield { key: row.square_key, checksum: checksum(row.square_size, row.square_sha256) }
      }
    },
    integrityProblems: () => problems(connection),
    close: () => connection.close(),
  }
}

/** Both are undefined in a copy created by an earlier version. */
function checksum(size: number | null | undefined, sha256: string | null | undefined) {
  return typeof size === 'number' && typeof sha256 === 'string' ? { size, sha256 } : null
}

function problems(connection: DatabaseSync): string[] {
  const faults = (
    connection.prepare(`PRAGMA integrity_check(${PROBLEMS_MAX})`).all() as { integrity_check: string }[]
  )
    .map((row) => row.integrity_check)
    .filter((text) => text !== 'ok')
  const orphans = connection.prepare('PRAGMA foreign_key_check').all().slice(0, PROBLEMS_MAX) as {
    table: string
    rowid: number
    parent: string
  }[]
  return [
    ...faults,
    ...orphans.map((o) => `row ${o.rowid} of ${o.table} refers to a missing row of ${o.parent}`),
  ]
}
