import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { MINUTE } from '../../basics/durations.ts'
import { type Events, fromEvents } from '../../basics/foreign-events.ts'
import { Refusal } from '../../errors/errors.ts'
import { Unavailable } from '../../errors/unavailable.ts'

/** Milliseconds in which a client may send its body at any speed. */
const GRACE = 10_000
/** Minimum average rate after that, in bytes per second: far less than the slowest phone. */
const RATE = 1000
/** Maximum time for one body, in milliseconds: enough for two pictures of 10 MB at 35 kB/s. */
const LONGEST = 10 * MINUTE
/** How often the rate is checked, in milliseconds. */
const TICK = 1000
/**
 * How long the receiving side may pause the client, in milliseconds, for example because the disk does not
 * accept data.
 */
const STALL = 30_000

/** Time limits for receiving, for the server and its documentation. */
export const receivingTime = { grace: GRACE, rate: RATE, longest: LONGEST }

/** Sends a body. */
export type Sender = Readable & { complete: boolean }

/** A body that is being received. */
export interface Incoming {
  /** Pauses receiving until `resume`. The pause does not count against the client. */
  pause(): void
  resume(): void
}

/**
 * Receives a body and counts what arrives, whatever `Content-Length` says. Rejects as soon as more than
 * `limit` bytes have arrived, the client disconnects, or it is too slow.
 * @param take receives each chunk
 * @param end is called after the last one
 * @throws {Refusal} `payload_too_large`, `malformed` if the body ends prematurely, `request_timeout`
 * @throws {Unavailable} if it is paused for too long
 */
export function receive(
  { on, after, reject }: Pick<Events<void>, 'on' | 'after' | 'reject'>,
  request: Sender,
  limit: number,
  take: (chunk: Buffer) => void,
  end: () => void,
): Incoming {
  const clock = createPace()
  const breakOff = (cause?: unknown) => reject(new Refusal('malformed', { cause }))
  on(request, 'data', (chunk: Buffer) => {
    if (clock.count(chunk.length) > limit) reject(tooLarge(limit))
    else take(chunk)
  })
  on(request, 'end', () => {
    clock.end()
    end()
  })
  on(request, 'error', breakOff)
  on(request, 'close', () => {
    if (!request.complete) breakOff()
  })
  const watch = () => {
    const fault = clock.fault()
    if (fault) reject(fault)
    else after(TICK, watch)
  }
  after(TICK, watch)
  if (request.readableEnded) end()
  else if (request.destroyed) breakOff()
  else request.resume()
  return {
    pause() {
      clock.pause()
      request.pause()
    },
    resume() {
      clock.resume()
      request.resume()
    },
  }
}

/** Measures how fast a body arrives, excluding pauses caused by this side. */
function createPace() {
  const start = performance.now()
  let bytes = 0
  let heldUp = 0
  let pausedAt: number | null = null
  let hasEnded = false
  return {
    count: (more: number) => (bytes += more),
    end() {
      hasEnded = true
    },
    pause() {
      pausedAt ??= performance.now()
    },
    resume() {
      if (pausedAt !== null) heldUp += performance.now() - pausedAt
      pausedAt = null
    },
    fault(): Error | null {
      const now = performance.now()
      if (pausedAt !== null) return now - pausedAt > STALL ? new Unavailable('uploads') : null
      const time = now - start - heldUp
      const isSlow = time > GRACE && bytes < ((time - GRACE) / 1000) * RATE
      return !hasEnded && (isSlow || time > LONGEST) ? new Refusal('request_timeout') : null
    },
  }
}

const received = Symbol('received')
type Received = IncomingMessage & { [received]?: Promise<Buffer> }

/**
 * Reads a whole body. Repeated calls return the same one.
 * @param limit in bytes
 * @throws {Refusal} `payload_too_large`, `malformed`, `request_timeout`
 */
export function receiveBytes(request: Received, limit: number): Promise<Buffer> {
  request[received] ??= receiveAll(request, limit)
  return request[received]
}

async function receiveAll(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  const chunks: Buffer[] = []
  try {
    await fromEvents<void>('body', (events) => {
      receive(
        events,
        request,
        limit,
        (chunk) => void chunks.push(chunk),
        () => events.resolve(),
      )
    })
  } finally {
    request.pause()
  }
  return Buffer.concat(chunks)
}

export function tooLarge(limit: number): Refusal {
  return new Refusal('payload_too_large', { params: { limit } })
}
