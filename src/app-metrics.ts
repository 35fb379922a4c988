import packageFile from '../package.json' with { type: 'json' }
import type { Config } from './config.ts'
import type { Log } from './ports/log.ts'
import { type Metrics, noMetrics } from './ports/metrics.ts'

/** What a process measures, and how Prometheus gets it. */
export interface Measuring {
  metrics: Metrics
  /** Begins to answer. Rejects with `EADDRINUSE` where the port is taken. */
  start(): Promise<void>
  close(): Promise<void>
}

/**
 * Who the process is: it serves alone, it is one of several workers, or their primary, which answers for all of them.
 * The primary loads nothing else of the service, so that it stays small.
 */
export type Role = 'alone' | 'worker' | 'primary'

/** Chooses how to measure. With `METRICS_PORT` unset nothing is measured, and nothing loaded for it. */
export async function openMetrics(config: Config, role: Role, log: Log): Promise<Measuring> {
  const { metricsPort: port, metricsHost: host } = config
  if (port === undefined) return { metrics: noMetrics, async start() {}, async close() {} }
  const { createPrometheus } = await import('./adapters/prometheus.ts')
  const { version } = packageFile
  const prometheus = createPrometheus({ version, log, hasProcess: role !== 'primary' })
  if (role === 'worker') {
    const { answerPrimary } = await import('./adapters/worker-metrics.ts')
    let stop = () => {}
    return {
      metrics: prometheus,
      async start() {
        stop = answerPrimary(prometheus.snapshot)
      },
      close: async () => stop(),
    }
  }
  const workers =
    role === 'primary'
      ? (await import('./adapters/worker-metrics.ts')).addUpWorkers(prometheus.snapshot)
      : null
  const { serveMetrics } = await import('./adapters/metrics-server.ts')
  const text = workers?.text ?? prometheus.text
  let server: Awaited<ReturnType<typeof serveMetrics>> | undefined
  return {
    metrics: prometheus,
    async start() {
      server = await serveMetrics({ host, port, text, log })
      log.info({}, `metrics at ${server.url}`)
    },
    async close() {
      workers?.close()
      await server?.close()
    },
  }
}
