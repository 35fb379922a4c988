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

/** What a gauge shows now. */
export type Reading = { [N in GaugeName]: readonly [name: N, value: number, labels: Labels<N>] }[GaugeName]

/** What the service tells of itself in numbers. Nothing here fails or waits. */
export interface Metrics {
  /** Adds one. */
  count<N extends CounterName>(name: N, labels: Labels<N>): void
  /** Takes in one value: seconds, for durations. */
  observe<N extends HistogramName>(name: N, value: number, labels: Labels<N>): void
  /**
   * Names who reads gauges. `read` is called when somebody looks, at most once in `keep` milliseconds (default 0); what
   * it does not answer any more is gone, and where it rejects all of it is.
   */
  readGauges(read: () => readonly Reading[] | Promise<readonly Reading[]>, keep?: number): void
}

/** Measures nothing, at no cost. */
export const noMetrics: Metrics = Object.freeze({
  count() {},
  observe() {},
  readGauges() {},
})
