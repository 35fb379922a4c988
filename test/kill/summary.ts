import type { Journal } from './journal.ts'

/** Returns a readable summary of a run. The violations come first, because a report of many tests cuts long messages. */
export function summaryOf({ counts, notes, violations }: Journal): string {
  const lines = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([kind, { acknowledged, undecided, refused }]) =>
        `  ${kind.padEnd(32)} ${acknowledged} acknowledged, ${undecided} without an answer, ${refused} refused`,
    )
  const all = [...counts.values()]
  const sum = (of: 'acknowledged' | 'undecided') => all.reduce((total, count) => total + count[of], 0)
  return [
    `${violations.length} violations`,
    ...violations,
    ...lines,
    `  ${'all'.padEnd(32)} ${sum('acknowledged')} acknowledged, ${sum('undecided')} without an answer`,
    ...[...notes].sort().map(([what, times]) => `  ${what}: ${times}`),
    '',
  ].join('\n')
}
