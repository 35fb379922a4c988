import { execFile } from 'node:child_process'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A separate disk that a test can fill. Needs root. */
export interface SmallDisk {
  folder: string
  /** Fills all remaining space. */
  fill(): Promise<void>
  /** Frees that space. */
  free(): Promise<void>
  /** Makes the disk read-only. Fails while a file on it is open for writing. */
  setReadOnly(): Promise<void>
}

/** Mounts a tmpfs of this many mebibytes. */
export async function smallDisk(t: TestContext, folder: string, mebibytes: number): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'tmpfs', folder])
  t.after(() => run('umount', ['--lazy', folder]))
  const filler = join(folder, 'filler')
  return {
    folder,
    async fill() {
      // Whole pages first, then any space freed meanwhile.
      for (;;) {
        const { bavail, bsize } = await statfs(folder)
        if (bavail === 0) return
        await writeFile(filler, Buffer.alloc(bavail * bsize), { flag: 'a' }).catch(() => {})
      }
    },
    free: () => rm(filler, { force: true }),
    async setReadOnly() {
      await run('mount', ['-o', 'remount,ro', folder])
    },
  }
}

/** Makes every file write of the process fail (`RLIMIT_FSIZE` of 0), or succeed again. */
export async function failWrites(pid: number, isFailing: boolean): Promise<void> {
  await run('prlimit', ['--pid', String(pid), `--fsize=${isFailing ? '0:' : 'unlimited:'}`])
}
