import { setTimeout as sleep } from 'node:timers/promises'
import { busy } from '../basics/fair-queue.ts'
import { throttled } from '../errors/errors.ts'
import { inHashingTurn } from '../password/hashing-queue.ts'
import type { Limiter, Use } from '../ports/limiter.ts'

/** How often an attempt that found the limit reserved retries, and for how long, in milliseconds. */
const PAUSE = 50
const MAX_WAIT = 10_000

export type Attempts = ReturnType<typeof createAttempts>

/** Attempts to guess a secret, such as a password or a code: failed ones count against limits. */
export function createAttempts({ limiter }: { limiter: Limiter }) {
  const refuseExhausted = async (uses: readonly Use[]): Promise<void> => {
    for (const [limit, key] of uses) {
      const seconds = await limiter.peek(limit, key)
      if (seconds > 0) throw throttled(seconds)
    }
  }
  /**
   * Reserves the attempt. Returns false if others are being checked and none would remain if all of them
   * failed.
   */
  const reserve = async (uses: readonly Use[]): Promise<boolean> => {
    const reservation = await limiter.reserve(uses)
    if (reservation.state === 'refused') throw throttled(reservation.seconds)
    return reservation.state === 'held'
  }
  /** Returns `null` if it is not the attempt's turn yet. */
  const checkReserved = async <T>(
    uses: readonly Use[],
    owner: string,
    check: () => Promise<T | false>,
  ): Promise<T | false | null> => {
    let isHeld = false
    let isFailed = false
    try {
      return await inHashingTurn(
        async () => {
          isHeld = await reserve(uses)
          if (!isHeld) return null
          const result = await check()
          isFailed = result === false
          return result
        },
        { owner },
      )
    } finally {
      // An attempt that could not be checked revealed nothing, so it is not a failure.
      if (isHeld) await limiter.settle(uses, isFailed ? 'failed' : 'passed')
    }
  }

  return {
    /**
     * Compares a secret in the caller's turn. One use of each limit is reserved just before, so that there
     * are never more comparisons than the limits allow, however many arrive at once and at however many
     * nodes; a right one is returned. An attempt that finds everything reserved waits, since those before it
     * may be right. `uses` are checked in order: start with the ones that a stranger cannot choose freely.
     * @param owner whose attempt it is: owners take turns
     * @param check compares, and returns `false` if the secret is wrong; hashing inside it is not queued
     * again
     * @throws {Refusal} `throttled` if failures have used up a limit; `unavailable` if too many are waiting
     */
    async check<T>(uses: readonly Use[], owner: string, check: () => Promise<T | false>): Promise<T | false> {
      const deadline = performance.now() + MAX_WAIT
      for (;;) {
        await refuseExhausted(uses)
        const result = await checkReserved(uses, owner, check)
        if (result !== null) return result
        if (performance.now() > deadline) throw busy()
        await sleep(PAUSE)
      }
    },
  }
}
