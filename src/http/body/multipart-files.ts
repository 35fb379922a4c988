import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FilePart } from '../../basics/fields.ts'
import { inBackground, within } from '../../basics/foreign-events.ts'
import { Refusal } from '../../errors/errors.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import { base64Decoder } from './base64.ts'

/**
 * The file of a part as a stream from the parser. `bytesRead` counts received bytes; `truncated` is set at
 * the limit.
 */
export interface PartStream extends Readable {
  truncated: boolean
  bytesRead: number
}

/** Timeout for writing the last bytes of files to disk, in milliseconds. */
const WRITE_TIME = 30_000

/** How a part was sent. */
export interface PartKind {
  /** Encoded, not raw. */
  isBase64: boolean
  /** With an empty file name: if nothing follows, it is the file field of a page in which nothing was chosen. */
  isChoice: boolean
}

interface Upload {
  isChoice: boolean
  path: string | null
  stream: PartStream
  /** Size of the file once it is written, in bytes. */
  size: () => number
  /** Never rejects: resolves to the error, if there was one. */
  written: Promise<Error | null>
}

/** The files of a form while they are written to disk. */
export interface Uploads {
  /**
   * Adds the file of a part. If a field is repeated, the earlier file is removed immediately.
   */
  add(name: string, stream: PartStream, onFault: (fault: Error) => void, kind: PartKind): void
  /**
   * Waits until everything is written. @throws {Unavailable} if that fails or takes too long @throws
   * {Refusal} `parse_multipart` for invalid base64
   */
  finish(): Promise<Record<string, FilePart>>
  /** Stops writing and removes everything. Never rejects. */
  abandon(): Promise<void>
  /** Removes the files. Idempotent. */
  dispose(): Promise<void>
}

/** Stores the files of the named fields in the folder; files of other fields are skipped without writing. */
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
    { isBase64, isChoice }: PartKind,
  ): Upload => {
    if (!options.files.includes(name)) {
      stream.resume()
      return { isChoice, path: null, stream, size: () => stream.bytesRead, written: Promise.resolve(null) }
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
    return { isChoice, path, stream, size: () => decoder?.bytesDecoded ?? stream.bytesRead, written }
  }
  const settled = () => Promise.all(all.map((upload) => upload.written))
  const dispose = async () => {
    await Promise.all(all.map(remove))
  }

  return {
    add(name, stream, onFault, kind) {
      const upload = open(name, stream, onFault, kind)
      const earlier = latest.get(name)
      if (earlier) inBackground('removal of a repeated upload', remove(earlier))
      latest.set(name, upload)
      all.push(upload)
    },
    async finish() {
      const faults = await within(WRITE_TIME, settled(), () => new Unavailable('uploads'))
      // The last bytes of a file reach the disk after the form has been read completely.
      const fault = faults.find((one) => one !== null)
      if (fault) throw fault
      const sent = [...latest].filter(([, { isChoice, size }]) => !isChoice || size() > 0)
      return Object.fromEntries(sent.map(([name, { path, size }]) => [name, new FilePart(path, size())]))
    },
    async abandon() {
      // An error is required: a pipeline never ends if a stream that has all its bytes is destroyed without
      // one.
      for (const { stream } of all) stream.destroy(new Error('the form was refused'))
      const removed = settled().then(dispose)
      inBackground('removal of a refused upload', removed)
      await within(WRITE_TIME, removed, () => new Unavailable('uploads')).catch(() => {})
    },
    dispose,
  }
}

/** A file that is still being written would reappear. */
async function remove({ path, written }: Upload): Promise<void> {
  await written
  if (path !== null) await rm(path, { force: true })
}
