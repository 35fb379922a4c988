import { statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Unavailable } from '../../errors/unavailable.ts'

/** Makes the commits of an SQLite file durable. */
export interface CommitLog {
  /** Resolves when every commit so far is on the disk. @throws {Unavailable} if that is not certain */
  sync(): Promise<void>
  close(): Promise<void>
}

/**
 * The write-ahead log of an SQLite file (sqlite.org/wal.html). With `synchronous=NORMAL`, SQLite writes a commit to it, but
 * syncs it only before it moves the commits into the file. This syncs it after each commit, as `synchronous=FULL` does, but
 * on a thread of its own, so that reads do not wait for the disk.
 */
export function openCommitLog(path: string): CommitLog {
  const file = `${path}-wal`
  let held: { handle: FileHandle; inode: bigint } | null = null

  /** Opens the log again if it was replaced: SQLite removes it when the last connection closes. */
  const current = async (): Promise<FileHandle> => {
    const { ino } = statSync(file, { bigint: true })
    if (held?.inode === ino) return held.handle
    await close()
    const handle = await open(file, 'r')
    held = { handle, inode: (await handle.stat({ bigint: true })).ino }
    return handle
  }
  const close = async (): Promise<void> => {
    const { handle } = held ?? {}
    held = null
    await handle?.close()
  }
  return {
    async sync() {
      try {
        await (await current()).datasync()
      } catch (error) {
        throw new Unavailable('database', {
          cause: error,
          remedy: 'Check whether the disk of DATA_DIR is full or failing',
        })
      }
    },
    close,
  }
}
