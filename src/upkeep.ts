import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE } from './ports/durations.ts'
import { within } from './ports/foreign-events.ts'
import type { Log } from './ports/log.ts'

/** Removes what is over, a little at a time. Returns how many rows or files went; 0: nothing is left to do for now. */
export type UpkeepTask = () => Promise<number>

/** Milliseconds between rounds, and between two steps of one task, so that requests come first. */
const ROUND = 10 * MINUTE
const STEP = 50
/** How long the end waits for a step that runs, in milliseconds: it is undone or done whole. */
const STOP_TIME = 5_000

/** Runs the tasks again and again in the background. Returns how to stop: it resolves when nothing is running any more, or after five seconds. */
export function startUpkeep(tasks: Readonly<Record<string, UpkeepTask>>, log: Log): () => Promise<void> {
  const stopping = new AbortController()
  const pause = (time: number) => sleep(time, undefined, { signal: stopping.signal, ref: false })
  const round = async () => {
    for (const [task, step] of Object.entries(tasks)) {
      try {
        while ((await step()) > 0) await pause(STEP)
      } catch (error) {
        if (stopping.signal.aborted) return
        log.error({ err: error, task }, 'upkeep failed, it is tried again next time')
      }
    }
  }
  const running = (async () => {
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
