import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Unavailable } from '../../errors/unavailable.ts'
import { faultOf, translate } from './sqlite-errors.ts'

/**
 * Minimum pause between attempts to reopen a broken connection, in milliseconds: opening costs as much as
 * many reads.
 */
const REOPEN_PAUSE = 500

/** A connection to an SQLite file that recovers: after a fault that may persist, the next use reopens it. */
export interface SqliteConnection {
  /**
   * Returns the open connection. A transaction is never continued on another connection.
   * @throws {Unavailable} if the file cannot be opened
   */
  use(): DatabaseSync
  /** Runs statements without a result. @throws {Unavailable} after an error of the disk or the file */
  exec(sql: string): void
  /** Rolls back the open transaction, whatever state the connection is in. Never throws. */
  rollback(): void
  /** Records an error of the connection and returns it in the form of the ports. */
  failed(error: unknown): unknown
  close(): void
}

/** Wraps a connection that the caller opened; it is never reopened. */
export function fixedConnection(connection: DatabaseSync): SqliteConnection {
  return {
    use: () => connection,
    exec: (sql) => connection.exec(sql),
    rollback: () => connection.exec('ROLLBACK'),
    failed: translate,
    close: () => connection.close(),
  }
}

/**
 * Opens the file and creates it if it is missing. It is never created later: an empty file in place of one
 * that was removed would look like a new installation.
 * @param prepare sets up the connection each time it is opened
 */
export function openConnection(
  path: string,
  { readOnly, prepare }: { readOnly: boolean; prepare: (connection: DatabaseSync) => void },
): SqliteConnection {
  const again = pathToFileURL(path)
  again.searchParams.set('mode', readOnly ? 'ro' : 'rw')
  let connection = open(path, readOnly, prepare)
  let isBroken = false
  let triedAt = Number.NEGATIVE_INFINITY

  const reopen = (): void => {
    const now = performance.now()
    if (now - triedAt < REOPEN_PAUSE) return
    triedAt = now
    const fresh = open(again, readOnly, prepare)
    isBroken = false
    quietly(() => connection.close())
    connection = fresh
  }
  const held: SqliteConnection = {
    use() {
      if (isBroken && !(connection.isOpen && connection.isTransaction)) reopen()
      if (!connection.isOpen) throw new Unavailable('database')
      return connection
    },
    exec(sql) {
      try {
        held.use().exec(sql)
      } catch (error) {
        throw held.failed(error)
      }
    },
    rollback() {
      if (!connection.isOpen || !connection.isTransaction) return
      quietly(() => connection.exec('ROLLBACK'))
      // A transaction that cannot be rolled back is dropped with its connection, which has the same effect.
      if (!connection.isTransaction) return
      isBroken = true
      quietly(() => connection.close())
    },
    failed(error) {
      if (faultOf(error)?.isLasting) isBroken = true
      return translate(error)
    },
    close() {
      if (connection.isOpen) connection.close()
    },
  }
  return held
}

function open(
  path: string | URL,
  readOnly: boolean,
  prepare: (connection: DatabaseSync) => void,
): DatabaseSync {
  let connection: DatabaseSync | undefined
  try {
    connection = new DatabaseSync(path, { readOnly })
    prepare(connection)
    return connection
  } catch (error) {
    if (connection) quietly(() => connection?.close())
    throw translate(error)
  }
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // The connection is discarded anyway.
  }
}
