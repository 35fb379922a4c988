import { Refusal } from '../errors/errors.ts'
import type { CounterName, HistogramName, Labels, Metrics } from './metrics.ts'

type OutcomeCounter = {
  [N in CounterName]: { outcome: string } extends Labels<N> ? N : never
}[CounterName]

/** Counts the outcome of the work: `success`, the key of the refusal, or `error`. */
export async function counted<T>(
  metrics: Metrics,
  name: OutcomeCounter,
  success: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work()
    metrics.count(name, { outcome: success })
    return result
  } catch (error) {
    metrics.count(name, { outcome: error instanceof Refusal ? error.key : 'error' })
    throw error
  }
}

/** Measures how long the work takes in seconds, whether it succeeds or fails. */
export async function timed<T, N extends HistogramName>(
  metrics: Metrics,
  name: N,
  labels: Labels<N>,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now()
  try {
    return await work()
  } finally {
    metrics.observe(name, (performance.now() - start) / 1000, labels)
  }
}
