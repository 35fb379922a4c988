import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { busy } from '../basics/fair-queue.ts'
import { inBackground, later, listen, nextTurn } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { failureEnvelope } from '../protocol/envelope.ts'
import type { Origins } from './cors.ts'
import type { Direct } from './direct.ts'

/** Maximum number of requests that a process works on. */
const AT_WORK_MAX = 500
/** Maximum number of requests waiting to be started. */
const WAITING_MAX = 500
/**
 * Time in one turn of the event loop in which requests are started, in milliseconds: the usual one, the
 * maximum, and the one if a connection was accepted. libuv accepts one connection per turn, so turns must be
 * short to accept new connections, including those of `/healthz`.
 */
const TURN_TIME = 5
const TURN_TIME_MAX = 50
const ACCEPTING_TURN_TIME = 1
/** Maximum number of requests started per turn. */
const TURN_STEPS = 256
/**
 * How long a request may wait to be started, and how long all requests may exceed that before some are
 * refused, in milliseconds (RFC 8289, 4.2).
 */
const WAIT_TARGET = 100
const WAIT_INTERVAL = 500
/**
 * Number of waiting requests that are never refused for their wait: as many as a page loads at once. They also wait
 * long if something else uses the processor, and then a refusal gains nothing (RFC 8289, 5: a short queue is kept).
 */
const SHORT_LINE = 32
/** Milliseconds after which a planned turn counts as lost because its callback failed. */
const LOST_AFTER = 1000
/** Interval between log lines about overload, in milliseconds. */
const LOG_INTERVAL = 1000
/** Maximum size of an unused body that is read so that the connection can be reused, in bytes. */
const VAIN_BODY_MAX = 65_536
/** Health checks are answered under any load. */
const exempt = new Set(['/healthz', '/readyz'])

type Handler = (request: IncomingMessage, response: ServerResponse) => void
/** What is known about allowed origins without waiting. */
type ReadyOrigins = Pick<Origins, 'headersFor' | 'preflightHeaders'>
type Reason = 'requests' | 'wait'

interface LoadOptions {
  metrics: Metrics
  logger: Log
  origins: ReadyOrigins
  /** Is told of the turns of the event loop. */
  turns: { begin(): void }
  /** Answers some requests without the framework. */
  direct?: Direct | null
}

/**
 * Refuses requests beyond the capacity of the process with 503 and `Retry-After`, before routing,
 * authentication, bodies and logging. The capacity is reached if
 *
 * - so many requests are in progress that the next one would wait for too long. A request is not in progress
 *   while its body is still arriving or its response is read slowly, so slow clients keep no one out. This
 *   also limits what waits for the database;
 * - or requests have been waiting too long to be started, for a while. Each turn of the event loop starts
 *   requests for a few milliseconds only; the others wait in a queue. A burst is worked off, but a standing
 *   queue is cut to the most recent requests, as in CoDel.
 *
 * The limits apply to one process, so each worker has its own. Call before other hooks are added.
 */
export function shedLoad(
  app: FastifyInstance,
  { metrics, logger, origins, turns, direct = null }: LoadOptions,
): void {
  const work = createWork(app)
  const refusal = createRefusal(metrics, logger, origins)
  metrics.readGauges(() => [['user_profile_http_requests_at_work', work.count(), {}]])
  const handlers = app.server.listeners('request') as Handler[]
  app.server.removeAllListeners('request')
  const frame: Handler = (request, response) => {
    for (const handler of handlers) handler.call(app.server, request, response)
  }
  const begin: Handler = (request, response) => {
    if (response.destroyed) return
    if (work.isFull()) return refusal.send(request, response, 'requests')
    const isAnswered = direct?.(request, response, work) ?? false
    if (isAnswered === true) return
    work.begin(request, response)
    const conclude = (isDone: boolean) => (isDone ? work.end(request) : frame(request, response))
    if (isAnswered === false) conclude(false)
    else inBackground('direct answer', isAnswered.then(conclude))
  }
  const refuse: Handler = (request, response) => refusal.send(request, response, 'wait')
  const line = createLine(begin, refuse, turns)
  listen('connection', app.server, 'connection', line.noteConnection)
  listen('request', app.server, 'request', (request: IncomingMessage, response: ServerResponse) => {
    if (exempt.has(request.url ?? '')) frame(request, response)
    else line.add(request, response)
  })
  // The bodies of many slow requests may be complete at the same moment.
  app.addHook('preValidation', (request, _reply, done) => {
    if (work.isFull() && hasBody(request.raw)) {
      refusal.count('requests')
      return done(busy())
    }
    work.resume(request.raw)
    done()
  })
}

/** Queue of requests waiting to be started. If none is waiting, a request is started immediately. */
function createLine(begin: Handler, refuse: Handler, turns: LoadOptions['turns']) {
  const waiting: { request: IncomingMessage; response: ServerResponse; since: number }[] = []
  /** Distinguishes a turn from one that was given up as lost; null if none is planned. */
  let planned: { at: number } | null = null
  let turnStart = 0
  let turnEnd = 0
  let turnTime = TURN_TIME
  let hasConnection = false
  let hasBegun = false
  /** Since when all requests have waited too long; reset when the queue is empty. */
  let lateSince = Number.POSITIVE_INFINITY

  // Each request starts in its own callback, so that its synchronous work is done when the callback returns.
  const planTurn = (): void => {
    turns.begin()
    const turn = { at: performance.now() }
    planned = turn
    nextTurn('begin requests', startTurn)
    for (let step = Math.min(waiting.length, TURN_STEPS); step > 0; step--)
      nextTurn('begin request', beginNext)
    nextTurn('begin requests later', () => {
      if (planned === turn) endTurn()
    })
  }
  const isPlanned = () => planned !== null && performance.now() - planned.at < LOST_AFTER
  const replaceLost = (): void => {
    if (waiting.length > 0 && !isPlanned()) planTurn()
  }
  const startTurn = (): void => {
    turns.begin()
    turnStart = performance.now()
    hasBegun = false
    // Accepted requests get as much time as refused ones took, so that a flood leaves room for work.
    const fair = Math.min(TURN_TIME_MAX, Math.max(TURN_TIME, turnStart - turnEnd))
    turnTime = hasConnection ? ACCEPTING_TURN_TIME : fair
    hasConnection = false
  }
  const beginNext = (): void => {
    const now = performance.now()
    // One at least, even if the system gave the processor to another process meanwhile.
    if (hasBegun && now - turnStart > turnTime) return
    const next = waiting.shift()
    if (!next) return
    hasBegun = true
    const isLate = now - next.since > WAIT_TARGET
    if (isLate) lateSince = Math.min(lateSince, now)
    const isStanding = isLate && now - lateSince > WAIT_INTERVAL && waiting.length >= SHORT_LINE
    if (isStanding) refuse(next.request, next.response)
    else begin(next.request, next.response)
  }
  const endTurn = (): void => {
    turnEnd = performance.now()
    planned = null
    if (waiting.length > 0) planTurn()
    else lateSince = Number.POSITIVE_INFINITY
  }
  return {
    noteConnection: () => {
      hasConnection = true
    },
    add(request: IncomingMessage, response: ServerResponse): void {
      const now = performance.now()
      if (!isPlanned()) {
        turnStart = now
        planTurn()
      }
      if (waiting.length === 0 && now - turnStart < turnTime) begin(request, response)
      else if (waiting.length < WAITING_MAX) {
        if (waiting.length === 0) later('begin requests watch', LOST_AFTER, replaceLost)
        waiting.push({ request, response, since: now })
      } else refuse(request, response)
    },
  }
}

const progress = Symbol('progress')
type Progress = 'working' | 'waiting' | 'done'
/** Noted with the request: the collector would have to follow a weak map of all requests. */
type Counted = IncomingMessage & { [progress]?: Progress }

/** Counts the requests in progress. */
function createWork(app: FastifyInstance) {
  let count = 0
  const setState = (request: Counted, state: Progress): void => {
    const before = request[progress]
    if (before === undefined || before === 'done') return
    if (before === 'working') count--
    if (state === 'working') count++
    request[progress] = state
  }
  app.addHook('preParsing', (request, _reply, payload, done) => {
    setState(request.raw, 'waiting')
    done(null, payload)
  })
  app.addHook('onSend', (request, _reply, payload, done) => {
    setState(request.raw, 'done')
    done(null, payload)
  })
  return {
    count: () => count,
    isFull: () => count >= AT_WORK_MAX,
    /** Calling it again has no effect. */
    begin(request: Counted, response: ServerResponse): void {
      if (request[progress] !== undefined) return
      request[progress] = 'working'
      count++
      listen('request at work', response, 'close', () => setState(request, 'done'))
    },
    wait: (request: IncomingMessage) => setState(request, 'waiting'),
    resume: (request: IncomingMessage) => setState(request, 'working'),
    end: (request: IncomingMessage) => setState(request, 'done'),
  }
}

/** Responds at minimal cost: only an id is generated. */
function createRefusal(metrics: Metrics, logger: Log, origins: ReadyOrigins) {
  const refusal = busy()
  const body = Buffer.from(JSON.stringify(failureEnvelope(refusal, null)))
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    'retry-after': String(refusal.retryAfter),
  }
  let unlogged = 0
  let loggedAt = Number.NEGATIVE_INFINITY
  const count = (reason: Reason): void => {
    metrics.count('user_profile_http_shed_requests_total', { reason })
    unlogged++
    const now = performance.now()
    if (now - loggedAt < LOG_INTERVAL) return
    logger.warn({ reason, requests: unlogged }, 'overloaded, requests are refused')
    unlogged = 0
    loggedAt = now
  }
  return {
    count,
    send(request: IncomingMessage, response: ServerResponse, reason: Reason): void {
      count(reason)
      response.shouldKeepAlive &&= hasSmallBody(request)
      const id = { 'x-request-id': randomUUID() }
      // If its preflight is refused, a browser cannot read the response at all.
      const preflight = origins.preflightHeaders(request)
      if (preflight) {
        response.writeHead(204, { ...preflight, ...id }).end()
        return
      }
      response.writeHead(503, { ...headers, ...origins.headersFor(request.headers.origin), ...id })
      response.end(body)
    },
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function hasSmallBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= VAIN_BODY_MAX
}
