/**
 * `npm test`: sees that the system packages are there, then runs the tests. `npm test -- FILE…` runs the files named.
 * The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

interface Need {
  /** What the tests do with it. */
  use: string
  /** Exits 0 where it is there. */
  probe: readonly [string, ...string[]]
  /** Debian packages that bring it. */
  packages: readonly string[]
}

const needs: readonly Need[] = [
  {
    use: 'PHP with curl runs the PHP client samples',
    probe: ['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
    packages: ['php-cli', 'php-curl'],
  },
  {
    use: 'curl runs the printed commands',
    probe: ['curl', '--version'],
    packages: ['curl', 'ca-certificates'],
  },
  {
    use: 'Chromium tries out the documentation page',
    probe: ['/usr/bin/chromium', '--version'],
    packages: ['chromium'],
  },
  {
    use: 'Prometheus reads the metrics, the alerts and the dashboard',
    probe: ['promtool', '--version'],
    packages: ['prometheus'],
  },
]

/** Longest run of one test file, in milliseconds. */
const FILE_TIMEOUT = 300_000

const isMissing = ({ probe: [command, ...args] }: Need): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status !== 0

/** Installs what is missing, where that is possible. Answers whether everything is there. */
function provide(): boolean {
  const missing = needs.filter(isMissing)
  if (missing.length === 0) return true
  const packages = missing.flatMap((need) => need.packages).join(' ')
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages}`
  for (const { use } of missing) process.stdout.write(`Missing: ${use}.\n`)
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (!canInstall) {
    process.stdout.write(`As root, run: ${command}\n`)
    return false
  }
  process.stdout.write(`Installing: ${command}\n`)
  spawnSync('sh', ['-c', command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  const stillMissing = needs.filter(isMissing)
  for (const { use } of stillMissing) process.stdout.write(`Still missing: ${use}.\n`)
  return stillMissing.length === 0
}

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

const named = process.argv.slice(2)
const files = named.length > 0 ? named : globSync('test/**/*.test.ts').sort()
const total = provide() ? await runTests(files) : { passed: 0, failed: 1 }
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
