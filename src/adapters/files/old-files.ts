import type { Dirent } from 'node:fs'
import { opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '../../basics/system-errors.ts'

/** Lists the folder; a missing folder counts as empty. */
export async function* entriesOf(folder: string): AsyncIterable<Dirent> {
  try {
    yield* await opendir(folder)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

/** Whether the file was last written at or before the instant; false if it does not exist. */
export async function isOlder(path: string, until: number): Promise<boolean> {
  const about = await stat(path).catch(() => null)
  return about !== null && about.mtimeMs <= until
}

/** Lists the paths in the folder that were last written at or before the instant. */
export async function* oldFiles(
  folder: string,
  until: number,
  isWanted: (name: string) => boolean = () => true,
): AsyncIterable<string> {
  for await (const { name } of entriesOf(folder)) {
    const path = join(folder, name)
    if (isWanted(name) && (await isOlder(path, until))) yield path
  }
}

/** Removes the files and returns how many there were. */
export async function removeFiles(paths: AsyncIterable<string>): Promise<number> {
  let removed = 0
  for await (const path of paths) {
    await rm(path, { recursive: true, force: true })
    removed += 1
  }
  return removed
}
