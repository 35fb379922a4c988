import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit, Limiter } from '../ports/limiter.ts'

/** Counts in this process. `scale` multiplies the points of every limit (setting `LIMIT_SCALE`). */
export function createMemoryLimiter(scale: number): Limiter {
  const limiters = new Map<string, RateLimiterMemory>()
  const limiterFor = (limit: Limit): RateLimiterMemory => {
    let limiter = limiters.get(limit.name)
    if (!limiter) {
      const points = Math.max(1, Math.floor(limit.points * scale))
      limiter = new RateLimiterMemory({ keyPrefix: limit.name, points, duration: limit.seconds })
      limiters.set(limit.name, limiter)
    }
    return limiter
  }
  const secondsLeft = (result: RateLimiterRes): number => Math.max(1, Math.ceil(result.msBeforeNext / 1000))
  return {
    async consume(limit, key, cost = 1) {
      const limiter = limiterFor(limit)
      if (cost < 0) {
        await limiter.reward(key, -cost)
        return 0
      }
      try {
        await limiter.consume(key, cost)
        return 0
      } catch (result) {
        if (result instanceof RateLimiterRes) return secondsLeft(result)
        throw result
      }
    },
    async peek(limit, key) {
      const limiter = limiterFor(limit)
      const result = await limiter.get(key)
      return result !== null && result.consumedPoints >= limiter.points ? secondsLeft(result) : 0
    },
    async reset(limit, key) {
      await limiterFor(limit).delete(key)
    },
  }
}
