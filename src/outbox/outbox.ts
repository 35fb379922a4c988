import { HOUR, MINUTE } from '../basics/durations.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
/** A job claimed by a worker. */
export interface Job {
  id: string
  kind: string
  /** Stored JSON. */
  payload: string
  /** Number of this try, starting at 1. */
  tries: number
  /** End of the worker's lease. */
  claimedUntil: number
}

/** A job that cannot succeed: it is not retried. */
export class FinalFailure extends Error {
  /** Whether an external party refused it, so that nothing is wrong with the service. */
  readonly isRefusal: boolean

  constructor(message: string, options: ErrorOptions & { isRefusal?: boolean } = {}) {
    super(message, options)
    this.name = 'FinalFailure'
    this.isRefusal = options.isRefusal ?? false
  }
}

/** Tries before a job fails permanently: with the delays below, about a day after the first one. */
export const TRIES_MAX = 33

const FIRST_DELAY = 5_000
const LONGEST_DELAY = HOUR

/** How long a worker's claim lasts, in milliseconds; after that, the job of a dead worker is retried. */
export const LEASE = 2 * MINUTE
/**
 * A job scheduled later than this was written by a clock that ran ahead and has since been corrected, since
 * no delay is longer. It counts as due.
 */
export const runAtMax = (now: number): number => now + LONGEST_DELAY * 1.25 + CLOCK_SKEW

/** The same for the end of a lease: it counts as ended. */
export const claimedUntilMax = (now: number): number => now + LEASE + CLOCK_SKEW

/**
 * Returns the milliseconds until the next try: 5 s, doubled after each try up to an hour, randomized by ±25 %
 * so that jobs that failed together are not retried together. `jitter` is between 0 and 1. Returns `null`
 * after the last try.
 */
export function nextDelay(tries: number, jitter: number, triesMax = TRIES_MAX): number | null {
  if (tries >= triesMax) return null
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (tries - 1))
  return Math.round(delay * (0.75 + jitter / 2))
}

/**
 * Parses a job's payload.
 * @throws {FinalFailure} if it is not a JSON object
 */
export function readPayload(job: Pick<Job, 'payload'>): object {
  let payload: unknown
  try {
    payload = JSON.parse(job.payload)
  } catch (error) {
    throw new FinalFailure('the payload is not JSON', { cause: error })
  }
  if (typeof payload !== 'object' || payload === null) throw new FinalFailure('the payload is not an object')
  return payload
}
