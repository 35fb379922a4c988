import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolder } from '../../basics/folders.ts'
import { isSystemError } from '../../basics/system-errors.ts'
import { type Dependency, Unavailable } from '../../errors/unavailable.ts'

const RIGHTS =
  'Make sure that DATA_DIR and its contents belong to the user that runs the service, and that its disk is not mounted read-only'
const ROOM = 'Free space on the disk of DATA_DIR'
const NO_FOLDER = 'DATA_DIR must name a folder, which is created if it is missing'
const NOWHERE = 'No folder can be created there: set DATA_DIR to another one'

const remedies: Readonly<Record<string, string>> = {
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  EROFS: RIGHTS,
  ENOSPC: ROOM,
  EDQUOT: ROOM,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  ELOOP: NO_FOLDER,
  ENAMETOOLONG: NOWHERE,
  ENOENT: NOWHERE,
  EMFILE: 'Raise the open file limit of the service (LimitNOFILE, ulimit -n)',
  ENFILE: 'Raise the open file limit of the system (fs.file-max)',
}

/** Returns what the operator can do about an error of the operating system. */
export function remedyOf({ code = '' }: NodeJS.ErrnoException): string {
  return remedies[code] ?? 'Check whether the disk of DATA_DIR is failing'
}

/**
 * Converts errors of work on files to those of the ports: what the operating system refuses may succeed
 * later.
 */
export async function onFiles<T>(dependency: Dependency, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asUnavailable(dependency, error)
  }
}

export function asUnavailable(dependency: Dependency, error: unknown): unknown {
  return isSystemError(error) ? new Unavailable(dependency, { cause: error, remedy: remedyOf(error) }) : error
}

/** Bytes that a probe writes: a whole block, so that a full disk refuses it. */
const PROBE_BYTES = Buffer.alloc(4096)

/**
 * Creates the folder if it is missing, and writes and removes a file in it. Rejects with the system's error.
 */
export async function tryFolder(folder: string, name: string): Promise<void> {
  await createFolder(folder)
  const path = join(folder, name)
  try {
    await writeFile(path, PROBE_BYTES, { mode: 0o600 })
  } finally {
    await rm(path, { force: true })
  }
}
