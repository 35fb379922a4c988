import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { collectTurn, fromEvents, inBackground } from '../basics/foreign-events.ts'

/** Milliseconds after which a client that reads nothing of its response is disconnected. */
const STALL = 30_000
/** Milliseconds in which a client may read its response at any speed. */
const GRACE = 10_000
/** Minimum average rate after that, in bytes per second. */
const RATE = 5000
/** Responses below this size, in bytes, fit into the system's buffers. */
const SMALL = 65_536
const TICK = 1000

/** Time limits for sending. */
export interface SendingTime {
  /** Milliseconds within which something must be read. */
  stall: number
  /** Milliseconds before the rate counts. */
  grace: number
  /** Bytes per second. */
  rate: number
}

const usual: SendingTime = { stall: STALL, grace: GRACE, rate: RATE }

/**
 * Disconnects clients that do not read their responses: those that read nothing for a while, and those that
 * read a large response too slowly on average. A stream that produces the response is destroyed with the
 * connection.
 */
export function boundAnswers(app: FastifyInstance, { stall, grace, rate }: SendingTime = usual): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    boundAnswer(reply.raw, payload, { stall, grace, rate })
    done(null, payload)
  })
}

/** Disconnects the client if it does not read this response. */
export function boundAnswer(
  response: ServerResponse,
  payload: unknown,
  { stall, grace, rate }: SendingTime = usual,
): void {
  // Without a listener, Node.js destroys the socket. Progress of a write counts as activity.
  response.setTimeout(stall)
  if (!isSmall(payload)) inBackground('answer', takesInTime(response, grace, rate))
}

/**
 * Sends the small responses of one turn of the event loop together at its end: each would wake a client that waits, and goes to
 * sleep again before the next one. With a database server beside this process, clients and servers would wait for each other
 * in turn instead.
 */
export function sendTogether(app: FastifyInstance): void {
  const release = collectTurn<Socket>('send together', (socket) => socket.uncork())
  app.addHook('onSend', (_request, reply, payload, done) => {
    const { socket } = reply.raw
    if (socket && isSmall(payload)) {
      socket.cork()
      release(socket)
    }
    done(null, payload)
  })
}

function isSmall(payload: unknown): boolean {
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) return payload.length < SMALL
  return payload === null || payload === undefined
}

/**
 * Destroys the connection if the response is read too slowly. Resolves when the response or the connection
 * has ended.
 */
function takesInTime(response: ServerResponse, grace: number, rate: number): Promise<void> {
  const { socket } = response
  const start = performance.now()
  const before = socket?.bytesWritten ?? 0
  return fromEvents<void>('answer', ({ on, after, resolve }) => {
    const watch = () => {
      const handed = (socket?.bytesWritten ?? 0) - before
      if (performance.now() - start > grace + (handed / rate) * 1000) socket?.destroy()
      else after(TICK, watch)
    }
    on(response, 'close', () => resolve())
    after(TICK, watch)
  })
}
