import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stage } from '../scripts/stage.ts'
import { startPostgres, startRedis } from '../test/support/servers.ts'
import { newDatabase } from '../test/support/setup.ts'
import { type Case, cases, writeScript, writeVisitors } from './cases.ts'
import { measureSights, type Sights } from './first-sight.ts'
import { startFloor } from './floor-process.ts'
import { memoryOf } from './memory.ts'
import { betterAuth } from './rivals/better-auth.ts'
import { directus } from './rivals/directus.ts'
import { drf } from './rivals/drf.ts'
import { parseServer } from './rivals/parse-server.ts'
import { pocketBase } from './rivals/pocketbase.ts'
import { Missing, type Rival, type Uploads } from './rivals/rival.ts'
import { type Bounds, recordAnswers, type Subject, type SubjectOptions, startSubject } from './subject.ts'

/** Something that does the work of the cases. */
export interface Product {
  name: string
  version: string
  pid: number
  origin: string
  /** Milliseconds from the start to the first response; null for the bare server. */
  startTime: number | null
  /** The same when it is started again, if that was measured: Node.js keeps what it compiled. */
  restartTime?: number
  /** Memory after the start, in MB. */
  idle: number
  /** The most during four uploads at once then, if that was measured. */
  firstUploading?: number | null
  /** The script of wrk for each case that it does. */
  scripts: ReadonlyMap<Case, string>
  uploads: Uploads
  /** Measures tokens of a provider. */
  sights?(bounds: Bounds): Promise<Sights[]>
  /** Renews what expires during the runs. */
  renew?(): Promise<unknown>
}

/** What runs, what could not run and why, and how to stop it all. */
export interface Line {
  products: Product[]
  notRun: Map<string, string>
  stop(): Promise<void>
}

const rivals: readonly Rival[] = [
  drf,
  betterAuth('SQLite'),
  betterAuth('PostgreSQL'),
  directus,
  parseServer,
  pocketBase,
]
/** New tokens of a provider in each round. */
const SIGHTS = 500
const home = join(import.meta.dirname, '..')
const release = join(home, 'dist/release')

/** Starts the bare server, the service on both engines, and its rivals, those whose names contain one of the texts. */
export async function startProducts(only: readonly string[]): Promise<Line> {
  const stops: (() => Promise<unknown> | unknown)[] = []
  const stop = async () => {
    for (const one of stops.toReversed()) await one()
  }
  try {
    await stage(release)
    const postgres = await startPostgres({ fsync: 'on', shared_buffers: '1GB', max_wal_size: '4GB' })
    stops.push(postgres.remove)
    const redis = await startRedis()
    stops.push(redis.remove)
    const servers = { postgres: postgres.url, redis: redis.url }
    const embedded = await startOwn('SQLite', {}, stops)
    const scaledOut = await startOwn('PostgreSQL', { servers }, stops)
    const pooled = await startOwn('PostgreSQL through PgBouncer', { servers, isPooled: true }, stops)
    const floor = await startBare(embedded.subject, stops)
    const notRun = new Map<string, string>()
    const started: Product[] = []
    for (const rival of rivals.filter(
      ({ name }) => only.length === 0 || only.some((one) => name.includes(one)),
    )) {
      const database = await newDatabase(undefined, postgres.url)
      const product = await startRival(rival, database.url, stops).catch((error: unknown) => {
        notRun.set(rival.name, error instanceof Missing ? error.message : String(error))
      })
      if (product) started.push(product)
    }
    return {
      products: [floor, embedded.product, scaledOut.product, pooled.product, ...started],
      notRun,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Stops = (() => Promise<unknown> | unknown)[]

async function startOwn(
  engine: string,
  options: Pick<SubjectOptions, 'servers' | 'isPooled'>,
  stops: Stops,
): Promise<{ subject: Subject; product: Product }> {
  const subject = await startSubject(home, { ...options, measuresUploads: true, release })
  stops.push(subject.stop)
  const { service, startTime, restartTime, idle, firstUploading, scripts, upload, renew } = subject
  const product = {
    name: `this service, ${engine}`,
    version: '',
    pid: service.child.pid!,
    origin: new URL(service.base).origin,
    startTime,
    restartTime,
    idle,
    firstUploading,
    scripts,
    uploads: { 'masters of 2048 and 1024 pixels': upload },
    renew,
    sights: (bounds: Bounds) => measureSights({ ...options, release }, { ...bounds, tokens: SIGHTS }),
  }
  return { subject, product }
}

/** The bare server sends what the embedded service sent. */
async function startBare(subject: Subject, stops: Stops): Promise<Product> {
  const floor = await startFloor(await recordAnswers(subject))
  stops.push(() => floor.child.kill())
  const { apikey, visitors, folder } = subject
  const scripts = new Map<Case, string>()
  for (const [index, one] of cases.entries())
    scripts.set(
      one,
      await writeScript(folder, `floor ${index}`, { ...one, path: `/${index}` }, { apikey, visitors }),
    )
  const name = 'bare node:http'
  return {
    name,
    version: process.version,
    pid: floor.child.pid!,
    origin: floor.origin,
    startTime: null,
    uploads: {},
    idle: memoryOf(floor.child.pid!),
    scripts,
  }
}

async function startRival(rival: Rival, database: string, stops: Stops): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-rival-'))
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const {
    child,
    origin,
    version,
    startTime,
    idle,
    requests,
    uploads = {},
    ...running
  } = await rival.start(folder, database)
  stops.push(() => child.kill('SIGKILL'))
  const visitors = await writeVisitors(folder, running.visitors)
  const scripts = new Map<Case, string>()
  for (const one of cases) {
    const request = requests[one.name]
    if (request) scripts.set(one, await writeScript(folder, one.name, request, { apikey: 'bench', visitors }))
  }
  return {
    name: rival.name,
    version,
    pid: child.pid!,
    origin,
    startTime,
    idle,
    scripts,
    uploads,
  }
}
