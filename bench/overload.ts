/**
 * `npm run bench:overload`: what a node does with 0.5 to 10 times the requests that it can do, by kind. First the most
 * that it does is measured by a closed load; then requests come at a constant rate, whatever is answered.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { command, startProcess } from '../test/support/process.ts'
import { createClient } from './client.ts'
import type { Load, Outcome } from './load.ts'

/** Seconds of each run, and how many times the capacity comes. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6)
const FACTORS = [0.5, 1, 2, 5, 10]
/** Connections of the closed load, and of the open one at most. */
const CLOSED_CONNECTIONS = 32
const OPEN_CONNECTIONS = 1000
/** Milliseconds between two looks at `/healthz`. */
const HEALTH_INTERVAL = 50
/** Before a run, so that it starts with an empty service: so many answers of `/healthz` within so many milliseconds each. */
const SETTLED = { answers: 10, within: 50 }
const PASSWORD = 'correct horse battery'

const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-overload-'))
const { apikey } = await command<{ apikey: string }>(
  dataDir,
  ...['app', 'create', '--name', 'bench', '--kind', 'web'],
)
await command(
  dataDir,
  ...['user', 'create', '--username', 'bench', '--email', 'b@example.com', '--password', PASSWORD],
)
const service = await startProcess(dataDir, { LOG_LEVEL: 'error', LIMIT_SCALE: '100000000' })
const { origin, port } = new URL(service.base)
try {
  for (const [kind, requests] of Object.entries(await listKinds())) await measureKind(kind, requests)
} finally {
  await service.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
}

async function listKinds(): Promise<Record<string, string[]>> {
  const login = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams({ username: 'bench', password: PASSWORD }),
  })
  const { access } = (await login.json()) as { access: string }
  const key = `apikey: ${apikey}`
  const signedIn = `${key}\r\nauthorization: Bearer ${access}`
  const request = (line: string, headers: string, body = '', type = '') =>
    `${line} HTTP/1.1\r\nhost: bench\r\n${headers}\r\n` +
    (body && `content-type: ${type}\r\ncontent-length: ${body.replace('{n}', '123456789').length}\r\n`) +
    `\r\n${body}`
  const profile = request('GET /api/v1/user/get/profile/', signedIn)
  const { headers } = await fetch(`${service.base}/user/get/profile/`, {
    headers: { apikey, authorization: `Bearer ${access}` },
  })
  const unchanged = request(
    'GET /api/v1/user/get/profile/',
    `${signedIn}\r\nif-none-match: ${headers.get('etag')}`,
  )
  const form = 'application/x-www-form-urlencoded'
  const password = encodeURIComponent(PASSWORD)
  const signIn = request('POST /api/v1/user/login/', key, `username=bench&password=${password}`, form)
  const update = '{"first_name":"n{n}"}'
  return {
    reads: [profile, profile, profile, unchanged],
    updates: [request('PATCH /api/v1/user/profile/', signedIn, update, 'application/json')],
    'sign-ins': [signIn],
  }
}

async function measureKind(kind: string, requests: string[]): Promise<void> {
  const base = { port: Number(port), seconds: SECONDS, requests }
  await settle()
  await put({ ...base, seconds: 2, connections: CLOSED_CONNECTIONS, rate: null })
  await settle()
  const closed = await put({ ...base, connections: CLOSED_CONNECTIONS, rate: null })
  const capacity = closed.accepted / SECONDS
  const rows: Record<string, string | number>[] = []
  for (const factor of FACTORS) {
    await settle()
    const health = watchHealth()
    const rate = Math.max(1, Math.round(capacity * factor))
    const outcome = await put({ ...base, connections: OPEN_CONNECTIONS, rate })
    rows.push({ load: `${factor} x`, ...describe(outcome), 'healthz p99 ms': at(await health.stop(), 0.99) })
  }
  console.log(`${kind}: ${Math.round(capacity)} a second; load average ${loadavg()[0]!.toFixed(1)}`)
  console.table(rows)
}

function describe({ offered, accepted, refused, failed, open, times }: Outcome) {
  const each = (count: number) => Math.round(count / SECONDS)
  return {
    'offered/s': each(offered),
    'accepted/s': each(accepted),
    '503/s': each(refused),
    'p50 ms': at(times, 0.5),
    'p99 ms': at(times, 0.99),
    failed,
    open,
  }
}

function at(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN)
}

/** Puts the load on the service from a process of its own. */
async function put(load: Load): Promise<Outcome> {
  const child = fork(join(import.meta.dirname, 'load.ts'))
  child.send(load)
  const [outcome] = (await once(child, 'message')) as [Outcome]
  return outcome
}

/** Waits until nothing of the run before is left. */
async function settle(): Promise<void> {
  const client = createClient(origin, 1)
  for (let quick = 0; quick < SETTLED.answers; await sleep(HEALTH_INTERVAL)) {
    const { time } = await client.send({ path: '/healthz' })
    quick = time < SETTLED.within ? quick + 1 : 0
  }
  client.close()
}

/** Asks whether the process lives, as an orchestrator does. */
function watchHealth() {
  const client = createClient(origin, 20)
  const asked: Promise<number>[] = []
  const timer = setInterval(() => {
    const answer = client.send({ path: '/healthz' })
    asked.push(answer.then(({ status, time }) => (status === 200 ? time : Number.POSITIVE_INFINITY)))
  }, HEALTH_INTERVAL)
  return {
    async stop(): Promise<number[]> {
      clearInterval(timer)
      const times = await Promise.all(asked)
      client.close()
      return times
    },
  }
}
