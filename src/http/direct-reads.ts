import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { reportBackgroundError } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import { type Caller, type Callers, callerOf, identifyEarly } from './caller.ts'
import { fixedHeaders } from './fixed-headers.ts'
import type { Measure } from './measure.ts'
import { hasLongHint, hasOddHost, noteAnswer } from './raw-answers.ts'
import { type ReadyAnswer, sendReady } from './ready-answer.ts'
import { logRequest } from './request-log.ts'
import type { App } from './schemas.ts'
import { boundAnswer } from './send.ts'

/** Answers a read of a signed-in person, in full: only the headers of every response are added. */
export type DirectRead = (
  caller: Omit<Caller, 'address'>,
  request: IncomingMessage,
) => ReadyAnswer | Promise<ReadyAnswer>

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
  callers: Pick<Callers, 'authenticate' | 'needsArrival'>
  logger: Pick<Log, 'info'>
  measure: Measure | null
  isStopping: () => boolean
}

/** How a request went that was begun without the framework; one of these is called. */
interface Outcome {
  /** The response is written. Its client may still be reading it. */
  answered(): void
  /** The framework must answer it after all. */
  elsewhere(): void
}

/** Begins to answer a request, or returns false. */
export type DirectReads = (request: IncomingMessage, response: ServerResponse, outcome: Outcome) => boolean

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
  return (request, response, { answered, elsewhere }) => {
    const route = request.method === 'GET' ? routes.get(request.url ?? '') : undefined
    if (route === undefined || options.isStopping() || !isUsual(request)) return false
    const start = performance.now()
    answer(request, response, { ...route, start }, options).then(
      (isAnswered) => (isAnswered ? answered() : elsewhere()),
      (error: unknown) => {
        if (!response.headersSent) elsewhere()
        else reportBackgroundError('direct read', error)
      },
    )
    return true
  }
}

function isUsual(request: IncomingMessage): boolean {
  const { headers } = request
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  return headers.origin === undefined && !hasBody && !hasOddHost(request) && !hasLongHint(request)
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { url, read, start }: { url: string; read: DirectRead; start: number },
  { callers, logger, measure }: DirectOptions,
): Promise<boolean> {
  const caller = await identifyEarly(request, callers)
  if (caller === null) return false
  const { status, headers, body } = await read(caller, request)
  const reqId = randomUUID()
  noteAnswer(request, response)
  const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, { 'x-request-id': reqId, ...fixedHeaders, ...headers, ...length })
  measure?.(response, () => ({ method: 'GET', route: url }))
  boundAnswer(response, body)
  response.end(body ?? undefined)
  const applicationId = caller.application.id
  const took = performance.now() - start
  logRequest(
    logger,
    { method: 'GET', route: url, status, took, applicationId, userId: caller.user.id },
    { reqId },
  )
  return true
}
