import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.ts'
import { type Charset, charsetOf, declaredCharset } from './charset.ts'
import { parseForm } from './form.ts'
import { parseJson } from './json.ts'
import { type Form, readMultipart } from './multipart.ts'
import { receiveBytes } from './receive.ts'

/**
 * Largest body apart from kept files, in bytes. The largest form that the service takes is the whole profile, 12 fields
 * of at most 255 code points: 37 kB if each is percent-encoded. Twice that keeps every body cheap to parse.
 */
export const BODY_BYTES = 65_536

/** Which files a route keeps, for its `config`. */
export interface UploadConfig {
  /** Names of the file fields. */
  files: readonly string[]
  /** Largest file, in bytes. */
  fileBytes: number
}

declare module 'fastify' {
  interface FastifyContextConfig {
    upload?: UploadConfig
  }
  interface FastifyRequest {
    /** The form of a multipart body, for its files; null for other bodies. */
    form: Form | null
  }
}

/** Where uploaded files wait, and how they are named there. */
interface Temporary {
  folder: string
  fileName: () => string
}

/**
 * Makes the three body types mean the same record on every route: `multipart/form-data`,
 * `application/x-www-form-urlencoded` and `application/json` (contract: Every request).
 */
export function readBodies(app: FastifyInstance, temporary: Temporary): void {
  app.decorateRequest('form', null)
  app.removeAllContentTypeParsers()
  const addParser = (type: string, read: (request: FastifyRequest) => Promise<Record<string, unknown>>) =>
    app.addContentTypeParser(type, async (request: FastifyRequest) => {
      refuseEncoded(request)
      return read(request)
    })
  addParser('application/json', async ({ raw }) => {
    const bytes = await receiveBytes(raw, BODY_BYTES)
    return bytes.length === 0 ? {} : parseJson(bytes, charsetBy(raw))
  })
  addParser('application/x-www-form-urlencoded', async ({ raw }) => {
    const bytes = await receiveBytes(raw, BODY_BYTES)
    return bytes.length === 0 ? {} : parseForm(bytes, charsetBy(raw))
  })
  addParser('multipart/form-data', (request) => readForm(request, temporary))
  // Without a body the type does not matter, as with the framework behind the published API.
  addParser('*', async (request) => {
    const {
      'content-length': length = '0',
      'transfer-encoding': encoding,
      'content-type': type = '',
    } = request.headers
    if (length === '0' && encoding === undefined) return {}
    throw unsupported(type)
  })
  // A request whose client goes away, or that is refused after its body was read, must not leave its files behind.
  app.addHook('onResponse', (request, _reply, done) => disposeForm(request, done))
  app.addHook('onRequestAbort', (request, done) => disposeForm(request, done))
}

/** No body is decompressed (RFC 9110, 8.4 and 15.5.16): a small one could become any size. */
function refuseEncoded(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw unsupported(encoding)
}

/** The encoding that the media type of the body declares, if it does. */
function charsetBy({ headers }: IncomingMessage): Charset | null {
  const name = declaredCharset(headers['content-type'])
  return name === null ? null : charsetOf(name, headers['content-type'])
}

function unsupported(mediaType: string): Refusal {
  return new Refusal('unsupported_media_type', { params: { mediaType: mediaType.slice(0, 100) } })
}

async function readForm(request: FastifyRequest, temporary: Temporary): Promise<Record<string, unknown>> {
  if (request.headers['content-length'] === '0') return {}
  const { files, fileBytes } = request.routeOptions.config.upload ?? { files: [], fileBytes: BODY_BYTES }
  const form = await readMultipart(request.raw, {
    files,
    fileBytes,
    textBytes: BODY_BYTES,
    charset: charsetBy(request.raw),
    // Once more for the headers of the parts.
    bytes: files.length * fileBytes + (files.length === 0 ? 1 : 2) * BODY_BYTES,
    ...temporary,
  })
  request.form = form
  // The hooks that remove files have run already.
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
