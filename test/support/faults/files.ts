import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// biome-ignore lint/suspicious/noExplicitAny: functions of the file system of all kinds
type Functions = Record<string, (...args: any[]) => Promise<unknown>>

const ofModule = [
  'mkdir',
  'open',
  'opendir',
  'rename',
  'rm',
  'rmdir',
  'stat',
  'readdir',
  'writeFile',
] as const
const ofHandle = ['writeFile', 'sync', 'stat', 'readFile', 'close', 'chmod'] as const

/** Makes the n-th file system call of this process fail with `EIO`. */
export interface FileFaults {
  /** Makes the n-th call from now on fail, counting from 1. */
  arm(n: number): void
  /** Stops that; returns the name of the failed call, or null if there were fewer calls. */
  disarm(): string | null
  /** Restores the functions of Node.js. */
  remove(): void
}

/** Intercepts this process's calls to `node:fs/promises`. */
export async function createFileFaults(): Promise<FileFaults> {
  let target = 0
  let calls = 0
  let failed: string | null = null
  const handle = await files.open(join(tmpdir()), 'r')
  const prototype = Object.getPrototypeOf(handle) as Functions
  await handle.close()
  const undo: (() => void)[] = []

  const wrap = (owner: Functions, name: string) => {
    const original = owner[name]!
    owner[name] = async function (this: unknown, ...args: unknown[]) {
      if (target === 0 || ++calls !== target) return original.apply(this, args)
      failed = name
      // A descriptor is released even if its close fails (close(2)).
      if (name === 'close') await original.apply(this, args)
      throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: 'EIO', errno: -5, syscall: name })
    }
    undo.push(() => {
      owner[name] = original
    })
  }
  for (const name of ofModule) wrap(files as unknown as Functions, name)
  for (const name of ofHandle) wrap(prototype, name)
  syncBuiltinESMExports()
  return {
    arm(n) {
      target = n
      calls = 0
      failed = null
    },
    disarm() {
      target = 0
      return failed
    },
    remove() {
      for (const one of undo) one()
      syncBuiltinESMExports()
    },
  }
}
