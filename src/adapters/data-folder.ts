import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockFile } from './file-lock.ts'

/** Stands in the data folder while a restore moves a backup into its place. */
export const UNFINISHED_RESTORE = 'restore.unfinished'

/** The data folder cannot be used. The message is for the operator. */
export class DataFolderError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DataFolderError'
  }
}

/**
 * Says that this process uses the data folder: `shared` by the service and its commands, `exclusive` by what puts
 * another in its place. Answers what ends that.
 * @throws {Locked} where another process uses it in the way
 */
export function lockDataFolder(folder: string, mode: 'shared' | 'exclusive'): () => void {
  return lockFile(join(folder, 'in-use.lock'), mode)
}

/**
 * Makes the data folder where it is missing, and takes it into use.
 * @throws {Locked} while a restore runs
 * @throws {DataFolderError} where a restore was cut short
 */
export function openDataFolder(folder: string): { temporaryFolder: string; unlock: () => void } {
  const temporaryFolder = join(folder, 'tmp')
  mkdirSync(temporaryFolder, { recursive: true, mode: 0o700 })
  const unlock = lockDataFolder(folder, 'shared')
  if (!existsSync(join(folder, UNFINISHED_RESTORE))) return { temporaryFolder, unlock }
  unlock()
  throw new DataFolderError(
    `a restore into ${folder} was cut short; run it again with --replace (the data from before is in before-restore-*)`,
  )
}
