import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { firstNameAt, newClient, signInAt } from '../support/person.ts'
import { detailed } from '../support/pictures.ts'
import { type Place, startProcess } from '../support/process.ts'
import { startPostgres, startRedis, startS3, type TestServer } from '../support/servers.ts'
import { newScaledOut, server } from '../support/setup.ts'
import { eventually } from '../support/wait.ts'

/*
 * Paused servers (SIGSTOP): they accept connections but never respond, which is worse than a server that is gone. Every request must get a response within its deadline, and the process must stop on request.
 */

/** Deadline for a response while a dependency is silent, in milliseconds. */
const TIMEOUT = 25_000
/** Deadline for the process to exit, in milliseconds: less than the grace period of 30 s. */
const END_TIME = 30_000

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-pause-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** A node on a separate installation, one of whose servers the test pauses, and a signed-in person. */
async function open(t: TestContext, part: TestServer, settings: Record<string, string>) {
  t.after(part.remove)
  const installation = await newScaledOut()
  t.after(installation.remove)
  const place = {
    ...installation.settings,
    ...settings,
    DATA_DIR: await mkdtemp(join(folder, 'data-')),
  } as Exclude<Place, string>
  const node = await startProcess(place)
  t.after(async () => {
    await part.resume()
    await node.end('SIGTERM')
  })
  const client = await newClient(place)
  const { headers } = await signInAt(node.base, client)
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(new URL(path, `${node.base}/`), {
      headers,
      ...init,
      signal: AbortSignal.timeout(TIMEOUT),
    })
    await answer.arrayBuffer()
    return answer
  }
  return {
    node,
    client,
    headers,
    ask,
    read: () => ask('user/get/profile/'),
    update: (first_name: string) =>
      ask('user/profile/', { method: 'PATCH', body: new URLSearchParams({ first_name }) }),
  }
}

async function ended(node: { end(signal: NodeJS.Signals): Promise<unknown> }): Promise<unknown> {
  const begun = performance.now()
  const code = await node.end('SIGTERM')
  assert.ok(performance.now() - begun < END_TIME)
  return code
}

test('while PostgreSQL is paused every request gets 503 in time, and works again when it resumes', async (t) => {
  const postgres = await startPostgres()
  const { node, headers, ask, read, update } = await open(t, postgres, { DATABASE_URL: postgres.url })
  await postgres.pause()
  const answers = await Promise.all([...Array.from({ length: 40 }, read), update('Silent')])
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [503])
  assert.ok(answers.every((answer) => answer.headers.get('retry-after') === '5'))
  assert.equal((await ask('/healthz')).status, 200)
  assert.equal((await ask('/readyz')).status, 503)
  await postgres.resume()
  await eventually(async () => (await update('Ada')).status === 200, 30_000)
  assert.equal(await firstNameAt(node.base, headers), 'Ada')
})

test('forty reads that wait for a paused PostgreSQL do not keep the process from exiting', async (t) => {
  const postgres = await startPostgres()
  const { node, read } = await open(t, postgres, { DATABASE_URL: postgres.url })
  await postgres.pause()
  const reads = Array.from({ length: 40 }, () =>
    read().then(
      ({ status }) => status,
      () => 0,
    ),
  )
  await eventually(async () => (await fetch(new URL('/readyz', node.base))).status === 503)
  assert.equal(await ended(node), 0)
  assert.deepEqual([...new Set(await Promise.all(reads))], [503])
})

test('while Redis is paused the database counts, after one wait and not one for each request', async (t) => {
  const redis = await startRedis()
  const { node, client } = await open(t, redis, { REDIS_URL: redis.url })
  const guess = async () => {
    const answer = await fetch(`${node.base}/user/login/`, {
      method: 'POST',
      headers: { apikey: client.apikey },
      body: new URLSearchParams({ username: client.username, password: 'wrong' }),
      signal: AbortSignal.timeout(TIMEOUT),
    })
    return answer.status
  }
  assert.equal(await guess(), 401)
  await redis.pause()
  assert.equal(await guess(), 401)
  const begun = performance.now()
  for (let i = 0; i < 20; i++) assert.equal(await guess(), 401)
  // If each of the twenty waited for Redis, it would take longer: every guess calls it at least twice, for half a
  // second.
  assert.ok(performance.now() - begun < 15_000)
  const ready = (await (await fetch(new URL('/readyz', node.base))).json()) as {
    checks: Record<string, string>
  }
  assert.equal(ready.checks.limits, 'degraded')
  await redis.resume()
  await eventually(async () => {
    const now = (await (await fetch(new URL('/readyz', node.base))).json()) as { status: string }
    return now.status === 'ok'
  }, 20_000)
  await redis.pause()
  assert.equal(await ended(node), 0)
})

test('while the object store is paused pictures get 503 in time, and everything else works', async (t) => {
  const s3 = await startS3({ folder: server('TEST_CEPH') })
  const { node, headers, ask, read, update } = await open(t, s3, { AWS_ENDPOINT_URL_S3: s3.url })
  const image = new Blob([new Uint8Array(await detailed(300, 200).jpeg().toBuffer())])
  const upload = () => {
    const body = new FormData()
    body.set('image', image, 'a.jpg')
    return ask('user/profile-image/', { method: 'POST', body })
  }
  assert.equal((await upload()).status, 200)
  const profile = await fetch(`${node.base}/user/get/profile/`, { headers })
  const { data } = (await profile.json()) as { data: { ProfileImage: string } }
  const picture = () => ask(data.ProfileImage)
  assert.equal((await picture()).status, 200)
  await s3.pause()
  const refused = Promise.all([upload(), upload(), picture()])
  assert.equal((await read()).status, 200)
  assert.equal((await update('Ada')).status, 200)
  assert.deepEqual(
    (await refused).map(({ status }) => status),
    [503, 503, 503],
  )
  await s3.resume()
  await eventually(async () => (await upload()).status === 200, 30_000)
  await s3.pause()
  const last = upload().catch(() => null)
  assert.equal(await ended(node), 0)
  await last
})
