import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Locked } from '../../tables/maintenance.ts'
import { isBusy } from '../database/sqlite-errors.ts'

/**
 * How a lock is held: `shared` by many, `exclusive` by one without sharers, `single` by one alongside
 * sharers. If several processes request `single` at once, one gets it; for `exclusive`, possibly none.
 */
type LockMode = 'shared' | 'single' | 'exclusive'

const begin: Record<LockMode, string> = {
  shared: 'BEGIN',
  single: 'BEGIN IMMEDIATE',
  exclusive: 'BEGIN EXCLUSIVE',
}

/**
 * Locks the file without waiting and returns a function that releases the lock. The operating system also
 * releases it when the process ends, in whatever way. Node has no API for file locks, but SQLite takes them
 * on every platform: the file is an empty database with a transaction that never ends.
 * @throws {Locked} if another process holds a conflicting lock
 */
export function lockFile(path: string, mode: LockMode): () => void {
  // Closing a file releases all locks of this process on it (POSIX), so it is opened here only to create it.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const connection = new DatabaseSync(path)
  try {
    connection.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY')
    connection.exec(begin[mode])
    connection.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    connection.close()
    if (isBusy(error)) throw new Locked(path)
    throw error
  }
  return () => connection.close()
}
