/**
 * `npm test`: sees that the system packages are there, starts the servers, then runs the tests: all of them on the
 * embedded set-up, and those that use the service once more on the scaled-out one. `npm test -- FILE…` runs the files
 * named, `--setup embedded` or `--setup scaled-out` on that set-up alone. The last line is `N passed, N failed`.
 */
import { globSync, readFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { startServers } from '../test/support/servers.ts'
import { provide } from './provide.ts'

/** Longest run of one test file, in milliseconds; conformance runs take longer. */
const FILE_TIMEOUT = Number(process.env.TEST_FILE_TIMEOUT ?? 300_000)

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
  const report = events.compose(spec)
  report.pipe(process.stdout, { end: false })
  await finished(report)
  return total
}

/**
 * Whether the file uses the service, and so runs on both set-ups. One that makes a set-up of its own runs once, and so do
 * those of the screens in `test/page/`: all they know of the service is its API, which is tested on both.
 */
function isOfBothSetups(file: string): boolean {
  const text = readFileSync(file, 'utf8')
  return (
    /from '\.\/support\/(service|cli|process)\.ts'|newInstallation/.test(text) &&
    !/newScaledOut|embeddedSettings/.test(text)
  )
}

async function runAll(): Promise<{ passed: number; failed: number }> {
  const total = { passed: 0, failed: 0 }
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { setup: { type: 'string' } },
  })
  const files = positionals.length > 0 ? positionals : globSync('test/**/*.test.ts').sort()
  const servers = await startServers()
  Object.assign(process.env, servers.environment)
  try {
    for (const setup of ['embedded', 'scaled-out']) {
      if (values.setup !== undefined && values.setup !== setup) continue
      const chosen = setup === 'embedded' ? files : files.filter(isOfBothSetups)
      if (chosen.length === 0) continue
      process.stdout.write(`\n=== ${setup}\n`)
      process.env.TEST_SETUP = setup
      const { passed, failed } = await runTests(chosen)
      total.passed += passed
      total.failed += failed
    }
  } finally {
    await servers.stop()
  }
  return total
}

const total = provide() ? await runAll() : { passed: 0, failed: 1 }
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
