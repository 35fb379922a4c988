import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { fromEvents, inBackground } from '../ports/foreign-events.ts'

/** Milliseconds in which a client that takes nothing of its answer is disconnected. */
const STALL = 30_000
/** Milliseconds in which a client may take its answer as slowly as it likes. */
const GRACE = 10_000
/** What it must take on average after that, in bytes a second. */
const RATE = 5000
/** Answers below this size, in bytes, fit into what the system buffers. */
const SMALL = 65_536
const TICK = 1000

/** The limits on the time of sending. */
export interface SendingTime {
  /** Milliseconds in which something must be taken. */
  stall: number
  /** Milliseconds before the rate counts. */
  grace: number
  /** Bytes a second. */
  rate: number
}

/**
 * Disconnects clients that do not read their answers: one that takes nothing for a while, and one that takes a large
 * answer too slowly on average. A stream that makes the answer is destroyed with the connection.
 */
export function boundAnswers(
  app: FastifyInstance,
  { stall, grace, rate }: SendingTime = { stall: STALL, grace: GRACE, rate: RATE },
): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Without a listener Node.js destroys the socket. Progress of a write counts as activity.
    reply.raw.setTimeout(stall)
    if (!isSmall(payload)) inBackground('answer', takesInTime(reply.raw, grace, rate))
    done(null, payload)
  })
}

function isSmall(payload: unknown): boolean {
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) return payload.length < SMALL
  return payload === null || payload === undefined
}

/** Destroys the connection if the answer leaves it too slowly. Resolves when the answer or the connection has ended. */
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
