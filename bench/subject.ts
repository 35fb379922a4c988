import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { decodeJwt } from 'jose'
import { type ServiceProcess, startProcess } from '../test/support/process.ts'
import { startPgBouncer } from '../test/support/servers.ts'
import { type Case, cases, serverCases, type Visitor, writeScript, writeVisitors } from './cases.ts'
import { processorSeconds } from './cpu.ts'
import type { FloorAnswer } from './floor.ts'
import { memoryWhenIdle } from './memory.ts'
import { measureUploads, photograph } from './uploads.ts'
import { type Load, runWrk } from './wrk.ts'

/** People of the installation, and how many of them are signed in at once: fewer tokens than a process caches. */
const PEOPLE = 22_500
const VISITORS = 20_000
/** Seconds of uploads after the start. */
const FIRST_UPLOADS = 4
/** Requests made at once while each person is visited for the first time. */
const AT_ONCE = 32

/** A started service with people, and the scripts for its requests. */
export interface Subject {
  service: ServiceProcess
  server: { pid: number; origin: string }
  /** Milliseconds from the start to the first response. */
  startTime: number
  /** The same when it is started again. */
  restartTime: number
  /** Memory after the start, in MB, and the most during four uploads at once then; null if that is not measured. */
  idle: number
  firstUploading: number | null
  apikey: string
  visitors: string
  someone: Visitor
  /** Gives everybody a new token, since one is valid for ten minutes, and uses it once. */
  renew(): Promise<unknown>
  folder: string
  scripts: Map<Case, string>
  /** Returns a raw request that uploads a JPEG as the picture of somebody. */
  upload(picture: Buffer): string
  stop(): Promise<void>
}

/** One run: what the clients saw, and microseconds of processor time of the server per request. */
export interface Run extends Load {
  processor: number
}

/** Where the people of a subject are: in SQLite, or on these servers. */
export type Servers = { postgres: string; redis: string } | null

export interface SubjectOptions {
  /** Default SQLite. */
  servers?: Servers
  /** Whether PgBouncer is between the service and PostgreSQL, in transaction mode and without prepared statements. */
  isPooled?: boolean
  /** Whether memory is measured during uploads after the start. */
  measuresUploads?: boolean
  /** The folder of a release of this checkout, to start instead of its sources. */
  release?: string
  /** Returns more settings. */
  settingsFor?: (applicationId: string) => Record<string, string>
}

/**
 * Fills an installation and starts the service of a checkout on it.
 */
export async function startSubject(
  root: string,
  {
    servers = null,
    isPooled = false,
    measuresUploads = false,
    release = root,
    settingsFor = () => ({}),
  }: SubjectOptions = {},
): Promise<Subject> {
  const { fill } = (await import(join(root, 'bench/installation.ts'))) as typeof import('./installation.ts')
  const filling = servers
    ? await fill('postgresql', PEOPLE, servers)
    : await fill('sqlite', PEOPLE, { postgres: '', redis: '' })
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-bench-'))
  const pooler = isPooled ? await startPgBouncer(filling.place.DATABASE_URL!) : null
  const pooled = pooler && { DATABASE_URL: pooler.url, DATABASE_PREPARED: 'false' }
  const settings = {
    LOG_LEVEL: 'info',
    PICTURES_PER_DAY: '100000',
    ...settingsFor(filling.applicationId),
    ...pooled,
  }
  const start = async () => {
    const began = performance.now()
    const service = await startProcess({ ...filling.place, ...settings }, {}, undefined, release)
    return { service, time: performance.now() - began }
  }
  const first = await start()
  await first.service.end('SIGTERM')
  const { service, time: restartTime } = await start()
  const server = { pid: service.child.pid!, origin: new URL(service.base).origin }
  const idle = await memoryWhenIdle(server.pid)
  const { apikey, serverKey } = filling
  const { pathname } = new URL(service.base)
  const requestOf = (picture: Buffer, token: string) =>
    uploadOf(picture, `${pathname}/user/profile-image/`, apikey, token)
  const measureFirst = async () => {
    const [token] = await filling.tokens(1)
    const { memory } = await measureUploads(server, requestOf(await photograph(), token!), FIRST_UPLOADS)
    return memory
  }
  const firstUploading = measuresUploads ? await measureFirst() : null
  let people: Visitor[] = []
  const renew = async () => {
    people = await visitAll(service.base, apikey, await filling.tokens(VISITORS))
    return writeVisitors(folder, people)
  }
  const visitors = await renew()
  const scripts = new Map<Case, string>()
  for (const one of [...cases, ...serverCases]) {
    const made = { ...one, path: pathname + one.path }
    const key = one.isOfServer ? serverKey : apikey
    scripts.set(one, await writeScript(folder, one.name, made, { apikey: key, visitors }))
  }
  const stop = async () => {
    await service.end('SIGTERM')
    await pooler?.remove()
    await filling.remove()
    await rm(folder, { recursive: true, force: true })
  }
  const upload = (picture: Buffer) => requestOf(picture, people[0]!.token)
  return {
    service,
    server,
    startTime: first.time,
    restartTime,
    idle,
    firstUploading,
    upload,
    apikey,
    visitors,
    someone: people[0]!,
    renew,
    folder,
    scripts,
    stop,
  }
}

/** A raw request that sends a JPEG as the field `image` of a form. */
export function uploadOf(picture: Buffer, path: string, apikey: string, token: string): string {
  const part =
    '--b\r\ncontent-disposition: form-data; name="image"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'
  const body = `${part}${picture.toString('latin1')}\r\n--b--\r\n`
  return (
    `POST ${path} HTTP/1.1\r\nhost: bench\r\napikey: ${apikey}\r\nauthorization: Bearer ${token}\r\n` +
    `content-type: multipart/form-data; boundary=b\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  )
}

/** Reads each profile once: the check of the token's signature is not part of what is measured. */
async function visitAll(base: string, apikey: string, tokens: readonly string[]): Promise<Visitor[]> {
  const visitors: Visitor[] = []
  let next = 0
  const visit = async () => {
    for (let token = tokens[next++]; token !== undefined; token = tokens[next++]) {
      const headers = { apikey, authorization: `Bearer ${token}` }
      const answer = await fetch(`${base}/user/get/profile/`, { headers })
      const { data } = (await answer.json()) as { data: { UserProfile: [{ email: string }] } }
      visitors.push({
        token,
        email: data.UserProfile[0].email,
        tag: answer.headers.get('etag') ?? '',
        id: String(decodeJwt(token).sub),
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, visit))
  return visitors
}

/** How much is measured. */
export interface Bounds {
  rounds: number
  seconds: number
  connections: number
}

/** Runs one case against a server. @throws {Error} if a request fails */
export async function runCase(
  server: { pid: number; origin: string },
  script: string,
  bounds: Omit<Bounds, 'rounds'>,
): Promise<Run> {
  const before = processorSeconds(server.pid, true)
  const load = await runWrk(server.origin, script, bounds)
  if (load.failed > 0) throw new Error(`${script}: ${load.failed} of ${load.requests} requests failed`)
  const processor = ((processorSeconds(server.pid, true) - before) * 1e6) / load.requests
  return { ...load, processor }
}

/** Headers that the bare server sets itself. */
const OWN_HEADERS = ['connection', 'date', 'keep-alive', 'transfer-encoding']

/** Records what the service sends for each case, for the bare server. */
export function recordAnswers({ service, apikey, someone }: Subject): Promise<FloorAnswer[]> {
  return Promise.all(
    cases.map(async ({ method, path, headers, body, isHeld }) => {
      const sent = {
        apikey,
        authorization: `Bearer ${someone.token}`,
        ...headers,
        ...(isHeld && { 'if-none-match': someone.tag }),
      }
      const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
        request(service.base + path, { method, headers: sent }, resolve)
          .on('error', reject)
          .end(body.replace('{email}', someone.email).replace('{n}', '1'))
      })
      const kept = Object.entries(answer.headers).filter(([name]) => !OWN_HEADERS.includes(name))
      return {
        status: answer.statusCode ?? 0,
        headers: Object.fromEntries(kept) as Record<string, string>,
        body: (await buffer(answer)).toString('base64'),
      }
    }),
  )
}
