/** The system packages that tests, conformance runs and benchmarks need. `npm run provide` installs those that are missing. */
import { spawnSync } from 'node:child_process'

interface Need {
  /** What the tests use it for. */
  use: string
  /** Exits with 0 if it is installed. */
  probe: readonly [string, ...string[]]
  /** Debian packages that contain it. */
  packages: readonly string[]
}

const needs: readonly Need[] = [
  {
    use: 'PHP with curl runs the PHP client samples',
    probe: ['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
    packages: ['php-cli', 'php-curl'],
  },
  {
    use: 'Python with requests runs the Python client samples',
    probe: ['/usr/bin/python3', '-c', 'import requests'],
    packages: ['python3', 'python3-requests'],
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
    use: 'PgBouncer runs between the nodes and PostgreSQL',
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
    use: 'nginx stands before the service, with the configuration that is documented',
    probe: ['sh', '-c', 'command -v nginx || test -x /usr/sbin/nginx'],
    packages: ['nginx-light'],
  },
  {
    use: 'fail2ban-regex tries the filter for fail2ban',
    probe: ['fail2ban-regex', '--version'],
    packages: ['fail2ban'],
  },
  {
    use: 'Noto, Droid and Nanum fonts draw default pictures with initials',
    probe: [
      'sh',
      '-c',
      'cd /usr/share/fonts/truetype && test -f noto/NotoSans-Bold.ttf && test -f droid/DroidSansFallbackFull.ttf && test -f nanum/NanumGothicBold.ttf',
    ],
    packages: ['fonts-noto-core', 'fonts-droid-fallback', 'fonts-nanum'],
  },
  {
    use: 'zsh and fish complete the commands',
    probe: ['sh', '-c', 'zsh --version && fish --version'],
    packages: ['zsh', 'fish'],
  },
  {
    use: 'Prometheus reads the metrics, the alerts and the dashboard',
    probe: ['promtool', '--version'],
    packages: ['prometheus'],
  },
]

const isMissing = ({ probe: [command, ...args] }: Need): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status !== 0

/** Installs missing packages if possible. Returns whether everything is installed. */
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

if (import.meta.main && !provide()) process.exitCode = 1
