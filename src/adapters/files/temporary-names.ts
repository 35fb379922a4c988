import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Locked } from '../../tables/maintenance.ts'
import { lockFile } from './file-lock.ts'
import { isOlder } from './old-files.ts'

/** Prefix for the temporary files of a process, by which others can tell whether the process is alive. */
export interface TemporaryNames {
  prefix: string
  close(): void
}

/** Maximum number of files removed per run. */
const SWEPT_MAX = 200
/** Attempts to lock a new file; a new name can only collide with a sweep at the same moment. */
const TRIES = 10
const LOCK_NAME = /^uploads-([0-9a-f-]{36})\.lock$/
const FILE_NAME = /^([0-9a-f-]{36})\./

/**
 * Prefixes of this process. POSIX releases all locks of a process on a file when it closes any handle of it.
 */
const own = new Set<string>()

const lockPath = (dataFolder: string, owner: string) => join(dataFolder, `uploads-${owner}.lock`)

/**
 * Creates a prefix that belongs to this process for its lifetime: the process holds the lock of a file of
 * that name, which the operating system releases however the process ends. Process ids are unsuitable, since
 * containers that share the folder all count from 1.
 */
export function openTemporaryNames(dataFolder: string): TemporaryNames {
  for (let attempt = 1; ; attempt++) {
    const owner = randomUUID()
    const path = lockPath(dataFolder, owner)
    try {
      const unlock = lockFile(path, 'exclusive')
      // A sweep may have removed the file before it was locked.
      if (existsSync(path)) {
        own.add(owner)
        return { prefix: `${owner}.`, close: () => release(owner, path, unlock) }
      }
      unlock()
    } catch (error) {
      if (!(error instanceof Locked)) throw error
    }
    if (attempt === TRIES) throw new Error(`cannot lock a file in ${dataFolder}`)
  }
}

function release(owner: string, path: string, unlock: () => void): void {
  own.delete(owner)
  rmSync(path, { force: true })
  unlock()
}

/**
 * Removes uploads whose process has ended, and those without a process if they were last written before the
 * instant. Returns how many files it removed; the number per call is limited.
 */
export async function sweepUploads(dataFolder: string, before: number): Promise<number> {
  const folder = join(dataFolder, 'tmp')
  // List files first: the owner of a listed file already holds its lock.
  const names = await readdir(folder).catch(() => [])
  const ended = endedOwners(dataFolder, await readdir(dataFolder))
  const owners = new Set(ended.owners)
  let removed = 0
  try {
    for (const name of names) {
      if (removed === SWEPT_MAX) return removed
      const owner = FILE_NAME.exec(name)?.[1]
      const isLeft =
        owner !== undefined && ended.isKnown(owner)
          ? owners.has(owner)
          : await isOlder(join(folder, name), before)
      if (!isLeft) continue
      await rm(join(folder, name), { recursive: true, force: true })
      removed += 1
    }
    for (const owner of owners) rmSync(lockPath(dataFolder, owner), { force: true })
    return removed
  } finally {
    ended.unlock()
  }
}

/** Finds owners that have ended. Their locks are held until `unlock`. */
function endedOwners(dataFolder: string, names: readonly string[]) {
  const known = new Set(names.flatMap((name) => LOCK_NAME.exec(name)?.[1] ?? []))
  const locks: (() => void)[] = []
  const owners: string[] = []
  for (const owner of known) {
    if (own.has(owner)) continue
    try {
      locks.push(lockFile(lockPath(dataFolder, owner), 'exclusive'))
      owners.push(owner)
    } catch (error) {
      if (!(error instanceof Locked)) throw error
    }
  }
  return {
    owners,
    isKnown: (owner: string) => known.has(owner),
    unlock() {
      for (const unlock of locks) unlock()
    },
  }
}
