import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { ignoreErrors, later, listen } from '../basics/foreign-events.ts'
import { type FailureKey, failures } from '../errors/error-catalogue.ts'
import { Refusal } from '../errors/errors.ts'
import { failureEnvelope } from '../protocol/envelope.ts'

/** How long a client may take to read a response after which the connection is closed, in milliseconds. */
const LINGER_TIME = 2000

/** Maximum length of a content negotiation header; browsers send at most 200 characters. */
const HINT_MAX = 1000
const hints = ['accept', 'accept-encoding'] as const

/** The latest response of a connection. A property costs less than an entry of a `WeakMap`. */
const latest = Symbol('latest response')
type Connection = Socket & { [latest]?: ServerResponse }

/** Notes that a response to the request begins, so that a broken next request does not end up in it. */
export function noteAnswer(request: IncomingMessage, response: ServerResponse): void {
  ;(request.socket as Connection)[latest] = response
}

/** Whether a header is longer than any that is negotiated with. */
export const hasLongHint = ({ headers }: IncomingMessage): boolean =>
  hints.some((hint) => (headers[hint]?.length ?? 0) > HINT_MAX)

/** Errors of the HTTP parser, by code; everything else is `malformed`. */
const reasons: Readonly<Record<string, FailureKey>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

/**
 * Requests that the HTTP parser rejects never reach the framework; they too are answered with the envelope.
 * @param headersFor returns additional headers, given the bytes of the request that were read
 */
export function answerBrokenRequest(headersFor: (bytes: Buffer | undefined) => Record<string, string>) {
  return (error: Error & { code?: string; rawPacket?: unknown }, socket: Socket): void => {
    const answer = (socket as Connection)[latest]
    // In the middle of a response, another one would be taken for part of it.
    const isAnswering = answer?.headersSent === true && !answer.writableFinished
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy()
    else
      endWith(
        socket,
        reasons[error.code ?? ''] ?? 'malformed',
        headersFor(Buffer.isBuffer(error.rawPacket) ? error.rawPacket : undefined),
      )
  }
}

/**
 * Responds with the envelope where Node.js would respond itself: `CONNECT`. Unknown `Expect` headers are
 * ignored (RFC 9110, 10.1.1).
 */
export function answerOddRequests(app: FastifyInstance): void {
  const server = app.server as Server
  listen('CONNECT', server, 'connect', (_request: IncomingMessage, socket: Socket) => {
    ignoreErrors(socket)
    endWith(socket, 'malformed')
  })
  listen('Expect', server, 'checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response)
  })
  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = request
    noteAnswer(raw, reply.raw)
    // Thousands of ranges would be sorted in vain: clients that send them get the default (RFC 9110, 12.1).
    for (const hint of hints) if ((raw.headers[hint]?.length ?? 0) > HINT_MAX) delete raw.headers[hint]
    done()
  })
}

/**
 * Refuses HTTP/1.1 without exactly one `Host` (RFC 9112, 3.2), which Node.js would do without the envelope.
 */
export function refuseOddHosts(app: FastifyInstance): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    done(hasOddHost(raw) ? new Refusal('malformed') : undefined)
  })
}

export const hasOddHost = ({ httpVersion, rawHeaders }: IncomingMessage): boolean =>
  httpVersion === '1.1' && countHosts(rawHeaders) !== 1

/** Names and values alternate. */
function countHosts(rawHeaders: string[]): number {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === 'host') count++
  return count
}

function endWith(socket: Socket, key: FailureKey, headers: Record<string, string> = {}): void {
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const body = JSON.stringify(failureEnvelope(new Refusal(key), null))
  socket.end(
    `HTTP/1.1 ${failures[key].status} ${failures[key].type}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `${more.join('')}X-Request-Id: ${randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
  later('farewell', LINGER_TIME, () => socket.destroy())
}
