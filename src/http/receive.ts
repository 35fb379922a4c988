import type { IncomingMessage } from 'node:http'
import { Refusal } from '../errors.ts'
import { MINUTE } from '../ports/durations.ts'
import { type Events, fromEvents } from '../ports/foreign-events.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** Milliseconds in which a client may send its body as slowly as it likes. */
const GRACE = 10_000
/** What it must have sent on average after that, in bytes a second: far less than the slowest phone does. */
const RATE = 1000
/** Longest time for one body, in milliseconds: two pictures of 10 MB at 35 kB/s. */
const LONGEST = 10 * MINUTE
/** How often the rate is looked at, in milliseconds. */
const TICK = 1000
/** Milliseconds that the receiving side may hold the client up, such as by a disk that takes nothing. */
const STALL = 30_000

/** The limits on the time of receiving, for the server and for the documentation of it. */
export const receivingTime = { grace: GRACE, rate: RATE, longest: LONGEST }

/** A body that arrives. */
export interface Incoming {
  /** Takes no more bytes until `resume`. The wait is not held against the client. */
  pause(): void
  resume(): void
}

/**
 * Receives a body, counting what arrives whatever `Content-Length` says. The promise is rejected as soon as
 * more than `limit` bytes have come, if the client goes away, and if it is too slow.
 * @param take gets each chunk
 * @param end is called after the last one
 * @throws {Refusal} `payload_too_large`, `malformed` if the body breaks off, `request_timeout`
 * @throws {Unavailable} if it stays paused for too long
 */
export function receive(
  { on, after, reject }: Pick<Events<void>, 'on' | 'after' | 'reject'>,
  request: IncomingMessage,
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

/** How fast a body arrives, apart from the time in which it is held up from here. */
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

/**
 * Reads a whole body.
 * @param limit in bytes
 * @throws {Refusal} `payload_too_large`, `malformed`, `request_timeout`
 */
export async function receiveBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
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
