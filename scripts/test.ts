/**
 * `npm test`: sees that the system packages are there, starts the servers, then runs the tests: all of them on the
 * embedded set-up, and those that use the service once more on the scaled-out one. `npm test -- FILE…` runs the files
 * named, with no servers if they need none; `--setup embedded` or `--setup scaled-out` runs on that set-up alone, `--rules` runs
 * those that hold rules alone, and `--verbose` names every test. The last line is `N passed, N failed`.
 */
import { globSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { startServers } from '../test/support/servers.ts'
import { provide } from './provide.ts'
import { needsOf } from './test-needs.ts'
import { brief } from './test-reporter.ts'

/** Longest run of one test file, in milliseconds; conformance runs take longer. */
const FILE_TIMEOUT = Number(process.env.TEST_FILE_TIMEOUT ?? 300_000)

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { setup: { type: 'string' }, rules: { type: 'boolean' }, verbose: { type: 'boolean' } },
})

async function runTests(files: string[]): Promise<{ passed: number; failed: number }> {
  const total = { passed: 0, failed: 0 }
  const events = run({ files, concurrency: 2, timeout: FILE_TIMEOUT })
  events.on('test:summary', ({ file, counts }) => {
    if (file !== undefined) return
    total.passed = counts.passed
    // On CI nothing may be left out in silence.
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
  needsServers: boolean
}

/** What runs where. */
function plan(): Run[] {
  const named = positionals.length > 0 ? positionals : globSync('test/**/*.test.ts').sort()
  const all = named.map((file) => ({ file, needs: needsOf(file) }))
  const chosen = options.rules ? all.filter(({ needs }) => needs.rulesAlone) : all
  const both = chosen.filter(({ needs }) => needs.bothSetups)
  const runs: Run[] = [
    {
      setup: 'embedded',
      files: chosen.map(({ file }) => file),
      needsServers: chosen.some(({ needs }) => needs.servers),
    },
    { setup: 'scaled-out', files: both.map(({ file }) => file), needsServers: true },
  ]
  return runs.filter((run) => run.files.length > 0 && (options.setup ?? run.setup) === run.setup)
}

async function runAll(runs: Run[]): Promise<{ passed: number; failed: number }> {
  const total = { passed: 0, failed: 0 }
  const servers = runs.some(({ needsServers }) => needsServers) ? await startServers() : null
  Object.assign(process.env, servers?.environment)
  try {
    for (const { setup, files } of runs) {
      process.stdout.write(`\n=== ${setup}\n`)
      process.env.TEST_SETUP = setup
      const { passed, failed } = await runTests(files)
      total.passed += passed
      total.failed += failed
    }
  } finally {
    await servers?.stop()
  }
  return total
}

const runs = plan()
const isReady = options.rules || provide()
const total = isReady ? await runAll(runs) : { passed: 0, failed: 1 }
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
