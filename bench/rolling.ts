/**
 * `npm run bench:rolling`: runs three nodes on PostgreSQL, S3 and Redis behind HAProxy. Visitors constantly read,
 * update and upload while each node is restarted in turn as Kubernetes does it, and then while nodes are killed.
 * Nothing is retried. It counts failures, and checks that every acknowledged change is there.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashPassword } from '../src/password/password.ts'
import { command, type Place, type ServiceProcess, startProcess } from '../test/support/process.ts'
import { s3Credentials, startCeph, startPostgres, startRedis, startS3 } from '../test/support/servers.ts'
import { eventually, freePort } from '../test/support/wait.ts'
import { startBalancer } from './balancer.ts'
import { createVisitor, type Kind, newImage, type Visitor } from './visitors.ts'

const SECONDS = Number(process.env.BENCH_SECONDS ?? 60)
const NODES = 3
const VISITORS = 24
const NOTHING = 'finds nothing'
const PASSWORD = 'correct horse battery staple'

if (spawnSync('haproxy', ['-v']).error) {
  console.error('haproxy is missing. As root, run: apt-get install -y --no-install-recommends haproxy')
  process.exit(1)
}
const [postgres, redis, ceph] = await Promise.all([startPostgres({ fsync: 'on' }), startRedis(), startCeph()])
const s3 = await startS3(ceph)
const folder = await mkdtemp(join(tmpdir(), 'user-profile-rolling-'))
const place: Exclude<Place, string> = {
  DATA_DIR: join(folder, 'operator'),
  DATABASE_URL: postgres.url,
  OBJECTS_URL: 's3://bench/pictures',
  REDIS_URL: redis.url,
  AWS_ENDPOINT_URL_S3: s3.url,
  ...s3Credentials,
  PUBLIC_URL: 'http://bench.example',
  TRUST_PROXY: '127.0.0.1',
  LOG_LEVEL: 'warn',
  LIMIT_SCALE: '1000000',
  PICTURES_PER_DAY: '100000',
  SHUTDOWN_DELAY_SECONDS: '3',
}
let nodes: ServiceProcess[] = []
const ports = await Promise.all(Array.from({ length: NODES }, freePort))
const startNode = (i: number) =>
  startProcess({ ...place, DATA_DIR: join(folder, `node${i}`) }, { PORT: String(ports[i]) })
try {
  const apikey = await addPeople()
  nodes = await Promise.all(ports.map((_port, i) => startNode(i)))
  await scenario('each node restarted in turn with SIGTERM', { apikey, retries: 0, disturb: restartEach })
  await scenario('a node killed twice', { apikey, retries: 0, disturb: killSome })
  await scenario('a node killed twice, the balancer opens another connection', {
    apikey,
    retries: 3,
    disturb: killSome,
  })
} finally {
  await Promise.all(nodes.map((node) => node.end('SIGTERM')))
  await Promise.all([postgres.remove(), redis.remove(), s3.remove()])
  await ceph.remove()
  await rm(folder, { recursive: true, force: true })
}

/** Adds an application and as many people as there are visitors. Returns the API key. */
async function addPeople(): Promise<string> {
  const { apikey } = await command<{ apikey: string }>(
    place,
    ...['app', 'create', '--name', 'bench', '--kind', 'web'],
  )
  const passwordHash = await hashPassword(PASSWORD)
  const people = Array.from({ length: VISITORS }, (_, i) =>
    JSON.stringify({ username: `v${i}`, email: `v${i}@example.com`, password_hash: passwordHash }),
  )
  const file = join(folder, 'people.jsonl')
  await writeFile(file, people.join('\n'))
  await command(place, 'user', 'import', file)
  return apikey
}

interface Scenario {
  apikey: string
  retries: number
  disturb: (milliseconds: number) => Promise<void>
}

async function scenario(name: string, { apikey, retries, disturb }: Scenario): Promise<void> {
  const balancer = await startBalancer(ports, retries)
  const image = await newImage()
  const visitors = await Promise.all(
    Array.from({ length: VISITORS }, async (_, i) =>
      createVisitor(balancer.origin, await signIn(balancer.origin, apikey, `v${i}`), image),
    ),
  )
  const running = Promise.all(visitors.map((visitor) => visitor.run()))
  const began = performance.now()
  await disturb(SECONDS * 1000)
  await sleep(Math.max(0, SECONDS * 1000 - (performance.now() - began)))
  for (const visitor of visitors) visitor.stop()
  await running
  console.log(`${name}, retries ${retries}, ${((performance.now() - began) / 1000).toFixed(0)} s`)
  report(visitors)
  const lost = (await Promise.all(visitors.map((visitor) => visitor.findLost()))).flat()
  console.log(`acknowledged and lost: ${lost.length === 0 ? 'nothing' : lost.join('; ')}`)
  await balancer.stop()
  console.log(`doctor: ${await examine()}`)
}

async function signIn(origin: string, apikey: string, username: string): Promise<Record<string, string>> {
  const answer = await fetch(`${origin}/api/v1/user/login/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams({ username, password: PASSWORD }),
  })
  if (answer.status !== 200) throw new Error(`sign-in answers ${answer.status}: ${await answer.text()}`)
  const { access } = (await answer.json()) as { access: string }
  return { apikey, authorization: `Bearer ${access}` }
}

/** Restarts one node after the other, each once the previous one is ready. */
async function restartEach(): Promise<void> {
  for (const i of ports.keys()) {
    await sleep(3000)
    const code = await nodes[i]!.end('SIGTERM')
    if (code !== 0) console.log(`node ${i} ended with ${code}`)
    nodes[i] = await startNode(i)
  }
}

async function killSome(): Promise<void> {
  for (const i of [0, 1]) {
    await sleep(5000)
    await nodes[i]!.end('SIGKILL')
    await sleep(2000)
    nodes[i] = await startNode(i)
  }
}

function report(visitors: readonly Visitor[]): void {
  const kinds: Record<string, { ok: number; failed: number; slowest: number; how: Record<string, number> }> =
    {}
  for (const { kind, answer } of visitors.flatMap((visitor) => visitor.seen)) {
    kinds[kind satisfies Kind] ??= { ok: 0, failed: 0, slowest: 0, how: {} }
    const row = kinds[kind]!
    row.slowest = Math.max(row.slowest, answer.time)
    if (answer.status === 200) row.ok += 1
    else {
      row.failed += 1
      const how = answer.error ?? String(answer.status)
      row.how[how] = (row.how[how] ?? 0) + 1
    }
  }
  console.table(
    Object.entries(kinds).map(([kind, { ok, failed, slowest, how }]) => ({
      kind,
      'answered 200': ok,
      failed,
      how: Object.entries(how)
        .map(([what, times]) => `${times} × ${what}`)
        .join(', '),
      'slowest ms': Math.round(slowest),
    })),
  )
}

/** Returns the findings of `doctor --grace 0` once the files of replaced pictures are deleted. */
async function examine(): Promise<string> {
  let found = ''
  const isWhole = async () => {
    found = await command(place, 'doctor', '--grace', '0').then(
      () => NOTHING,
      (error: Error) => error.message,
    )
    return found === NOTHING
  }
  await eventually(isWhole, 20_000).catch(() => {})
  if (found !== NOTHING) await command(place, 'doctor', '--grace', '0', '--fix').catch(() => {})
  const wrong = found.matchAll(/"name": "([^"]+)",\s+"state": "wrong",\s+"detail": "([^"]+)"/g)
  return [...wrong].map(([, name, detail]) => `${name}: ${detail}`).join('; ') || found
}
