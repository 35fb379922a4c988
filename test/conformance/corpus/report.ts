import { type Disagreement, disagreementOf, disagreements, type Judgment } from './judgment.ts'
import { kinds } from './kinds.ts'
import { corpusSources, madeSource } from './sources.ts'

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
const milliseconds = (value: number) => Math.round(value).toLocaleString('en')
const count = (judgments: Judgment[], is: (judgment: Judgment) => boolean) =>
  judgments.filter(is).length.toLocaleString('en')

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const numbers = head.map((_, n) => (n === 0 ? '---' : '---:'))
  return [head, numbers, ...rows].map(line).join('\n')
}

const verdictHead = ['files', 'accepted', 'Chromium', 'Pillow']
const verdicts = (judgments: Judgment[]) => [
  judgments.length.toLocaleString('en'),
  count(judgments, ({ service }) => service.accepted),
  count(judgments, ({ chromium }) => chromium.opens),
  count(judgments, ({ pillow }) => pillow.opens),
]
const times = (judgments: Judgment[]) => {
  const took = judgments.map(({ service }) => service.took)
  return [milliseconds(percentile(took, 0.5)), milliseconds(Math.max(...took))]
}
const disagreementKinds = Object.keys(disagreements) as Disagreement[]
const disagreeing = (judgments: Judgment[]) =>
  disagreementKinds.map((kind) => count(judgments, (judgment) => disagreementOf(judgment) === kind))

function byKind(judgments: Judgment[]): string {
  const row = (name: string, some: Judgment[]) => [
    name,
    ...verdicts(some),
    ...disagreeing(some),
    ...times(some),
  ]
  const rows = kinds
    .map((kind) => [kind, judgments.filter((judgment) => judgment.kind === kind)] as const)
    .filter(([, some]) => some.length > 0)
    .map(([kind, some]) => row(kind, some))
  const head = ['kind', ...verdictHead, ...disagreementKinds, 'median ms', 'maximum ms']
  return table(head, [...rows, row('all', judgments)])
}

function bySource(judgments: Judgment[]): string {
  const rows = [...corpusSources, madeSource]
    .map(
      (source) => [source, judgments.filter(({ file }) => file.source.package === source.package)] as const,
    )
    .filter(([, some]) => some.length > 0)
    .map(([{ registry, package: name, version, license }, some]) => {
      const differ = count(some, (judgment) => disagreementOf(judgment) !== null)
      const from = registry === 'none' ? '' : ` (${registry})`
      return [`${name} ${version}${from}`, license, ...verdicts(some), differ, ...times(some)]
    })
  const head = ['package', 'license', ...verdictHead, 'disagree', 'median ms', 'maximum ms']
  return table(head, rows)
}

/** Returns the tables for the documentation, as Markdown. */
export function corpusTables(judgments: Judgment[], about: string): string {
  const legend = disagreementKinds.map((kind) => `- ${kind}: ${disagreements[kind]}`)
  return [about, byKind(judgments), legend.join('\n'), bySource(judgments)].join('\n\n')
}

function describe(judgment: Judgment): string {
  const { file, service, chromium, pillow } = judgment
  const ours = service.accepted ? `${service.width}×${service.height}` : service.reason
  const theirs = chromium.opens ? `${chromium.width}×${chromium.height}` : 'no'
  const differs =
    chromium.median === undefined
      ? ''
      : `, median ${chromium.median}, mean ${chromium.mean?.toFixed(1)}, clear ${((chromium.clear ?? 0) * 100).toFixed(0)} %, turn ${chromium.turn}`
  const pillows = pillow.opens ? `${pillow.width}×${pillow.height}` : pillow.reason
  return `- ${file.path}: ${ours}; Chromium ${theirs}${differs}; Pillow ${pillows}; ${Math.round(service.took)} ms`
}

/** Lists every disagreement with its file, by kind of disagreement and of picture, as Markdown. */
export function findings(judgments: Judgment[]): string {
  const parts: string[] = []
  for (const disagreement of disagreementKinds) {
    const some = judgments.filter((judgment) => disagreementOf(judgment) === disagreement)
    if (some.length === 0) continue
    parts.push(`## ${disagreement}: ${disagreements[disagreement]} (${some.length})`)
    for (const kind of kinds) {
      const those = some.filter((judgment) => judgment.kind === kind)
      if (those.length > 0) parts.push(`### ${kind} (${those.length})\n\n${those.map(describe).join('\n')}`)
    }
  }
  const slow = judgments.toSorted((a, b) => b.service.took - a.service.took).slice(0, 10)
  parts.push(`## The slowest\n\n${slow.map(describe).join('\n')}`)
  return `${parts.join('\n\n')}\n`
}
