import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FilePart } from '../fields.ts'
import { inBackground, within } from '../ports/foreign-events.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** The file of a part, as the parser streams it. `bytesRead` counts what came, `truncated` is set at the limit. */
export interface PartStream extends Readable {
  truncated: boolean
  bytesRead: number
}

/** Milliseconds for the last bytes of files to reach the disk. */
const WRITE_TIME = 30_000

interface Upload {
  path: string | null
  stream: PartStream
  /** Never rejects: a fault was reported by then. */
  written: Promise<void>
}

/** The files of one form on their way to the disk. */
export interface Uploads {
  /** Takes the file of a part; of a field that comes twice the earlier file is removed at once. */
  add(name: string, stream: PartStream, onFault: (fault: Unavailable) => void): void
  /** Waits until all is written. @throws {Unavailable} if that takes too long */
  finish(): Promise<Record<string, FilePart>>
  /** Stops writing and removes everything. Never rejects. */
  abandon(): Promise<void>
  /** Removes the files. Safe to call twice. */
  dispose(): Promise<void>
}

/** Keeps the files of the named fields in the folder; a file of another field is skipped and writes nothing. */
export function keepFiles(options: {
  files: readonly string[]
  folder: string
  fileName: () => string
}): Uploads {
  const latest = new Map<string, Upload>()
  const all: Upload[] = []

  const open = (name: string, stream: PartStream, onFault: (fault: Unavailable) => void): Upload => {
    if (!options.files.includes(name)) {
      stream.resume()
      return { path: null, stream, written: Promise.resolve() }
    }
    const path = join(options.folder, options.fileName())
    const written = pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 })).catch((cause) =>
      onFault(new Unavailable('uploads', { cause })),
    )
    return { path, stream, written }
  }
  const settled = async () => {
    await Promise.all(all.map((upload) => upload.written))
  }
  const dispose = async () => {
    await Promise.all(all.map(remove))
  }

  return {
    add(name, stream, onFault) {
      const upload = open(name, stream, onFault)
      const earlier = latest.get(name)
      if (earlier) inBackground('removal of a repeated upload', remove(earlier))
      latest.set(name, upload)
      all.push(upload)
    },
    async finish() {
      await within(WRITE_TIME, settled(), () => new Unavailable('uploads'))
      return Object.fromEntries(
        [...latest].map(([name, { path, stream }]) => [name, new FilePart(path, stream.bytesRead)]),
      )
    },
    async abandon() {
      // With an error: a pipeline waits for ever for the end of a stream that has all its bytes and is merely destroyed.
      for (const { stream } of all) stream.destroy(new Error('the form was refused'))
      const removed = settled().then(dispose)
      inBackground('removal of a refused upload', removed)
      await within(WRITE_TIME, removed, () => new Unavailable('uploads')).catch(() => {})
    },
    dispose,
  }
}

/** A file that is still being written would appear again. */
async function remove({ path, written }: Upload): Promise<void> {
  await written
  if (path !== null) await rm(path, { force: true })
}
