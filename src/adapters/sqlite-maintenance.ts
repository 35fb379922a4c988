import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Maintenance, PictureKeys } from '../ports/maintenance.ts'
import type { PictureRow, Tables } from '../ports/tables.ts'
import { lockFile } from './file-lock.ts'
import { addIndexes } from './indexes.ts'
import { migrate, migrationStates, refuseNewer, refuseUnfinishedMove } from './migrate.ts'
import { createRowTarget } from './rows.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { openSqliteSnapshot } from './sqlite-rows.ts'

/** Pages copied in one step, 4 MiB at the default page size. */
const PAGES_PER_STEP = 1000
/** Faults reported at most: a damaged file has thousands that say the same. */
const PROBLEMS_MAX = 20

/** Upkeep of the embedded database. `path` is the file that the opened database writes to. */
export function createSqliteMaintenance(
  path: string,
  { connection: writer, tables }: { connection: SqliteConnection; tables: Kysely<Tables> },
): Maintenance {
  const maintenance: Maintenance = {
    async migrate({ isMove = false } = {}) {
      if (!isMove) await refuseUnfinishedMove(tables)
      // Another process may be starting on the same file: its migration is waited for.
      writer.exec('PRAGMA busy_timeout = 10000')
      try {
        const states = await migrationStates(tables)
        const done = states.every((state) => state.executedAt !== null) ? [] : await migrate(tables)
        await addIndexes(tables)
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
      // Far below the 1000 pages at which a commit of the running service would copy the log into the file: the one who
      // fills the log does it, in small pieces.
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
    async copyTo(target, onProgress) {
      const connection = new DatabaseSync(path, { readOnly: true })
      try {
        // The copy starts over whenever another process commits, unless its connection holds one snapshot throughout.
        // In WAL mode a held snapshot stops nobody.
        connection.exec('BEGIN')
        connection.prepare('SELECT count(*) FROM sqlite_schema').get()
        await backup(connection, target, {
          rate: PAGES_PER_STEP,
          progress: ({ totalPages, remainingPages }) =>
            onProgress?.(totalPages === 0 ? 1 : 1 - remainingPages / totalPages),
        })
      } finally {
        connection.close()
      }
      settle(target)
    },
    openCopy,
    holdRows: () => openSqliteSnapshot(path),
    async openTarget() {
      await refuseNewer(tables)
      maintenance.prepareBulkWrites()
      return createRowTarget(tables, { close: async () => {} })
    },
  }
  return maintenance
}

/** Folds the copy into one file without companions. */
function settle(path: string): void {
  const connection = new DatabaseSync(path)
  connection.exec('PRAGMA journal_mode = DELETE')
  connection.close()
}

/** Opens a copy made by `copyTo`. */
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

/** Both are undefined in a copy that an earlier version made. */
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
  return [...faults, ...orphans.map((o) => `row ${o.rowid} of ${o.table} names a missing row of ${o.parent}`)]
}
