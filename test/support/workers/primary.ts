/**
 * A primary like that of `serve --workers`, whose workers run the neighboring `worker.ts`. WORKERS is their number,
 * STOP_TIME how long they may take to stop, in milliseconds; METRICS_PORT as for the service.
 */
import cluster from 'node:cluster'
import { join } from 'node:path'
import pino from 'pino'
import { openMetrics } from '../../../src/app/open-metrics.ts'
import { superviseWorkers } from '../../../src/cli/serve/workers.ts'
import { readConfig } from '../../../src/config/config.ts'

const log = pino({ base: null })
const measuring = await openMetrics(readConfig(process.env), 'primary', log)
await measuring.start()
process.exitCode = await superviseWorkers({
  workers: Number(process.env.WORKERS),
  fork() {
    cluster.setupPrimary({ exec: join(import.meta.dirname, 'worker.ts') })
    return cluster.fork()
  },
  onListening: (origin) => log.info(`listening at ${origin}`),
  log,
  metrics: measuring.metrics,
  stopTime: Number(process.env.STOP_TIME ?? 20_000),
})
await measuring.close()
