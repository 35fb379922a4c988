import { MINUTE } from './durations.ts'

/** Where time comes from. Rules and services take instants as arguments or through this port. */
export interface Clock {
  /** The current instant, in milliseconds since the Unix epoch. */
  now(): number
}

/**
 * By how much the clocks of nodes may differ, in milliseconds. An instant that lies further ahead than this beyond the
 * longest delay there is was written by a clock that ran ahead and was put back since.
 */
export const CLOCK_SKEW = 10 * MINUTE
