import { getSystemErrorMessage } from 'node:util'
import { UnusablePlace } from '../errors/unusable-place.ts'

/**
 * Whether the operating system reported an error: disk full or failing, read-only, no permission, port in use, unknown
 * host.
 */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException
  return typeof code === 'string' && typeof syscall === 'string'
}

/** Whether the file or folder does not exist. */
export function isMissing(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** Codes of errors that persist as long as the path is the same. */
const PATH_ERRORS = new Set([
  'EEXIST',
  'EINVAL',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENODEV',
  'ENOENT',
  'ENOTDIR',
  'ENXIO',
])

/** Whether only another path helps, rather than more space or other permissions. */
export function isPathWrong({ code = '' }: NodeJS.ErrnoException): boolean {
  return PATH_ERRORS.has(code)
}

const PERMISSIONS = 'Give the user that runs this the permission'
const SPACE = 'Free space on its disk'
const remedies: Readonly<Record<string, string>> = {
  EACCES: PERMISSIONS,
  EPERM: PERMISSIONS,
  EROFS: 'Its disk is mounted read-only: use another place',
  ENOSPC: SPACE,
  EDQUOT: SPACE,
  ENOENT: 'Correct the path, or create what is missing',
  ENOTDIR: 'A part of the path is a file: correct the path',
  EISDIR: 'That is a folder: specify a file',
  EMFILE: 'Raise the open file limit (ulimit -n)',
  ENFILE: 'Raise the open file limit of the system (fs.file-max)',
  EIO: 'Check whether its disk is failing',
}

/** What the operator can do about an error of a file or folder: a sentence without a full stop. */
export function remedyOf({ code = '' }: NodeJS.ErrnoException): string {
  return remedies[code] ?? 'Use another place'
}

/**
 * Describes an error of the place that a setting or option names.
 * @param name of the setting or option
 * @param what failed, such as `/var/log/a.log cannot be written`
 */
export function unusablePlace(name: string, what: string, error: NodeJS.ErrnoException): UnusablePlace {
  return new UnusablePlace(name, describe(what, error), { cause: error, isNameWrong: isPathWrong(error) })
}

/** Describes an error of the file that a command was given. */
export function unusableFile(what: string, error: NodeJS.ErrnoException): UnusablePlace {
  return new UnusablePlace('FILE', describe(what, error), { cause: error })
}

/** The reason stands there in words and as a code, without the path, which may be that of a temporary file. */
function describe(what: string, error: NodeJS.ErrnoException): string {
  const { code, errno, message } = error
  const reason = errno !== undefined && errno < 0 ? `${getSystemErrorMessage(errno)} (${code})` : message
  return `${what}: ${reason}. ${remedyOf(error)}`
}
