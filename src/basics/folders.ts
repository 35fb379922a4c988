import { mkdirSync, type Stats, statSync } from 'node:fs'
import { lstat, mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isMissing } from './system-errors.ts'

/** Only the owner may enter. */
const MODE = 0o700

/**
 * Creates a folder and its missing parents. Returns the first folder that was created. Node's own recursive `mkdir`
 * loops forever below `/proc`, where a parent exists and yet nobody can create a folder in it. Whoever removes folders at
 * the same time may leave none behind.
 * @throws the error of the operating system
 */
export async function createFolder(path: string): Promise<string | undefined> {
  const missing: string[] = []
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const stats = await statOf(folder)
    if (mustCreate(stats, missing)) missing.push(folder)
    if (stats || isRoot(folder)) break
  }
  for (const folder of missing.toReversed()) {
    try {
      await mkdir(folder, { mode: MODE })
    } catch (error) {
      // It may have been created meanwhile, and even been removed again.
      const found = await lstat(folder).catch(() => null)
      if (found?.isDirectory() || (found === null && isTaken(error))) continue
      if (!found?.isSymbolicLink() || !(await statOf(folder))?.isDirectory()) throw error
    }
  }
  return missing.at(-1)
}

/** Does the same synchronously, for the start. */
export function createFolderSync(path: string): void {
  const missing: string[] = []
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const stats = statSync(folder, { throwIfNoEntry: false })
    if (mustCreate(stats, missing)) missing.push(folder)
    if (stats || isRoot(folder)) break
  }
  for (const folder of missing.toReversed()) {
    try {
      mkdirSync(folder, { mode: MODE })
    } catch (error) {
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
    }
  }
}

/** Also true for a file in place of the folder, so that the system reports the error. */
function mustCreate(stats: Stats | undefined, below: readonly string[]): boolean {
  return stats === undefined || (below.length === 0 && !stats.isDirectory())
}

const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EEXIST'

const isRoot = (folder: string) => dirname(folder) === folder

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
