import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { busy } from '../fair-queue.ts'
import { later, listen, nextTurn } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { failureEnvelope } from './answer.ts'
import type { Origins } from './cors.ts'

/** Requests that a process works on at a time, at most. */
const AT_WORK_MAX = 500
/** Requests that wait to be begun, at most. */
const WAITING_MAX = 500
/**
 * Milliseconds of one turn of the event loop in which requests are begun: as a rule, at most, and if a connection came.
 * libuv accepts one connection a turn, so turns must be short for connections to get in, those of `/healthz` among them.
 */
const TURN_TIME = 5
const TURN_TIME_MAX = 50
const ACCEPTING_TURN_TIME = 1
/** Requests begun in one turn, at most. */
const TURN_STEPS = 256
/** Milliseconds that a request may wait to be begun, and for which all may wait longer before they are refused (RFC 8289, 4.2). */
const WAIT_TARGET = 100
const WAIT_INTERVAL = 500
/** Milliseconds after which a planned turn is lost: a callback of it has failed. */
const LOST_AFTER = 1000
/** Milliseconds between two lines of the log about it. */
const LOG_INTERVAL = 1000
/** Largest body that is read in vain, so that the connection can be used again; in bytes. */
const VAIN_BODY_MAX = 65_536
/** Whoever asks whether the process lives is told so under any load. */
const exempt = new Set(['/healthz', '/readyz'])

type Handler = (request: IncomingMessage, response: ServerResponse) => void
/** What is known at once of the origins that may read answers. */
type ReadyOrigins = Pick<Origins, 'headersFor' | 'preflightHeaders'>
type Reason = 'requests' | 'wait'

/**
 * Refuses requests beyond what the process can do with 503 and `Retry-After`: before routing, callers, bodies and the
 * log. It can do no more if
 *
 * - so many requests are at work that the next would wait for too long. One whose body is still to come, or whose answer
 *   is read slowly, is not at work: slow clients keep nobody out. This also bounds what waits for the database;
 * - or requests have waited for too long to be begun, for a while. Each turn of the event loop begins requests for a few
 *   milliseconds only; the others wait in line. A burst is worked off, a line that lasts is cut to those who have not
 *   waited for long, as CoDel does.
 *
 * The bounds belong to one process, so workers have them each. To be called before other hooks are added.
 */
export function shedLoad(
  app: FastifyInstance,
  { metrics, logger, origins }: { metrics: Metrics; logger: Log; origins: ReadyOrigins },
): void {
  const work = createWork(app)
  const refusal = createRefusal(metrics, logger, origins)
  metrics.readGauges(() => [['user_profile_http_requests_at_work', work.count(), {}]])
  const handlers = app.server.listeners('request') as Handler[]
  app.server.removeAllListeners('request')
  const begin: Handler = (request, response) => {
    if (response.destroyed) return
    if (work.count() >= AT_WORK_MAX) return refusal.send(request, response, 'requests')
    work.begin(request, response)
    for (const handler of handlers) handler.call(app.server, request, response)
  }
  const line = createLine(begin, (request, response) => refusal.send(request, response, 'wait'))
  listen('connection', app.server, 'connection', line.noteConnection)
  listen('request', app.server, 'request', (request: IncomingMessage, response: ServerResponse) => {
    if (!exempt.has(request.url ?? '')) return line.add(request, response)
    for (const handler of handlers) handler.call(app.server, request, response)
  })
  // Many bodies that were slow to come may be there at the same moment.
  app.addHook('preValidation', async (request) => {
    if (work.count() >= AT_WORK_MAX && hasBody(request.raw)) {
      refusal.count('requests')
      throw busy()
    }
    work.resume(request)
  })
}

/** Requests that wait to be begun. With nothing to wait for, a request is begun at once. */
function createLine(begin: Handler, refuse: Handler) {
  const waiting: { request: IncomingMessage; response: ServerResponse; since: number }[] = []
  /** Tells a turn from one that was given up for lost; null: none is planned. */
  let planned: { at: number } | null = null
  let turnStart = 0
  let turnEnd = 0
  let turnTime = TURN_TIME
  let hasConnection = false
  /** Since when everybody has waited for too long; the end of the line ends it. */
  let lateSince = Number.POSITIVE_INFINITY

  // Each request is begun in a callback of its own, since what it does at once is done when the callback has returned.
  const planTurn = (): void => {
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
    turnStart = performance.now()
    // Done requests get as much time as refused ones took, so that a flood leaves room for work.
    const fair = Math.min(TURN_TIME_MAX, Math.max(TURN_TIME, turnStart - turnEnd))
    turnTime = hasConnection ? ACCEPTING_TURN_TIME : fair
    hasConnection = false
  }
  const beginNext = (): void => {
    const now = performance.now()
    if (now - turnStart > turnTime) return
    const next = waiting.shift()
    if (!next) return
    const isLate = now - next.since > WAIT_TARGET
    if (isLate) lateSince = Math.min(lateSince, now)
    if (isLate && now - lateSince > WAIT_INTERVAL) refuse(next.request, next.response)
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

/** Counts the requests that are at work. */
function createWork(app: FastifyInstance) {
  const states = new WeakMap<IncomingMessage, 'working' | 'waiting' | 'done'>()
  let count = 0
  const enter = (request: IncomingMessage, state: 'working' | 'waiting' | 'done'): void => {
    const before = states.get(request)
    if (before === undefined || before === 'done') return
    if (before === 'working') count--
    if (state === 'working') count++
    states.set(request, state)
  }
  app.addHook('preParsing', async (request) => enter(request.raw, 'waiting'))
  app.addHook('onSend', async (request, _reply, payload) => {
    enter(request.raw, 'done')
    return payload
  })
  return {
    count: () => count,
    begin(request: IncomingMessage, response: ServerResponse): void {
      states.set(request, 'working')
      count++
      listen('request at work', response, 'close', () => enter(request, 'done'))
    },
    resume: ({ raw }: FastifyRequest) => enter(raw, 'working'),
  }
}

/** Answers at the least cost: nothing is made anew but an id. */
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
      // A browser that is refused its preflight reads no answer at all.
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
