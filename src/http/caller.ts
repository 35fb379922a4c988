import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApplicationService } from '../application/application.service.ts'
import type { Application } from '../application/application.ts'
import { Refusal } from '../errors.ts'
import type { SessionService } from '../session/session.service.ts'
import type { Caller } from '../session/session.ts'
import { clientAddress } from './client-address.ts'

/** Who may call a route: anyone, any application with its key, or a signed-in person through an application. */
export type Access = 'open' | 'key' | 'user'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    knownCaller: Caller | null
    knownApplication: Application | null
  }
}

/** Checks API key, token and origin before a body is read. Routes that name no `access` ask for a signed-in person. */
export function checkCallers(
  app: FastifyInstance,
  services: { applications: ApplicationService; sessions: SessionService },
): void {
  app.decorateRequest('knownCaller', null)
  app.decorateRequest('knownApplication', null)
  app.addHook('onRequest', async (request, reply) => {
    // As the framework behind the published API has it: before the body is looked at.
    if (request.is404 || hasNul(request.params)) throw new Refusal('not_found')
    const access = request.routeOptions.config.access ?? 'user'
    if (access === 'open') return
    // What is answered to a caller is theirs alone. Routes whose answers are compared by `ETag` say otherwise.
    reply.header('cache-control', 'no-store')
    const apiKey = readApiKey(request)
    if (access === 'key') {
      const application = await services.applications.byApiKey(apiKey)
      if (!application) throw new Refusal('api_key_invalid')
      request.knownApplication = application
      checkOrigin(request, reply, application)
      return
    }
    const signedIn = await services.sessions.authenticate(apiKey, readBearer(request))
    request.knownCaller = { ...signedIn, address: clientAddress(request) }
    checkOrigin(request, reply, signedIn.application)
  })
}

/** Whether a part of the path holds a NUL character. No name or id has one, and PostgreSQL refuses text that does. */
const hasNul = (params: unknown): boolean =>
  Object.values(params as Record<string, unknown>).some(
    (value) => typeof value === 'string' && value.includes('\0'),
  )

/** The signed-in person of a route with access `user`. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.knownCaller)
    throw new TypeError(`${request.routeOptions.url} does not ask for a signed-in person`)
  return request.knownCaller
}

/** The application of a route with access `key`. */
export function applicationOf(request: FastifyRequest): Application {
  if (!request.knownApplication)
    throw new TypeError(`${request.routeOptions.url} does not ask for an API key`)
  return request.knownApplication
}

function readApiKey(request: FastifyRequest): string {
  const header = request.headers.apikey
  if (typeof header !== 'string' || header === '') throw new Refusal('api_key_missing')
  return header
}

/** RFC 6750, 2.1, with the texts of simplejwt's `JWTAuthentication`: another scheme counts as no credentials. */
function readBearer(request: FastifyRequest): string {
  const parts = (request.headers.authorization ?? '').trim().split(/\s+/)
  if (parts[0]?.toLowerCase() !== 'bearer') throw new Refusal('not_authenticated')
  if (parts.length !== 2 || !parts[1]) throw new Refusal('authorization_malformed')
  return parts[1]
}

/**
 * A browser's request must come from an origin of the key's own single-page app. The CORS headers that stand already
 * are those for any such app; another kind of application gets none.
 */
function checkOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  application: { kind: string; origins: string[] },
): void {
  const { origin } = request.headers
  if (origin === undefined) return
  if (application.kind !== 'spa') reply.removeHeader('access-control-allow-origin')
  else if (!application.origins.includes(origin)) throw new Refusal('origin_not_allowed')
}
