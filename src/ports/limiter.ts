/** One abuse limit: at most `points` uses of a key in a window of `seconds`. */
export interface Limit {
  /** Separates the keys of one limit from those of another. */
  name: string
  points: number
  seconds: number
}

/** Counts uses against abuse limits, in one place for all nodes that share it. */
export interface Limiter {
  /**
   * Counts `cost` uses (default 1; a negative cost gives uses back) of `key`. Answers 0 where the limit holds, else the seconds (at least 1) until it
   * will.
   */
  consume(limit: Limit, key: string, cost?: number): Promise<number>
  /** Like `consume` with a cost of 0: only looks. */
  peek(limit: Limit, key: string): Promise<number>
  /** Forgets the uses of the key, as after a successful sign-in. */
  reset(limit: Limit, key: string): Promise<void>
  /** Rejects with the reason where the counts are not where the settings want them; limits hold all the same. */
  check(): Promise<void>
  close(): void
}
