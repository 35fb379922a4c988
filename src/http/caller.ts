import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, throttled } from '../errors/errors.ts'
import type { Scope } from '../protocol/scopes.ts'
import { arrivalOf, clientAddress } from './client-address.ts'
import type { OriginLog } from './origin-log.ts'

/** What HTTP needs to know about a calling application. */
interface CallingApplication {
  id: string
  kind: string
  origins: readonly string[]
}

/** What HTTP needs to know about a calling server. */
interface CallingServer {
  application: CallingApplication & { scopes: readonly string[] }
  keyId: string
}

/** What HTTP needs to know about a signed-in caller. */
interface CallingPerson {
  user: { id: string; language: string }
  application: CallingApplication
  /** IP address, determined with the proxies of `TRUST_PROXY`. */
  address: string
}

/**
 * The types behind `Caller` and `CallerApplication`. The module that implements the port `Callers` declares
 * them here, so that routes receive the types that their services expect.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging.
export interface CallerTypes {}

/** A signed-in person, with the application and address they call from. */
export type Caller = CallerTypes extends { caller: infer C extends CallingPerson } ? C : CallingPerson

/** The application that an API key belongs to. */
export type CallerApplication = CallerTypes extends { application: infer A extends CallingApplication }
  ? A
  : CallingApplication

/** A server that calls with its own key, and the address it calls from. */
export type CallerServer = CallingServer & { address: string }

/** State of the limit of a server's key. */
interface Spending {
  isAllowed: boolean
  /** Requests in each window of so many seconds. */
  points: number
  window: number
  /** Requests that are left, and seconds until the window ends. */
  left: number
  seconds: number
}

/** Where a request comes from. */
interface Arrival {
  address: string
  userAgent: string
}

/** Identifies callers. Implemented by the wiring, since HTTP knows no feature. */
export interface Callers {
  /** Returns the active application that the API key belongs to. */
  applicationByKey(apiKey: string): Promise<CallerApplication | null | undefined>
  /**
   * Returns the application and key of a caller with an active key of any kind, and records the use of a server's key.
   */
  callerByKey(apiKey: string, address: string): Promise<CallingServer | null>
  /** Counts requests of a server's key against its limit. */
  spend(keyId: string, cost: number): Promise<Spending>
  /**
   * Returns the caller with this API key and access token, which may be that of a provider.
   * @throws {Refusal} `api_key_invalid`, `token_not_valid`, and others for tokens of providers
   */
  authenticate(apiKey: string, token: string, arrival: Arrival): Promise<Omit<Caller, 'address'>>
  /** Returns the caller with this API key and value of `Authorization`, if they are known without a look; otherwise null. */
  recall(apiKey: string, authorization: string): Omit<Caller, 'address'> | null
  /** Whether `authenticate` looks at where a request with this token comes from. */
  needsArrival(token: string): boolean
  /** Returns the origins (RFC 6454) registered by active single-page applications. */
  spaOrigins(): Promise<readonly string[]>
}

/**
 * Who may call a route: anyone, any application with its key, a signed-in person through an application, or a server
 * whose key has the scope of the route.
 */
export type Access = 'open' | 'key' | 'user' | 'server'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** What the key must be allowed to do; with access `server`. */
    scope?: Scope
    /** Whether an address of this route that leads to nothing is unknown, as if there were no route. */
    isOfFiles?: true
  }
  interface FastifyRequest {
    knownCaller: Caller | null
    knownApplication: CallerApplication | null
    knownServer: CallerServer | null
    /** Counts more requests of the calling server. */
    spend: ((cost: number) => Promise<Spending>) | null
  }
}

/**
 * Checks API key, token and origin before the body is read. Routes without `access` require a signed-in
 * person.
 */
export function checkCallers(
  app: FastifyInstance,
  callers: Callers,
  log: Pick<OriginLog, 'wrongKind'>,
): void {
  app.decorateRequest('knownCaller', null)
  app.decorateRequest('knownApplication', null)
  app.decorateRequest('knownServer', null)
  app.decorateRequest('spend', null)
  requireScopes(app)
  app.addHook('onRequest', async (request, reply) => {
    // As in the framework behind the published API: before the body is read.
    if (request.is404 || hasNul(request.params)) throw new Refusal('not_found')
    const access = request.routeOptions.config.access ?? 'user'
    if (access === 'open') return
    // Responses are private to the caller. Routes whose responses are revalidated by `ETag` override this.
    reply.header('cache-control', 'no-store')
    const apiKey = readApiKey(request)
    if (access === 'server') {
      const server = await identifyServer(request, callers, apiKey)
      request.knownServer = server
      request.spend = (cost) => callers.spend(server.keyId, cost)
      await spendMore(request, reply, 1)
      return
    }
    if (access === 'key') {
      const application = await callers.applicationByKey(apiKey)
      if (!application) throw new Refusal('api_key_invalid')
      request.knownApplication = application
      if (application.kind === 'server') {
        refuseBrowsers(request)
        throw new Refusal('server_key_not_allowed')
      }
      checkOrigin(request, reply, application, log)
      return
    }
    const arrival = arrivalOf(request)
    const signedIn =
      callers.recall(apiKey, request.headers.authorization ?? '') ??
      (await (refused.get(request.raw) ?? callers.authenticate(apiKey, readBearer(request.raw), arrival)))
    request.knownCaller = { ...signedIn, address: arrival.address }
    checkOrigin(request, reply, signedIn.application, log)
  })
}

/** Every route for servers has a scope, and no other route does. */
function requireScopes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    if ((config?.access === 'server') !== (config?.scope !== undefined))
      throw new TypeError(`${method} ${url}: a route needs a scope exactly if its access is "server"`)
  })
}

/**
 * Returns the calling server.
 * @throws {Refusal} `api_key_invalid`, `server_key_required`, `server_key_from_browser`, `insufficient_scope`
 */
async function identifyServer(
  request: FastifyRequest,
  callers: Pick<Callers, 'callerByKey'>,
  apiKey: string,
): Promise<CallerServer> {
  const address = clientAddress(request)
  const caller = await callers.callerByKey(apiKey, address)
  if (!caller) throw new Refusal('api_key_invalid')
  const about = { applicationId: caller.application.id }
  if (caller.application.kind !== 'server') throw new Refusal('server_key_required', { about })
  refuseBrowsers(request, about)
  const { scope = '' } = request.routeOptions.config
  if (!caller.application.scopes.includes(scope))
    throw new Refusal('insufficient_scope', { params: { scope }, members: { required_scope: scope }, about })
  return { ...caller, address }
}

/**
 * A server key in a browser can be read by whoever uses it. Browsers send `Origin` with every request to another site
 * and every one that changes something, and `Sec-Fetch-Site` with all others (Fetch Metadata, 2.2); scripts can set
 * neither.
 * @throws {Refusal} `server_key_from_browser`
 */
function refuseBrowsers({ headers }: FastifyRequest, about: Refusal['about'] = {}): void {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    throw new Refusal('server_key_from_browser', { about })
}

/**
 * Counts requests of the calling server, and tells it what is left (draft-ietf-httpapi-ratelimit-headers-10, 3 and 4).
 * @throws {Refusal} `throttled`
 */
export async function spendMore(request: FastifyRequest, reply: FastifyReply, cost: number): Promise<void> {
  if (cost <= 0 || request.spend === null) return
  const { isAllowed, points, window, left, seconds } = await request.spend(cost)
  reply.header('ratelimit-policy', `"key";q=${points};w=${window}`)
  reply.header('ratelimit', `"key";r=${left};t=${seconds}`)
  if (!isAllowed) throw throttled(seconds)
}

/** Whether the path contains a NUL character. No name or id has one, and PostgreSQL refuses them. */
const hasNul = (params: unknown): boolean =>
  Object.values(params as Record<string, unknown>).some(
    (value) => typeof value === 'string' && value.includes('\0'),
  )

/** Returns the signed-in person of a route with access `user`. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.knownCaller)
    throw new TypeError(`${request.routeOptions.url} does not require a signed-in person`)
  return request.knownCaller
}

/** Returns the application of a route with access `key`. */
export function applicationOf(request: FastifyRequest): CallerApplication {
  if (!request.knownApplication)
    throw new TypeError(`${request.routeOptions.url} does not require an API key`)
  return request.knownApplication
}

/** Returns the calling server of a route with access `server`. */
export function serverOf(request: FastifyRequest): CallerServer {
  if (!request.knownServer) throw new TypeError(`${request.routeOptions.url} is not for servers`)
  return request.knownServer
}

/** Why a request was not answered without the framework, which says it in its own way. */
const refused = new WeakMap<IncomingMessage, Promise<Omit<Caller, 'address'>>>()

/**
 * Returns the caller of a request that the framework does not have yet, at once if it is known; null if the framework must
 * find out. If nobody is found, it does not look again.
 * @throws {Refusal} as `checkCallers` does
 */
export function identifyEarly(
  request: IncomingMessage,
  callers: Pick<Callers, 'authenticate' | 'needsArrival' | 'recall'>,
): Omit<Caller, 'address'> | Promise<Omit<Caller, 'address'>> | null {
  const apiKey = readApiKey(request)
  const known = callers.recall(apiKey, request.headers.authorization ?? '')
  if (known) return known
  const token = readBearer(request)
  if (callers.needsArrival(token)) return null
  return noteRefused(request, callers.authenticate(apiKey, token, UNKNOWN))
}

async function noteRefused<T extends Omit<Caller, 'address'>>(
  request: IncomingMessage,
  found: Promise<T>,
): Promise<T> {
  try {
    return await found
  } catch (error) {
    refused.set(request, found)
    throw error
  }
}

/** The arrival where nobody looks at it. */
const UNKNOWN: Arrival = { address: '', userAgent: '' }

function readApiKey(request: Pick<IncomingMessage, 'headers'>): string {
  const header = request.headers.apikey
  if (typeof header !== 'string' || header === '') throw new Refusal('api_key_missing')
  return header
}

/**
 * RFC 6750, 2.1, with the texts of simplejwt's `JWTAuthentication`: another scheme counts as missing
 * credentials.
 */
function readBearer(request: IncomingMessage): string {
  const parts = (request.headers.authorization ?? '').trim().split(/\s+/)
  if (parts[0]?.toLowerCase() !== 'bearer') throw new Refusal('not_authenticated')
  if (parts.length !== 2 || !parts[1]) throw new Refusal('authorization_malformed')
  return parts[1]
}

/**
 * Ensures that a browser's request comes from an origin of the key's own single-page app. The CORS headers
 * set so far are those for any such app, or for a loopback origin; they are removed for applications of other
 * kinds.
 */
function checkOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  application: CallingApplication,
  log: Pick<OriginLog, 'wrongKind'>,
): void {
  const { origin } = request.headers
  if (origin === undefined) return
  if (application.kind !== 'spa') {
    if (reply.hasHeader('access-control-allow-origin')) log.wrongKind(request, application)
    reply.removeHeader('access-control-allow-origin')
  } else if (!application.origins.includes(origin)) throw new Refusal('origin_not_allowed')
}
