/** Returns the value below which a part of the values lie; `0.5` for the median. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Returns the median of one of the figures of several runs. */
export const medianOf = <K extends string>(runs: readonly Readonly<Record<K, number>>[], of: K): number =>
  percentile(
    runs.map((run) => run[of]),
    0.5,
  )
