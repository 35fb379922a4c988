import { parse as parseQuery } from 'node:querystring'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.ts'
import { parseJson } from './json.ts'
import { type Form, readMultipart } from './multipart.ts'

/** Largest body apart from kept files, in bytes, and most fields; Django's defaults are 2.5 MB and 1000. */
export const BODY_BYTES = 1_000_000
const BODY_FIELDS = 1000

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

/**
 * Makes the three body types mean the same record on every route: `multipart/form-data`,
 * `application/x-www-form-urlencoded` and `application/json` (contract: Every request).
 */
export function readBodies(
  app: FastifyInstance,
  temporary: { folder: string; fileName: () => string },
): void {
  app.decorateRequest('form', null)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseJson(body),
  )
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseForm(body),
  )
  app.addContentTypeParser('multipart/form-data', async (request: FastifyRequest) => {
    if (request.headers['content-length'] === '0') return {}
    const upload = request.routeOptions.config.upload
    refuseOversized(request, upload)
    request.form = await readMultipart(request.raw, {
      files: upload?.files ?? [],
      fileBytes: upload?.fileBytes ?? BODY_BYTES,
      textBytes: BODY_BYTES,
      parts: BODY_FIELDS,
      ...temporary,
    })
    return request.form.fields
  })
  // Without a body the type does not matter, as with the framework behind the published API.
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const {
      'content-length': length = '0',
      'transfer-encoding': encoding,
      'content-type': type = '',
    } = request.headers
    if (length === '0' && encoding === undefined) return {}
    throw new Refusal('unsupported_media_type', { params: { mediaType: type.slice(0, 100) } })
  })
  // A request whose client goes away, or that is refused after its body was read, must not leave its files behind.
  app.addHook('onResponse', (request, _reply, done) => disposeForm(request, done))
  app.addHook('onRequestAbort', (request, done) => disposeForm(request, done))
}

function disposeForm(request: FastifyRequest, done: () => void): void {
  request.form?.dispose().catch((error) => request.log.error({ err: error }, 'temporary file not removed'))
  done()
}

function refuseOversized(request: FastifyRequest, upload: UploadConfig | undefined): void {
  const limit = BODY_BYTES * 2 + (upload ? upload.files.length * upload.fileBytes : 0)
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw new Refusal('payload_too_large', { params: { limit } })
  }
}

function parseForm(bytes: Buffer): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null)
  const parsed = parseQuery(bytes.toString('utf8'), '&', '=', { maxKeys: BODY_FIELDS + 1 })
  let count = 0
  for (const [name, value] of Object.entries(parsed)) {
    count += Array.isArray(value) ? value.length : 1
    fields[name] = Array.isArray(value) ? value.at(-1) : value
  }
  if (count > BODY_FIELDS) throw new Refusal('too_many_parts', { params: { limit: BODY_FIELDS } })
  return fields
}
