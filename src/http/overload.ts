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
/** Milliseconds that one turn of the event loop may take. */
const TURN_TARGET = 100
/** Milliseconds of turns after which it is judged whether the process is overloaded, and for which that counts at most. */
const JUDGED_TIME = 1000
const JUDGEMENT_LIFETIME = 5000
/** Milliseconds of one turn that count for it, so that it is judged by three turns at least. */
const TURN_COUNTED = JUDGED_TIME / 2
/** What part of that time turns that took too long make up when overload begins, and when it ends. */
const LATE_AT_BEGIN = 0.5
const LATE_AT_END = 0.1
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
 * - or most of the last second went by in turns of the event loop that took too long. Then each turn accepts what comes in
 *   its first milliseconds. One long turn is a hiccup, not overload: as in CoDel (RFC 8289), only a delay that stays counts.
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

/** Tells whether the event loop is late now, in a time of overload. Measures only while asked. */
function createTurnMeter() {
  let isMeasuring = false
  let wasAsked = false
  let turnStart = 0
  /** Milliseconds measured since the last judgement, and those of turns that took too long. */
  let measured = 0
  let late = 0
  let judgedAt = 0
  let isOverloaded = false

  const turn = (): void => {
    const now = performance.now()
    const time = Math.min(now - turnStart, TURN_COUNTED)
    measured += time
    if (time > TURN_TARGET) late += time
    if (measured > JUDGED_TIME) {
      isOverloaded = late > measured * (isOverloaded ? LATE_AT_END : LATE_AT_BEGIN)
      judgedAt = now
      measured = late = 0
    }
    turnStart = now
    isMeasuring = wasAsked
    wasAsked = false
    if (isMeasuring) nextTurn('event loop turn', turn)
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
      return isOverloaded && now - turnStart > TURN_TARGET && now - judgedAt < JUDGEMENT_LIFETIME
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
