import { fromEvents, later, listen, within } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'

/** One step of stopping. */
export interface StopStep {
  name: string
  /** Milliseconds after which the next step begins all the same. */
  time: number
  run: () => Promise<unknown>
  /** What ends the step by force; it gets the rest of a second to show effect. */
  force?: () => void
}

/**
 * Milliseconds that all steps after the grace of running requests take at most, with time to spare. Whatever ends the
 * process by force, such as systemd, has to wait for longer.
 */
export const CLOSING_TIME = 12_000

/** Milliseconds in which a step ends once it was forced. */
const FORCED = 1000

/**
 * Takes the steps in order, each within its time. Neither a step that hangs nor one that fails keeps the others from
 * being taken; both are logged. Returns whether each ended in time.
 */
export async function stopInOrder(steps: readonly StopStep[], log: Log): Promise<boolean> {
  let isOrderly = true
  for (const step of steps) isOrderly = (await take(step, log)) && isOrderly
  return isOrderly
}

async function take({ name, time, run, force }: StopStep, log: Log): Promise<boolean> {
  const overdue = () => new Error(`no end within ${time} ms`)
  try {
    // A step that throws at once is a step that fails.
    const running = Promise.resolve().then(run)
    await within(time, running, overdue).catch(async (error: unknown) => {
      if (!force) throw error
      log.warn({ step: name, time }, 'not ended in time, ended by force')
      force()
      await within(FORCED, running, overdue)
    })
    return true
  } catch (error) {
    log.error({ err: error, step: name }, 'stopping goes on without this step')
    return false
  }
}

/** Ends the process after so many milliseconds if it has not ended by itself by then. */
export function endWithin(milliseconds: number, exitCode: number): void {
  later('end of the process', milliseconds, () => process.exit(exitCode))
}

/**
 * The signal that asks to stop. A second one ends the process at once, but not a worker: that may well get the same
 * signal twice, from the terminal or the service manager and from its primary, which is the one to end it.
 */
export function stopSignal(isWorker: boolean): Promise<NodeJS.Signals> {
  return fromEvents('signal', ({ on, resolve }) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      if (isWorker) listen('signal', process, signal, () => resolve(signal))
      else on(process, signal, () => resolve(signal))
    }
  })
}
