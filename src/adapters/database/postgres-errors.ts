import { Unavailable } from '../../errors/unavailable.ts'
import { UniqueViolation } from '../../ports/database.ts'
import { isCertificateFault } from '../certificate-faults.ts'

/** Source of the codes: PostgreSQL, Appendix A, Error Codes. */
const UNIQUE_VIOLATION = '23505'
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
const LOCK_NOT_AVAILABLE = '55P03'
const FEATURE_NOT_SUPPORTED = '0A000'
/** Shutting down, crashed, starting up, out of connections, a read-only standby, and class 08. */
const UNAVAILABLE = /^(57P0[1-5]|53300|25006|08...)$/
/**
 * Out of disk, memory or other resources (class 53), errors of the server's disk (58), corrupted data (XX001,
 * XX002), and statements canceled by a timeout. The connection remains usable.
 */
const FAILING = /^(53...|58...|XX00[12]|57014|55P03)$/
const UNAVAILABLE_IN_SYSTEM = new Set([
  'EACCES',
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
/** Errors of the driver that have no code. */
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect|Query read timeout)/

/**
 * SQLSTATE codes with which the server rejects a connection (class 28 is authentication, 3D an unknown database), and
 * messages of the driver. Only another address or other server settings help.
 */
const REJECTING = /^(28...|3D...|42704|22023)$/
const REJECTING_MESSAGES = /^(SASL: |The server does not support SSL connections)/
/** A certificate may be renewed, and a clock corrected. */
const PASSING = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/
const INSUFFICIENT_PRIVILEGE = '42501'
const INVALID_SCHEMA_NAME = '3F000'

/**
 * The commit was sent but no response arrived. Whether the transaction was committed is unknown, so it is not
 * repeated.
 */
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

/** Whether a file that the address names, such as a certificate, cannot be read. */
const isFileError = (error: unknown) => (error as NodeJS.ErrnoException | null)?.syscall === 'open'

/** Whether the server cannot be reached, or closed the connection. */
export function isUnavailable(error: unknown): boolean {
  if (isFileError(error)) return false
  if (UNAVAILABLE.test(codeOf(error)) || UNAVAILABLE_IN_SYSTEM.has(codeOf(error))) return true
  // One error for each address of the host.
  if (error instanceof AggregateError) return error.errors.some(isUnavailable)
  return error instanceof Error && UNAVAILABLE_MESSAGES.test(error.message)
}

/**
 * Whether the server did not respond in time. Such a call is not retried: the caller has waited long enough.
 */
export function isTimeout(error: unknown): boolean {
  return codeOf(error) === 'ETIMEDOUT' || (error instanceof Error && /timeout/.test(error.message))
}

/**
 * Whether the transaction conflicted with another one. It was rolled back and may succeed if it is run again.
 */
export function isConflict(error: unknown): boolean {
  return codeOf(error) === SERIALIZATION_FAILURE || codeOf(error) === DEADLOCK_DETECTED
}

/** Whether a lock could not be acquired within its timeout. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === LOCK_NOT_AVAILABLE
}

/**
 * Whether a prepared statement became invalid because a newer version of the service added a column to a
 * table that it reads. The connection is discarded; a new one prepares the statement again.
 */
export function isStalePlan(error: unknown): boolean {
  return codeOf(error) === FEATURE_NOT_SUPPORTED && /cached plan/.test((error as Error).message)
}

/** Converts an error to the form of the ports. */
export function translate(error: unknown): unknown {
  if (error instanceof CommitLost || isUnavailable(error) || FAILING.test(codeOf(error)))
    return new Unavailable('database', { cause: error })
  const remedy = rejectionRemedy(error)
  if (remedy !== null)
    return new Unavailable('database', { cause: error, remedy, isRejection: !PASSING.test(codeOf(error)) })
  if ([INSUFFICIENT_PRIVILEGE, INVALID_SCHEMA_NAME].includes(codeOf(error)))
    return new Unavailable('database', { cause: error, remedy: PRIVILEGES })
  if (codeOf(error) === UNIQUE_VIOLATION) {
    return new UniqueViolation((error as { constraint?: string }).constraint ?? 'unknown', { cause: error })
  }
  return error
}

const PRIVILEGES =
  'Allow its user to create tables: GRANT CREATE ON SCHEMA public TO the user, or make it the owner of the database'

/** What the operator can do about a server that rejects the connection; null for other errors. */
function rejectionRemedy(error: unknown): string | null {
  const code = codeOf(error)
  const { message = '', severity } = (error ?? {}) as Error & { severity?: string }
  if (isFileError(error)) return 'Correct the files in sslrootcert=, sslcert= and sslkey= of the address'
  if (isCertificateFault(code)) {
    return 'Give the server a certificate for the host in the address, or name the file of the authority that signed it (sslrootcert=)'
  }
  const isRejected = severity === 'FATAL' && REJECTING.test(code)
  if (!isRejected && !REJECTING_MESSAGES.test(message)) return null
  if (/pg_hba/.test(message))
    return 'Correct the user name and database in the address, or pg_hba.conf of the server'
  if (code.startsWith('3D')) return 'Create that database, or correct its name in the address'
  if (/SSL/.test(message)) return 'Correct sslmode= in the address, or the server'
  if (code.startsWith('28') || message.startsWith('SASL: '))
    return 'Correct the user name and password in the address'
  return 'Correct the parameters of the address'
}
