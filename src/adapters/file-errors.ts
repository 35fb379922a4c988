import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Part, Unavailable } from '../ports/unavailable.ts'

/** Whether the operating system refused: disk full or failing, read-only, no permission, too many open files. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException
  return typeof code === 'string' && typeof syscall === 'string'
}

const RIGHTS =
  'See that DATA_DIR and what is in it belong to the user that runs the service, and that its disk is not mounted read-only'
const ROOM = 'Make room on the disk of DATA_DIR'
const NO_FOLDER = 'DATA_DIR must name a folder'

const remedies: Readonly<Record<string, string>> = {
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  EROFS: RIGHTS,
  ENOSPC: ROOM,
  EDQUOT: ROOM,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EMFILE: 'Raise the limit of open files of the service (LimitNOFILE, ulimit -n)',
  ENFILE: 'Raise the limit of open files of the machine (fs.file-max)',
}

/** What the operator can do about a refusal of the operating system. */
export function remedyOf({ code = '' }: NodeJS.ErrnoException): string {
  return remedies[code] ?? 'See whether the disk of DATA_DIR is failing'
}

/** Lets work on files reject as the ports have it: what the operating system refuses may succeed later. */
export async function onFiles<T>(part: Part, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asUnavailable(part, error)
  }
}

export function asUnavailable(part: Part, error: unknown): unknown {
  return isSystemError(error) ? new Unavailable(part, { cause: error, remedy: remedyOf(error) }) : error
}

/** Bytes that a probe writes: a block, so that a full disk refuses it. */
const PROBE_BYTES = Buffer.alloc(4096)

/** Makes the folder if it is missing, and writes and removes a file in it. Rejects with what the system says. */
export async function tryFolder(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, name)
  try {
    await writeFile(path, PROBE_BYTES, { mode: 0o600 })
  } finally {
    await rm(path, { force: true })
  }
}

/** Whether there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}
