import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { fromEvents } from '../ports/foreign-events.ts'
import { receive } from './receive.ts'

/** How much of a refused body is read before the answer, at most: bytes and milliseconds. */
const DRAIN_BYTES = 64_000_000
const DRAIN_TIME = 10_000

/**
 * Reads, within bounds, what is left of a body that nobody wanted, before the answer goes out: a client that only
 * looks for an answer after sending everything would otherwise see a reset connection. Past the bounds, and for a body
 * that was refused because it is too slow, the connection closes.
 */
export function drainBodies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.raw.complete || request.raw.readableEnded) return payload
    const isTooSlow = reply.statusCode === 408
    if (isTooSlow || !(await drain(request.raw))) reply.header('connection', 'close')
    return payload
  })
}

/** Returns whether the body ended within the bounds. */
async function drain(request: IncomingMessage): Promise<boolean> {
  try {
    await fromEvents<void>('rest of a body', (events) => {
      receive(
        events,
        request,
        DRAIN_BYTES,
        () => {},
        () => events.resolve(),
      )
      events.after(DRAIN_TIME, () => events.reject(new Error('the rest of the body takes too long')))
    })
    return true
  } catch {
    request.pause()
    return false
  }
}
