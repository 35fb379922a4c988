import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Locked } from '../ports/maintenance.ts'
import { lockFile } from './file-lock.ts'
import { isOlder } from './old-files.ts'

/** Begins the names of a process's temporary files, so that others can tell whether it is still alive. */
export interface TemporaryNames {
  prefix: string
  close(): void
}

/** Files removed in one go. */
const SWEPT_MAX = 200
/** Names that are tried for the lock file; a new one is free but for a sweep that looks at it in the same instant. */
const TRIES = 10
const LOCK_NAME = /^uploads-([0-9a-f-]{36})\.lock$/
const FILE_NAME = /^([0-9a-f-]{36})\./

/** Owners in this process: POSIX drops all locks of a process on a file when it closes any handle of it. */
const own = new Set<string>()

const lockPath = (dataFolder: string, owner: string) => join(dataFolder, `uploads-${owner}.lock`)

/**
 * Makes a prefix that belongs to this process for as long as it lives: it holds the lock of a file of that name, which
 * the operating system gives back however the process ends. Process ids would not do, since containers that share the
 * folder count them each from 1.
 */
export function openTemporaryNames(dataFolder: string): TemporaryNames {
  for (let attempt = 1; ; attempt++) {
    const owner = randomUUID()
    const path = lockPath(dataFolder, owner)
    try {
      const unlock = lockFile(path, 'exclusive')
      // A sweep may have taken the file away before it was locked.
      if (existsSync(path)) {
        own.add(owner)
        return { prefix: `${owner}.`, close: () => release(owner, path, unlock) }
      }
      unlock()
    } catch (error) {
      if (!(error instanceof Locked)) throw error
    }
    if (attempt === TRIES) throw new Error(`no lock can be taken in ${dataFolder}`)
  }
}

function release(owner: string, path: string, unlock: () => void): void {
  own.delete(owner)
  rmSync(path, { force: true })
  unlock()
}

/**
 * Removes uploads whose process has ended, and those that name no process if they were last written before the
 * instant. Returns how many files it removed, at most some at a time.
 */
export async function sweepUploads(dataFolder: string, before: number): Promise<number> {
  const folder = join(dataFolder, 'tmp')
  // The names of files first: whoever owns one of them has its lock by then.
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

/** The owners that have ended; their locks are held until `unlock`. */
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
