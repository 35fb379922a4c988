import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFolderSync } from '../../basics/folders.ts'
import { isPathWrong, isSystemError } from '../../basics/system-errors.ts'
import { UnusablePlace } from '../../errors/unusable-place.ts'
import { Locked } from '../../tables/maintenance.ts'
import { faultOf } from '../database/sqlite-errors.ts'
import { remedyOf } from './file-errors.ts'
import { lockFile } from './file-lock.ts'

/** Database file of an embedded installation. */
export const DATABASE_FILE = 'user-profile.sqlite'
/** Exists in the data folder while a restore moves a backup into place. */
export const UNFINISHED_RESTORE = 'restore.unfinished'
/** Exists in the data folder after the first complete start: the folder must then contain a database. */
const MARK = 'user-profile.mark'
const MARK_TEXT = `This folder contains an installation. If ${DATABASE_FILE} is missing or empty, it was lost.\n`

const unusable = (message: string, options: { cause?: unknown; isNameWrong?: boolean } = {}) =>
  new UnusablePlace('DATA_DIR', message, options)

/**
 * Locks the data folder for this process: `shared` for the service and its commands, `exclusive` for commands
 * that replace its contents. Returns a function that releases the lock.
 * @param name the setting or option that names the folder
 * @throws {Locked} if another process holds a conflicting lock
 * @throws {UnusablePlace} if the lock cannot be written
 */
export function lockDataFolder(folder: string, mode: 'shared' | 'exclusive', name = 'DATA_DIR'): () => void {
  try {
    return lockFile(join(folder, 'in-use.lock'), mode)
  } catch (error) {
    throw explain(folder, error, name)
  }
}

/** A data folder in use. */
export interface DataFolder {
  temporaryFolder: string
  /** Records that the folder contains a database from now on. */
  mark(): void
  unlock(): void
}

interface Use {
  /** Whether the database is a file in the folder. */
  containsDatabase: boolean
  /** Whether this is the service: only one may run on a folder that contains the database. */
  isService: boolean
}

/**
 * Creates the data folder if it is missing, and locks it.
 * @throws {Locked} if a restore is running
 * @throws {UnusablePlace} if the folder is not writable, a restore into it was interrupted, its database is
 * lost, or another service is using it
 */
export function openDataFolder(folder: string, use: Use): DataFolder {
  const locks: (() => void)[] = []
  const unlock = () => {
    for (const release of locks.splice(0)) release()
  }
  try {
    const temporaryFolder = join(folder, 'tmp')
    createFolderSync(temporaryFolder)
    locks.push(lockDataFolder(folder, 'shared'))
    if (use.containsDatabase && use.isService) locks.push(lockService(folder))
    refuseHalfRestored(folder)
    if (use.containsDatabase) refuseLostDatabase(folder)
    if (use.isService) removeUnpacked(folder)
    return { temporaryFolder, mark: () => mark(folder, use), unlock }
  } catch (error) {
    unlock()
    throw explain(folder, error)
  }
}

/** A single process must own the limits, sessions and outbox of a database file. */
function lockService(folder: string): () => void {
  try {
    return lockFile(join(folder, 'serve.lock'), 'single')
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw unusable(
      `another service is running on ${folder}: stop it first, or set DATA_DIR to another folder. To serve with many processes, see DATABASE_URL`,
      { cause: error },
    )
  }
}

function refuseHalfRestored(folder: string): void {
  if (!existsSync(join(folder, UNFINISHED_RESTORE))) return
  throw unusable(
    `a restore into ${folder} was interrupted; run it again with --replace (the previous data is in before-restore-*)`,
  )
}

/** Removes what a killed restore had unpacked. None is running: it would hold the lock. */
function removeUnpacked(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/^restore-\d+\.partial$/.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** A new database beside the remains of an old one would be mistaken for it, without any people. */
function refuseLostDatabase(folder: string): void {
  const file = join(folder, DATABASE_FILE)
  const isMissing = !existsSync(file)
  if (!isMissing && statSync(file).size > 0) return
  const witness = witnessOf(folder)
  if (witness === null) return
  throw unusable(
    `${file} is ${isMissing ? 'missing' : 'empty'}, but ${witness} shows that there was a database: restore a backup with user-profile restore FILE --replace, put the file back, or set DATA_DIR to a new folder`,
  )
}

/**
 * Returns what proves that the folder was used, or null. Versions without the mark left only pictures and
 * mails.
 */
function witnessOf(folder: string): string | null {
  if (existsSync(join(folder, MARK))) return MARK
  const log = `${DATABASE_FILE}-wal`
  if (existsSync(join(folder, log)) && statSync(join(folder, log)).size > 0) return log
  for (const name of ['pictures', 'mail']) {
    const path = join(folder, name)
    if (existsSync(path) && readdirSync(path).length > 0) return name
  }
  return null
}

function mark(folder: string, { containsDatabase }: Use): void {
  const path = join(folder, MARK)
  if (!containsDatabase || existsSync(path)) return
  try {
    writeFileSync(path, MARK_TEXT, { mode: 0o600 })
  } catch (error) {
    // On a full disk, the next start creates it.
    if (!isSystemError(error)) throw error
  }
}

function explain(folder: string, error: unknown, name = 'DATA_DIR'): unknown {
  const text = (remedy: string) => `${folder} cannot be used: ${(error as Error).message}. ${remedy}`
  if (isSystemError(error)) {
    const isNameWrong = isPathWrong(error)
    return new UnusablePlace(name, text(remedyOf(error)), { cause: error, isNameWrong })
  }
  // A lock is an SQLite file.
  const fault = faultOf(error)
  return fault ? new UnusablePlace(name, text(fault.remedy), { cause: error }) : error
}
