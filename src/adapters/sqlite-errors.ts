import { UniqueViolation } from '../ports/database.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** Result codes of SQLite (sqlite.org/rescode.html). The low byte of an extended code is the primary one. */
const SQLITE_BUSY = 5
const SQLITE_CONSTRAINT_PRIMARYKEY = 1555
const SQLITE_CONSTRAINT_UNIQUE = 2067

interface Fault {
  /** Whether the connection itself may be of no more use, so that the next use opens it anew. */
  isLasting: boolean
  remedy: string
}

const RIGHTS =
  'See that DATA_DIR and what is in it belong to the user that runs the service, and that its disk is not mounted read-only'
const DAMAGED = 'Restore a backup with user-profile restore FILE --replace'
const HELD = 'Another program holds user-profile.sqlite in DATA_DIR: end it'

/**
 * Primary codes of faults that lie in the disk, the file or another process, never in the statement: what failed may
 * succeed later.
 */
const faults: Readonly<Record<number, Fault>> = {
  /* PERM */ 3: { isLasting: true, remedy: RIGHTS },
  /* BUSY */ 5: { isLasting: false, remedy: HELD },
  /* LOCKED */ 6: { isLasting: false, remedy: HELD },
  /* NOMEM */ 7: { isLasting: false, remedy: 'Give the service more memory' },
  /* READONLY */ 8: { isLasting: true, remedy: RIGHTS },
  /* IOERR */ 10: { isLasting: true, remedy: 'See whether the disk of DATA_DIR is full or failing' },
  /* CORRUPT */ 11: { isLasting: true, remedy: DAMAGED },
  /* FULL */ 13: { isLasting: false, remedy: 'Make room on the disk of DATA_DIR' },
  /* CANTOPEN */ 14: { isLasting: true, remedy: RIGHTS },
  /* PROTOCOL */ 15: { isLasting: true, remedy: HELD },
  /* NOTADB */ 26: { isLasting: true, remedy: DAMAGED },
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
export function faultOf(error: unknown): Fault | null {
  // The migrations have made every table: one that is missing went with the rest of the file.
  if (error instanceof Error && /^no such table: /.test(error.message))
    return { isLasting: true, remedy: DAMAGED }
  return faults[codeOf(error) % 256] ?? null
}

/** The error as the ports have it. */
export function translate(error: unknown): unknown {
  const code = codeOf(error)
  if (code === SQLITE_CONSTRAINT_UNIQUE || code === SQLITE_CONSTRAINT_PRIMARYKEY) {
    const target = /failed: (.+)$/.exec((error as Error).message)?.[1] ?? 'unknown'
    return new UniqueViolation(target, { cause: error })
  }
  const fault = faultOf(error)
  return fault ? new Unavailable('database', { cause: error, remedy: fault.remedy }) : error
}
