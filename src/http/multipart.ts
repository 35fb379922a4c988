import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import { Refusal } from '../errors.ts'
import { FilePart } from '../fields.ts'
import { Unavailable } from '../ports/unavailable.ts'

export interface MultipartOptions {
  /** Names of the fields whose files are kept. */
  files: readonly string[]
  /** Largest kept file, in bytes. */
  fileBytes: number
  /** Largest sum of all texts, in bytes. */
  textBytes: number
  /** Most parts. */
  parts: number
  /** Folder for the kept files. */
  folder: string
  /** A fresh file name. */
  fileName: () => string
}

/** A read form. Of a field that came twice the last part counts. */
export interface Form {
  fields: Record<string, unknown>
  /** Removes the kept files. Safe to call twice. */
  dispose(): Promise<void>
}

/**
 * Reads a `multipart/form-data` body (RFC 7578), kept files onto the disk, everything under limits.
 * @throws {Refusal} `parse_multipart`, `payload_too_large`, `too_many_parts`; nothing is left on the disk then
 * @throws {Unavailable} if a file cannot be written
 */
export async function readMultipart(request: IncomingMessage, options: MultipartOptions): Promise<Form> {
  const parser = openParser(request, options)
  const fields: Record<string, unknown> = Object.create(null)
  const kept: string[] = []
  const writes: Promise<void>[] = []
  const streams: Readable[] = []
  const dispose = async () => {
    await Promise.all(kept.map((path) => rm(path, { force: true })))
  }
  let textBytes = 0
  let refusal: Refusal | Unavailable | undefined
  const refuse = (reason: Refusal | Unavailable) => {
    refusal ??= reason
    parser.destroy(reason)
  }

  parser.on('field', (name: string | undefined, value, nameTruncated, valueTruncated) => {
    // As Django has it: a part without a name is left out.
    if (name === undefined) return
    textBytes += Buffer.byteLength(value) + Buffer.byteLength(name)
    if (nameTruncated || valueTruncated || textBytes > options.textBytes) refuse(tooLarge(options.textBytes))
    else fields[name] = value
  })
  parser.on('file', (name: string | undefined, stream) => {
    if (name === undefined) {
      stream.resume()
      return
    }
    const target = options.files.includes(name) ? join(options.folder, options.fileName()) : null
    if (target !== null) kept.push(target)
    streams.push(stream)
    writes.push(
      receive(stream, target).then(
        (size) => {
          if (stream.truncated) refuse(fileTooLarge(name, options.fileBytes))
          else fields[name] = new FilePart(target, size)
        },
        (cause) => refuse(new Unavailable('uploads', { cause })),
      ),
    )
  })
  for (const event of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) {
    parser.on(event, () => refuse(new Refusal('too_many_parts', { params: { limit: options.parts } })))
  }

  try {
    await pipeline(request, parser, { end: true })
    await Promise.all(writes)
    if (refusal) throw refusal
    return { fields, dispose }
  } catch (error) {
    // The parser leaves the streams of its files open when the request breaks off.
    for (const stream of streams) stream.destroy()
    await Promise.allSettled(writes)
    await dispose()
    throw (
      refusal ??
      new Refusal('parse_multipart', { params: { reason: 'Unexpected end of form' }, cause: error })
    )
  }
}

function openParser(request: IncomingMessage, options: MultipartOptions) {
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      // As Django has it: what carries a file name is a file, whatever its type.
      isPartAFile: (_name: string | undefined, _type: string | undefined, fileName: string | undefined) =>
        fileName !== undefined && fileName !== '',
      limits: {
        fieldNameSize: 1000,
        fieldSize: options.textBytes,
        fields: options.parts,
        files: options.parts,
        parts: options.parts,
        fileSize: options.fileBytes,
        headerPairs: 50,
        headerSize: 16_384,
      },
    })
  } catch (cause) {
    throw new Refusal('parse_multipart', { params: { reason: 'Invalid boundary in multipart: None' }, cause })
  }
}

async function receive(stream: Readable & { truncated: boolean }, target: string | null): Promise<number> {
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
  })
  if (target === null) await finished(stream)
  else await pipeline(stream, createWriteStream(target, { flags: 'wx', mode: 0o600 }))
  return size
}

function tooLarge(limit: number): Refusal {
  return new Refusal('payload_too_large', { params: { limit } })
}

function fileTooLarge(field: string, limit: number): Refusal {
  const megabytes = Math.floor(limit / 100_000) / 10
  return new Refusal('payload_too_large', {
    params: { limit },
    faults: { [field]: [{ key: 'file_too_large', params: { megabytes } }] },
  })
}
