import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry } from 'prom-client'
import { fromEvents, inBackground, listen } from '../../basics/foreign-events.ts'
import type { Snapshot } from './prometheus.ts'

/**
 * Combines the metrics of several workers. prom-client can do this too, but there a worker that starts, hangs
 * or dies spoils the result for all, and sums drop when a worker exits, which Prometheus takes for a counter
 * reset.
 */

/** How long to wait for workers, in milliseconds; the last snapshot of a late worker is reused. */
const ANSWER_TIME = 2000

type Question = { metricsQuestion: number }
type Answer = { metricsAnswer: number; snapshot: Snapshot }

/** In a worker: responds to the primary's requests. Returns a function that stops it. */
export function answerPrimary(read: () => Promise<Snapshot>): () => void {
  const answer = async (metricsAnswer: number) => {
    const message: Answer = { metricsAnswer, snapshot: await read() }
    process.send?.(message, ignore)
  }
  return listen('metrics of a worker', process, 'message', (message: Partial<Question> | null) => {
    if (message?.metricsQuestion === undefined) return
    inBackground('metrics of a worker', answer(message.metricsQuestion))
  })
}

/** In the primary: adds up the snapshots of the workers, those that exited, and `own`. */
export function addUpWorkers(own: () => Promise<Snapshot>) {
  const listening = new Map<number, Worker>()
  const last = new Map<number, Snapshot>()
  let ended: Snapshot = []
  const questions = createQuestions()

  const onListening = (worker: Worker) => listening.set(worker.id, worker)
  const onMessage = (worker: Worker, message: Partial<Answer> | null) => {
    const { metricsAnswer, snapshot } = message ?? {}
    if (metricsAnswer === undefined || !snapshot) return
    if (listening.has(worker.id)) last.set(worker.id, snapshot)
    questions.settle(worker.id, metricsAnswer)
  }
  const onExit = (worker: Worker) => {
    listening.delete(worker.id)
    // Immediately, so that no response in between lacks them.
    ended = added([ended, (last.get(worker.id) ?? []).filter(isLasting)])
    last.delete(worker.id)
    questions.settle(worker.id)
  }
  const stops = [
    listen('metrics of workers', cluster, 'listening', onListening),
    listen('metrics of workers', cluster, 'message', onMessage),
    listen('metrics of workers', cluster, 'exit', onExit),
  ]
  return {
    async text(): Promise<string> {
      await questions.ask([...listening.values()])
      return registryOf([...last.values(), ended, await own()]).metrics()
    },
    close(): void {
      for (const stop of stops) stop()
    },
  }
}

/** Pending requests, by number. */
function createQuestions() {
  const open = new Map<number, (workerId: number) => void>()
  let asked = 0
  return {
    /** Queries the workers. Resolves when each has responded or exited, or on timeout. */
    async ask(workers: readonly Worker[]): Promise<void> {
      if (workers.length === 0) return
      const question = ++asked
      const awaited = new Set(workers.map(({ id }) => id))
      await fromEvents<void>('metrics of workers', ({ resolve, after }) => {
        after(ANSWER_TIME, resolve)
        open.set(question, (workerId) => {
          awaited.delete(workerId)
          if (awaited.size === 0) resolve()
        })
        for (const worker of workers) worker.send({ metricsQuestion: question } satisfies Question, ignore)
      })
      open.delete(question)
    },
    /** Stops waiting for the worker, in one request or in all. */
    settle(workerId: number, question?: number): void {
      for (const [number, settle] of open) if (question === undefined || number === question) settle(workerId)
    },
  }
}

/** A worker that cannot be reached has exited, which is handled elsewhere. */
const ignore = () => {}

/** Counters of a worker remain valid after it exits; gauges do not. */
const isLasting = ({ type }: Snapshot[number]) => String(type) === 'counter' || String(type) === 'histogram'

const added = (snapshots: Snapshot[]) => registryOf(snapshots).getMetricsAsArray() as Snapshot

function registryOf(snapshots: Snapshot[]) {
  return AggregatorRegistry.aggregate(snapshots.map((one) => one.map(worstDelay)))
}

/** For event loop delays, the worst worker counts: an average would hide a stuck one. */
function worstDelay(metric: Snapshot[number]): Snapshot[number] {
  const isDelay = metric.name.startsWith('nodejs_eventloop_lag_') && !metric.name.endsWith('_min_seconds')
  return isDelay ? { ...metric, aggregator: 'max' } : metric
}
