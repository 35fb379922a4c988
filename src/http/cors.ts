import type { IncomingMessage } from 'node:http'
import cors from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApplicationService } from '../application/application.service.ts'

const preflight = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'apikey',
    'authorization',
    'content-type',
    'accept-language',
    'if-match',
    'if-none-match',
    'x-methodoverride',
  ],
  maxAge: 600,
}
const exposedHeaders = ['ETag', 'Retry-After', 'X-Request-Id']

/** Bytes of a request that could not be read in which an origin is looked for. */
const HEAD_MAX = 16_384

export type Origins = ReturnType<typeof createOrigins>

/**
 * Who may read answers in a browser (contract: Every request): the origins that single-page applications have registered. They
 * are read anew for each request; what is answered before that, or while the database is unavailable, goes by those read last.
 */
export function createOrigins(applications: Pick<ApplicationService, 'spaOrigins'>) {
  let known: ReadonlySet<string> = new Set()
  const read = async (): Promise<ReadonlySet<string>> => {
    known = new Set(await applications.spaOrigins())
    return known
  }
  /** The headers of an answer to the origin that is made without a request of the framework. */
  const headersFor = (origin: string | undefined): Record<string, string> => ({
    vary: 'Origin',
    ...(origin !== undefined &&
      known.has(origin) && {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': exposedHeaders.join(', '),
      }),
  })
  return {
    headersFor,
    /** Reads them for the first time. What the database does not say now, the first request asks again. */
    learn: () => read().catch(() => known),
    async isAllowed(origin: string | undefined): Promise<boolean> {
      return origin !== undefined && (await read().catch(() => known)).has(origin)
    },
    /** The answer to a preflight, or null if the request is none or its origin is unknown. */
    preflightHeaders({ method, headers }: IncomingMessage): Record<string, string> | null {
      const { origin } = headers
      if (method !== 'OPTIONS' || origin === undefined || !known.has(origin)) return null
      return {
        ...headersFor(origin),
        'access-control-allow-methods': preflight.methods.join(', '),
        'access-control-allow-headers': preflight.allowedHeaders.join(', '),
        'access-control-max-age': String(preflight.maxAge),
      }
    },
    /** The headers of an answer to what the HTTP parser refused, whose origin stands in what it had read, if anywhere. */
    headersForBytes(bytes: Buffer | undefined): Record<string, string> {
      const head = bytes?.subarray(0, HEAD_MAX).toString('latin1').split('\r\n\r\n', 1)[0] ?? ''
      return headersFor(/\r\norigin:[ \t]*([!-~]{1,300})[ \t]*(?:\r\n|$)/i.exec(head)?.[1])
    },
  }
}

/** CORS for every request that reaches the framework: a preflight carries no key, so the origin of any such application passes. */
export async function allowOrigins(app: FastifyInstance, origins: Origins): Promise<void> {
  await origins.learn()
  // The plugin's own route, for preflights: to anything else on an unknown path it answers 404, whoever calls.
  app.addHook('onRoute', (route) => {
    if (route.url === '*') route.config = { ...route.config, access: 'open' }
  })
  await app.register(cors, {
    delegator: async (request: FastifyRequest) => ({
      ...preflight,
      origin: await origins.isAllowed(request.headers.origin),
      exposedHeaders,
      strictPreflight: false,
    }),
  })
}
