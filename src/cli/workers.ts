import type { Address, Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { fromEvents, inBackground, later, listen } from '../ports/foreign-events.ts'
import type { Metrics } from '../ports/metrics.ts'
import { exitCodes } from './command-error.ts'
import { type FatalLog, uncaughtFault } from './last-defense.ts'

/** A worker that ran for longer than this, in milliseconds, did not die of its start. */
const SETTLED = 30_000
const FIRST_DELAY = 500
const LONGEST_DELAY = 30_000

/**
 * Milliseconds until a worker is started anew: at once after the first short life, and twice as long after each
 * further one.
 */
export function restartDelay(shortLives: number): number {
  return shortLives <= 1 ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (shortLives - 2))
}

export interface Supervision {
  workers: number
  /** Starts a worker of `node:cluster`; the very first one is told apart. */
  fork: (isFirst: boolean) => Worker
  /** Hears once, from the first worker, where the service listens. */
  onListening: (origin: string) => void
  log: FatalLog
  metrics: Metrics
  /** Milliseconds after the signal to stop until the workers that still run are killed. */
  stopTime: number
}

/** How a worker ended. */
interface End {
  code: number | null
  signal: string | null
  wasListening: boolean
}

/**
 * Runs workers and starts those that end anew, until `SIGTERM` or `SIGINT`; then it stops them all. The first worker
 * starts before the others: where it cannot, nobody can, and its exit code is answered. After a signal the code is 0
 * if every worker stopped as asked and the primary did not fail, else 1.
 */
export async function superviseWorkers(supervision: Supervision): Promise<number> {
  const { workers, log, metrics } = supervision
  const pool = createWorkerPool(supervision)
  metrics.readGauges(() => [
    ['user_profile_workers', workers, { state: 'wanted' }],
    ['user_profile_workers', pool.listening(), { state: 'running' }],
  ])
  /** One place of the pool: a worker after another. Returns how the last one ended. */
  const keepRunning = async (first?: { end: Promise<End>; since: number }): Promise<End> => {
    let running = first ?? pool.start(false)
    for (let shortLives = 0; ; ) {
      const end = await running.end
      if (pool.stopping.aborted) return end
      shortLives = performance.now() - running.since > SETTLED ? 0 : shortLives + 1
      const delay = restartDelay(shortLives)
      log.error({ code: end.code, signal: end.signal, delay }, 'a worker ended, it is started anew')
      metrics.count('user_profile_worker_exits_total', {})
      await sleep(delay, undefined, { signal: pool.stopping }).catch(() => {})
      if (pool.stopping.aborted) return { ...end, wasListening: false }
      running = pool.start(false)
    }
  }
  try {
    const first = pool.start(true)
    const startEnd = await Promise.race([first.end, first.listening])
    if (startEnd && !startEnd.wasListening && !pool.stopping.aborted) return startEnd.code || exitCodes.failed
    const others = pool.stopping.aborted ? [] : Array.from({ length: workers - 1 }, () => keepRunning())
    const ends = await Promise.all([keepRunning(first), ...others])
    return !pool.hasFailed() && ends.every(isOrderly) ? exitCodes.done : exitCodes.failed
  } finally {
    pool.close()
  }
}

/**
 * The signal itself ends a worker that does not serve yet, and one that is just about to exit when it comes a second
 * time, as from a terminal and from here; neither has anything left to do.
 */
const isOrderly = ({ code, signal, wasListening }: End) =>
  code === 0 || signal === 'SIGTERM' || signal === 'SIGINT' || !wasListening

/** The workers that run now, and what stops them: a signal, or an error of the primary that no code caught. */
function createWorkerPool({ fork, onListening, log, stopTime }: Supervision) {
  const stopping = new AbortController()
  const alive = new Map<Worker, { isListening: boolean }>()
  let hasListened = false
  let hasFailed = false
  let cancelOverdue = () => {}

  const kill = (reason: string) => {
    log.error({ workers: alive.size }, reason)
    for (const worker of alive.keys()) worker.process.kill('SIGKILL')
  }
  const stop = (signal: NodeJS.Signals) => {
    stopping.abort()
    // Not `worker.kill`, which takes the port away first.
    for (const worker of alive.keys()) worker.process.kill(signal)
    cancelOverdue = later('end of the workers', stopTime, () =>
      kill('workers did not end in time, they are killed'),
    )
  }
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping.signal.aborted) return kill('second signal, the workers that still run are killed')
    log.info({ signal }, 'stopping')
    stop(signal)
  }
  const silence = (['SIGTERM', 'SIGINT'] as const).map((signal) =>
    listen('signal', process, signal, onSignal),
  )
  const onFault = () => {
    hasFailed = true
    if (!stopping.signal.aborted) stop('SIGTERM')
  }
  inBackground('last defense', uncaughtFault(log).then(onFault))

  return {
    stopping: stopping.signal,
    /** Whether the primary itself failed. */
    hasFailed: () => hasFailed,
    listening: () => [...alive.values()].filter((one) => one.isListening).length,
    start(isFirst: boolean) {
      const worker = fork(isFirst)
      const state = { isListening: false }
      alive.set(worker, state)
      const listening = addressOf(worker).then((address) => {
        state.isListening = true
        if (!hasListened) onListening(originOf(address))
        hasListened = true
      })
      const end = endOf(worker, log).then((end): End => {
        alive.delete(worker)
        return { ...end, wasListening: state.isListening }
      })
      return { listening, end, since: performance.now() }
    },
    close(): void {
      cancelOverdue()
      for (const off of silence) off()
    },
  }
}

function addressOf(worker: Worker): Promise<Address> {
  return fromEvents('worker', ({ on, resolve }) => on(worker, 'listening', resolve))
}

/** Waits for the end of the process, or for the failure to make one. */
function endOf(worker: Worker, log: FatalLog): Promise<Pick<End, 'code' | 'signal'>> {
  return fromEvents('worker', ({ on, resolve }) => {
    on(worker, 'exit', (code: number | null, signal: string | null) => resolve({ code, signal }))
    on(worker, 'error', (error) => {
      log.error({ err: error }, 'a worker cannot be made or reached')
      resolve({ code: null, signal: null })
    })
  })
}

function originOf({ address, port, addressType }: Address): string {
  return `http://${addressType === 6 ? `[${address}]` : address}:${port}`
}
