/**
 * `npm run bench:scale`: measures the service with 1,000, 100,000 and 1,000,000 people on SQLite and on PostgreSQL with
 * durable commits, finds statements that scan large tables, and measures what migrations cost while it serves.
 * BENCH_PEOPLE (such as `1000,100000`), BENCH_ENGINES, BENCH_SECONDS and BENCH_ROUNDS change that.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type autocannon from 'autocannon'
import { type ServiceProcess, startProcess } from '../test/support/process.ts'
import { startPostgres, startRedis } from '../test/support/servers.ts'
import { postmasterOf, processorSeconds } from './cpu.ts'
import { startFloor } from './floor-process.ts'
import { type Engine, type Filling, fill } from './installation.ts'
import { measure, median, type Result, type Usage } from './measure.ts'
import { isSignedIn, refreshToken } from './people.ts'
import { sequentialScans } from './plans.ts'
import { sqliteBytes, tableSizes } from './sizes.ts'
import { upgradeWhileServing } from './upgrade.ts'

const list = (value: string) => value.split(',')
const SIZES = list(process.env.BENCH_PEOPLE ?? '1000,100000,1000000').map(Number)
const ENGINES = list(process.env.BENCH_ENGINES ?? 'sqlite,postgresql') as Engine[]
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
/** Access tokens per installation; fewer than a process caches. */
const TOKENS = 20_000

const KINDS = ['get profile', 'update profile, durable', 'refresh access token'] as const

interface Subject {
  filling: Filling
  service: ServiceProcess
  cases: Record<(typeof KINDS)[number], autocannon.Options>
  usage: Usage
  firstUse: Result
  runs: Record<string, Result[]>
}

const postgres = await startPostgres({
  fsync: 'on',
  shared_buffers: '1GB',
  max_wal_size: '4GB',
})
const redis = await startRedis()
const postmaster = await postmasterOf(postgres.url)
const floor = await startFloor()
try {
  for (const engine of ENGINES) await measureEngine(engine)
} finally {
  floor.child.kill()
  await Promise.all([postgres.remove(), redis.remove()])
}

async function measureEngine(engine: Engine): Promise<void> {
  const subjects: Subject[] = []
  for (const people of SIZES) {
    const filling = await fill(engine, people, { postgres: postgres.url, redis: redis.url })
    console.log(`${engine}: ${people} people in ${filling.seconds.toFixed(0)} s`)
    subjects.push(await startSubject(filling))
  }
  try {
    const floors: Result[] = []
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await measure('floor', { url: floor.origin }, { seconds: SECONDS }))
      for (const kind of KINDS) {
        for (const { cases, runs, usage } of subjects)
          runs[kind]!.push(await measure(kind, cases[kind], { seconds: SECONDS }, usage))
      }
    }
    report(engine, subjects, median(floors))
    const largest = subjects.at(-1)!
    await reportLargest(largest)
  } finally {
    for (const { filling, service } of subjects) {
      await service.end('SIGTERM')
      await filling.remove()
    }
  }
}

/** Starts the service on the filled installation and uses each access token once. */
async function startSubject(filling: Filling): Promise<Subject> {
  const service = await startProcess(filling.place)
  const { apikey, people } = filling
  const tokens = await filling.tokens(TOKENS)
  let next = 0
  const headers = () => ({ apikey, authorization: `Bearer ${tokens[next++ % TOKENS]}` })
  const json = { 'content-type': 'application/json' }
  const each = (
    method: 'GET' | 'PATCH' | 'POST',
    path: string,
    make: () => { headers: Record<string, string>; body?: string },
  ): autocannon.Options => ({
    url: `${service.base}/${path}`,
    method,
    requests: [{ method, setupRequest: (request) => ({ ...request, ...make() }) }],
  })
  const read = each('GET', 'user/get/profile/', () => ({ headers: headers() }))
  const update = each('PATCH', 'user/profile/', () => ({
    headers: { ...headers(), ...json },
    body: JSON.stringify({ first_name: `n${next}` }),
  }))
  const refresh = each('POST', 'user/token/refresh/', () => ({
    headers: { apikey, ...json },
    body: JSON.stringify({ refresh: refreshToken(signedIn(people)) }),
  }))
  // By then the service has finished its work after startup.
  await sleep(2000)
  const usage = () => ({
    service: processorSeconds(service.child.pid!),
    database: filling.engine === 'sqlite' ? 0 : processorSeconds(postmaster, true),
  })
  const firstUse = await measure('first use of a token', read, { amount: TOKENS }, usage)
  return {
    filling,
    service,
    cases: { [KINDS[0]]: read, [KINDS[1]]: update, [KINDS[2]]: refresh } as Subject['cases'],
    usage,
    firstUse,
    runs: Object.fromEntries(KINDS.map((kind) => [kind, []])),
  }
}

function signedIn(people: number): number {
  const i = Math.floor(Math.random() * people)
  return isSignedIn(i) ? i : signedIn(people)
}

function report(engine: Engine, subjects: readonly Subject[], floorResult: Result): void {
  const floorRate = floorResult.perSecond
  const results = subjects.map(({ filling, firstUse, runs }) => ({
    people: filling.people,
    kinds: {
      'first use of a token': firstUse,
      ...Object.fromEntries(KINDS.map((kind) => [kind, median(runs[kind]!)])),
    } as Record<string, Result>,
  }))
  console.log(`${engine}, bare node:http ${Math.round(floorRate)} requests/s`)
  console.table(
    Object.keys(results[0]!.kinds).flatMap((kind) =>
      results.map(({ people, kinds }) => {
        const { perSecond, p50, p99, service, database } = kinds[kind]!
        return {
          kind,
          people,
          'requests/s': Math.round(perSecond),
          'p50 ms': p50.toFixed(1),
          'p99 ms': p99.toFixed(1),
          'service µs': Math.round(service),
          'database µs': Math.round(database),
          'to the floor': (perSecond / floorRate).toFixed(3),
          'to the smallest': (perSecond / results[0]!.kinds[kind]!.perSecond).toFixed(2),
        }
      }),
    ),
  )
}

async function reportLargest({ filling, service }: Subject): Promise<void> {
  if (filling.engine === 'sqlite') console.log(`bytes of the file for each person: ${sqliteBytes(filling)}`)
  else console.table(await tableSizes(filling))
  console.log('statements that read a large table from end to end:')
  for (const sql of await sequentialScans(filling)) console.log(`  ${sql}`)
  await service.end('SIGTERM')
  await upgradeWhileServing(filling)
}
