import { fromEvents, later, listen, within } from '../../basics/foreign-events.ts'
import type { Log } from '../../ports/log.ts'

/** A step of stopping. */
export interface StopStep {
  name: string
  /** Milliseconds after which the next step begins regardless. */
  time: number
  run: () => Promise<unknown>
  /** Ends the step by force; it then has one more second to finish. */
  force?: () => void
}

/**
 * Maximum duration of all steps after the grace period of running requests, in milliseconds, with a margin.
 * Whatever kills the process, such as systemd, must wait longer.
 */
export const CLOSING_TIME = 12_000

/** Time in which a step ends after being forced, in milliseconds. */
const FORCED = 1000

/**
 * Runs the steps in order, each with its time limit. Steps that hang or fail do not prevent the others from
 * running; both are logged. Returns whether all ended in time.
 */
export async function stopInOrder(steps: readonly StopStep[], log: Log): Promise<boolean> {
  let isOrderly = true
  for (const step of steps) isOrderly = (await take(step, log)) && isOrderly
  return isOrderly
}

async function take({ name, time, run, force }: StopStep, log: Log): Promise<boolean> {
  const overdue = () => new Error(`not finished within ${time} ms`)
  try {
    // A step that throws synchronously counts as failed.
    const running = Promise.resolve().then(run)
    await within(time, running, overdue).catch(async (error: unknown) => {
      if (!force) throw error
      log.warn({ step: name, time }, 'not finished in time, forced to end')
      force()
      await within(FORCED, running, overdue)
    })
    return true
  } catch (error) {
    log.error({ err: error, step: name }, 'step failed, stopping continues')
    return false
  }
}

/**
 * Exits the process after a delay in milliseconds, if it has not exited by then.
 * @param exitCode default: `process.exitCode` at that time
 */
export function endWithin(milliseconds: number, exitCode?: number): void {
  later('end of the process', milliseconds, () => process.exit(exitCode))
}

/**
 * Resolves with the signal that requests to stop. A second one exits the process immediately, except a
 * worker: it may receive the same signal twice, from the terminal or service manager and from its primary,
 * which decides when to kill it.
 */
export function stopSignal(isWorker: boolean): Promise<NodeJS.Signals> {
  return fromEvents('signal', ({ on, resolve }) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      if (isWorker) listen('signal', process, signal, () => resolve(signal))
      else on(process, signal, () => resolve(signal))
    }
  })
}
