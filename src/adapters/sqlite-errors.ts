import { UniqueViolation } from '../ports/database.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** Result codes of SQLite (sqlite.org/rescode.html). The low byte of an extended code is the primary one. */
const SQLITE_BUSY = 5
const SQLITE_CONSTRAINT_PRIMARYKEY = 1555
const SQLITE_CONSTRAINT_UNIQUE = 2067

/**
 * Primary codes of faults that lie in the disk, the file or another process, never in the statement: what failed may
 * succeed later. `isLasting`: the connection itself may be of no more use, so the next use opens it anew.
 */
const faults: Readonly<Record<number, { name: string; isLasting: boolean }>> = {
  3: { name: 'SQLITE_PERM', isLasting: true },
  5: { name: 'SQLITE_BUSY', isLasting: false },
  6: { name: 'SQLITE_LOCKED', isLasting: false },
  7: { name: 'SQLITE_NOMEM', isLasting: false },
  8: { name: 'SQLITE_READONLY', isLasting: true },
  10: { name: 'SQLITE_IOERR', isLasting: true },
  11: { name: 'SQLITE_CORRUPT', isLasting: true },
  13: { name: 'SQLITE_FULL', isLasting: false },
  14: { name: 'SQLITE_CANTOPEN', isLasting: true },
  15: { name: 'SQLITE_PROTOCOL', isLasting: true },
  26: { name: 'SQLITE_NOTADB', isLasting: true },
}

const codeOf = (error: unknown): number => {
  const { errcode } = (error ?? {}) as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode : 0
}

/** Whether another connection holds the lock that was asked for. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) % 256 === SQLITE_BUSY
}

/** A fault of the disk, the file or another process, or null: then the statement itself is at fault. */
export function faultOf(error: unknown): { name: string; isLasting: boolean } | null {
  // The migrations have made every table: one that is missing went with the rest of the file.
  if (error instanceof Error && /^no such table: /.test(error.message))
    return { name: 'SQLITE_ERROR', isLasting: true }
  return faults[codeOf(error) % 256] ?? null
}

/** The error as the ports have it. */
export function translate(error: unknown): unknown {
  const code = codeOf(error)
  if (code === SQLITE_CONSTRAINT_UNIQUE || code === SQLITE_CONSTRAINT_PRIMARYKEY) {
    const target = /failed: (.+)$/.exec((error as Error).message)?.[1] ?? 'unknown'
    return new UniqueViolation(target, { cause: error })
  }
  return faultOf(error) ? new Unavailable('database', { cause: error }) : error
}
