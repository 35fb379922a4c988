import { MINUTE } from '../basics/durations.ts'

/** Source of time. Rules and services take instants as arguments or through this port. */
export interface Clock {
  /** The current instant, in milliseconds since the Unix epoch. */
  now(): number
}

/**
 * Maximum difference between the clocks of nodes, in milliseconds. An instant further ahead than the longest
 * delay plus this difference was written by a clock that ran ahead and has since been corrected.
 */
export const CLOCK_SKEW = 10 * MINUTE
