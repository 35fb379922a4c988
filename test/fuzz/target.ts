import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Client, newClient, signInAt } from '../support/person.ts'
import { type Place, type ServiceProcess, startProcess } from '../support/process.ts'
import { eventually } from '../support/wait.ts'
import type { Placeholders } from './request.ts'

/** Maximum growth of the warmed-up process in megabytes: a leak of 2 kB per request shows in 100,000 requests. */
const GROWTH = 200

/** A fuzzed service in a separate process. */
export interface FuzzTarget {
  port: number
  known(): Placeholders
  /** Signs the person in again after a request has ended the session. */
  signIn(): Promise<void>
  /** Fails if the process has ended. */
  checkAlive(): void
  /** Restarts it if it has ended, so that a failing input can be shrunk. */
  revive(): Promise<void>
  /** Records the resident memory, which may grow only by a bound from now on. Returns megabytes. */
  warm(): Promise<number>
  /** Fails if memory has grown, or a file was left behind. Returns megabytes. */
  checkLeftovers(): Promise<number>
  stop(): Promise<void>
}

/** Starts a service on the installation, with one application and a person. */
export async function startTarget(place: Exclude<Place, string>): Promise<FuzzTarget> {
  const env = { PICTURES_PER_DAY: '300', LOG_LEVEL: 'error', SHUTDOWN_DELAY_SECONDS: '0' }
  let client: Client = await newClient(place)
  let service: ServiceProcess = await startProcess(place, env)
  const pictures = await somePictures()
  let known: Placeholders = {}
  let warmMemory = 0
  const isAlive = () => service.child.exitCode === null && service.child.signalCode === null
  const target: FuzzTarget = {
    get port() {
      return Number(new URL(service.base).port)
    },
    known: () => known,
    async signIn() {
      const held = await signInAt(service.base, client).catch(async () => {
        // A request has changed the password: continues as somebody else.
        client = await newClient(place)
        return signInAt(service.base, client)
      })
      const answer = await fetch(`${service.base}/user/get/profile/`, { headers: held.headers })
      const { data } = (await answer.json()) as { data: { ProfileImage: string } }
      known = {
        ...pictures,
        ...client,
        email: `${client.username}@example.com`,
        access: held.access,
        refresh: held.refresh,
        picture: data.ProfileImage,
      }
    },
    checkAlive() {
      const { exitCode, signalCode } = service.child
      assert.ok(isAlive(), `the process ended with ${exitCode ?? signalCode}: ${service.output()}`)
    },
    async revive() {
      if (isAlive()) return
      service = await startProcess(place, env)
      await target.signIn()
    },
    async warm() {
      warmMemory = await residentMegabytes(service)
      return warmMemory
    },
    async checkLeftovers() {
      await eventually(async () => (await readdir(join(place.DATA_DIR, 'tmp'))).length === 0, 15_000).catch(
        async () => assert.deepEqual(await readdir(join(place.DATA_DIR, 'tmp')), [], 'left behind'),
      )
      const megabytes = await residentMegabytes(service)
      assert.ok(megabytes < warmMemory + GROWTH, `memory grew from ${warmMemory} to ${megabytes} MB`)
      return megabytes
    },
    async stop() {
      if (isAlive()) assert.equal(await service.end('SIGTERM'), 0)
    },
  }
  await target.signIn()
  return target
}

async function residentMegabytes({ child }: ServiceProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}

/** Small valid pictures of every format, by placeholder, as Latin-1. */
async function somePictures(): Promise<Placeholders> {
  const plain = sharp({ create: { width: 24, height: 18, channels: 3, background: '#3a7' } })
  const formats = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const
  const entries = formats.map(async (format) => {
    const bytes = await plain
      .clone()
      .toFormat(format, format === 'avif' ? { effort: 0 } : {})
      .toBuffer()
    return [format, bytes.toString('latin1')] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
