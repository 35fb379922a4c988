import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { fromEvents, inBackground } from '../../basics/foreign-events.ts'
import { receive } from './receive.ts'

/** How much of a refused body is read before the response, at most: in bytes and milliseconds. */
const DRAIN_BYTES = 64_000_000
const DRAIN_TIME = 10_000

/**
 * Reads the rest of an unused body, within bounds, before the response is sent: a client that reads the
 * response only after sending everything would otherwise see a connection reset. Beyond the bounds, and for a
 * body that was refused because it is too slow, the connection is closed.
 */
export function drainBodies(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (request.raw.complete || request.raw.readableEnded) return done(null, payload)
    const isTooSlow = reply.statusCode === 408
    const drained = isTooSlow ? Promise.resolve(false) : drain(request.raw)
    inBackground(
      'rest of a body',
      drained.then((isDrained) => {
        if (!isDrained) reply.header('connection', 'close')
        done(null, payload)
      }),
    )
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
      events.after(DRAIN_TIME, () => events.reject(new Error('the rest of the body took too long')))
    })
    return true
  } catch {
    request.pause()
    return false
  }
}
