import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { lockFile } from '../app.ts'
import { HOUR } from '../ports/durations.ts'
import { listen } from '../ports/foreign-events.ts'
import { Locked } from '../ports/maintenance.ts'

/** Signals that end a command, with the exit code of each: 128 and its number, as shells have it. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** What this version calls such a folder, and the lock in it that its process holds. */
const PARTIAL = /\.[0-9a-f]{16}\.partial$/
const LOCK = 'user-profile.lock'
/** Age from which what an earlier version left is certainly no longer written, in milliseconds. */
const ABANDONED = HOUR

/**
 * Lets `work` write what becomes `target` into a folder beside it that its owner alone can enter, and removes that
 * folder in any case: at the end, on a signal that ends the process, and what a killed process left at the next run.
 */
export async function withPartial<T>(target: string, work: (folder: string) => Promise<T>): Promise<T> {
  await removeAbandoned(resolve(target))
  const folder = `${target}.${randomBytes(8).toString('hex')}.partial`
  // Nobody takes a folder for abandoned that is not locked yet: it gets its name with the lock in it.
  const unnamed = `${folder}.new`
  const stopCleaning = cleanUpOnSignals(() => {
    for (const path of [unnamed, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  })
  let unlock: (() => void) | null = null
  try {
    await mkdir(unnamed, { mode: 0o700 })
    unlock = lock(unnamed)
    await rename(unnamed, folder)
    return await work(folder)
  } finally {
    unlock?.()
    for (const path of [unnamed, folder]) await rm(path, { recursive: true, force: true })
    stopCleaning()
  }
}

/** Until the returned function is called, a signal that ends the process runs `cleanUp` first. */
export function cleanUpOnSignals(cleanUp: () => void): () => void {
  const ends = Object.entries(signals).map(([signal, code]) =>
    listen('command', process, signal, () => {
      try {
        cleanUp()
      } finally {
        process.exit(code)
      }
    }),
  )
  return () => {
    for (const end of ends) end()
  }
}

/** Some network disks know no locks: null, and nobody else can tell whether the process lives. */
function lock(folder: string): (() => void) | null {
  try {
    return lockFile(join(folder, LOCK), 'single')
  } catch (error) {
    if (error instanceof Locked) throw error
    return null
  }
}

/** Removes what processes that died left beside the target, whatever theirs was called. */
async function removeAbandoned(target: string): Promise<void> {
  const parent = dirname(target)
  for (const name of await readdir(parent).catch(() => [])) {
    const path = join(parent, name)
    if (PARTIAL.test(name) ? await isAbandoned(path) : await isOfEarlierVersion(path, basename(target)))
      await rm(path, { recursive: true, force: true })
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const about = await stat(join(folder, LOCK)).catch(() => null)
  if (!about) return false
  try {
    lockFile(join(folder, LOCK), 'single')()
    return true
  } catch {
    return false
  }
}

/** `TARGET.PID.partial` of a version before the lock, whose process is no more. */
async function isOfEarlierVersion(path: string, target: string): Promise<boolean> {
  const name = basename(path)
  if (!name.startsWith(`${target}.`) || !/^\d+\.partial(\.tar\.gz)?$/.test(name.slice(target.length + 1)))
    return false
  const about = await stat(path).catch(() => null)
  return about !== null && Date.now() - about.mtimeMs > ABANDONED
}

/** Makes the names of new files in the folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
