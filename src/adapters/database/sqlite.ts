import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { createFolderSync } from '../../basics/folders.ts'
import { createTurns, type Turns } from '../../basics/turns.ts'
import type { Database } from '../../ports/database.ts'
import type { Tables } from '../../tables/tables.ts'
import { watchCallers } from './sqlite-changes.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'
import { sqliteTables } from './sqlite-dialect.ts'
import { openCommitLog } from './sqlite-log.ts'
import { createWriteQueue } from './sqlite-writes.ts'

/** How long opening waits synchronously for another process to release the file, in milliseconds. */
const OPEN_WAIT = 5000
/**
 * The same for a read. In WAL mode, a read only waits for the recovery after another process crashed, and
 * blocks the event loop meanwhile.
 */
const READ_WAIT = 250
/** Size to which the write-ahead log is truncated after a long-lived snapshot has let it grow, in bytes. */
const LOG_MAX = 16 * 1024 * 1024
/**
 * Pages in the write-ahead log from which on a commit moves them into the file. A page that was written several times is moved
 * once, so a longer log means less work; it is as long as `LOG_MAX`.
 */
const LOG_PAGES = LOG_MAX / 4096
/** Page caches of reading and writing, in KiB. A transaction whose pages do not fit would write them twice. */
const CACHE = 32 * 1024
const WRITE_CACHE = 16 * 1024

/**
 * Opens the embedded database: an SQLite file in WAL mode whose log is synced after each commit, so that writes that
 * have resolved survive a loss of power. Writes that arrive while another commit is synced share a transaction, in which each
 * succeeds or fails for itself (group commit). Reads use a separate connection and see only committed data; a commit can be seen
 * while it is synced. `onCommit` receives the number of writes in each commit; `turns` are those of the event loop. After an
 * error of the disk or the file, every call rejects with `Unavailable` until the cause is gone.
 */
export function openSqlite(
  path: string,
  onCommit: (writes: number) => void = () => {},
  turns: Turns = createTurns(),
): Database & { connection: SqliteConnection; tables: Kysely<Tables> } {
  createFolderSync(dirname(path))
  const writer = openConnection(path, { readOnly: false, prepare: prepareWriter })
  const reader = openConnection(path, { readOnly: true, prepare: prepareReader })
  const read = sqliteTables(reader)
  const tables = sqliteTables(writer)
  const log = openCommitLog(path)
  const callerChanges = watchCallers(writer, turns)
  const queue = createWriteQueue(writer, log, { onCommit, onEnd: callerChanges.settle })
  return {
    read,
    connection: writer,
    tables,
    write: queue.write,
    async check() {
      await read.selectFrom('users').select('id').limit(1).execute()
    },
    checkWrites: queue.tryWrite,
    callerChanges,
    stats: queue.stats,
    async close() {
      await queue.idle()
      await log.close()
      reader.close()
      writer.close()
    },
  }
}

function prepareWriter(connection: DatabaseSync): void {
  connection.exec(
    `PRAGMA busy_timeout = ${OPEN_WAIT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; ` +
      `PRAGMA journal_size_limit = ${LOG_MAX}; PRAGMA wal_autocheckpoint = ${LOG_PAGES}; PRAGMA cache_size = -${WRITE_CACHE}`,
  )
  // From here on, the event loop waits for locks rather than SQLite, which would block every request.
  connection.exec('PRAGMA busy_timeout = 0')
}

/**
 * No memory mapping: a read error or a truncated file would end the process with SIGBUS instead of raising an
 * error.
 */
function prepareReader(connection: DatabaseSync): void {
  connection.exec(`PRAGMA busy_timeout = ${READ_WAIT}; PRAGMA mmap_size = 0; PRAGMA cache_size = -${CACHE}`)
}
