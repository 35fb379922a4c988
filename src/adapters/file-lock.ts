import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Locked } from '../ports/maintenance.ts'
import { isBusy } from './sqlite-errors.ts'

/**
 * How a lock is held: `shared` by many, `exclusive` while nobody shares it, `single` by one while others may share it.
 * Of several that ask for `single` at once one gets it; of those that ask for `exclusive` perhaps none.
 */
type LockMode = 'shared' | 'single' | 'exclusive'

const begin: Record<LockMode, string> = {
  shared: 'BEGIN',
  single: 'BEGIN IMMEDIATE',
  exclusive: 'BEGIN EXCLUSIVE',
}

/**
 * Takes a lock on the file without waiting; returns what gives it back. The
 * operating system gives it back too when the process dies in whatever way. Node has no call for file locks, and SQLite
 * takes them on every platform: the file is an empty database whose transaction never ends.
 * @throws {Locked} if another process holds it in the way
 */
export function lockFile(path: string, mode: LockMode): () => void {
  // To close a file ends the locks that this process holds on it (POSIX), so it is opened here at its making alone.
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
