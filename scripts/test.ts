/**
 * `npm test`: sees that the system packages are there, starts the servers, then runs the tests: all of them on the
 * embedded set-up, and those that use the service once more on the scaled-out one. `npm test -- FILE…` runs the files
 * named, `--setup embedded` or `--setup scaled-out` on that set-up alone. The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { startServers } from '../test/support/servers.ts'

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
    use: 'PostgreSQL, Redis and an S3 server are the parts of the scaled-out set-up',
    probe: [
      'sh',
      '-c',
      'ls /usr/lib/postgresql/*/bin/postgres && command -v redis-server ceph-mon ceph-osd ceph radosgw radosgw-admin',
    ],
    packages: ['postgresql', 'redis-server', 'ceph-mon', 'ceph-osd', 'ceph-common', 'radosgw'],
  },
  {
    use: 'PgBouncer stands between the nodes and PostgreSQL',
    probe: ['sh', '-c', 'command -v pgbouncer || test -x /usr/sbin/pgbouncer'],
    packages: ['pgbouncer'],
  },
  {
    use: 'Chromium tries out the documentation page',
    probe: ['/usr/bin/chromium', '--version'],
    packages: ['chromium'],
  },
  {
    use: 'systemd-analyze checks the systemd unit',
    probe: ['systemd-analyze', '--version'],
    packages: ['systemd'],
  },
  {
    use: 'docker-compose reads the compose file',
    probe: ['docker-compose', 'version'],
    packages: ['docker-compose'],
  },
  {
    use: 'kubectl builds the Kubernetes manifests',
    probe: ['kubectl', 'version', '--client'],
    packages: ['kubernetes-client'],
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

/**
 * Whether the file uses the service, and so runs on both set-ups. One that makes a set-up of its own runs once, and so do
 * those of the screens in `test/page/`: all they know of the service is its API, which is tested on both.
 */
function isOfBothSetups(file: string): boolean {
  const text = readFileSync(file, 'utf8')
  return (
    /from '\.\/support\/(service|cli|process)\.ts'/.test(text) && !/newScaledOut|embeddedSettings/.test(text)
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
