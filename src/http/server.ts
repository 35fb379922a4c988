import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { ApplicationService } from '../application/application.service.ts'
import { messageLanguage } from '../messages/language.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { SecurityEvent } from '../ports/security-events.ts'
import type { Tracer } from '../ports/tracer.ts'
import type { SessionService } from '../session/session.service.ts'
import { BODY_BYTES, readBodies } from './body.ts'
import { checkCallers } from './caller.ts'
import { trustRule } from './client-address.ts'
import { allowOrigins, createOrigins } from './cors.ts'
import { drainBodies } from './drain.ts'
import { answerFailure, answerFailures } from './failures.ts'
import { measureRequests } from './measure.ts'
import { refuseOtherMethods } from './methods.ts'
import { shedLoad } from './overload.ts'
import { answerBrokenRequest, answerOddRequests, refuseOddHosts } from './raw-answers.ts'
import { receivingTime } from './receive.ts'
import { type App, useSchemas } from './schemas.ts'
import { securityEventOf } from './security.ts'
import { boundAnswers } from './send.ts'
import { traceRequests } from './trace.ts'

/** Milliseconds for the request line and the headers. */
const HEADERS_TIME = 10_000

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
  /** Told of refused attempts on accounts. Neither waits nor fails. */
  onSecurityEvent: (event: SecurityEvent) => void
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
  const origins = createOrigins(options.applications)
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    trustProxy: trustRule(options.trustProxy),
    bodyLimit: BODY_BYTES,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true },
    clientErrorHandler: answerBrokenRequest(origins.headersForBytes),
    // Behind the limits of `receive.ts`, for what no route reads.
    requestTimeout: receivingTime.longest + HEADERS_TIME,
    http: { headersTimeout: HEADERS_TIME, connectionsCheckingInterval: 2000, requireHostHeader: false },
    frameworkErrors: (error, request, reply) =>
      answerFailure(error, request, reply.headers(origins.headersFor(request.headers.origin)), null),
  })
  shedLoad(app, { ...options, origins })
  if (options.tracer) traceRequests(app, options.tracer, options.publicUrl)
  logRequests(app)
  answerOddRequests(app)
  if (options.metrics !== noMetrics) measureRequests(app, options.metrics)
  // Before any route: a route keeps the handler of failures that it finds.
  answerFailures(
    app,
    (request) =>
      messageLanguage(
        request.headers['accept-language'],
        request.knownCaller?.user.language || options.defaultLanguage,
      ),
    (error, request) => {
      const event = securityEventOf(error, request)
      if (event) options.onSecurityEvent(event)
    },
  )
  await app.register(helmet, {
    contentSecurityPolicy: { directives: PAGE_POLICY },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  })
  await allowOrigins(app, origins)
  refuseOddHosts(app)
  useSchemas(app)
  readBodies(app, options.temporary)
  drainBodies(app)
  boundAnswers(app)
  closeConnectionsWhenStopping(app, options.isStopping)
  checkCallers(app, options)
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
function closeConnectionsWhenStopping(app: FastifyInstance, isStopping: () => boolean): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (isStopping()) reply.header('connection', 'close')
    return payload
  })
}
