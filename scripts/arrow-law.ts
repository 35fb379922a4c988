/** Checks the arrow law of `ARCHITECTURE.md` with dependency-cruiser and the rules in `arrow-law-rules.ts`. */
import { globSync } from 'node:fs'
import type { ICruiseResult } from 'dependency-cruiser'
import { forbidden, options } from './arrow-law-rules.ts'
import { provideCompiler } from './compiler.ts'

provideCompiler()
const { cruise } = await import('dependency-cruiser')
const { default: extractTSConfig } = await import('dependency-cruiser/config-utl/extract-ts-config')

const sources = ['common', 'src', 'migrations', 'web/src']
const graph = (
  await cruise(sources, { ...options, ruleSet: { forbidden }, validate: true }, undefined, {
    tsConfig: extractTSConfig('tsconfig.json'),
  })
).output as ICruiseResult

/** The files that were read, so that a checker that sees nothing fails instead of passing. */
const seen = new Set(graph.modules.map((module) => module.source))
const missed = globSync(sources.map((folder) => `${folder}/**/*.{ts,tsx}`)).filter((file) => !seen.has(file))
const edges = graph.modules.flatMap((module) => module.dependencies)
const isBlind = missed.length > 0 || !edges.some((edge) => edge.dependencyTypes.includes('type-only'))

for (const { from, to, rule, cycle } of graph.summary.violations) {
  const path = cycle ? cycle.map((step) => step.name).join(' → ') : to
  const comment = forbidden.find((candidate) => candidate.name === rule.name)?.comment
  process.stdout.write(`${rule.name}: ${from} → ${path}\n  ${comment ?? ''}\n`)
}
if (isBlind) process.stdout.write(`not read: ${missed.join(', ') || 'type-only imports'}\n`)
const { error } = graph.summary
process.stdout.write(
  `arrow law: ${graph.modules.length} modules, ${edges.length} imports, ${error} violations\n`,
)
process.exitCode = error > 0 || isBlind ? 1 : 0
