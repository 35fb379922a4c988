/**
 * `npm test`: ensures that the system packages are installed, builds a release for the tests of commands, starts the
 * servers, then runs the tests: all of them on
 * the embedded set-up, and those that use the service again on the scaled-out one. `npm test -- FILE…` runs only these
 * files, without servers if they need none. `--setup embedded` or `--setup scaled-out` runs only on that set-up,
 * `--rules` runs only the tests of rules, and `--verbose` names every test. The last line is `N passed, N failed`.
 */
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { startServers } from '../test/support/servers.ts'
import { provide } from './provide.ts'
import { stage } from './stage.ts'
import { needsOf } from './test-needs.ts'
import { brief, headingOf, isOwnFailure, reasonOf } from './test-reporter.ts'

const BOUND = join(import.meta.dirname, 'test-bound.ts')
/** Test files that run at once: one more than there are cores, since tests also wait, unless each runs a browser. */
const CORES = availableParallelism()
// Each file is a process that loads the sources.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/user-profile')

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { setup: { type: 'string' }, rules: { type: 'boolean' }, verbose: { type: 'boolean' } },
})

interface Total {
  passed: number
  failed: number
  /** A line for each failure. */
  failures: string[]
}

async function runTests({ files, concurrency }: Run): Promise<Total> {
  const total: Total = { passed: 0, failed: 0, failures: [] }
  const events = run({ files, concurrency, execArgv: ['--import', BOUND] })
  events.on('test:fail', (failure) => {
    if (!isOwnFailure(failure)) return
    total.failures.push(`${process.env.TEST_SETUP}: ${headingOf(failure)}: ${reasonOf(failure)}`)
  })
  events.on('test:summary', ({ file, counts }) => {
    if (file !== undefined) return
    total.passed = counts.passed
    // On CI nothing may be skipped silently.
    const leftOut = process.env.CI === undefined ? 0 : counts.skipped + counts.todo
    total.failed = counts.tests - counts.passed - counts.skipped - counts.todo + leftOut
  })
  const report = options.verbose ? events.compose(spec) : events.compose(brief)
  report.pipe(process.stdout, { end: false })
  await finished(report)
  return total
}

interface Run {
  setup: 'embedded' | 'scaled-out'
  files: string[]
  concurrency: number
  needsServers: boolean
  needsProgram: boolean
}

/** Which files run on which set-up. */
function plan(): Run[] {
  const named = positionals.length > 0 ? positionals : globSync('test/**/*.test.ts').sort()
  const all = named.map((file) => ({ file, needs: needsOf(file) }))
  const chosen = options.rules ? all.filter(({ needs }) => needs.rulesAlone) : all
  const both = chosen.filter(({ needs }) => needs.bothSetups)
  const runOf = (setup: Run['setup'], some: typeof all, concurrency: number): Run => ({
    setup,
    concurrency,
    files: some.map(({ file }) => file),
    needsServers: setup === 'scaled-out' || some.some(({ needs }) => needs.servers),
    needsProgram: some.some(({ needs }) => needs.program),
  })
  const runs = [
    runOf(
      'embedded',
      chosen.filter(({ needs }) => !needs.browser),
      CORES + 1,
    ),
    runOf(
      'embedded',
      chosen.filter(({ needs }) => needs.browser),
      CORES,
    ),
    runOf('scaled-out', both, CORES + 1),
  ]
  return runs.filter((run) => run.files.length > 0 && (options.setup ?? run.setup) === run.setup)
}

/** Builds the release, whose command the tests use. */
async function buildRelease(): Promise<void> {
  const folder = join(import.meta.dirname, '../dist/release')
  await stage(folder)
  process.env.TEST_PROGRAM = join(folder, 'bin/user-profile')
}

async function runAll(runs: Run[]): Promise<Total> {
  const total: Total = { passed: 0, failed: 0, failures: [] }
  const servers = runs.some(({ needsServers }) => needsServers) ? await startServers() : null
  Object.assign(process.env, servers?.environment)
  try {
    for (const one of runs) {
      process.stdout.write(`\n=== ${one.setup}\n`)
      process.env.TEST_SETUP = one.setup
      const { passed, failed, failures } = await runTests(one)
      total.passed += passed
      total.failed += failed
      total.failures.push(...failures)
    }
  } finally {
    await servers?.stop()
  }
  return total
}

const runs = plan()
const isReady = options.rules || provide()
if (isReady && runs.some(({ needsProgram }) => needsProgram)) await buildRelease()
const total = isReady
  ? await runAll(runs)
  : { passed: 0, failed: 1, failures: ['system packages are missing'] }
// Again at the end, because what failed stands far above.
if (total.failures.length > 0) process.stdout.write(`\nfailed:\n  ${total.failures.join('\n  ')}\n`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
