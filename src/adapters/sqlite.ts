import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import type { Database } from '../ports/database.ts'
import type { Tables } from '../ports/tables.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { createWriteQueue } from './sqlite-writes.ts'

/** Milliseconds for which opening waits, outside of the event loop's reach, for another process to let go of the file. */
const OPEN_WAIT = 5000
/**
 * The same for a read. In WAL mode it waits for the recovery after another process's crash alone, and for as long as
 * it does the event loop is held.
 */
const READ_WAIT = 250
/** Bytes to which the write-ahead log is cut once a snapshot that was held for long has let it grow. */
const LOG_MAX = 16 * 1024 * 1024
/** Memory for pages that were read, in KiB. */
const CACHE = 32 * 1024

/**
 * The embedded database: one SQLite file in WAL mode with `synchronous=FULL`, so that a commit survives a crash.
 * Writes that arrive in one turn of the event loop share one transaction, each in its own savepoint (group commit).
 * Reads go through a connection of their own and see only what is committed. `onCommit` hears how many writes shared a
 * commit. After a fault of the disk or the file everything rejects with `Unavailable` and goes on by itself once the
 * cause is gone.
 */
export function openSqlite(
  path: string,
  onCommit: (writes: number) => void = () => {},
): Database & { connection: SqliteConnection; tables: Kysely<Tables> } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const writer = openConnection(path, { readOnly: false, prepare: prepareWriter })
  const reader = openConnection(path, { readOnly: true, prepare: prepareReader })
  const read = new Kysely<Tables>({ dialect: sqliteDialect(reader) })
  const tables = new Kysely<Tables>({ dialect: sqliteDialect(writer) })
  const queue = createWriteQueue(writer, onCommit)
  return {
    read,
    connection: writer,
    tables,
    write: queue.write,
    async check() {
      await read.selectFrom('users').select('id').limit(1).execute()
    },
    checkWrites: queue.tryWrite,
    stats: queue.stats,
    async close() {
      await queue.idle()
      reader.close()
      writer.close()
    },
  }
}

function prepareWriter(connection: DatabaseSync): void {
  connection.exec(
    `PRAGMA busy_timeout = ${OPEN_WAIT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; ` +
      `PRAGMA journal_size_limit = ${LOG_MAX}`,
  )
  // From here on a held lock is waited for in the event loop, not inside SQLite, where it would stop every request.
  connection.exec('PRAGMA busy_timeout = 0')
}

/** No memory mapping: a read error, or a file cut short, would end the process with SIGBUS in the place of an error. */
function prepareReader(connection: DatabaseSync): void {
  connection.exec(`PRAGMA busy_timeout = ${READ_WAIT}; PRAGMA mmap_size = 0; PRAGMA cache_size = -${CACHE}`)
}
