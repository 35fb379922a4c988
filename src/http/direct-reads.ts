import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { collectTurn, reportBackgroundError } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import { type Caller, type Callers, callerOf, identifyEarly } from './caller.ts'
import { withFixedHeaders } from './fixed-headers.ts'
import type { Measure } from './measure.ts'
import { hasLongHint, hasOddHost, noteAnswer } from './raw-answers.ts'
import { type ReadyAnswer, sendReady } from './ready-answer.ts'
import { logRequest } from './request-log.ts'
import type { App } from './schemas.ts'
import { boundAnswer } from './send.ts'

type KnownCaller = Omit<Caller, 'address'>

/** Answers a read of a signed-in person, in full: only the headers of every response are added. */
export type DirectRead = (caller: KnownCaller, request: IncomingMessage) => ReadyAnswer | Promise<ReadyAnswer>

declare module 'fastify' {
  interface FastifyContextConfig {
    direct?: DirectRead
  }
}

/** Adds a route that is read most: a usual request for it is answered without the life cycle of the framework. */
export function addDirectRead(app: App, url: string, schema: FastifySchema, read: DirectRead): void {
  app.get(url, { schema, config: { direct: read } }, async (request, reply) =>
    sendReady(reply, await read(callerOf(request), request.raw)),
  )
}

interface DirectOptions {
  callers: Pick<Callers, 'authenticate' | 'needsArrival' | 'recall'>
  logger: Pick<Log, 'info'>
  measure: Measure | null
  isStopping: () => boolean
}

/**
 * Returns whether it has answered the request, at once or by a promise; if not, the framework must. It does not throw, and the
 * promise is not rejected.
 */
export type DirectReads = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>

/** A request that is being answered. `start` is on the clock of `performance.now()`. */
interface Begun {
  request: IncomingMessage
  response: ServerResponse
  url: string
  read: DirectRead
  start: number
}

/** One whose response is ready. */
interface Answered extends Begun {
  caller: KnownCaller
  answer: ReadyAnswer
}

/**
 * Answers usual requests for routes of `addDirectRead`, with the functions that the framework's hooks call for
 * everything else: caller, headers, log line, metrics, bounds of sending. The life cycle takes a third of the processor
 * time of such a read. Everything unusual goes to the framework: an origin, a body, a query, an odd header, and whatever is
 * refused or fails. Traced requests and tokens of providers do, too. Call before routes are added.
 */
export function createDirectReads(app: FastifyInstance, options: DirectOptions): DirectReads {
  const routes = new Map<string, { url: string; read: DirectRead }>()
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.direct === undefined || method !== 'GET') return
    for (const path of [url, `${url}/`]) routes.set(path, { url, read: config.direct })
  })
  const send = (answered: Answered) => sendOrDisconnect(answered, options)
  const sendTogether = collectTurn('direct reads', send)
  return (request, response) => {
    const route = request.method === 'GET' ? routes.get(request.url ?? '') : undefined
    if (route === undefined || options.isStopping() || !isUsual(request)) return false
    const { url, read } = route
    const begun = { request, response, url, read, start: performance.now() }
    try {
      const caller = identifyEarly(request, options.callers)
      if (caller === null) return false
      if (caller instanceof Promise) return answerLater(begun, caller, send)
      const answer = read(caller, request)
      if (answer instanceof Promise) return answerLater(begun, caller, send, answer)
      // Each response would wake a client that waits, and goes to sleep again before the next one.
      sendTogether({ ...begun, caller, answer })
      return true
    } catch {
      // The framework finds the same fault, and refuses the request in its own way.
      return false
    }
  }
}

function isUsual(request: IncomingMessage): boolean {
  const { headers } = request
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  return headers.origin === undefined && !hasBody && !hasOddHost(request) && !hasLongHint(request)
}

async function answerLater(
  begun: Begun,
  found: KnownCaller | Promise<KnownCaller>,
  send: (answered: Answered) => void,
  reading?: Promise<ReadyAnswer>,
): Promise<boolean> {
  try {
    const caller = await found
    send({ ...begun, caller, answer: await (reading ?? begun.read(caller, begun.request)) })
    return true
  } catch {
    return false
  }
}

function sendOrDisconnect(answered: Answered, options: DirectOptions): void {
  try {
    sendAnswer(answered, options)
  } catch (error) {
    reportBackgroundError('direct read', error)
    answered.response.destroy()
  }
}

function sendAnswer(
  { request, response, url, start, caller, answer }: Answered,
  { logger, measure }: DirectOptions,
): void {
  const { status, vary, headers, body, bytes } = answer
  const reqId = randomUUID()
  noteAnswer(request, response)
  const all = withFixedHeaders(headers, vary)
  all.push('x-request-id', reqId)
  if (body !== null) all.push('content-length', String(bytes ?? Buffer.byteLength(body)))
  response.writeHead(status, all)
  measure?.(response, () => ({ method: 'GET', route: url }))
  response.end(body ?? undefined)
  // What the system has taken needs no time limit.
  if (response.writableLength > 0) boundAnswer(response, body)
  const took = performance.now() - start
  logRequest(
    logger,
    { method: 'GET', route: url, status, took, applicationId: caller.application.id, userId: caller.user.id },
    { reqId },
  )
}
