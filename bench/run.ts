import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { command, startProcess } from '../test/support/process.ts'
import { startFloor } from './floor-process.ts'

/** Seconds for each measurement, rounds over all of them, and connections. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const CONNECTIONS = 32

interface Case {
  name: string
  /** The case that the ratio is taken to. */
  floor: string
  options: autocannon.Options
}

const dataDir = await mkdtemp(join(tmpdir(), 'user-profile-bench-'))
const { apikey } = await command<{ apikey: string }>(
  dataDir,
  'app',
  'create',
  '--name',
  'bench',
  '--kind',
  'web',
)
const password = 'correct horse battery'
await command(
  dataDir,
  'user',
  'create',
  '--username',
  'bench',
  '--email',
  'bench@example.com',
  '--password',
  password,
)
const service = await startProcess(dataDir, { LOG_LEVEL: 'warn', LIMIT_SCALE: '100000000' })
const floor = await startFloor()
try {
  report(await measure(await listCases()))
} finally {
  floor.child.kill()
  await service.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
}

async function listCases(): Promise<Case[]> {
  const login = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams({ username: 'bench', password }),
  })
  const { access } = (await login.json()) as { access: string }
  const headers = { apikey, authorization: `Bearer ${access}` }
  const profile = await fetch(`${service.base}/user/get/profile/`, { headers })
  const etag = profile.headers.get('etag') ?? ''
  const boundary = 'bench'
  const part = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const form = (name: string) =>
    `${part('email', 'bench@example.com')}${part('first_name', name)}--${boundary}--\r\n`
  const multipart = { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` }
  let n = 0
  const update: autocannon.Options = {
    url: `${service.base}/user/update/profile/`,
    method: 'POST',
    headers: multipart,
    requests: [
      {
        method: 'POST',
        headers: multipart,
        setupRequest: (request) => ({ ...request, body: form(`n${n++}`) }),
      },
    ],
  }
  const get = (path: string, more: Record<string, string> = {}): autocannon.Options => ({
    url: `${service.base}/${path}`,
    headers: { ...headers, ...more },
  })
  return [
    { name: 'bare node:http, GET', floor: 'bare node:http, GET', options: { url: floor.origin } },
    {
      name: 'bare node:http, POST of a form',
      floor: 'bare node:http, POST of a form',
      options: { url: floor.origin, method: 'POST', headers: multipart, body: form('n') },
    },
    { name: 'get profile', floor: 'bare node:http, GET', options: get('user/get/profile/') },
    {
      name: 'get profile, 304',
      floor: 'bare node:http, GET',
      options: get('user/get/profile/', { 'if-none-match': etag }),
    },
    {
      name: 'local info, brotli',
      floor: 'bare node:http, GET',
      options: get('get/local-info/', { 'accept-encoding': 'br' }),
    },
    { name: 'update profile, multipart, durable', floor: 'bare node:http, POST of a form', options: update },
  ]
}

async function measure(
  cases: Case[],
): Promise<{ name: string; floor: string; perSecond: number; p99: number }[]> {
  const rounds: { rate: number; p99: number }[][] = cases.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { name, options }] of cases.entries()) {
      const result = await autocannon({ ...options, connections: CONNECTIONS, duration: SECONDS })
      if (result.errors + result.non2xx - (result['3xx'] ?? 0) > 0)
        throw new Error(`${name}: ${JSON.stringify(result.statusCodeStats)}`)
      rounds[i]?.push({ rate: result.requests.average, p99: result.latency.p99 })
    }
  }
  return cases.map(({ name, floor }, i) => {
    const sorted = (rounds[i] ?? []).toSorted((a, b) => a.rate - b.rate)
    const median = sorted[Math.floor(sorted.length / 2)] ?? { rate: 0, p99: 0 }
    return { name, floor, perSecond: median.rate, p99: median.p99 }
  })
}

function report(results: { name: string; floor: string; perSecond: number; p99: number }[]): void {
  const rows = results.map(({ name, floor, perSecond, p99 }) => {
    const base = results.find((other) => other.name === floor)?.perSecond ?? Number.NaN
    return {
      name,
      'requests/s': Math.round(perSecond),
      'p99 ms': p99,
      'ratio to its floor': (perSecond / base).toFixed(2),
    }
  })
  console.table(rows)
}
