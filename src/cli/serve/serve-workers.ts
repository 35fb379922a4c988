import cluster, { type Worker } from 'node:cluster'
import { openMetrics } from '../../app/open-metrics.ts'
import { fromEvents, inBackground, listen } from '../../basics/foreign-events.ts'
import type { Config } from '../../config/config.ts'
import { usageError } from '../command-error.ts'
import type { Output } from '../output.ts'
import { listeningForMetrics, resolvePort } from './listening.ts'
import { createLogger } from './logger.ts'
import { CLOSING_TIME } from './stopping.ts'
import { superviseWorkers } from './workers.ts'

/** Time for workers to exit by themselves in addition to their maximum stopping time, in milliseconds. */
const MARGIN = 2000

interface Options {
  demo: boolean
  workers: number
}

/**
 * Runs `serve` with several processes: the initial one becomes their primary and supervises them until
 * `SIGTERM` or `SIGINT`; a worker serves.
 */
export async function serveByWorkers(config: Config, out: Output, options: Options): Promise<number> {
  if (config.databaseUrl === undefined) {
    throw usageError(
      `--workers ${options.workers} requires PostgreSQL because only one process can use the SQLite file. Set DATABASE_URL=postgres://…`,
    )
  }
  if (cluster.isPrimary) return runPrimary(config, out, options)
  try {
    const { serve } = await import('./serve.ts')
    const toPrimary = { isJson: out.isJson, write: sendText }
    return await serve(config, toPrimary, { demo: options.demo, worker: cluster.worker?.id ?? 0 })
  } finally {
    // The channel to the primary would keep the process running.
    cluster.worker?.disconnect()
  }
}

async function runPrimary(settings: Config, out: Output, { workers }: Options): Promise<number> {
  const config = await resolvePort(settings, workers)
  const log = createLogger(config, null)
  const measuring = await openMetrics(config, 'primary', log)
  try {
    await listeningForMetrics(config, measuring.start)
    const env = {
      PORT: String(config.port),
      PICTURE_DECODES: String(config.pictureDecodes),
      PASSWORD_HASHES: String(config.passwordHashes),
      PICTURE_MEMORY: String(Math.floor(config.pictureMemory / 1_000_000)),
    }
    return await superviseWorkers({
      workers,
      fork(isFirst) {
        // Only one worker creates the demo.
        cluster.setupPrimary({ args: process.argv.slice(2).filter((arg) => isFirst || arg !== '--demo') })
        const worker = cluster.fork(env)
        showTexts(worker, out)
        return worker
      },
      onListening: (origin) => log.info({ workers }, `Server listening at ${origin}`),
      log,
      metrics: measuring.metrics,
      stopTime: config.shutdownDelay + config.shutdownGrace + CLOSING_TIME + MARGIN,
    })
  } finally {
    await measuring.close()
  }
}

/** What a worker shows the operator, through the primary. */
interface TextMessage {
  text: string
}

async function sendText(text: string): Promise<void> {
  const message: TextMessage = { text }
  await fromEvents<void>('text of a worker', ({ resolve, callback }) => {
    if (!process.send) return resolve()
    process.send(
      message,
      // If the primary has ended, nobody reads it.
      callback(() => resolve()),
    )
  })
}

function showTexts(worker: Worker, out: Output): void {
  listen('text of a worker', worker, 'message', (message: Partial<TextMessage> | null) => {
    if (typeof message?.text === 'string') inBackground('text of a worker', out.write(message.text))
  })
}
