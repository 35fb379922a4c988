import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { JsonObject } from '../../basics/json-object.ts'
import { Refusal } from '../../errors/errors.ts'
import { BODY_BYTES, charsetBy, type FieldsType, fieldsOf } from './fields.ts'
import { parseJsonObject } from './json.ts'
import { type Form, readMultipart } from './multipart.ts'
import { receiveBytes } from './receive.ts'

/** Which files a route accepts, for its `config`. */
export interface UploadConfig {
  /** Names of the file fields. */
  files: readonly string[]
  /** Maximum size of a file, in bytes. */
  fileBytes: number
}

declare module 'fastify' {
  interface FastifyContextConfig {
    upload?: UploadConfig
    /** Maximum number of values in a body of JSON, if it may have more than usual. */
    values?: number
    /** Media types of a body that is one object of JSON, stored as it is, instead of fields. */
    document?: readonly JsonType[]
  }
  interface FastifyRequest {
    /** The form of a multipart body, for its files; null for other bodies. */
    form: Form | null
  }
}

/** JSON, and a change of JSON (RFC 7396). */
export type JsonType = 'application/json' | 'application/merge-patch+json'

/** Where uploaded files are stored temporarily, and how they are named. */
interface Temporary {
  folder: string
  fileName: () => string
}

/**
 * Parses the three body types into the same record on every route: `multipart/form-data`,
 * `application/x-www-form-urlencoded` and `application/json` (contract: Every request).
 */
export function readBodies(app: FastifyInstance, temporary: Temporary): void {
  app.decorateRequest('form', null)
  app.removeAllContentTypeParsers()
  const addParser = (type: string, read: (request: FastifyRequest) => Promise<Record<string, unknown>>) =>
    app.addContentTypeParser(type, async (request: FastifyRequest) => {
      refuseEncoded(request)
      const { document } = request.routeOptions.config
      if (document) return readDocument(request, document.includes(type as JsonType))
      return read(request)
    })
  const texts = ['application/json', 'application/x-www-form-urlencoded'] satisfies FieldsType[]
  for (const type of texts)
    addParser(type, async ({ raw, routeOptions }) => {
      const bytes = await receiveBytes(raw, BODY_BYTES)
      return fieldsOf(bytes, type, raw.headers, routeOptions.config.values) ?? {}
    })
  addParser('multipart/form-data', (request) => readForm(request, temporary))
  for (const type of ['application/merge-patch+json', '*'])
    addParser(type, async (request) => {
      if (hasBody(request)) throw unsupported(request.headers['content-type'] ?? '')
      return {}
    })
  // Remove the files of a request whose client disconnects, or that is refused after its body was read.
  app.addHook('onResponse', (request, _reply, done) => disposeForm(request, done))
  app.addHook('onRequestAbort', (request, done) => disposeForm(request, done))
}

/** Without a body the type does not matter, as in the framework behind the published API. */
const hasBody = ({ headers }: FastifyRequest): boolean =>
  (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined

/** @throws {Refusal} `no_data`, `unsupported_media_type`, `parse_json`, `not_an_object` */
async function readDocument(request: FastifyRequest, isAccepted: boolean): Promise<JsonObject> {
  const { raw, routeOptions } = request
  if (!hasBody(request)) throw new Refusal('no_data')
  if (!isAccepted) throw unsupported(request.headers['content-type'] ?? '')
  const bytes = await receiveBytes(raw, BODY_BYTES)
  if (bytes.length === 0) throw new Refusal('no_data')
  return parseJsonObject(bytes, charsetBy(raw.headers), routeOptions.config.values)
}

/**
 * Returns the body of a route with `document`.
 * @throws {Refusal} `no_data` if there is none
 */
export function documentOf({ body }: FastifyRequest): JsonObject {
  if (body === undefined || body === null) throw new Refusal('no_data')
  return body as JsonObject
}

/** Compressed bodies are refused (RFC 9110, 8.4 and 15.5.16): a small one could expand to any size. */
function refuseEncoded(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw unsupported(encoding)
}

function unsupported(mediaType: string): Refusal {
  return new Refusal('unsupported_media_type', { params: { mediaType: mediaType.slice(0, 100) } })
}

async function readForm(request: FastifyRequest, temporary: Temporary): Promise<Record<string, unknown>> {
  const length = request.headers['content-length']
  if (length === '0') return {}
  // Small forms are almost always plain texts, which one look at their bytes reads.
  const isSmall = length !== undefined && Number(length) <= BODY_BYTES
  const bytes = isSmall ? await receiveBytes(request.raw, BODY_BYTES) : null
  const fields = bytes && fieldsOf(bytes, 'multipart/form-data', request.headers)
  return fields ?? (await readAnyForm(request, bytes, temporary))
}

/** `bytes` is the body if it has been received already. */
async function readAnyForm(
  request: FastifyRequest,
  bytes: Buffer | null,
  temporary: Temporary,
): Promise<Record<string, unknown>> {
  const { files, fileBytes } = request.routeOptions.config.upload ?? { files: [], fileBytes: BODY_BYTES }
  const source = bytes
    ? Object.assign(Readable.from([bytes], { objectMode: false }), {
        complete: true,
        headers: request.raw.headers,
      })
    : request.raw
  const form = await readMultipart(source, {
    files,
    fileBytes,
    textBytes: BODY_BYTES,
    charset: charsetBy(request.raw.headers),
    // Doubled for the headers of the parts.
    bytes: files.length * fileBytes + (files.length === 0 ? 1 : 2) * BODY_BYTES,
    ...temporary,
  })
  request.form = form
  // The hooks that remove files have already run.
  if (request.raw.socket.destroyed) {
    await form.dispose()
    throw new Refusal('malformed')
  }
  return form.fields
}

function disposeForm(request: FastifyRequest, done: () => void): void {
  request.form?.dispose().catch((error) => request.log.error({ err: error }, 'temporary file not removed'))
  done()
}
