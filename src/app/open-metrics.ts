import packageFile from '../../package.json' with { type: 'json' }
import type { Config } from '../config/config.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'

/** What a process measures, and how Prometheus reads it. */
export interface Measuring {
  metrics: Metrics
  /** Starts to serve metrics. Rejects with `EADDRINUSE` if the port is in use. */
  start(): Promise<void>
  close(): Promise<void>
}

/**
 * Role of the process: it serves alone, it is one of several workers, or it is their primary, which reports
 * for all of them. The primary loads nothing else of the service, so that it stays small.
 */
export type Role = 'alone' | 'worker' | 'primary'

/** Chooses how to measure. If `METRICS_PORT` is unset, nothing is measured and no library is loaded. */
export async function openMetrics(config: Config, role: Role, log: Log): Promise<Measuring> {
  const { metricsPort: port, metricsHost: host } = config
  if (port === undefined) return { metrics: noMetrics, async start() {}, async close() {} }
  const { createPrometheus } = await import('../adapters/metrics/prometheus.ts')
  const { version } = packageFile
  const prometheus = createPrometheus({ version, log, hasProcess: role !== 'primary' })
  if (role === 'worker') {
    const { answerPrimary } = await import('../adapters/metrics/worker-metrics.ts')
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
      ? (await import('../adapters/metrics/worker-metrics.ts')).addUpWorkers(prometheus.snapshot)
      : null
  const { serveMetrics } = await import('../adapters/metrics/metrics-server.ts')
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
