import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Busboy } from '@fastify/busboy'
import { Refusal } from '../errors.ts'
import { type Events, fromEvents, hearErrors } from '../ports/foreign-events.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { decodeBase64 } from './base64.ts'
import { type Charset, charsetOf, declaredCharset, utf8 } from './charset.ts'
import { CHARSET_FIELD } from './form.ts'
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
  /** The encoding that the media type of the body declares; null: none. */
  charset: Charset | null
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
 * @throws {Refusal} `parse_multipart`, `payload_too_large`, `too_many_parts`, `malformed`, `request_timeout`,
 *   `unsupported_media_type` for an encoding that is not known; nothing is left on the disk then
 * @throws {Unavailable} if a file cannot be written
 */
export async function readMultipart(request: IncomingMessage, options: MultipartOptions): Promise<Form> {
  if (Number(request.headers['content-length'] ?? 0) > options.bytes) throw tooLarge(options.bytes)
  const parser = openParser(request.headers['content-type'] ?? '', options)
  const uploads = keepFiles(options)
  const texts: Record<string, SentText> = Object.create(null)
  try {
    await fromEvents<void>('multipart body', (events) => {
      hearTexts(events, parser, options.textBytes, texts)
      hearFiles(events, parser, options.fileBytes, uploads)
      hearFaults(events, parser)
      feed(events, request, parser, options.bytes)
    })
    const fields = Object.assign(
      Object.create(null),
      decodeTexts(texts, options.charset),
      await uploads.finish(),
    )
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
    // With one character for each byte, to be read when the encoding of the form is known.
    defCharset: 'latin1',
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

/** The text of a part before it is decoded. */
interface SentText {
  bytes: Buffer
  /** What the media type of the part declares. */
  charset: string | null
}

function hearTexts(
  { on, reject }: Events<void>,
  parser: Parser,
  limit: number,
  texts: Record<string, SentText>,
): void {
  const charsetOfPart = hearCharsets({ on }, parser)
  let count = 0
  const take = (name: string | undefined, value: string, _cut: boolean, isCut: boolean, encoding: string) => {
    // As Django has it: a part without a name is left out.
    if (name === undefined) return
    const sent = Buffer.from(value, 'latin1')
    count += sent.length + Buffer.byteLength(name)
    if (isCut || count > limit) return reject(tooLarge(limit))
    const bytes = isBase64(encoding) ? (decodeBase64(sent) ?? sent) : sent
    texts[name] = { bytes, charset: charsetOfPart() }
  }
  on(parser, 'field', take)
}

const isBase64 = (encoding: string | undefined): boolean => encoding?.trim().toLowerCase() === 'base64'

/** The inner parsers, of which the types know nothing: the outer one tells nobody what a part declares. */
interface InnerParts {
  _parser?: { parser?: EventEmitter }
}

/**
 * Takes the encoding out of the headers of each part before the parser, which knows two of them and reads all others as
 * UTF-8, sees it. Returns how to get that of the part at hand.
 */
function hearCharsets({ on }: Pick<Events<void>, 'on'>, parser: Parser): () => string | null {
  let current: string | null = null
  const parts = (parser as InnerParts)._parser?.parser
  if (!parts) throw new TypeError('the parser of forms is not the one that this was written for')
  const before = parts.listeners('part') as ((part: EventEmitter) => void)[]
  parts.removeAllListeners('part')
  on(parts, 'part', (part: EventEmitter) => {
    on(part, 'header', (header: Record<string, string[] | undefined>) => {
      const type = header['content-type']?.[0]
      current = declaredCharset(type)
      if (type !== undefined) header['content-type'] = [type.split(';', 1)[0] ?? '']
    })
    for (const listener of before) listener.call(parts, part)
  })
  return () => current
}

/** A part's own encoding counts first, then that of the form, then the one that `_charset_` names (RFC 7578, 4.6, 5.1.2). */
function decodeTexts(texts: Record<string, SentText>, declared: Charset | null): Record<string, string> {
  const named = texts[CHARSET_FIELD]?.bytes.toString('latin1').trim()
  const ofForm = declared ?? (named ? charsetOf(named, `${CHARSET_FIELD}=${named}`) : utf8)
  const fields: Record<string, string> = Object.create(null)
  for (const [name, { bytes, charset }] of Object.entries(texts)) {
    const ofPart = charset === null ? ofForm : charsetOf(charset, `text/plain; charset=${charset}`)
    fields[name] = ofPart.decode(bytes)
  }
  return fields
}

function hearFiles({ on, reject }: Events<void>, parser: Parser, limit: number, uploads: Uploads): void {
  on(parser, 'file', (name: string | undefined, stream: PartStream, _file: unknown, encoding: string) => {
    hearErrors(stream)
    if (name === undefined) {
      stream.resume()
      return
    }
    on(stream, 'limit', () => reject(fileTooLarge(name, limit)))
    uploads.add(name, stream, reject, isBase64(encoding))
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
