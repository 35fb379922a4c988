import { setTimeout as sleep } from 'node:timers/promises'
import { throttled } from '../errors.ts'
import { busy } from '../fair-queue.ts'
import type { Limiter, Use } from '../ports/limiter.ts'
import { inHashingTurn } from './hashing-queue.ts'

/** Milliseconds until an attempt that found the limit reserved looks again, and for which it does so at most. */
const PAUSE = 50
const PATIENCE = 10_000

export type Attempts = ReturnType<typeof createAttempts>

/** Attempts to guess a secret, such as a password or a code: failed ones count against limits. */
export function createAttempts({ limiter }: { limiter: Limiter }) {
  const refuseExhausted = async (uses: readonly Use[]): Promise<void> => {
    for (const [limit, key] of uses) {
      const seconds = await limiter.peek(limit, key)
      if (seconds > 0) throw throttled(seconds)
    }
  }
  /** Whether the attempt may be checked. If not: others are under check, and if all fail nothing is left for this one. */
  const reserve = async (uses: readonly Use[]): Promise<boolean> => {
    const reservation = await limiter.reserve(uses)
    if (reservation.state === 'refused') throw throttled(reservation.seconds)
    return reservation.state === 'held'
  }
  /** `null`: it was not the attempt's turn yet. */
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
      // What could not be checked told nobody anything: it is no failure.
      if (isHeld) await limiter.settle(uses, isFailed ? 'failed' : 'passed')
    }
  }

  return {
    /**
     * Compares a secret when it is the caller's turn. One use of each limit is reserved just before, so that no more
     * guesses are ever compared than the limits allow, however many come at once and at however many nodes; a right one
     * is given back. An attempt that finds everything reserved waits, since those before it may be right. `uses` are
     * looked at in order: name first what a stranger cannot choose freely.
     * @param owner whose attempt it is: owners take turns
     * @param check compares, and returns `false` if it is wrong; hashing in it is not queued again
     * @throws {Refusal} `throttled` if failures have used up a limit; `unavailable` if too many wait
     */
    async check<T>(uses: readonly Use[], owner: string, check: () => Promise<T | false>): Promise<T | false> {
      const deadline = performance.now() + PATIENCE
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
