import { CLOCK_SKEW } from '../ports/clock.ts'
import { HOUR, MINUTE } from '../ports/durations.ts'
/** A job of the outbox as a worker holds it. */
export interface Job {
  id: string
  kind: string
  /** JSON as it is stored. */
  payload: string
  /** Which try this is, from 1. */
  tries: number
  /** The worker's lease: the job is its own until this instant. */
  claimedUntil: number
}

/** A job that no other try can do: it is given up at once. */
export class FinalFailure extends Error {
  /** Whether somebody outside refused it, so that nothing is wrong with the service. */
  readonly isRefusal: boolean

  constructor(message: string, options: ErrorOptions & { isRefusal?: boolean } = {}) {
    super(message, options)
    this.name = 'FinalFailure'
    this.isRefusal = options.isRefusal ?? false
  }
}

/** Tries before a job is given up: with the delays below, about a day after the first. */
export const TRIES_MAX = 33

const FIRST_DELAY = 5_000
const LONGEST_DELAY = HOUR

/** A worker holds a job this long, in milliseconds; a dead worker's job comes back after it. */
export const LEASE = 2 * MINUTE
/**
 * An instant to run at that is later than this was set by a clock that ran ahead and was put back since: no job waits
 * longer. It counts as due.
 */
export const runAtMax = (now: number): number => now + LONGEST_DELAY * 1.25 + CLOCK_SKEW

/** The same for the end of a lease: it counts as ended. */
export const claimedUntilMax = (now: number): number => now + LEASE + CLOCK_SKEW

/**
 * Milliseconds until the next try: 5 s, doubled after each try up to an hour, spread by a quarter either way so that
 * jobs that failed together do not come back together. `jitter` is from 0 to 1. Returns `null` after the last try.
 */
export function nextDelay(tries: number, jitter: number): number | null {
  if (tries >= TRIES_MAX) return null
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (tries - 1))
  return Math.round(delay * (0.75 + jitter / 2))
}

/**
 * Reads a job's payload.
 * @throws {FinalFailure} if it is no JSON object
 */
export function readPayload(job: Pick<Job, 'payload'>): object {
  let payload: unknown
  try {
    payload = JSON.parse(job.payload)
  } catch (error) {
    throw new FinalFailure('the payload is no JSON', { cause: error })
  }
  if (typeof payload !== 'object' || payload === null) throw new FinalFailure('the payload is no object')
  return payload
}
