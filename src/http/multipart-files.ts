import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '../errors.ts'
import { FilePart } from '../fields.ts'
import { inBackground, within } from '../ports/foreign-events.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { base64Decoder } from './base64.ts'

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
  /** Bytes of the file, once it is written. */
  size: () => number
  /** Never rejects: resolves to the fault, if there was one. */
  written: Promise<Error | null>
}

/** The files of one form on their way to the disk. */
export interface Uploads {
  /** Takes the file of a part, in base64 or as it is; of a field that comes twice the earlier file is removed at once. */
  add(name: string, stream: PartStream, onFault: (fault: Error) => void, isBase64: boolean): void
  /** Waits until all is written. @throws {Unavailable} if that fails or takes too long @throws {Refusal} `parse_multipart` for broken base64 */
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

  const open = (
    name: string,
    stream: PartStream,
    onFault: (fault: Error) => void,
    isBase64: boolean,
  ): Upload => {
    if (!options.files.includes(name)) {
      stream.resume()
      return { path: null, stream, size: () => stream.bytesRead, written: Promise.resolve(null) }
    }
    const path = join(options.folder, options.fileName())
    const target = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    const decoder = isBase64 ? base64Decoder() : null
    const written = (decoder ? pipeline(stream, decoder, target) : pipeline(stream, target)).then(
      () => null,
      (cause) => {
        const fault = cause instanceof Refusal ? cause : new Unavailable('uploads', { cause })
        onFault(fault)
        return fault
      },
    )
    return { path, stream, size: () => decoder?.bytesDecoded ?? stream.bytesRead, written }
  }
  const settled = () => Promise.all(all.map((upload) => upload.written))
  const dispose = async () => {
    await Promise.all(all.map(remove))
  }

  return {
    add(name, stream, onFault, isBase64) {
      const upload = open(name, stream, onFault, isBase64)
      const earlier = latest.get(name)
      if (earlier) inBackground('removal of a repeated upload', remove(earlier))
      latest.set(name, upload)
      all.push(upload)
    },
    async finish() {
      const faults = await within(WRITE_TIME, settled(), () => new Unavailable('uploads'))
      // The last bytes of a file reach the disk after the form was read to its end.
      const fault = faults.find((one) => one !== null)
      if (fault) throw fault
      return Object.fromEntries(
        [...latest].map(([name, { path, size }]) => [name, new FilePart(path, size())]),
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
