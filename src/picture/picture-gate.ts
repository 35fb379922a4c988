import { Refusal } from '../errors.ts'

/** Lets a few jobs run at a time and a bounded number wait. */
export interface Gate {
  /**
   * Runs the job when its turn comes.
   * @throws {Refusal} `unavailable` where too many wait already
   */
  run<T>(job: () => Promise<T>): Promise<T>
}

/** Seconds after which a refused caller may try again. */
const RETRY_AFTER = 5

/** `running` jobs at a time and at most `waiting` in the line, first come first served. */
export function createGate({ running, waiting }: { running: number; waiting: number }): Gate {
  const line: (() => void)[] = []
  let active = 0
  return {
    async run(job) {
      if (active >= running) {
        if (line.length >= waiting) {
          throw new Refusal('unavailable', { params: { seconds: RETRY_AFTER }, retryAfter: RETRY_AFTER })
        }
        await new Promise<void>((resolve) => line.push(resolve))
      } else active++
      try {
        return await job()
      } finally {
        const next = line.shift()
        if (next) next()
        else active--
      }
    },
  }
}
