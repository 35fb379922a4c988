import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, freePort } from '../../support/wait.ts'

const KEYCLOAK_VERSION = '26.5.6'
const ARTIFACT = 'org.keycloak:keycloak-quarkus-dist'
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
/** Time for its first start, which builds it, in milliseconds. */
const START_MAX = 300_000

/** The administrator of a started server. */
export const ADMIN = { username: 'admin', password: 'admin-of-a-test' }

export interface Keycloak {
  issuer: string
  /** `http://127.0.0.1:PORT`. */
  origin: string
  stop(): Promise<void>
}

/** Fetches the distribution by Maven, and unpacks it, unless both are there. Returns its folder. */
function fetchDistribution(): string {
  const cache = join(import.meta.dirname, '../../../node_modules/.cache/keycloak')
  const folder = join(cache, `keycloak-${KEYCLOAK_VERSION}`)
  if (existsSync(join(folder, 'bin/kc.sh'))) return folder
  mkdirSync(cache, { recursive: true })
  const archive = join(cache, `keycloak-quarkus-dist-${KEYCLOAK_VERSION}.tar.gz`)
  if (!existsSync(archive)) {
    const artifact = `-Dartifact=${ARTIFACT}:${KEYCLOAK_VERSION}:tar.gz`
    execFileSync('mvn', ['-q', '-B', COPY, artifact, `-DoutputDirectory=${cache}`], { stdio: 'inherit' })
  }
  execFileSync('tar', ['xzf', archive, '-C', cache])
  return folder
}

/** Starts a server with the realm of `realm.json`, on a free port, with a database in memory. */
export async function startKeycloak(): Promise<Keycloak> {
  const folder = mkdtempSync(join(tmpdir(), 'user-profile-keycloak-run-'))
  cpSync(fetchDistribution(), folder, { recursive: true })
  mkdirSync(join(folder, 'data/import'), { recursive: true })
  copyFileSync(join(import.meta.dirname, 'realm.json'), join(folder, 'data/import/shop-realm.json'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const output: string[] = []
  const child: ChildProcess = spawn(
    join(folder, 'bin/kc.sh'),
    [
      'start-dev',
      '--import-realm',
      '--db=dev-mem',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      `--hostname=${origin}`,
      '--cache=local',
    ],
    {
      env: {
        ...process.env,
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
        JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx700m',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  )
  child.stdout?.on('data', (text) => output.push(String(text)))
  child.stderr?.on('data', (text) => output.push(String(text)))
  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  const issuer = `${origin}/realms/shop`
  try {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error('Keycloak has ended')
      const answer = await fetch(`${issuer}/.well-known/openid-configuration`).catch(() => null)
      return answer?.status === 200
    }, START_MAX)
  } catch (error) {
    await stop()
    throw new Error(`Keycloak did not start:\n${output.join('').slice(-5000)}`, { cause: error })
  }
  return { issuer, origin, stop }
}
