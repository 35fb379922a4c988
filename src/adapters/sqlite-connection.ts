import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Unavailable } from '../ports/unavailable.ts'
import { faultOf, translate } from './sqlite-errors.ts'

/** Milliseconds between two attempts to open a broken connection anew: opening costs as much as many reads. */
const REOPEN_PAUSE = 500

/** A connection to an SQLite file that heals: after a fault that may last, the next use opens it anew. */
export interface SqliteConnection {
  /**
   * The open connection. A transaction is never continued on another one.
   * @throws {Unavailable} while the file cannot be opened
   */
  use(): DatabaseSync
  /** Runs statements without a result. @throws {Unavailable} after a fault of the disk or the file */
  exec(sql: string): void
  /** Ends what runs, whatever state the connection is in. Never throws. */
  rollback(): void
  /** Takes note of an error of the connection and returns it as the ports have it. */
  failed(error: unknown): unknown
  close(): void
}

/** Uses a connection that the caller opens, never anew. */
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
 * Opens the file, which is made if it is missing now. It is never made again later: an empty file in the place of one
 * that was taken away would look like a new installation.
 * @param prepare sets the connection up, each time it is opened
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
      // What cannot be rolled back is dropped with its connection, which does the same.
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
    // The connection is given up anyway.
  }
}
