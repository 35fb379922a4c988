import { throttled } from '../errors/errors.ts'

/** One abuse limit: at most `points` uses of a key in a window of `seconds`. */
export interface Limit {
  /** Separates the keys of this limit from those of others. */
  name: string
  points: number
  seconds: number
}

/** One use of one key. */
export type Use = readonly [limit: Limit, key: string]

/** Whether an attempt may be checked now. */
export type Reservation =
  /** Yes. It counts as failed until it is settled. */
  | { state: 'held' }
  /** Not yet. So many attempts are being checked that, if all of them fail, none remains for this one. */
  | { state: 'full' }
  /** No. Failures have used up the limit. `seconds` is a whole number, at least 1. */
  | { state: 'refused'; limit: Limit; seconds: number }

/** State of a limit after a use. */
export interface Spent {
  isAllowed: boolean
  /** Uses in each window. */
  points: number
  /** Uses that are left in this window. */
  left: number
  /** Seconds until the window ends; a whole number, at least 1. */
  seconds: number
}

/** Counts uses against abuse limits, shared by all nodes that use the same store. */
export interface Limiter {
  /**
   * Counts `cost` uses of `key` (default 1; a negative cost returns uses, but not below zero). Returns 0 if
   * the limit allows them; otherwise counts nothing and returns the seconds (at least 1) until it will.
   */
  consume(limit: Limit, key: string, cost?: number): Promise<number>
  /** Counts `cost` uses like `consume`, and says how many are left. */
  spend(limit: Limit, key: string, cost: number): Promise<Spent>
  /** Like `consume`, but only reads, and only failures: attempts being checked do not count. */
  peek(limit: Limit, key: string): Promise<number>
  /**
   * Reserves one use of every key for an attempt that is about to be checked. If a key has no use left, none
   * is reserved; the first such key decides, and later keys are neither read nor stored. A reservation must
   * be settled within a minute. A lost one, for example because its process ended, counts as failed until the
   * window ends.
   */
  reserve(uses: readonly Use[]): Promise<Reservation>
  /** Ends a reservation: a failed attempt remains counted, a passed one is returned. */
  settle(uses: readonly Use[], outcome: 'failed' | 'passed'): Promise<void>
  /**
   * Rejects with the reason if counts are not stored where the settings say. Limits are enforced in any case.
   */
  check(): Promise<void>
  close(): void
}

/** Counts one use. @throws {Refusal} `throttled` if the limit does not allow it */
export async function consumeOrRefuse(
  limiter: Pick<Limiter, 'consume'>,
  limit: Limit,
  key: string,
): Promise<void> {
  const seconds = await limiter.consume(limit, key)
  if (seconds > 0) throw throttled(seconds)
}
