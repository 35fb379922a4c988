import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { lockFile } from '../adapters/files/file-lock.ts'
import { HOUR } from '../basics/durations.ts'
import { listen } from '../basics/foreign-events.ts'
import { isSystemError, unusableFile } from '../basics/system-errors.ts'
import { UnusablePlace } from '../errors/unusable-place.ts'
import { Locked } from '../tables/maintenance.ts'

/** Signals that end a command, with the exit code of each: 128 plus its number, as in shells. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** Name of such a folder, and of the lock file in it that its process holds. */
const PARTIAL = /\.[0-9a-f]{16}\.partial$/
const LOCK = 'user-profile.lock'
/** Age in milliseconds at which a leftover of an earlier version is certainly no longer being written. */
const ABANDONED = HOUR

/**
 * Lets `work` write what becomes `target` into an adjacent folder that only its owner can enter. The folder
 * is always removed: at the end, on a signal that ends the process, and, if a process was killed, at the next
 * run.
 * @throws {UnusablePlace} `FILE`, if the system rejects a write there
 */
export async function withPartial<T>(target: string, work: (folder: string) => Promise<T>): Promise<T> {
  try {
    const about = await stat(target).catch(() => null)
    if (about?.isDirectory()) throw isFolder(target)
    return await besideTarget(target, work)
  } catch (error) {
    throw isSystemError(error) ? unusableFile(`${target} cannot be written`, error) : error
  }
}

async function besideTarget<T>(target: string, work: (folder: string) => Promise<T>): Promise<T> {
  await removeAbandoned(resolve(target))
  const folder = `${target}.${randomBytes(8).toString('hex')}.partial`
  // A folder that is not locked counts as abandoned, so it receives its name after its lock.
  const untyped = `${folder}.new`
  const stopCleaning = cleanUpOnSignals(() => {
    for (const path of [untyped, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  })
  let unlock: (() => void) | null = null
  try {
    await mkdir(untyped, { mode: 0o700 })
    unlock = lock(untyped)
    await rename(untyped, folder)
    return await work(folder)
  } finally {
    unlock?.()
    for (const path of [untyped, folder]) await rm(path, { recursive: true, force: true })
    stopCleaning()
  }
}

const isFolder = (target: string) => new UnusablePlace('FILE', `${target} is a folder. Specify a file`)

/** Runs `cleanUp` before a signal ends the process, until the returned function is called. */
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

/**
 * Some network disks do not support locks; then returns null, and others cannot tell whether the process is
 * alive.
 */
function lock(folder: string): (() => void) | null {
  try {
    return lockFile(join(folder, LOCK), 'single')
  } catch (error) {
    if (error instanceof Locked) throw error
    return null
  }
}

/** Removes leftovers of dead processes next to the target, whatever the name of theirs. */
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

/** Whether the folder is a `TARGET.PID.partial` from a version without locks, whose process is gone. */
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
