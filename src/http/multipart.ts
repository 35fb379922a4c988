import type { IncomingMessage } from 'node:http'
import { Busboy } from '@fastify/busboy'
import { Refusal } from '../errors.ts'
import { type Events, fromEvents, hearErrors } from '../ports/foreign-events.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { keepFiles, type PartStream, type Uploads } from './multipart-files.ts'
import { receive, tooLarge } from './receive.ts'

export interface MultipartOptions {
  /** Names of the fields whose files are kept. */
  files: readonly string[]
  /** Largest kept file, in bytes. */
  fileBytes: number
  /** Largest sum of all texts, in bytes. */
  textBytes: number
  /** Largest body, in bytes. */
  bytes: number
  /** Folder for the kept files. */
  folder: string
  /** A fresh file name. */
  fileName: () => string
}

/** A read form. Of a field that came twice the last part counts, and a file counts more than a text. */
export interface Form {
  fields: Record<string, unknown>
  /** Removes the kept files. Safe to call twice. */
  dispose(): Promise<void>
}

type Parser = InstanceType<typeof Busboy>

/** Most parts with a file, and most parts in all. */
const FILES = 10
const PARTS = 100
const HEADER_PAIRS = 50
const HEADER_BYTES = 16_384
/** Bytes parsed at a time: a refusal in the middle of a chunk leaves the rest of it unparsed. */
const SLICE = 4096
/** Milliseconds from the end of the body to the end of parsing: only a disk that takes no bytes needs them. */
const PARSE_TIME = 30_000

/**
 * Reads a `multipart/form-data` body (RFC 7578), kept files onto the disk, everything under limits.
 * @throws {Refusal} `parse_multipart`, `payload_too_large`, `too_many_parts`, `malformed`, `request_timeout`; nothing
 *   is left on the disk then
 * @throws {Unavailable} if a file cannot be written
 */
export async function readMultipart(request: IncomingMessage, options: MultipartOptions): Promise<Form> {
  if (Number(request.headers['content-length'] ?? 0) > options.bytes) throw tooLarge(options.bytes)
  const parser = openParser(request.headers['content-type'] ?? '', options)
  const uploads = keepFiles(options)
  const texts: Record<string, unknown> = Object.create(null)
  try {
    await fromEvents<void>('multipart body', (events) => {
      hearTexts(events, parser, options.textBytes, texts)
      hearFiles(events, parser, options.fileBytes, uploads)
      hearFaults(events, parser)
      feed(events, request, parser, options.bytes)
    })
    const fields = Object.assign(Object.create(null), texts, await uploads.finish())
    return { fields, dispose: uploads.dispose }
  } catch (error) {
    request.pause()
    await uploads.abandon()
    throw error
  }
}

function openParser(contentType: string, options: MultipartOptions): Parser {
  const boundary = boundaryOf(contentType)
  return new Busboy({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    // As Django has it: what carries a file name is a file, whatever its type.
    isPartAFile: (_name: string | undefined, _type: string | undefined, fileName: string | undefined) =>
      fileName !== undefined && fileName !== '',
    limits: {
      fieldSize: options.textBytes,
      fields: PARTS,
      files: FILES,
      parts: PARTS,
      fileSize: options.fileBytes,
      headerPairs: HEADER_PAIRS,
      headerSize: HEADER_BYTES,
    },
  })
}

/** The boundary of a media type, by RFC 2046, 5.1.1: the parser never ends with an empty one. */
function boundaryOf(contentType: string): string {
  const [, quoted, token] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType) ?? []
  const boundary = quoted ?? token
  if (boundary !== undefined && /^[\x20-\x7e]{0,199}[\x21-\x7e]$/.test(boundary) && !/["\\]/.test(boundary))
    return boundary
  const shown = boundary === undefined ? 'None' : boundary.slice(0, 100)
  throw new Refusal('parse_multipart', { params: { reason: `Invalid boundary in multipart: ${shown}` } })
}

function hearTexts(
  { on, reject }: Events<void>,
  parser: Parser,
  limit: number,
  texts: Record<string, unknown>,
): void {
  let bytes = 0
  on(parser, 'field', (name: string | undefined, value: string, _isNameCut: boolean, isValueCut: boolean) => {
    // As Django has it: a part without a name is left out.
    if (name === undefined) return
    bytes += Buffer.byteLength(value) + Buffer.byteLength(name)
    if (isValueCut || bytes > limit) reject(tooLarge(limit))
    else texts[name] = value
  })
}

function hearFiles({ on, reject }: Events<void>, parser: Parser, limit: number, uploads: Uploads): void {
  on(parser, 'file', (name: string | undefined, stream: PartStream) => {
    hearErrors(stream)
    if (name === undefined) {
      stream.resume()
      return
    }
    on(stream, 'limit', () => reject(fileTooLarge(name, limit)))
    uploads.add(name, stream, reject)
  })
}

function hearFaults({ on, reject }: Events<void>, parser: Parser): void {
  const tooMany = (limit: number) => () => reject(new Refusal('too_many_parts', { params: { limit } }))
  on(parser, 'partsLimit', tooMany(PARTS))
  on(parser, 'fieldsLimit', tooMany(PARTS))
  on(parser, 'filesLimit', tooMany(FILES))
  on(parser, 'error', (cause) => reject(unexpectedEnd(cause)))
}

/** Hands the body to the parser, no faster than it takes it. Resolves when both are at their end. */
function feed(events: Events<void>, request: IncomingMessage, parser: Parser, limit: number): void {
  let isReceived = false
  let isParsed = false
  const conclude = () => {
    if (isReceived && isParsed) events.resolve()
  }
  const take = (chunk: Buffer) => {
    let hasRoom = true
    for (let start = 0; start < chunk.length && !events.isSettled(); start += SLICE)
      hasRoom = parser.write(chunk.subarray(start, start + SLICE))
    if (!hasRoom) incoming.pause()
  }
  const end = () => {
    isReceived = true
    parser.end()
    events.after(PARSE_TIME, () => events.reject(new Unavailable('uploads')))
    conclude()
  }
  const incoming = receive(events, request, limit, take, end)
  const { on } = events
  on(parser, 'drain', incoming.resume)
  on(parser, 'finish', () => {
    isParsed = true
    conclude()
  })
}

function unexpectedEnd(cause: unknown): Refusal {
  return new Refusal('parse_multipart', { params: { reason: 'Unexpected end of form' }, cause })
}

function fileTooLarge(field: string, limit: number): Refusal {
  const megabytes = Math.floor(limit / 100_000) / 10
  return new Refusal('payload_too_large', {
    params: { limit },
    faults: { [field]: [{ key: 'file_too_large', params: { megabytes } }] },
  })
}
