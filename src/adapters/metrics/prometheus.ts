import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client'
import { within } from '../../basics/foreign-events.ts'
import type { Log } from '../../ports/log.ts'
import { catalogue, type Definition } from '../../ports/metric-catalogue.ts'
import type { GaugeName, Metrics, Reading } from '../../ports/metrics.ts'

/** Timeout for reading gauges, in milliseconds: Prometheus waits ten seconds by default. */
const READ_TIME = 2000

/** The metrics of one process as data, for aggregation. */
export type Snapshot = MetricObjectWithValues<MetricValue<string>>[]

/** Prometheus metrics in a registry of their own. */
export interface Prometheus extends Metrics {
  /** Text exposition format 0.0.4. */
  text(): Promise<string>
  snapshot(): Promise<Snapshot>
}

/** Creates the metrics, including `process_…` and `nodejs_…` unless `hasProcess` is false. */
export function createPrometheus(options: { version: string; log: Log; hasProcess: boolean }): Prometheus {
  const registry = new Registry()
  if (options.hasProcess) collectProcess(registry)
  const { counters, histograms, gauges } = register(registry)
  const readers: (() => Promise<void>)[] = []
  const readAll = () => Promise.all(readers.map((read) => read()))

  const metrics: Metrics = {
    count(name, labels) {
      counters.get(name)?.inc(labels)
    },
    observe(name, value, labels) {
      histograms.get(name)?.observe(labels, value)
    },
    readGauges(read, cacheTime = 0) {
      readers.push(createReader(gauges, read, cacheTime, options.log))
    },
  }
  const build = { version: options.version, node: process.versions.node }
  metrics.readGauges(() => [['user_profile_build_info', 1, build]])
  return {
    ...metrics,
    async text() {
      await readAll()
      return registry.metrics()
    },
    async snapshot() {
      await readAll()
      return registry.getMetricsAsJSON()
    },
  }
}

/** The default metrics of a process and of Node.js, without gauges that are named like counters. */
function collectProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry })
  for (const what of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`nodejs_active_${what}_total`)
}

function register(registry: Registry) {
  const counters = new Map<string, Counter>()
  const histograms = new Map<string, Histogram>()
  const gauges = new Map<string, Gauge>()
  for (const [name, about] of Object.entries<Definition>(catalogue)) {
    const { help } = about
    const common = { name, help, labelNames: [...about.labels], registers: [registry] }
    if (about.type === 'counter') counters.set(name, new Counter(common))
    else if (about.type === 'histogram')
      histograms.set(name, new Histogram({ ...common, buckets: [...(about.buckets ?? [])] }))
    else {
      const gauge = new Gauge({ ...common, aggregator: about.isShared ? 'max' : 'sum' })
      // A gauge without labels would start with a 0 that was never read.
      gauge.remove({})
      gauges.set(name, gauge)
    }
  }
  return { counters, histograms, gauges }
}

/** Sets the gauges that `read` returns, and removes those that it no longer returns. */
function createReader(
  gauges: ReadonlyMap<string, Gauge>,
  read: () => readonly Reading[] | Promise<readonly Reading[]>,
  cacheTime: number,
  log: Log,
): () => Promise<void> {
  const shown: [GaugeName, Readonly<Record<string, string>>][] = []
  let running: Promise<void> | undefined
  let readAt = Number.NEGATIVE_INFINITY

  const show = (readings: readonly Reading[]) => {
    for (const [name, labels] of shown.splice(0)) gauges.get(name)?.remove({ ...labels })
    for (const [name, value, labels] of readings) {
      gauges.get(name)?.set(labels, value)
      shown.push([name, labels])
    }
  }
  const readNow = async () => {
    try {
      show(await within(READ_TIME, (async () => read())(), () => new Error('reading took too long')))
      readAt = performance.now()
    } catch (error) {
      show([])
      log.warn({ err: error }, 'gauges cannot be read')
    }
  }
  return async () => {
    if (performance.now() - readAt < cacheTime) return
    running ??= readNow().finally(() => {
      running = undefined
    })
    await running
  }
}
