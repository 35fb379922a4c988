import { hash } from 'node:crypto'
import { MINUTE } from '../../basics/durations.ts'
import type { Limit, Limiter, Use } from '../../ports/limiter.ts'

/** Where a key of a limit is counted, and its maximum. */
export interface Counter {
  /** Name of the limit. */
  limit: string
  /** Identifies the key; 43 characters, whatever the key. */
  id: string
  /** Maximum number of uses per window. */
  points: number
  /** Milliseconds from the first use to the end of the window. */
  window: number
}

/** State of a counter. */
export interface Count {
  /** All uses, including those of attempts being checked. */
  used: number
  /** Uses of attempts being checked. */
  held: number
  /** Milliseconds until the end of the window. */
  left: number
}

/** Milliseconds after which an unsettled attempt counts as failed. */
export const HOLD_TIME = MINUTE

/** Counters with fixed windows, one per key. */
export interface Counters {
  /**
   * Adds `cost` uses to every counter, as reservations if `isHeld`. Atomic: if any counter would exceed its
   * points, nothing is added, and the first such counter is returned.
   */
  take(
    counters: readonly Counter[],
    cost: number,
    isHeld: boolean,
  ): Promise<{ index: number; count: Count } | null>
  /** Subtracts uses and reservations from every counter, never below 0. */
  give(counters: readonly Counter[], used: number, held: number): Promise<void>
  get(counter: Counter): Promise<Count | null>
}

/** Creates a limiter on counters. `scale` multiplies the points of every limit (setting `LIMIT_SCALE`). */
export function createLimiter(scale: number, counters: Counters): Limiter {
  const counterOf = ({ name, points, seconds }: Limit, key: string): Counter => ({
    limit: name,
    // A key identifies a person or a place. Only a hash of fixed length is stored.
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
    async spend(limit, key, cost) {
      const counter = counterOf(limit, key)
      const refused = await counters.take([counter], cost, false)
      const count = refused?.count ?? (await counters.get(counter)) ?? { used: cost, left: counter.window }
      return {
        isAllowed: refused === null,
        points: counter.points,
        left: Math.max(0, counter.points - count.used),
        seconds: Math.max(1, Math.ceil(count.left / 1000)),
      }
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
