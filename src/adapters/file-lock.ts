import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Locked } from '../ports/maintenance.ts'
import { isBusy } from './sqlite-errors.ts'

/**
 * Takes a lock on the file, shared by many or exclusive to one, without waiting; answers what gives it back. The
 * operating system gives it back too when the process dies in whatever way. Node has no call for file locks, and SQLite
 * takes them on every platform: the file is an empty database whose transaction never ends.
 * @throws {Locked} where another process holds it in the way
 */
export function lockFile(path: string, mode: 'shared' | 'exclusive'): () => void {
  closeSync(openSync(path, 'a', 0o600))
  const connection = new DatabaseSync(path)
  try {
    connection.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY')
    connection.exec(mode === 'exclusive' ? 'BEGIN EXCLUSIVE' : 'BEGIN')
    connection.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    connection.close()
    if (isBusy(error)) throw new Locked(path)
    throw error
  }
  return () => connection.close()
}
