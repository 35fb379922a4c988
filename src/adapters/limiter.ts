import { hash } from 'node:crypto'
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit, Limiter } from '../ports/limiter.ts'

/** How one engine counts the uses of one limit. */
export interface LimitOptions {
  keyPrefix: string
  points: number
  /** Seconds. */
  duration: number
}

/**
 * Counts by the engine that `make` gives for each limit. `scale` multiplies the points of every limit (setting
 * `LIMIT_SCALE`).
 */
export function createLimiter(scale: number, make: (options: LimitOptions) => RateLimiterAbstract): Limiter {
  const engines = new Map<string, RateLimiterAbstract>()
  const engineOf = (limit: Limit): RateLimiterAbstract => {
    let engine = engines.get(limit.name)
    if (!engine) {
      const points = Math.max(1, Math.floor(limit.points * scale))
      engine = make({ keyPrefix: limit.name, points, duration: limit.seconds })
      engines.set(limit.name, engine)
    }
    return engine
  }
  // A key names a person or a place; what is stored only tells it from others, and is of one length.
  const keyOf = (key: string): string => hash('sha256', key, 'base64url')
  const secondsLeft = (result: RateLimiterRes): number => Math.max(1, Math.ceil(result.msBeforeNext / 1000))
  return {
    async consume(limit, key, cost = 1) {
      const engine = engineOf(limit)
      if (cost < 0) {
        await engine.reward(keyOf(key), -cost)
        return 0
      }
      try {
        await engine.consume(keyOf(key), cost)
        return 0
      } catch (result) {
        if (result instanceof RateLimiterRes) return secondsLeft(result)
        throw result
      }
    },
    async peek(limit, key) {
      const engine = engineOf(limit)
      const result = await engine.get(keyOf(key))
      return result !== null && result.consumedPoints >= engine.points ? secondsLeft(result) : 0
    },
    async reset(limit, key) {
      await engineOf(limit).delete(keyOf(key))
    },
    check: async () => {},
    close() {},
  }
}
