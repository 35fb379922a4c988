/** A job of the outbox as a worker holds it. */
export interface Job {
  id: string
  kind: string
  /** Parsed JSON. */
  payload: unknown
  /** Which try this is, from 1. */
  tries: number
  /** The worker's lease: the job is its own until this instant. */
  claimedUntil: number
}

/** Tries before a job is given up: with the delays below, about a day after the first. */
export const TRIES_MAX = 33

const FIRST_DELAY = 5_000
const LONGEST_DELAY = 3_600_000

/**
 * Milliseconds until the next try: 5 s, doubled after each try up to an hour, spread by a quarter either way so that
 * jobs that failed together do not come back together. `jitter` is from 0 to 1. Answers `null` after the last try.
 */
export function nextDelay(tries: number, jitter: number): number | null {
  if (tries >= TRIES_MAX) return null
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (tries - 1))
  return Math.round(delay * (0.75 + jitter / 2))
}
