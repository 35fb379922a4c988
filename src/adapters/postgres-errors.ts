import { UniqueViolation } from '../ports/database.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** Source of the codes: PostgreSQL, Appendix A, Error Codes. */
const UNIQUE_VIOLATION = '23505'
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
const LOCK_NOT_AVAILABLE = '55P03'
const FEATURE_NOT_SUPPORTED = '0A000'
/** Shutting down, crashed, starting up, out of connections, a standby that takes no writes, and class 08. */
const AWAY = /^(57P0[1-5]|53300|25006|08...)$/
/**
 * Out of disk, memory or other resources (class 53), faults of the server's disk (58), damaged data (XX001, XX002), and
 * statements that the server gave up because of its limits on time. The connection itself is good.
 */
const FAILING = /^(53...|58...|XX00[12]|57014|55P03)$/
const AWAY_IN_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
/** What the driver says without a code. */
const AWAY_IN_WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect|Query read timeout)/

/** The commit was sent and its answer never came: whether the transaction is in is not known, so it is not repeated. */
export class CommitLost extends Error {
  constructor(options: ErrorOptions) {
    super('the connection was lost during a commit', options)
    this.name = 'CommitLost'
  }
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** Whether the server cannot be reached, or broke the connection off. */
export function isAway(error: unknown): boolean {
  if (AWAY.test(codeOf(error)) || AWAY_IN_SYSTEM.has(codeOf(error))) return true
  // The attempts at the addresses of one name.
  if (error instanceof AggregateError) return error.errors.some(isAway)
  return error instanceof Error && AWAY_IN_WORDS.test(error.message)
}

/** Whether the server was waited for in vain. Then it is not asked once more: who waits has waited long enough. */
export function isTimeout(error: unknown): boolean {
  return codeOf(error) === 'ETIMEDOUT' || (error instanceof Error && /timeout/.test(error.message))
}

/** Whether the transaction met another one: it is undone, and may well succeed when it is run again. */
export function isConflict(error: unknown): boolean {
  return codeOf(error) === SERIALIZATION_FAILURE || codeOf(error) === DEADLOCK_DETECTED
}

/** Whether a lock was not to be had in the time that was set for it. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === LOCK_NOT_AVAILABLE
}

/**
 * Whether a statement was prepared before a newer version of the service added a column to what it reads. The
 * connection is of no more use; another one prepares it anew.
 */
export function isStalePlan(error: unknown): boolean {
  return codeOf(error) === FEATURE_NOT_SUPPORTED && /cached plan/.test((error as Error).message)
}

/** The error as the ports have it. */
export function translate(error: unknown): unknown {
  if (error instanceof CommitLost || isAway(error) || FAILING.test(codeOf(error)))
    return new Unavailable('database', { cause: error })
  if (codeOf(error) === UNIQUE_VIOLATION) {
    return new UniqueViolation((error as { constraint?: string }).constraint ?? 'unknown', { cause: error })
  }
  return error
}
