import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { ApplicationService } from '../application/application.service.ts'
import { failures, Refusal } from '../errors.ts'
import { messageLanguage } from '../messages/language.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { Tracer } from '../ports/tracer.ts'
import type { SessionService } from '../session/session.service.ts'
import { failureEnvelope } from './answer.ts'
import { BODY_BYTES, readBodies } from './body.ts'
import { checkCallers } from './caller.ts'
import { drainBodies } from './drain.ts'
import { answerFailure, answerFailures } from './failures.ts'
import { measureRequests } from './measure.ts'
import { refuseOtherMethods } from './methods.ts'
import { shedLoad } from './overload.ts'
import { type App, useSchemas } from './schemas.ts'
import { traceRequests } from './trace.ts'

/** What requests are logged to. */
export type Logger = FastifyBaseLogger

export interface ServerOptions {
  logger: Logger
  metrics: Metrics
  trustProxy: boolean | string[]
  publicUrl: string
  /** Makes a span of each request; null: none. */
  tracer: Tracer | null
  applications: ApplicationService
  sessions: SessionService
  /** The language to speak to people who chose none (BCP 47). */
  defaultLanguage: string
  /** Where uploaded files wait, and how they are named there. */
  temporary: { folder: string; fileName: () => string }
  /** Whether the service is about to stop listening. */
  isStopping: () => boolean
}

/**
 * The HTTP server with everything that holds for every route: request ids, logging, security headers, CORS, who is
 * calling, bodies, failures. `addRoutes` gets the instance; methods that a path lacks are refused after it.
 */
export async function buildServer(
  options: ServerOptions,
  addRoutes: (app: App) => Promise<void>,
): Promise<App> {
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    trustProxy: options.trustProxy,
    bodyLimit: BODY_BYTES,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => answerFailure(error, request, reply, null),
  })
  shedLoad(app, options)
  if (options.tracer) traceRequests(app, options.tracer, options.publicUrl)
  logRequests(app)
  if (options.metrics !== noMetrics) measureRequests(app, options.metrics)
  await app.register(helmet, {
    contentSecurityPolicy: { directives: PAGE_POLICY },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  })
  await allowOrigins(app, options.applications)
  useSchemas(app)
  readBodies(app, options.temporary)
  drainBodies(app)
  partWithClients(app, options.isStopping)
  checkCallers(app, options)
  answerFailures(app, (request) =>
    messageLanguage(
      request.headers['accept-language'],
      request.knownCaller?.user.language || options.defaultLanguage,
    ),
  )
  const refuseRest = refuseOtherMethods(app)
  await addRoutes(app as unknown as App)
  refuseRest()
  return app as unknown as App
}

/** For the few pages; JSON answers need none of it. */
const PAGE_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  scriptSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  upgradeInsecureRequests: null,
}

/** One line a request: neither address, headers, body nor the path as sent, which may carry secrets. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.is404 ? null : request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        application: request.knownCaller?.application.id ?? request.knownApplication?.id,
        user: request.knownCaller?.user.id,
      },
      'request',
    )
  })
}

/** Before the end of listening clients are asked to go elsewhere: one that sends into a closing connection gets no answer. */
function partWithClients(app: FastifyInstance, isStopping: () => boolean): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (isStopping()) reply.header('connection', 'close')
    return payload
  })
}

/** CORS (contract: Every request): a preflight carries no key, so any origin that some single-page app registered passes. */
async function allowOrigins(app: FastifyInstance, applications: ApplicationService): Promise<void> {
  await app.register(cors, {
    delegator: async (request: FastifyRequest) => {
      const { origin } = request.headers
      const isAllowed = origin !== undefined && (await applications.isSpaOrigin(origin))
      return {
        origin: isAllowed,
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
        exposedHeaders: ['ETag', 'Retry-After', 'X-Request-Id'],
        maxAge: 600,
        strictPreflight: false,
      }
    },
  })
}

/** What the HTTP parser itself refuses never becomes a request; it is answered with the envelope all the same. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const key =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers_too_large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request_timeout'
        : 'malformed'
  const refusal = new Refusal(key)
  const body = JSON.stringify(failureEnvelope(refusal, null))
  socket.end(
    `HTTP/1.1 ${failures[key].status} ${failures[key].type}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `X-Request-Id: ${randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
