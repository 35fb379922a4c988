import { write } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inBackground } from '../../basics/foreign-events.ts'
import type { SecurityLine } from '../../ports/security-log.ts'
import type { LineTransport } from './line-transport.ts'

const writeTo = promisify(write)

/** The owner writes, the group reads: a program that watches the file need not run as the service's user. */
const MODE = 0o640

const textOf = (lines: readonly SecurityLine[]): string => lines.map(({ json }) => `${json}\n`).join('')

/**
 * Appends to a file. Before each batch it checks whether the path still leads to the open file, and reopens
 * it if the file was renamed or removed. So log rotation works without a signal.
 */
export function openFileLines(path: string): LineTransport {
  let handle: FileHandle | null = null
  const drop = (): void => {
    if (handle) inBackground('security log', handle.close())
    handle = null
  }
  const current = async (): Promise<FileHandle> => {
    if (handle) {
      const [here, there] = [await handle.stat(), await stat(path).catch(() => null)]
      if (here.ino === there?.ino && here.dev === there.dev) return handle
      drop()
    }
    handle = await open(path, 'a', MODE)
    return handle
  }
  return {
    async send(lines) {
      try {
        await (await current()).appendFile(textOf(lines))
      } catch (error) {
        drop()
        throw error
      }
    },
    close: drop,
  }
}

/**
 * Writes to standard error, but not through its stream, which blocks the process if no one reads the pipe.
 */
export function openStandardError(): LineTransport {
  return {
    async send(lines) {
      for (let rest = Buffer.from(textOf(lines)); rest.length > 0; ) {
        const { bytesWritten } = await writeTo(2, rest)
        rest = rest.subarray(bytesWritten)
      }
    },
    close() {},
  }
}
