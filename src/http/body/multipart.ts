import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Busboy } from '@fastify/busboy'
import { type Events, fromEvents, ignoreErrors } from '../../basics/foreign-events.ts'
import { Refusal } from '../../errors/errors.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import { decodeBase64 } from './base64.ts'
import { type Charset, charsetOf, declaredCharset, utf8 } from './charset.ts'
import { CHARSET_FIELD } from './form.ts'
import { keepFiles, type PartStream, type Uploads } from './multipart-files.ts'
import { receive, tooLarge } from './receive.ts'

export interface MultipartOptions {
  /** Names of the fields whose files are stored. */
  files: readonly string[]
  /** Maximum size of a stored file, in bytes. */
  fileBytes: number
  /** Maximum total size of all texts, in bytes. */
  textBytes: number
  /** Maximum size of the body, in bytes. */
  bytes: number
  /** Charset declared by the media type of the body, or null. */
  charset: Charset | null
  /** Folder for stored files. */
  folder: string
  /** Returns a new file name. */
  fileName: () => string
}

/** Where a form comes from: a request, or bytes that have been received already. */
export type FormSource = Pick<IncomingMessage, 'headers'> & Parameters<typeof receive>[1]

/** A parsed form. If a field is repeated, the last part wins, and a file takes precedence over a text. */
export interface Form {
  fields: Record<string, unknown>
  /** Removes the stored files. Idempotent. */
  dispose(): Promise<void>
}

type Parser = InstanceType<typeof Busboy>

/** Maximum number of parts with a file, and of all parts. */
const FILES = 10
const PARTS = 100
const HEADER_PAIRS = 50
const HEADER_BYTES = 16_384
/** Bytes parsed at a time: after a refusal within a chunk, the rest of it is not parsed. */
const SLICE = 4096
/**
 * Timeout from the end of the body to the end of parsing, in milliseconds: reached only if the disk does not
 * accept data.
 */
const PARSE_TIME = 30_000

/**
 * Parses a `multipart/form-data` body (RFC 7578) and stores its files on disk; everything is limited.
 * @throws {Refusal} `parse_multipart`, `payload_too_large`, `too_many_parts`, `malformed`, `request_timeout`,
 * `unsupported_media_type` for an unknown charset; then no files remain on disk
 * @throws {Unavailable} if a file cannot be written
 */
export async function readMultipart(request: FormSource, options: MultipartOptions): Promise<Form> {
  if (Number(request.headers['content-length'] ?? 0) > options.bytes) throw tooLarge(options.bytes)
  const parser = openParser(request.headers['content-type'] ?? '', options)
  const uploads = keepFiles(options)
  const texts: Record<string, SentText> = Object.create(null)
  try {
    await fromEvents<void>('multipart body', (events) => {
      collectTexts(events, parser, options.textBytes, texts)
      collectFiles(events, parser, options.fileBytes, uploads)
      listenForFaults(events, parser)
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
    // One character per byte, decoded when the charset of the form is known.
    defCharset: 'latin1',
    isPartAFile: (name: string | undefined, type: string | undefined, fileName: string | undefined) =>
      isNamedFile(fileName) || isUnnamedFile(name, type, options.files),
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

/** As in Django: a part with a file name is a file, whatever its type. */
const isNamedFile = (fileName: string | undefined): boolean => fileName !== undefined && fileName !== ''

/**
 * Some clients send a picture without a file name (RFC 7578, 4.2, only recommends one); the parser takes a part
 * without a type for `text/plain`.
 */
function isUnnamedFile(
  name: string | undefined,
  type: string | undefined,
  files: readonly string[],
): boolean {
  const isFileType = type === 'application/octet-stream' || type?.startsWith('image/') === true
  return isFileType && name !== undefined && files.includes(name)
}

/**
 * Returns the boundary of a media type (RFC 2046, 5.1.1). An empty one is refused, since the parser would
 * never end.
 */
export function boundaryOf(contentType: string): string {
  const [, quoted, token] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType) ?? []
  const boundary = quoted ?? token
  if (boundary !== undefined && /^[\x20-\x7e]{0,199}[\x21-\x7e]$/.test(boundary) && !/["\\]/.test(boundary))
    return boundary
  const shown = boundary === undefined ? 'None' : boundary.slice(0, 100)
  throw new Refusal('parse_multipart', { params: { reason: `Invalid boundary in multipart: ${shown}` } })
}

/** The text of a part before decoding. */
interface SentText {
  bytes: Buffer
  /** Charset declared by the media type of the part. */
  charset: string | null
}

function collectTexts(
  { on, reject }: Events<void>,
  parser: Parser,
  limit: number,
  texts: Record<string, SentText>,
): void {
  const charsetOfPart = readCharsets({ on }, parser)
  let count = 0
  const take = (name: string | undefined, value: string, _cut: boolean, isCut: boolean, encoding: string) => {
    // As in Django, parts without a name are ignored.
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

/** The inner parsers, which are not in the types: the outer one does not expose what a part declares. */
interface InnerParts {
  _parser?: { parser?: EventEmitter }
}

/**
 * Removes the charset from the headers of each part before the parser sees it, since the parser knows only
 * two charsets and decodes all others as UTF-8. Returns a function that returns the charset of the current
 * part.
 */
function readCharsets({ on }: Pick<Events<void>, 'on'>, parser: Parser): () => string | null {
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

/**
 * The charset of a part takes precedence, then that of the form, then the one named by `_charset_` (RFC 7578,
 * 4.6, 5.1.2).
 */
function decodeTexts(texts: Record<string, SentText>, declared: Charset | null): Record<string, string> {
  const named = texts[CHARSET_FIELD]?.bytes.toString('latin1').trim()
  const ofForm = declared ?? (named ? charsetOf(named, `${CHARSET_FIELD}=${named}`) : utf8)
  const fields: Record<string, string> = Object.create(null)
  for (const [name, { bytes, charset }] of Object.entries(texts)) {
    const ofPart = charset === null ? ofForm : charsetOf(charset, `text/plain; charset=${charset}`)
    fields[name] = ofPart.decode(bytes)
  }
  delete fields[CHARSET_FIELD]
  return fields
}

function collectFiles({ on, reject }: Events<void>, parser: Parser, limit: number, uploads: Uploads): void {
  const take = (
    name: string | undefined,
    stream: PartStream,
    fileName: string | undefined,
    encoding: string,
  ) => {
    ignoreErrors(stream)
    if (name === undefined) {
      stream.resume()
      return
    }
    on(stream, 'limit', () => reject(fileTooLarge(name, limit)))
    uploads.add(name, stream, reject, { isBase64: isBase64(encoding), isChoice: fileName === '' })
  }
  on(parser, 'file', take)
}

function listenForFaults({ on, reject }: Events<void>, parser: Parser): void {
  const tooMany = (limit: number) => () => reject(new Refusal('too_many_parts', { params: { limit } }))
  on(parser, 'partsLimit', tooMany(PARTS))
  on(parser, 'fieldsLimit', tooMany(PARTS))
  on(parser, 'filesLimit', tooMany(FILES))
  on(parser, 'error', (cause) => reject(unexpectedEnd(cause)))
}

/** Feeds the body to the parser with backpressure. Resolves when both have ended. */
function feed(events: Events<void>, request: FormSource, parser: Parser, limit: number): void {
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
