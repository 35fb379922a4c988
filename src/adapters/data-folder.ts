import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Locked } from '../ports/maintenance.ts'
import { isSystemError, remedyOf } from './file-errors.ts'
import { lockFile } from './file-lock.ts'
import { translate } from './sqlite-errors.ts'

/** The database of an embedded installation. */
export const DATABASE_FILE = 'user-profile.sqlite'
/** Stands in the data folder while a restore moves a backup into its place. */
export const UNFINISHED_RESTORE = 'restore.unfinished'
/** Stands in the data folder from the first complete start on: a folder that has it has a database too. */
const MARK = 'user-profile.mark'
const MARK_TEXT = `This folder holds an installation. If ${DATABASE_FILE} is missing or empty, it was lost.\n`

/** The data folder cannot be used. The message is for the operator. */
export class DataFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DataFolderError'
  }
}

/**
 * Says that this process uses the data folder: `shared` by the service and its commands, `exclusive` by what puts
 * another in its place. Returns what ends that.
 * @throws {Locked} if another process uses it in a way that forbids this
 */
export function lockDataFolder(folder: string, mode: 'shared' | 'exclusive'): () => void {
  return lockFile(join(folder, 'in-use.lock'), mode)
}

/** A data folder in use. */
export interface DataFolder {
  temporaryFolder: string
  /** Notes that the folder has a database from now on. */
  mark(): void
  unlock(): void
}

interface Use {
  /** Whether the database is a file in the folder. */
  holdsDatabase: boolean
  /** Whether this is the service: one alone works on a folder that holds the database. */
  isService: boolean
}

/**
 * Makes the data folder if it is missing, and takes it into use.
 * @throws {Locked} while a restore runs
 * @throws {DataFolderError} if the folder cannot be written to, a restore into it was cut short, its database is lost,
 *   or another service works on it
 */
export function openDataFolder(folder: string, use: Use): DataFolder {
  const locks: (() => void)[] = []
  const unlock = () => {
    for (const release of locks.splice(0)) release()
  }
  try {
    const temporaryFolder = join(folder, 'tmp')
    mkdirSync(temporaryFolder, { recursive: true, mode: 0o700 })
    locks.push(lockDataFolder(folder, 'shared'))
    if (use.holdsDatabase && use.isService) locks.push(lockService(folder))
    refuseHalfRestored(folder)
    if (use.holdsDatabase) refuseLostDatabase(folder)
    if (use.isService) removeUnpacked(folder)
    return { temporaryFolder, mark: () => mark(folder, use), unlock }
  } catch (error) {
    unlock()
    throw explain(folder, error)
  }
}

/** In one process alone limits, sessions and the outbox of a file are counted once. */
function lockService(folder: string): () => void {
  try {
    return lockFile(join(folder, 'serve.lock'), 'single')
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new DataFolderError(
      `another service runs on ${folder}: stop it first, or name another folder in DATA_DIR. To serve by many processes, see DATABASE_URL`,
      { cause: error },
    )
  }
}

function refuseHalfRestored(folder: string): void {
  if (!existsSync(join(folder, UNFINISHED_RESTORE))) return
  throw new DataFolderError(
    `a restore into ${folder} was cut short; run it again with --replace (the data from before is in before-restore-*)`,
  )
}

/** What a killed restore had unpacked. None runs: it would hold the lock. */
function removeUnpacked(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/^restore-\d+\.partial$/.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** A new database beside the remains of an old one would pass for that, with nobody in it. */
function refuseLostDatabase(folder: string): void {
  const file = join(folder, DATABASE_FILE)
  const isMissing = !existsSync(file)
  if (!isMissing && statSync(file).size > 0) return
  const witness = witnessOf(folder)
  if (witness === null) return
  throw new DataFolderError(
    `${file} is ${isMissing ? 'missing' : 'empty'}, while ${witness} shows that there was a database: restore a backup with user-profile restore FILE --replace, put the file back, or name a new folder in DATA_DIR`,
  )
}

/** What proves that the folder was used, or null. Versions before the mark left pictures and mails at most. */
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

function mark(folder: string, { holdsDatabase }: Use): void {
  const path = join(folder, MARK)
  if (!holdsDatabase || existsSync(path)) return
  try {
    writeFileSync(path, MARK_TEXT, { mode: 0o600 })
  } catch (error) {
    // On a full disk the next start makes it.
    if (!isSystemError(error)) throw error
  }
}

function explain(folder: string, error: unknown): unknown {
  if (!isSystemError(error)) return translate(error)
  return new DataFolderError(`${folder} cannot be used: ${error.message}. ${remedyOf(error)}`, {
    cause: error,
  })
}
