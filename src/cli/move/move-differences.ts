/** Maximum number of differences listed; all are counted. */
const NAMED_MAX = 100

/** Differences between two places. */
export interface Differences {
  count: number
  named: string[]
  add(difference: string): void
}

export function createDifferences(): Differences {
  const differences: Differences = {
    count: 0,
    named: [],
    add(difference) {
      differences.count += 1
      if (differences.named.length < NAMED_MAX) differences.named.push(difference)
    },
  }
  return differences
}
