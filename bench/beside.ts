/**
 * `npm run bench:beside`: measures how long a read takes while others sign in, send pictures or change their profiles.
 * Reads arrive at a constant rate; the others send their next request after each response. BENCH_SECONDS (6),
 * BENCH_ROUNDS (3) and BENCH_RATE (200 reads a second) change the load.
 */
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { put, startOnePerson } from './one-person.ts'
import { medianOf, percentile } from './percentile.ts'
import { photograph } from './uploads.ts'

const SECONDS = Number(process.env.BENCH_SECONDS ?? 6)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const RATE = Number(process.env.BENCH_RATE ?? 200)
const READ_CONNECTIONS = 32
/** Milliseconds for which the others run alone before the reads begin, and for which nothing does between two runs. */
const LEAD = 1000
const PAUSE = 2000

const { port, requests, stop } = await startOnePerson()
const others: { name: string; connections: number; request: string }[] = [
  { name: 'nothing', connections: 0, request: '' },
  { name: '16 sign-ins', connections: 16, request: requests.signIn },
  { name: '16 updates', connections: 16, request: requests.update },
  { name: '4 uploads of 12 MP', connections: 4, request: requests.upload(await photograph()) },
]

interface Measured {
  p50: number
  p99: number
  done: number
}

async function measureBeside({ connections, request }: (typeof others)[number]): Promise<Measured> {
  const reads = {
    port,
    seconds: SECONDS,
    connections: READ_CONNECTIONS,
    rate: RATE,
    requests: [requests.profile],
  }
  const beside = { port, seconds: SECONDS + LEAD / 1000, connections, rate: null, requests: [request] }
  const running = connections === 0 ? null : put(beside)
  await sleep(LEAD)
  const { times, refused, failed } = await put(reads)
  const other = await running
  if (refused + failed + (other?.failed ?? 0) > 0) console.error(`${refused} refused, ${failed} failed`)
  await sleep(PAUSE)
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    done: (other?.accepted ?? 0) / beside.seconds,
  }
}

const runs = new Map<string, Measured[]>()
try {
  for (let round = 0; round < ROUNDS; round++)
    for (const one of others) runs.set(one.name, [...(runs.get(one.name) ?? []), await measureBeside(one)])
} finally {
  await stop()
}
const median = (name: string, of: keyof Measured) => medianOf(runs.get(name) ?? [], of)
console.table(
  others.map(({ name }) => ({
    'reads beside': name,
    'p50 ms': median(name, 'p50').toFixed(1),
    'p99 ms': median(name, 'p99').toFixed(1),
    'of p99 alone': (median(name, 'p99') / median('nothing', 'p99')).toFixed(1),
    'others/s': median(name, 'done').toFixed(1),
  })),
)
console.log(
  `${RATE} reads a second; medians of ${ROUNDS} rounds; load average ${loadavg()[0]!.toFixed(1)} at the end`,
)
