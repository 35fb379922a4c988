import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { busy } from '../fair-queue.ts'
import { listen, nextTurn } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { failureEnvelope } from './answer.ts'

/** Requests that a process works on at a time, at most. */
const AT_WORK_MAX = 500
/** Milliseconds that one turn of the event loop may take, and for how long all of them may take longer. */
const TURN_TARGET = 100
const TURN_INTERVAL = 1000
/** Milliseconds between two lines of the log about it. */
const LOG_INTERVAL = 1000
/** Largest body that is read in vain, so that the connection can be used again; in bytes. */
const VAIN_BODY_MAX = 65_536
/** Whoever asks whether the process lives is told so under any load. */
const exempt = new Set(['/healthz', '/readyz'])

type Handler = (request: IncomingMessage, response: ServerResponse) => void
type Reason = 'requests' | 'event_loop'

/**
 * Refuses requests beyond what the process can do with 503 and `Retry-After` as they come: before routing, callers,
 * bodies and the log. It can do no more if
 *
 * - so many requests are at work that the next would wait for too long. One whose body is still to come, or whose answer
 *   is read slowly, is not at work: slow clients keep nobody out. This also bounds what waits for the database;
 * - or turns of the event loop have been too long for a while. Then each turn accepts what comes in its first
 *   milliseconds. As in CoDel (RFC 8289), one long turn is no overload.
 *
 * The bounds belong to one process, so workers have them each. To be called before other hooks are added.
 */
export function shedLoad(app: FastifyInstance, { metrics, logger }: { metrics: Metrics; logger: Log }): void {
  const work = createWork(app)
  const turns = createTurnMeter()
  const refuse = createRefusal(metrics, logger)
  metrics.readGauges(() => [['user_profile_http_requests_at_work', work.count(), {}]])
  const overloadedBy = (): Reason | null => {
    const isLate = turns.isLate()
    return work.count() >= AT_WORK_MAX ? 'requests' : isLate ? 'event_loop' : null
  }

  const handlers = app.server.listeners('request') as Handler[]
  app.server.removeAllListeners('request')
  listen('request', app.server, 'request', (request: IncomingMessage, response: ServerResponse) => {
    const reason = exempt.has(request.url ?? '') ? null : overloadedBy()
    if (reason !== null) return refuse.at(request, response, reason)
    work.begin(request, response)
    for (const handler of handlers) handler.call(app.server, request, response)
  })
  // Many bodies that were slow to come may be there at the same moment.
  app.addHook('preValidation', async (request) => {
    if (work.count() >= AT_WORK_MAX && hasBody(request.raw)) {
      refuse.count('requests')
      throw busy()
    }
    work.resume(request)
  })
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

/** Tells whether the event loop is late now, and has been in every turn for a while. Measures only while asked. */
function createTurnMeter() {
  let isMeasuring = false
  let wasAsked = false
  let turnStart = 0
  /** Since when every turn has been too long. */
  let lateSince = Number.POSITIVE_INFINITY

  const turn = (): void => {
    const now = performance.now()
    if (now - turnStart <= TURN_TARGET) lateSince = Number.POSITIVE_INFINITY
    else lateSince = Math.min(lateSince, turnStart)
    turnStart = now
    isMeasuring = wasAsked
    wasAsked = false
    if (isMeasuring) nextTurn('event loop turn', turn)
    else lateSince = Number.POSITIVE_INFINITY
  }
  return {
    isLate(): boolean {
      const now = performance.now()
      wasAsked = true
      if (!isMeasuring) {
        isMeasuring = true
        turnStart = now
        nextTurn('event loop turn', turn)
      }
      return now - turnStart > TURN_TARGET && now - lateSince > TURN_INTERVAL
    },
  }
}

/** Answers at the least cost: nothing is made anew but an id. */
function createRefusal(metrics: Metrics, logger: Log) {
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
    at(request: IncomingMessage, response: ServerResponse, reason: Reason): void {
      count(reason)
      response.shouldKeepAlive &&= hasSmallBody(request)
      response.writeHead(503, { ...headers, 'x-request-id': randomUUID() })
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
