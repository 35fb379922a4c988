/** The system packages that tests, conformance runs and benchmarks need. */
import { spawnSync } from 'node:child_process'

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
    use: 'fail2ban-regex tries the filter for fail2ban',
    probe: ['fail2ban-regex', '--version'],
    packages: ['fail2ban'],
  },
  {
    use: 'Prometheus reads the metrics, the alerts and the dashboard',
    probe: ['promtool', '--version'],
    packages: ['prometheus'],
  },
]

const isMissing = ({ probe: [command, ...args] }: Need): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status !== 0

/** Installs what is missing if that is possible. Returns whether everything is installed. */
export function provide(): boolean {
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
