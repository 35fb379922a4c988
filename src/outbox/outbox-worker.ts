import { fromEvents, inBackground, within } from '../ports/foreign-events.ts'

/** Milliseconds between looks at the table; for a second after an enqueue the shorter one. */
const POLL = 1000
const POLL_AFTER_ENQUEUE = 15
/** How long the end waits for what runs, in milliseconds. */
const STOP_TIME = 5_000

/** Runs some jobs of one lane, at most `limit`, and returns their ends, which don't reject. */
export type RunSome = (lane: string, limit: number) => Promise<Promise<void>[]>

/**
 * Runs jobs again and again until it is stopped, at most `slots` at a time in each lane, so that a lane whose jobs hang
 * holds up no other.
 */
export function createWorker(slots: number, lanes: () => Iterable<string>, runSome: RunSome) {
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
    /** Looks often for a while: the transaction that has just added a job commits within it. */
    wake(): void {
      hurriedUntil = performance.now() + POLL
      resume()
    },
    start(onError: (error: unknown) => void): void {
      loop ??= work(onError)
    },
    /** Resolves when everything has ended, or after five seconds; what runs then comes back when its lease ends. */
    async stop(): Promise<void> {
      isStopping = true
      resume()
      if (loop) await within(STOP_TIME, loop, () => new Error('jobs are still running')).catch(() => {})
    },
  }
}
