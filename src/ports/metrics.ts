import type { catalogue, Definition } from './metric-catalogue.ts'

type Catalogue = typeof catalogue
type NameOf<T extends Definition['type']> = {
  [N in keyof Catalogue]: Catalogue[N]['type'] extends T ? N : never
}[keyof Catalogue]

export type CounterName = NameOf<'counter'>
export type HistogramName = NameOf<'histogram'>
export type GaugeName = NameOf<'gauge'>
/** A value for each label of the metric. */
export type Labels<N extends keyof Catalogue> = Readonly<Record<Catalogue[N]['labels'][number], string>>

/** The current value of a gauge. */
export type Reading = { [N in GaugeName]: readonly [name: N, value: number, labels: Labels<N>] }[GaugeName]

/** Metrics of the service. Recording one never fails or waits. */
export interface Metrics {
  /** Adds one. */
  count<N extends CounterName>(name: N, labels: Labels<N>): void
  /** Records a value; durations are in seconds. */
  observe<N extends HistogramName>(name: N, value: number, labels: Labels<N>): void
  /**
   * Registers a source of gauges. `read` is called when metrics are collected, at most once in `cacheTime`
   * milliseconds (default 0). Gauges that it no longer returns disappear; if it rejects, all of them do.
   */
  readGauges(read: () => readonly Reading[] | Promise<readonly Reading[]>, cacheTime?: number): void
}

/** Measures nothing, at no cost. */
export const noMetrics: Metrics = Object.freeze({
  count() {},
  observe() {},
  readGauges() {},
})
