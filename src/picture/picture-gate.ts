import { Refusal } from '../errors.ts'
import type { Metrics, Reading } from '../ports/metrics.ts'

/** Lets a few jobs run at a time and a bounded number wait. */
export interface Gate {
  /**
   * Runs the job when its turn comes.
   * @throws {Refusal} `unavailable` where too many wait already
   */
  run<T>(job: () => Promise<T>): Promise<T>
  /** Jobs now, and the most there may be. */
  state(): { now: GateJobs; most: GateJobs }
}

export interface GateJobs {
  running: number
  waiting: number
}

/** Seconds after which a refused caller may try again. */
const RETRY_AFTER = 5

/** `running` jobs at a time and at most `waiting` in the line, first come first served. */
export function createGate({ running, waiting }: GateJobs): Gate {
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
    state: () => ({ now: { running: active, waiting: line.length }, most: { running, waiting } }),
  }
}

/** Shows the jobs and the places of a line. */
export function measureLine(metrics: Metrics, line: 'decode' | 'encode', gate: Gate): void {
  metrics.readGauges(() => {
    const { now, most } = gate.state()
    return (['running', 'waiting'] as const).flatMap((state): Reading[] => [
      ['user_profile_picture_line_jobs', now[state], { line, state }],
      ['user_profile_picture_line_places', most[state], { line, state }],
    ])
  })
}
