import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Limiter } from '../ports/limiter.ts'
import { createLimiter } from './limiter.ts'

/** Counts in this process alone. */
export function createMemoryLimiter(scale: number): Limiter {
  return createLimiter(scale, (options) => new RateLimiterMemory(options))
}
