import type { Address, Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { fromEvents, inBackground, later, listen } from '../../basics/foreign-events.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { exitCodes } from '../command-error.ts'
import { type FatalLog, uncaughtError } from './last-defense.ts'

/** A worker that ran longer than this, in milliseconds, did not fail at startup. */
const SETTLED = 30_000
const FIRST_DELAY = 500
const LONGEST_DELAY = 30_000

/**
 * Returns the delay before a worker is restarted, in milliseconds: none after the first short run, doubling
 * with each further one.
 */
export function restartDelay(shortLives: number): number {
  return shortLives <= 1 ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (shortLives - 2))
}

export interface Supervision {
  workers: number
  /** Starts a worker of `node:cluster`; `isFirst` marks the very first one. */
  fork: (isFirst: boolean) => Worker
  /** Called once with the URL of the service, when the first worker listens. */
  onListening: (origin: string) => void
  log: FatalLog
  metrics: Metrics
  /** Milliseconds from the stop signal until remaining workers are killed. */
  stopTime: number
}

/** How a worker exited. */
interface End {
  code: number | null
  signal: string | null
  wasListening: boolean
}

/**
 * Runs workers and restarts those that exit, until `SIGTERM` or `SIGINT`; then stops all of them. The first
 * worker starts before the others: if it fails, so would the others, and its exit code is returned. After a
 * signal, the code is 0 if every worker stopped gracefully and the primary did not fail, otherwise 1.
 */
export async function superviseWorkers(supervision: Supervision): Promise<number> {
  const { workers, log, metrics } = supervision
  const pool = createWorkerPool(supervision)
  metrics.readGauges(() => [
    ['user_profile_workers', workers, { state: 'wanted' }],
    ['user_profile_workers', pool.listening(), { state: 'running' }],
  ])
  /** Runs one slot of the pool: a succession of workers. Returns how the last one exited. */
  const keepRunning = async (first?: { end: Promise<End>; since: number }): Promise<End> => {
    let running = first ?? pool.start(false)
    for (let shortLives = 0; ; ) {
      const end = await running.end
      if (pool.stopping.aborted) return end
      shortLives = performance.now() - running.since > SETTLED ? 0 : shortLives + 1
      const delay = restartDelay(shortLives)
      log.error({ code: end.code, signal: end.signal, delay }, 'a worker exited and will be restarted')
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
 * Exiting by the signal itself is orderly for a worker that does not serve yet, and for one that is about to
 * exit when it receives the signal a second time, from the terminal and from here; neither has anything left
 * to do.
 */
const isOrderly = ({ code, signal, wasListening }: End) =>
  code === 0 || signal === 'SIGTERM' || signal === 'SIGINT' || !wasListening

/** The running workers, and what stops them: a signal, or an uncaught error of the primary. */
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
    // Not `worker.kill`, which closes the port first.
    for (const worker of alive.keys()) worker.process.kill(signal)
    cancelOverdue = later('end of the workers', stopTime, () =>
      kill('workers did not exit in time and are killed'),
    )
  }
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping.signal.aborted) return kill('second signal, remaining workers are killed')
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
  inBackground('last defense', uncaughtError(log).then(onFault))

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

/** Waits until the process exits or could not be started. */
function endOf(worker: Worker, log: FatalLog): Promise<Pick<End, 'code' | 'signal'>> {
  return fromEvents('worker', ({ on, resolve }) => {
    on(worker, 'exit', (code: number | null, signal: string | null) => resolve({ code, signal }))
    on(worker, 'error', (error) => {
      log.error({ err: error }, 'a worker cannot be started or reached')
      resolve({ code: null, signal: null })
    })
  })
}

function originOf({ address, port, addressType }: Address): string {
  return `http://${addressType === 6 ? `[${address}]` : address}:${port}`
}
