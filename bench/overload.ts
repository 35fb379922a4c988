/**
 * `npm run bench:overload`: measures how a node handles 0.5 to 10 times its capacity, by kind of request. First a
 * closed load measures the capacity. Then requests arrive at a constant rate, whatever the responses.
 */
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from './client.ts'
import type { Outcome } from './load.ts'
import { put, startOnePerson } from './one-person.ts'
import { percentile } from './percentile.ts'

/** Seconds of each run, and multiples of the capacity. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6)
const FACTORS = [0.5, 1, 2, 5, 10]
/** Connections of the closed load, and maximum connections of the open one. */
const CLOSED_CONNECTIONS = 32
const OPEN_CONNECTIONS = 1000
/** Milliseconds between two requests to `/healthz`. */
const HEALTH_INTERVAL = 50
/**
 * The service counts as idle before a run after this many responses of `/healthz`, each within this many milliseconds.
 */
const SETTLED = { answers: 10, within: 50 }

const { origin, port, requests, stop } = await startOnePerson()
const { profile, unchanged, update, signIn } = requests
const kinds = {
  reads: [profile, profile, profile, unchanged],
  updates: [update],
  'sign-ins': [signIn],
}
try {
  for (const [kind, sent] of Object.entries(kinds)) await measureKind(kind, sent)
} finally {
  await stop()
}

async function measureKind(kind: string, requests: string[]): Promise<void> {
  const base = { port, seconds: SECONDS, requests }
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

const at = (times: number[], part: number) => Math.round(percentile(times, part))

/** Waits until the service has finished the previous run. */
async function settle(): Promise<void> {
  const client = createClient(origin, 1)
  for (let quick = 0; quick < SETTLED.answers; await sleep(HEALTH_INTERVAL)) {
    const { time } = await client.send({ path: '/healthz' })
    quick = time < SETTLED.within ? quick + 1 : 0
  }
  client.close()
}

/** Checks liveness as an orchestrator does. */
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
