import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inBackground } from '../basics/foreign-events.ts'
import { isLoopback } from '../basics/origin.ts'
import { Refusal } from '../errors/errors.ts'
import type { Callers } from './caller.ts'
import type { OriginLog } from './origin-log.ts'

/** Headers of every response that a page may read. */
const exposed = { 'access-control-expose-headers': 'ETag, Retry-After, X-Request-Id' }
/** Headers of a successful preflight. */
const preflight = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers':
    'apikey, authorization, content-type, accept-language, if-match, if-none-match, x-methodoverride',
}
/** How long a browser may keep a preflight, in seconds. */
const PREFLIGHT_SECONDS = 600

/** Maximum number of bytes of an unparsable request that are searched for an origin. */
const HEAD_MAX = 16_384

export type Origins = ReturnType<typeof createOrigins>

/**
 * Which origins may read responses in a browser (contract: Every request): those registered by single-page
 * applications. They are read again for each request; responses sent before that, or while the database is
 * unavailable, use the last known ones.
 */
export function createOrigins(callers: Pick<Callers, 'spaOrigins'>) {
  let known: ReadonlySet<string> = new Set()
  const read = async (): Promise<ReadonlySet<string>> => {
    known = new Set(await callers.spaOrigins())
    return known
  }
  /** Returns the headers of a response that is created outside the framework. */
  const headersFor = (origin: string | undefined): Record<string, string> => ({
    vary: 'Origin',
    ...(origin !== undefined && known.has(origin) && { 'access-control-allow-origin': origin, ...exposed }),
  })
  return {
    headersFor,
    /**
     * Reads the origins for the first time. If the database is unavailable, the first request tries again.
     */
    learn: () => read().catch(() => known),
    isAllowed: async (origin: string): Promise<boolean> => (await read().catch(() => known)).has(origin),
    /**
     * Returns the response headers of a preflight, or null if the request is not one or its origin is
     * unknown.
     */
    preflightHeaders({ method, headers }: IncomingMessage): Record<string, string> | null {
      const { origin } = headers
      if (method !== 'OPTIONS' || origin === undefined || !known.has(origin)) return null
      return {
        ...headersFor(origin),
        ...preflight,
        'access-control-max-age': String(PREFLIGHT_SECONDS),
      }
    },
    /**
     * Returns the headers of a response to bytes that the HTTP parser rejected, based on an origin found in
     * them.
     */
    headersForBytes(bytes: Buffer | undefined): Record<string, string> {
      const head = bytes?.subarray(0, HEAD_MAX).toString('latin1').split('\r\n\r\n', 1)[0] ?? ''
      return headersFor(/\r\norigin:[ \t]*([!-~]{1,300})[ \t]*(?:\r\n|$)/i.exec(head)?.[1])
    },
  }
}

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

/**
 * CORS for every request that reaches the framework: a preflight contains no key, so the origin of any such
 * application is allowed.
 *
 * A browser gives no reason for a failed preflight. So the preflight also succeeds for unregistered loopback origins,
 * which developers use. `checkCallers` then refuses the request itself, in a response that the page can read. Open
 * routes get no such header, and a key of another kind removes it, so such a page can read only refusals.
 */
export async function allowOrigins(
  app: FastifyInstance,
  origins: Origins,
  log: Pick<OriginLog, 'unregistered'>,
): Promise<void> {
  await origins.learn()
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (origin === undefined) return done()
    inBackground(
      'cors',
      answerOrigin(request, reply, origin, { origins, log }).then(
        (isAnswered) => void (isAnswered || done()),
        done,
      ),
    )
  })
  // A preflight of an unknown path is answered, too: the browser reports the 404 of the request itself.
  app.options('*', { config: { access: 'open' }, schema: { hide: true } }, (_request, reply) =>
    reply.callNotFound(),
  )
}

/**
 * Sets the headers for the origin, and returns whether it has answered a preflight.
 * @throws {Refusal} `origin_not_allowed` for the preflight of an origin that no application has
 */
async function answerOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  origin: string,
  { origins, log }: { origins: Origins; log: Pick<OriginLog, 'unregistered'> },
): Promise<boolean> {
  const isRegistered = await origins.isAllowed(origin)
  if (!isRegistered && isPreflight(request)) log.unregistered(request)
  if (isRegistered || isExplained(request, origin)) {
    reply.header('access-control-allow-origin', origin).headers(exposed)
    if (request.method !== 'OPTIONS') return false
    // A registration takes effect at once.
    const seconds = isRegistered ? PREFLIGHT_SECONDS : 0
    // Safari waits for the body of a 204 without a length.
    reply.headers({ ...preflight, 'access-control-max-age': String(seconds), 'content-length': '0' })
    reply.code(204).send()
    return true
  }
  if (isPreflight(request)) throw new Refusal('origin_not_allowed')
  return false
}

/** Returns whether an unregistered page may read why it is refused: `checkCallers` will check its origin. */
function isExplained(request: FastifyRequest, origin: string): boolean {
  const { is404, method, routeOptions } = request
  const isChecked = !is404 && routeOptions.config.access !== 'open'
  const isCall = method !== 'OPTIONS' || isPreflight(request)
  return isChecked && isCall && isLoopback(origin)
}
