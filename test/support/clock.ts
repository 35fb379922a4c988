import type { Clock } from '../../src/ports/clock.ts'

/** A clock that tests move. */
export interface TestClock extends Clock {
  /** Moves the clock on by milliseconds. */
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
