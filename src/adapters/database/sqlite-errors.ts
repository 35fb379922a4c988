import { constants } from 'node:os'
import { Unavailable } from '../../errors/unavailable.ts'
import { UniqueViolation } from '../../ports/database.ts'

/** Result codes of SQLite (sqlite.org/rescode.html). The low byte of an extended code is the primary one. */
const SQLITE_BUSY = 5
const SQLITE_CONSTRAINT_PRIMARYKEY = 1555
const SQLITE_CONSTRAINT_UNIQUE = 2067

interface Fault {
  /** Whether the connection itself may be unusable, so that the next use must reopen it. */
  isLasting: boolean
  remedy: string
}

const RIGHTS =
  'Make sure that DATA_DIR and its contents belong to the user that runs the service, and that its disk is not mounted read-only'
const DAMAGED = 'Restore a backup with user-profile restore FILE --replace'
const HELD = 'Another program has locked user-profile.sqlite in DATA_DIR: stop it'

/**
 * Primary codes of errors in the disk, the file or another process, not in the statement: the operation may
 * succeed later.
 */
const faults: Readonly<Record<number, Fault>> = {
  /* PERM */ 3: { isLasting: true, remedy: RIGHTS },
  /* BUSY */ 5: { isLasting: false, remedy: HELD },
  /* LOCKED */ 6: { isLasting: false, remedy: HELD },
  /* NOMEM */ 7: { isLasting: false, remedy: 'Give the service more memory' },
  /* READONLY */ 8: { isLasting: true, remedy: RIGHTS },
  /* IOERR */ 10: { isLasting: true, remedy: 'Check whether the disk of DATA_DIR is full or failing' },
  /* CORRUPT */ 11: { isLasting: true, remedy: DAMAGED },
  /* FULL */ 13: { isLasting: false, remedy: 'Free space on the disk of DATA_DIR' },
  /* CANTOPEN */ 14: { isLasting: true, remedy: RIGHTS },
  /* PROTOCOL */ 15: { isLasting: true, remedy: HELD },
  /* NOTADB */ 26: { isLasting: true, remedy: DAMAGED },
}

const codeOf = (error: unknown): number => {
  const { errcode } = (error ?? {}) as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode : 0
}

/** Whether another connection holds the requested lock. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) % 256 === SQLITE_BUSY
}

/** Returns a fault of the disk, the file or another process, or null if the statement itself is at fault. */
export function faultOf(error: unknown): Fault | null {
  // Migrations created every table, so a missing one means that the file was replaced or damaged.
  if (error instanceof Error && /^no such table: /.test(error.message))
    return { isLasting: true, remedy: DAMAGED }
  return faults[codeOf(error) % 256] ?? null
}

/** Converts an error to the form of the ports. */
export function translate(error: unknown): unknown {
  const code = codeOf(error)
  if (code === SQLITE_CONSTRAINT_UNIQUE || code === SQLITE_CONSTRAINT_PRIMARYKEY) {
    const target = /failed: (.+)$/.exec((error as Error).message)?.[1] ?? 'unknown'
    return new UniqueViolation(target, { cause: error })
  }
  const fault = faultOf(error)
  return fault ? new Unavailable('database', { cause: error, remedy: fault.remedy }) : error
}

const SQLITE_FULL = 13

/** Makes the writing of a copy fail like that of any other file: a full disk there is no fault of the database. */
export async function writingCopy(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const isFull = [error, (error as Error).cause].some((one) => codeOf(one) % 256 === SQLITE_FULL)
    if (!isFull) throw translate(error)
    const about = { code: 'ENOSPC', errno: -constants.errno.ENOSPC, syscall: 'write', path }
    throw Object.assign(
      new Error(`ENOSPC: no space left on device, write '${path}'`, { cause: error }),
      about,
    )
  }
}
