import { fromEvents, inBackground, within } from '../basics/foreign-events.ts'

/**
 * Milliseconds between polls of the table; the shorter interval applies for a second after a job was added.
 */
const POLL = 1000
const POLL_AFTER_ENQUEUE = 15
/** How long stopping waits for running jobs, in milliseconds. */
const STOP_TIME = 5_000

/** Starts at most `limit` jobs of a lane and returns promises of their completion, which never reject. */
export type RunSome = (lane: string, limit: number) => Promise<Promise<void>[]>

/**
 * Runs jobs until it is stopped, at most as many at a time per lane as it has slots, so that hanging jobs block only their
 * own lane.
 */
export function createWorker(
  slotsOf: (lane: string) => number,
  lanes: () => Iterable<string>,
  runSome: RunSome,
) {
  const running = new Map<string, Set<Promise<void>>>()
  let isStopping = false
  let loop: Promise<void> | null = null
  let hurriedUntil = 0
  let resume: () => void = () => {}

  const pause = (milliseconds: number) =>
    fromEvents<void>('outbox pause', ({ resolve, after }) => {
      after(milliseconds, resolve)
      resume = resolve
    })
  const runningIn = (lane: string): Set<Promise<void>> => {
    const known = running.get(lane)
    if (known) return known
    const made = new Set<Promise<void>>()
    running.set(lane, made)
    return made
  }
  const take = async (lane: string): Promise<void> => {
    const own = runningIn(lane)
    const slots = slotsOf(lane)
    if (own.size >= slots) return
    for (const one of await runSome(lane, slots - own.size)) {
      own.add(one)
      inBackground(
        'outbox job',
        one.finally(() => {
          own.delete(one)
          resume()
        }),
      )
    }
  }
  const work = async (onError: (error: unknown) => void): Promise<void> => {
    while (!isStopping) {
      for (const lane of lanes()) await take(lane).catch(onError)
      const time = performance.now() < hurriedUntil ? POLL_AFTER_ENQUEUE : POLL
      if (!isStopping) await pause(time).catch(onError)
    }
    await Promise.all([...running.values()].flatMap((own) => [...own]))
  }
  return {
    /** Polls frequently for a while: the transaction that has just added a job commits within it. */
    wake(): void {
      hurriedUntil = performance.now() + POLL
      resume()
    },
    start(onError: (error: unknown) => void): void {
      loop ??= work(onError)
    },
    /**
     * Resolves when all jobs have ended, or after five seconds; remaining ones are retried after their lease.
     */
    async stop(): Promise<void> {
      isStopping = true
      resume()
      if (loop) await within(STOP_TIME, loop, () => new Error('jobs are still running')).catch(() => {})
    },
  }
}
