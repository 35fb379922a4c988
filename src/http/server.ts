import { randomUUID } from 'node:crypto'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { messageLanguage } from '../messages/language.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { SecurityEvent } from '../ports/security-events.ts'
import type { Tracer } from '../ports/tracer.ts'
import { readBodies } from './body/body.ts'
import { drainBodies } from './body/drain.ts'
import { BODY_BYTES } from './body/fields.ts'
import { receivingTime } from './body/receive.ts'
import { type Callers, checkCallers } from './caller.ts'
import { trustRule } from './client-address.ts'
import { allowOrigins, createOrigins } from './cors.ts'
import { createDirect } from './direct.ts'
import { answerFailure, answerFailures } from './failures.ts'
import { setFixedHeaders } from './fixed-headers.ts'
import { createMeasure, measureRequests } from './measure.ts'
import { refuseOtherMethods } from './methods.ts'
import { createOriginLog } from './origin-log.ts'
import { shedLoad } from './overload.ts'
import type { PageLook } from './pages.ts'
import { answerBrokenRequest, answerOddRequests, refuseOddHosts } from './raw-answers.ts'
import { logRequests } from './request-log.ts'
import { type App, useSchemas } from './schemas.ts'
import { securityEventOf } from './security.ts'
import { boundAnswers, sendTogether } from './send.ts'
import { traceRequests } from './trace.ts'

/** Timeout for the request line and headers, in milliseconds. */
const HEADERS_TIME = 10_000

/** Maximum length of a path parameter as sent: an external id of 255 characters, percent-encoded, and its prefix. */
const PARAMETER_MAX = 3100

/** The log for requests. */
export type Logger = FastifyBaseLogger

export interface ServerOptions {
  logger: Logger
  metrics: Metrics
  trustProxy: boolean | string[]
  publicUrl: string
  /** Creates a span for each request; null for none. */
  tracer: Tracer | null
  /** Identifies callers. */
  callers: Callers
  /** Language for people who have not chosen one (BCP 47). */
  defaultLanguage: string
  /** Where uploaded files are stored temporarily, and how they are named. */
  temporary: { folder: string; fileName: () => string }
  /** Receives refused attempts on accounts. Must not wait or fail. */
  onSecurityEvent: (event: SecurityEvent) => void
  /** What the page for people who open an unknown address looks like. */
  look: PageLook
  /** Whether this process does the work of requests alone, without a database server. */
  isAlone: boolean
  /** Is told of the turns of the event loop. */
  turns: { begin(): void }
  /** Whether the service is about to stop listening. */
  isStopping: () => boolean
}

/**
 * Creates the HTTP server with everything common to all routes: request ids, logging, security headers, CORS,
 * authentication, bodies, failures. `addRoutes` receives the instance; methods that a path lacks are refused
 * after it.
 */
export async function buildServer(
  options: ServerOptions,
  addRoutes: (app: App) => Promise<void>,
): Promise<App> {
  const origins = createOrigins(options.callers)
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    trustProxy: trustRule(options.trustProxy),
    bodyLimit: BODY_BYTES,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: PARAMETER_MAX },
    clientErrorHandler: answerBrokenRequest(origins.headersForBytes),
    // In addition to the limits of `receive.ts`, for bodies that no route reads.
    requestTimeout: receivingTime.longest + HEADERS_TIME,
    http: { headersTimeout: HEADERS_TIME, connectionsCheckingInterval: 2000, requireHostHeader: false },
    frameworkErrors: (error, request, reply) =>
      answerFailure(error, request, reply.headers(origins.headersFor(request.headers.origin)), null),
  })
  const measure = options.metrics === noMetrics ? null : createMeasure(options.metrics)
  const direct = options.tracer === null ? createDirect(app, { ...options, measure }) : null
  shedLoad(app, { ...options, origins, direct })
  if (options.tracer) traceRequests(app, options.tracer, options.publicUrl)
  logRequests(app)
  answerOddRequests(app)
  if (measure) measureRequests(app, measure)
  // Before any route, since a route keeps the error handler that is set when it is added.
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
    options.look,
  )
  setFixedHeaders(app)
  const originLog = createOriginLog()
  await allowOrigins(app, origins, originLog)
  refuseOddHosts(app)
  useSchemas(app)
  readBodies(app, options.temporary)
  drainBodies(app)
  boundAnswers(app)
  if (options.isAlone) sendTogether(app)
  closeConnectionsWhenStopping(app, options.isStopping)
  checkCallers(app, options.callers, originLog)
  const refuseRest = refuseOtherMethods(app)
  await addRoutes(app as unknown as App)
  refuseRest()
  return app as unknown as App
}

/**
 * Closes connections before listening ends: a client that sends into a closing connection gets no response.
 */
function closeConnectionsWhenStopping(app: FastifyInstance, isStopping: () => boolean): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isStopping()) reply.header('connection', 'close')
    done(null, payload)
  })
}
