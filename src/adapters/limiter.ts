import { hash } from 'node:crypto'
import { MINUTE } from '../ports/durations.ts'
import type { Limit, Limiter, Use } from '../ports/limiter.ts'

/** Where one key of one limit is counted, and up to what. */
export interface Counter {
  /** Name of the limit. */
  limit: string
  /** Tells keys apart; 43 characters, whatever the key. */
  id: string
  /** Uses in a window, at most. */
  points: number
  /** Milliseconds from the first use to the end of the window. */
  window: number
}

/** What is counted. */
export interface Count {
  /** All uses, those of attempts under check included. */
  used: number
  /** Uses of attempts under check. */
  held: number
  /** Milliseconds to the end of the window. */
  left: number
}

/** Milliseconds after which an attempt that nobody settled is taken for failed. */
export const HOLD_TIME = MINUTE

/** Counters with fixed windows, one for each key. */
export interface Counters {
  /**
   * Adds `cost` uses to every counter, held ones if `isHeld`; atomically, and only if each stays within its points. Else
   * nothing is added, and the first counter that would not is told.
   */
  take(
    counters: readonly Counter[],
    cost: number,
    isHeld: boolean,
  ): Promise<{ index: number; count: Count } | null>
  /** Takes uses and holds back from every counter, never below 0. */
  give(counters: readonly Counter[], used: number, held: number): Promise<void>
  get(counter: Counter): Promise<Count | null>
}

/** Limits by counters. `scale` multiplies the points of every limit (setting `LIMIT_SCALE`). */
export function createLimiter(scale: number, counters: Counters): Limiter {
  const counterOf = ({ name, points, seconds }: Limit, key: string): Counter => ({
    limit: name,
    // A key names a person or a place; what is stored only tells it from others, and is of one length.
    id: hash('sha256', key, 'base64url'),
    points: Math.max(1, Math.floor(points * scale)),
    window: seconds * 1000,
  })
  const countersOf = (uses: readonly Use[]) => uses.map(([limit, key]) => counterOf(limit, key))
  const secondsLeft = ({ left }: Count): number => Math.max(1, Math.ceil(left / 1000))
  return {
    async consume(limit, key, cost = 1) {
      const counter = counterOf(limit, key)
      if (cost >= 0) {
        const refused = await counters.take([counter], cost, false)
        return refused ? secondsLeft(refused.count) : 0
      }
      await counters.give([counter], -cost, 0)
      return 0
    },
    async peek(limit, key) {
      const counter = counterOf(limit, key)
      const count = await counters.get(counter)
      return count !== null && count.used - count.held >= counter.points ? secondsLeft(count) : 0
    },
    async reserve(uses) {
      const all = countersOf(uses)
      const refused = await counters.take(all, 1, true)
      if (refused === null) return { state: 'held' }
      const { index, count } = refused
      if (count.used - count.held < all[index]!.points) return { state: 'full' }
      return { state: 'refused', limit: uses[index]![0], seconds: secondsLeft(count) }
    },
    settle: (uses, outcome) => counters.give(countersOf(uses), outcome === 'passed' ? 1 : 0, 1),
    check: async () => {},
    close() {},
  }
}
