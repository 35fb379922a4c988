import { isSystemError, remedyOf } from '../basics/system-errors.ts'
import { SettingError } from '../config/settings.ts'
import { Refusal } from '../errors/errors.ts'
import { type Dependency, Unavailable } from '../errors/unavailable.ts'
import { UnusablePlace } from '../errors/unusable-place.ts'
import { UnusableStore } from '../ports/objects.ts'
import { Locked, UnusableDatabase } from '../tables/maintenance.ts'
import { CommandError, exitCodes, fromRefusal } from './command-error.ts'

/** The setting or option that says where each dependency is. */
export type PlaceNames = Readonly<Record<Dependency, string>>

/** Returns the settings that say so in this environment. */
export function placeNames(env: Readonly<Record<string, string | undefined>> = process.env): PlaceNames {
  const ifSet = (name: string, other: string) => (env[name]?.trim() ? name : other)
  const database = ifSet('DATABASE_URL', 'DATA_DIR')
  return {
    database,
    pictures: ifSet('OBJECTS_URL', 'DATA_DIR'),
    limits: ifSet('REDIS_URL', database),
    uploads: 'DATA_DIR',
  }
}

/** Describes an error for the operator: a defect with its stack, anything else in one line that names a setting. */
export function explain(error: unknown, names: PlaceNames = placeNames()): CommandError {
  if (error instanceof Refusal) return fromRefusal(error)
  return explainPlace(error, names) ?? explainOther(error)
}

/** Describes what is wrong with the place of a dependency; null for other errors. */
export function explainPlace(error: unknown, names: PlaceNames = placeNames()): CommandError | null {
  const failed = (message: string, isSettingWrong: boolean) =>
    new CommandError(message, { exitCode: isSettingWrong ? exitCodes.usage : exitCodes.failed, cause: error })
  if (error instanceof UnusablePlace) return failed(error.message, error.isNameWrong)
  if (error instanceof Unavailable) return failed(explainUnavailable(error, names), error.isRejection)
  if (error instanceof UnusableDatabase) return failed(`${names[error.dependency]}: ${error.message}`, false)
  if (error instanceof UnusableStore)
    return failed(`${names.pictures}: ${oneLine(error.message)}. ${error.remedy}`, true)
  return null
}

function explainOther(error: unknown): CommandError {
  if (error instanceof CommandError) return error
  if (error instanceof SettingError)
    return new CommandError(error.message, { exitCode: exitCodes.usage, cause: error })
  if (error instanceof Locked)
    return new CommandError('DATA_DIR: the data folder is being restored or moved; try again afterwards')
  const { message, stack } = (error ?? {}) as Error
  if (isSystemError(error)) return new CommandError(`${message}. ${remedyOf(error)}`, { cause: error })
  return new CommandError(stack ?? String(error), { cause: error })
}

const dependencies: PlaceNames = {
  database: 'the database',
  pictures: 'the picture store',
  limits: 'Redis',
  uploads: 'the folder for uploads',
}

/** Describes in one line what is unavailable, why, and what to do about it. */
function explainUnavailable(error: Unavailable, names: PlaceNames): string {
  const { dependency, cause, remedy, setting = names[dependency] } = error
  const reason = cause instanceof AggregateError ? cause.errors[0] : cause
  const why = reason instanceof Error ? `: ${oneLine(reason.message)}` : ''
  const state = remedy === undefined ? 'reached' : 'used'
  return `${setting}: ${dependencies[dependency]} cannot be ${state}${why}. ${remedy ?? connectionRemedy(reason)}`
}

const connectionRemedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing is listening there: start it, or correct host and port',
  ECONNRESET: 'It closed the connection: check its log, and whether it expects TLS',
  ENOTFOUND: 'There is no such host: correct it',
  EAI_AGAIN: 'The name cannot be resolved at the moment: check the DNS of this machine',
  ENOENT: 'There is no such socket: start it, or correct the path',
  EACCES: 'Give the user that runs this the permission to use the socket',
}

/** What the operator can do about a connection that failed: a sentence without a full stop. */
export function connectionRemedy(reason: unknown): string {
  const { code = '' } = (reason ?? {}) as NodeJS.ErrnoException
  return (
    connectionRemedies[code] ?? 'Check that it is running there, and that no firewall blocks the connection'
  )
}

/** Prevents the messages of servers from controlling the terminal or starting a line of their own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
