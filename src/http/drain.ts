import type { FastifyInstance, FastifyRequest } from 'fastify'

/** How much of a refused body is read before the answer, at most: bytes and milliseconds. */
const DRAIN_BYTES = 64_000_000
const DRAIN_TIME = 10_000

/**
 * Reads, within bounds, what is left of a body that nobody wanted, before the answer goes out: a client that only
 * looks for an answer after sending everything would otherwise see a reset connection. Past the bounds the
 * connection closes.
 */
export function drainBodies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isRead = request.raw.readableEnded || request.raw.complete
    if (!isRead && !(await drain(request))) reply.header('connection', 'close')
    return payload
  })
}

/** Answers whether the body ended within the bounds. */
function drain(request: FastifyRequest): Promise<boolean> {
  const stream = request.raw
  return new Promise((resolve) => {
    let bytes = 0
    const finish = (isWhole: boolean) => {
      clearTimeout(timer)
      stream.off('data', count)
      stream.pause()
      resolve(isWhole)
    }
    const count = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > DRAIN_BYTES) finish(false)
    }
    const timer = setTimeout(() => finish(false), DRAIN_TIME)
    stream.unpipe()
    stream
      .once('end', () => finish(true))
      .once('close', () => finish(stream.readableEnded))
      .once('error', () => finish(false))
    stream.on('data', count).resume()
  })
}
