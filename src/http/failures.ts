import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../common/languages.ts'
import { failures } from '../errors/error-catalogue.ts'
import { Refusal } from '../errors/errors.ts'
import { Unavailable } from '../errors/unavailable.ts'
import { translationOf } from '../messages/catalogue.ts'
import type { Translation } from '../messages/texts.ts'
import { failureEnvelope, problemDetails } from '../protocol/envelope.ts'
import { BODY_BYTES } from './body/fields.ts'
import { isPerson, sendNotFoundPage } from './not-found.ts'
import type { PageLook } from './pages.ts'

/** Seconds after which a client may retry if a dependency is unavailable. */
const UNAVAILABLE_RETRY_AFTER = 5

/** Minimum interval between two warnings of one kind, in milliseconds. */
const WARNING_PAUSE = 1000

/** Maps Fastify's own errors to the catalogue. */
const known: Readonly<Record<string, (error: FastifyError, request: FastifyRequest) => Refusal>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (_error, request) =>
    new Refusal('unsupported_media_type', {
      params: { mediaType: (request.headers['content-type'] ?? '').slice(0, 100) },
    }),
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Refusal('payload_too_large', { params: { limit: BODY_BYTES } }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new Refusal('malformed'),
  FST_ERR_BAD_URL: () => new Refusal('not_found'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Refusal('not_found'),
  FST_ERR_ASYNC_CONSTRAINT: () => new Refusal('malformed'),
}

/**
 * Turns every failure into the envelope. An error that is not a `Refusal` is logged and results in a generic
 * 500.
 */
export function answerFailures(
  app: FastifyInstance,
  languageOf: (request: FastifyRequest) => Language,
  onFailure: (error: unknown, request: FastifyRequest) => void,
  look: PageLook,
): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    onFailure(error, request)
    const isUnknown = request.is404 || request.routeOptions.config.isOfFiles
    if (isUnknown && isNotFound(error) && isPerson(request))
      return sendNotFoundPage(reply, languageOf(request), look)
    return answerFailure(error, request, reply, await translationOf(languageOf(request)))
  })
  app.setNotFoundHandler(async (request, reply) =>
    sendRefusal(request, reply, new Refusal('not_found'), await translationOf(languageOf(request))),
  )
}

const isNotFound = (error: unknown) => error instanceof Refusal && error.key === 'not_found'

/** Responds with a failure, in the language of the translation too. */
export function answerFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  translation: Translation | null,
) {
  const refusal = toRefusal(error, request)
  if (error instanceof Unavailable) {
    const { dependency, reason } = error
    warnRarely(request, dependency, { part: dependency, reason }, 'request failed: dependency unavailable')
  } else if (refusal.key === 'unavailable')
    warnRarely(request, 'load', { retryAfter: refusal.retryAfter }, 'too busy')
  else if (failures[refusal.key].status >= 500) request.log.error({ err: error }, 'request failed')
  return sendRefusal(request, reply, refusal, translation)
}

/** When a warning of each kind was last logged. */
const warned = new Map<string, number>()

/** Logs a warning at most once per second: during an outage, every request fails in the same way. */
function warnRarely(request: FastifyRequest, kind: string, fields: object, message: string): void {
  const now = performance.now()
  if (now - (warned.get(kind) ?? Number.NEGATIVE_INFINITY) < WARNING_PAUSE) return
  warned.set(kind, now)
  request.log.warn(fields, message)
}

function toRefusal(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Unavailable) {
    return new Refusal('unavailable', {
      params: { seconds: UNAVAILABLE_RETRY_AFTER },
      retryAfter: UNAVAILABLE_RETRY_AFTER,
      cause: error,
    })
  }
  const translate = known[error.code]
  if (translate) return translate(error, request)
  // Requests that the framework refuses are never a defect of the service.
  if (error.code?.startsWith('FST_ERR_') && (error.statusCode ?? 500) < 500)
    return new Refusal('malformed', { cause: error })
  // The client disconnected while sending its body: no one reads the response, and the service is not at
  // fault.
  if (request.raw.destroyed && !request.raw.complete) return new Refusal('malformed', { cause: error })
  return new Refusal('server_error', { cause: error })
}

function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  translation: Translation | null,
) {
  const { status } = failures[refusal.key]
  reply.code(status).header('cache-control', 'no-store')
  // Of the messages; `errors` are in English regardless.
  if (translation) reply.header('content-language', translation.language)
  if (refusal.retryAfter !== undefined) reply.header('retry-after', refusal.retryAfter)
  // The challenge of simplejwt, which existing clients know.
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="api"')
  if (request.headers.accept?.includes('application/problem+json')) {
    return reply
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(problemDetails(refusal, translation, request.id))
  }
  return reply
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(failureEnvelope(refusal, translation))
}
