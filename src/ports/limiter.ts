/** One abuse limit: at most `points` uses of a key in a window of `seconds`. */
export interface Limit {
  /** Separates the keys of one limit from those of another. */
  name: string
  points: number
  seconds: number
}

/** One use of one key. */
export type Use = readonly [limit: Limit, key: string]

/** Whether an attempt may be checked now. */
export type Reservation =
  /** Yes: it counts as failed until it is settled. */
  | { state: 'held' }
  /** Not yet: so many others are under check that, if all of them fail, nothing is left for this one. */
  | { state: 'full' }
  /** No: failures have used the limit up. `seconds` is whole and at least 1. */
  | { state: 'refused'; limit: Limit; seconds: number }

/** Counts uses against abuse limits, in one place for all nodes that share it. */
export interface Limiter {
  /**
   * Counts `cost` uses (default 1; a negative cost gives uses back, as far as there are any) of `key`. Returns 0 if the
   * limit holds, else the seconds (at least 1) until it will; then nothing was counted.
   */
  consume(limit: Limit, key: string, cost?: number): Promise<number>
  /** Like `consume`, but only looks, and at failures alone: attempts under check do not count. */
  peek(limit: Limit, key: string): Promise<number>
  /**
   * Reserves one use of every key for an attempt that is about to be checked: of all of them, or, if one has no use
   * left, of none; the first such decides. No key after it is looked at or stored. Whoever holds a reservation settles
   * it within a minute; one that is lost, as with its process, counts as failed until the window ends.
   */
  reserve(uses: readonly Use[]): Promise<Reservation>
  /** Ends a reservation: a failed attempt stays counted, a passed one is given back. */
  settle(uses: readonly Use[], outcome: 'failed' | 'passed'): Promise<void>
  /** Rejects with the reason if the counts are not where the settings want them; limits hold all the same. */
  check(): Promise<void>
  close(): void
}
