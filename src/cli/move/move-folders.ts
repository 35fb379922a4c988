import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_FILE, lockDataFolder, UNFINISHED_RESTORE } from '../../adapters/files/data-folder.ts'
import { createFolderSync } from '../../basics/folders.ts'
import { isSystemError, unusablePlace } from '../../basics/system-errors.ts'
import { Locked } from '../../tables/maintenance.ts'
import { CommandError } from '../command-error.ts'

/** A data folder that is read or written, and the setting or option that names it. */
export interface UsedFolder {
  path: string
  name: string
}

/** @throws {CommandError} if the folder contains no database */
export function requireDatabase(folder: string, name: string): void {
  if (existsSync(join(folder, DATABASE_FILE))) return
  const other = name === 'DATA_DIR' ? ', or set DATABASE_URL' : ''
  throw new CommandError(
    `${name}: there is no database in ${folder}. Specify the folder that contains it${other}`,
  )
}

/**
 * Creates the folders that are missing, and locks all of them. Returns a function that releases the locks.
 * @throws {UnusablePlace} if one cannot be used
 */
export function lockFolders(folders: readonly UsedFolder[]): () => void {
  const locks: (() => void)[] = []
  const unlock = () => {
    for (const release of locks) release()
  }
  try {
    const byRealPath = new Map<string, UsedFolder>()
    for (const folder of folders) byRealPath.set(createdFolder(folder), folder)
    for (const [path, { name }] of byRealPath) {
      locks.push(lockFolder({ path, name }))
      if (existsSync(join(path, UNFINISHED_RESTORE)))
        throw new CommandError(`${name}: a restore into ${path} was interrupted; finish it first`)
    }
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

function createdFolder({ path, name }: UsedFolder): string {
  try {
    createFolderSync(path)
    return realpathSync(path)
  } catch (error) {
    throw isSystemError(error) ? unusablePlace(name, `${path} cannot be used`, error) : error
  }
}

function lockFolder({ path, name }: UsedFolder): () => void {
  try {
    return lockDataFolder(path, 'exclusive', name)
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new CommandError(`${name}: a service or command is using ${path}; stop it first`, { cause: error })
  }
}
