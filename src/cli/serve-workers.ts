import cluster from 'node:cluster'
import { openMetrics } from '../app-metrics.ts'
import type { Config } from '../config.ts'
import { usageError } from './command-error.ts'
import { portInUse, settlePort } from './listening.ts'
import { createLogger } from './logger.ts'
import type { Output } from './output.ts'
import { CLOSING_TIME } from './stopping.ts'
import { superviseWorkers } from './workers.ts'

/** Milliseconds that workers get to end by themselves beyond the time that they take at most. */
const MARGIN = 2000

interface Options {
  demo: boolean
  workers: number
}

/**
 * `serve` by several processes: the one that was started becomes their primary and runs them until `SIGTERM` or
 * `SIGINT`; in a worker it serves.
 */
export async function serveByWorkers(config: Config, out: Output, options: Options): Promise<number> {
  if (config.databaseUrl === undefined) {
    throw usageError(
      `--workers ${options.workers} needs PostgreSQL, since the SQLite file is for one process. Set DATABASE_URL=postgres://…`,
    )
  }
  if (cluster.isPrimary) return runPrimary(config, options)
  try {
    const { serve } = await import('./serve.ts')
    return await serve(config, out, { demo: options.demo, worker: cluster.worker?.id ?? 0 })
  } finally {
    // The channel to the primary would keep the process alive.
    cluster.worker?.disconnect()
  }
}

async function runPrimary(settings: Config, { workers }: Options): Promise<number> {
  const config = await settlePort(settings, workers)
  const log = createLogger(config, null)
  const measuring = await openMetrics(config, 'primary', log)
  try {
    await measuring.start()
    const env = { PORT: String(config.port), PICTURE_DECODES: String(config.pictureDecodes) }
    return await superviseWorkers({
      workers,
      fork(isFirst) {
        // One worker makes and shows the demo.
        cluster.setupPrimary({ args: process.argv.slice(2).filter((arg) => isFirst || arg !== '--demo') })
        return cluster.fork(env)
      },
      onListening: (origin) => log.info({ workers }, `Server listening at ${origin}`),
      log,
      metrics: measuring.metrics,
      stopTime: config.shutdownDelay + config.shutdownGrace + CLOSING_TIME + MARGIN,
    })
  } catch (error) {
    throw portInUse(error, config) ?? error
  } finally {
    await measuring.close()
  }
}
