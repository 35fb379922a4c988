import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { collectTurn } from '../basics/foreign-events.ts'
import type { Callers } from './caller.ts'
import { createAddressOf } from './client-address.ts'
import { answerRead } from './direct-reads.ts'
import type { DirectRoute } from './direct-routes.ts'
import { createDirectSend, type SendOptions } from './direct-send.ts'
import { answerWrite, type Work } from './direct-writes.ts'
import { hasLongHint, hasOddHost } from './raw-answers.ts'

interface DirectOptions extends SendOptions {
  callers: Pick<Callers, 'authenticate' | 'needsArrival' | 'recall'>
  trustProxy: boolean | readonly string[]
  /** Whether this process does the work of requests alone, without a database server. */
  isAlone: boolean
}

/**
 * Returns whether it has answered the request, at once or by a promise; if not, the framework must. It does not throw, and the
 * promise is not rejected.
 */
export type Direct = (
  request: IncomingMessage,
  response: ServerResponse,
  work: Work,
) => boolean | Promise<boolean>

/**
 * Answers usual requests for routes of `addDirectRead` and `addDirectWrite`, with the functions that the framework's hooks call for
 * everything else: caller, body, headers, log line, metrics, bounds of sending. The life cycle takes a third of the
 * processor time of such a request. Everything unusual goes to the framework: an origin, a query, an odd header, a file, and whatever is
 * refused or fails. Traced requests and tokens of providers do, too. Call before routes are added.
 */
export function createDirect(app: FastifyInstance, options: DirectOptions): Direct {
  const routes = new Map<string, Map<string, DirectRoute & { url: string }>>()
  app.addHook('onRoute', ({ method, url, config }) => {
    // A route that is read has HEAD too.
    if (config?.direct === undefined || typeof method !== 'string' || method === 'HEAD') return
    const ofMethod = routes.get(method) ?? new Map<string, DirectRoute & { url: string }>()
    for (const path of [url, `${url}/`]) ofMethod.set(path, { ...config.direct, url })
    routes.set(method, ofMethod)
  })
  const send = createDirectSend(options)
  // Each response would wake a client that waits, and goes to sleep again before the next one.
  const sendTogether = collectTurn('direct answers', send)
  const reading = { ...options, send, sendTogether }
  const writing = {
    ...options,
    send: options.isAlone ? sendTogether : send,
    addressOf: createAddressOf(options.trustProxy),
  }
  return (request, response, work) => {
    const route = routes.get(request.method ?? '')?.get(request.url ?? '')
    if (route === undefined || options.isStopping() || !isUsual(request)) return false
    const begun = { request, response, url: route.url, start: performance.now() }
    if ('write' in route) return answerWrite(begun, route.write, work, writing)
    return hasBody(request) ? false : answerRead(begun, route.read, reading)
  }
}

function isUsual(request: IncomingMessage): boolean {
  return request.headers.origin === undefined && !hasOddHost(request) && !hasLongHint(request)
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
