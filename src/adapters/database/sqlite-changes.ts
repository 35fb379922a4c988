import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Turns } from '../../basics/turns.ts'
import type { Become, CallerChanges } from '../../ports/database.ts'
import { callerTables } from '../../tables/caller-tables.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** Longest time for which one look counts if turns are not told, in milliseconds. */
const LOOK_MAX = 50

/**
 * Watches the rows of `callerTables`. Triggers on the writing connection name the rows that this process changes, whichever
 * statement does. `PRAGMA data_version` of that connection tells that another process has committed anything; it is read
 * once per turn of the event loop.
 */
export function watchCallers(
  writer: SqliteConnection,
  turns: Turns,
): CallerChanges & { settle(isCommitted: boolean): void } {
  const listeners: ((userId: string | null, become?: Become) => void)[] = []
  /** People whose rows the open transaction changes, and how many of them; null for all. */
  const pending = new Map<string | null, number>()
  const expected = new Map<string, Become>()
  let changes = 0
  let watched: { connection: DatabaseSync; version: StatementSync } | null = null
  let seenVersion: unknown
  let looked = { turn: -1, at: Number.NEGATIVE_INFINITY }

  const tell = (userId: string | null, become?: Become): void => {
    changes++
    for (const listener of listeners) listener(userId, become)
  }
  const settle = (isCommitted: boolean): void => {
    for (const [userId, rows] of pending)
      tell(userId, isCommitted && userId !== null && rows === 1 ? expected.get(userId) : undefined)
    pending.clear()
    expected.clear()
  }
  /** Returns whether what was kept before is right after this. */
  const look = (): boolean => {
    const connection = writer.use()
    if (watched?.connection !== connection) {
      // Triggers that a transaction creates would be rolled back with it.
      if (connection.isTransaction) return false
      addTriggers(connection, (userId) => pending.set(userId, (pending.get(userId) ?? 0) + 1))
      const version = connection.prepare('PRAGMA data_version')
      version.setReturnArrays(true)
      watched = { connection, version }
      seenVersion = undefined
    }
    if (!connection.isTransaction) settle(false)
    const [version] = watched.version.get() as unknown as [number]
    if (version !== seenVersion) tell(null)
    seenVersion = version
    return true
  }
  return {
    onChange: (listener) => void listeners.push(listener),
    expect: (userId, become) => void expected.set(userId, become),
    count: () => changes,
    areKnown() {
      const turn = turns.current()
      if (turn === looked.turn && performance.now() - looked.at < LOOK_MAX) return true
      try {
        if (!look()) return false
      } catch (error) {
        // The connection notes the fault, and is opened again if it lasts.
        writer.failed(error)
        return false
      }
      looked = { turn, at: performance.now() }
      return true
    },
    /** Tells what a transaction has changed. Call as soon as it has ended, however it did. */
    settle,
  }
}

/** Inserted rows cannot have been kept. Temporary triggers are of this connection alone, and not in the file. */
function addTriggers(connection: DatabaseSync, note: (userId: string | null) => void): void {
  connection.function('note_caller_change', (userId) => {
    note(userId === null ? null : String(userId))
    return null
  })
  for (const [table, column] of Object.entries(callerTables))
    for (const event of ['UPDATE', 'DELETE']) {
      const about = column === null ? 'NULL' : `OLD.${column}`
      connection.exec(
        `CREATE TEMP TRIGGER IF NOT EXISTS note_${table}_${event.toLowerCase()} AFTER ${event} ON main.${table} ` +
          `BEGIN SELECT note_caller_change(${about}); END`,
      )
    }
}
