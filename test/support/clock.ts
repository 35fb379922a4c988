import type { Clock } from '../../src/ports/clock.ts'

/** A clock that tests move. */
export interface TestClock extends Clock {
  /** Advances the clock by milliseconds. */
  advance(milliseconds: number): void
}

export function createTestClock(start = Date.now()): TestClock {
  let offset = start - Date.now()
  return {
    now: () => Date.now() + offset,
    advance(milliseconds) {
      offset += milliseconds
    },
  }
}
