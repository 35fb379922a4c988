import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE } from '../basics/durations.ts'
import { within } from '../basics/foreign-events.ts'
import type { Log } from '../ports/log.ts'

/**
 * Removes a limited amount of expired data. Returns how many rows or files were removed; 0 if nothing is left
 * for now.
 */
export type UpkeepTask = () => Promise<number>

/** Milliseconds between rounds, and between two steps of a task, so that requests have priority. */
const ROUND = 10 * MINUTE
const STEP = 50
/**
 * How long stopping waits for a running step, in milliseconds. The step is either rolled back or completed.
 */
const STOP_TIME = 5_000

/**
 * Runs the tasks repeatedly in the background. Returns a function that stops it; it resolves when nothing is
 * running any more, or after five seconds.
 */
export function startUpkeep(tasks: Readonly<Record<string, UpkeepTask>>, log: Log): () => Promise<void> {
  const stopping = new AbortController()
  const pause = (time: number) => sleep(time, undefined, { signal: stopping.signal, ref: false })
  const round = async () => {
    for (const [task, step] of Object.entries(tasks)) {
      try {
        while ((await step()) > 0) await pause(STEP)
      } catch (error) {
        if (stopping.signal.aborted) return
        log.error({ err: error, task }, 'upkeep failed and will be retried in the next round')
      }
    }
  }
  const running = (async () => {
    // The first requests do not wait for it either.
    await pause(STEP).catch(() => {})
    while (!stopping.signal.aborted) {
      await round()
      await pause(ROUND).catch(() => {})
    }
  })()
  return async () => {
    stopping.abort()
    await within(STOP_TIME, running, () => new Error('upkeep is still running')).catch(() => {})
  }
}
