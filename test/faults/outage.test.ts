import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { firstNameAt, newClient, signInAt } from '../support/person.ts'
import { detailed } from '../support/pictures.ts'
import { command, type Place, startProcess } from '../support/process.ts'
import { startPostgres, startRedis, startS3 } from '../support/servers.ts'
import { newScaledOut, server } from '../support/setup.ts'
import { eventually } from '../support/wait.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-outage-'))
})
after(() => rm(folder, { recursive: true, force: true }))

interface Readiness {
  status: string
  checks: Record<string, string>
}

async function readiness(base: string): Promise<{ code: number } & Readiness> {
  const answer = await fetch(new URL('/readyz', base))
  return { code: answer.status, ...((await answer.json()) as Readiness) }
}

/** A separate installation, some of whose servers the test controls, with a running node and a signed-in person. */
async function open(t: TestContext, settings: Record<string, string>, more: Record<string, string> = {}) {
  const installation = await newScaledOut()
  t.after(installation.remove)
  const place = {
    ...installation.settings,
    ...settings,
    DATA_DIR: await mkdtemp(join(folder, 'data-')),
  } as Exclude<Place, string>
  const node = await startProcess(place, more)
  t.after(() => node.end('SIGTERM'))
  const client = await newClient(place)
  const { headers } = await signInAt(node.base, client)
  const update = (first_name: string) =>
    fetch(`${node.base}/user/profile/`, {
      method: 'PATCH',
      headers,
      body: new URLSearchParams({ first_name }),
    })
  return {
    node,
    place,
    client,
    headers,
    update,
  }
}

test('while Redis is unavailable the database counts the limits, and readiness says so', async (t) => {
  const redis = await startRedis()
  t.after(redis.remove)
  const { node, client } = await open(t, { REDIS_URL: redis.url }, { LIMIT_SCALE: '1' })
  const guess = async () =>
    (
      await fetch(`${node.base}/user/login/`, {
        method: 'POST',
        headers: { apikey: client.apikey },
        body: new URLSearchParams({ username: client.username, password: 'wrong' }),
      })
    ).status
  await eventually(async () => (await readiness(node.base)).checks.limits === 'ok')
  assert.equal(await guess(), 401)
  await redis.stop()
  await eventually(async () => (await readiness(node.base)).checks.limits === 'degraded')
  const away = await readiness(node.base)
  assert.deepEqual([away.code, away.status], [200, 'degraded'])
  const statuses: number[] = []
  for (let i = 0; i < 12; i++) statuses.push(await guess())
  assert.deepEqual(statuses, [...Array(10).fill(401), 429, 429])
  await redis.start()
  await eventually(async () => (await readiness(node.base)).status === 'ok')
  assert.equal(await guess(), 401, 'Redis counts again, and its restart has reset the uses')
})

test('while the object store is unavailable profiles work and uploads get 503, with nothing half finished', async (t) => {
  const s3 = await startS3({ folder: server('TEST_CEPH') })
  t.after(s3.remove)
  const { node, place, headers, update } = await open(t, { AWS_ENDPOINT_URL_S3: s3.url })
  const image = new Blob([Buffer.from(await detailed(300, 200).jpeg().toBuffer())])
  const upload = () => {
    const body = new FormData()
    body.set('image', image, 'a.jpg')
    return fetch(`${node.base}/user/profile-image/`, { method: 'POST', headers, body })
  }
  const taken = (await (await upload()).json()) as { data: { ProfileImage: string } }
  const picture = () => fetch(new URL(taken.data.ProfileImage, node.base))
  assert.equal((await picture()).status, 200)
  await s3.stop()
  const refused = await upload()
  assert.equal(refused.status, 503)
  assert.equal(refused.headers.get('retry-after'), '5')
  const { error_type, error_codes } = (await refused.json()) as Record<string, unknown>
  assert.deepEqual([error_type, error_codes], ['Service Unavailable', { detail: 'unavailable' }])
  assert.equal((await picture()).status, 503)
  assert.equal((await update('Ada')).status, 200)
  const { data } = (await (await fetch(`${node.base}/user/get/profile/`, { headers })).json()) as typeof taken
  assert.equal(data.ProfileImage, taken.data.ProfileImage, 'the previous picture is still shown')
  await eventually(async () => (await readiness(node.base)).checks.pictures === 'degraded')
  assert.equal((await readiness(node.base)).code, 200)
  await s3.start()
  await eventually(async () => (await readiness(node.base)).status === 'ok')
  assert.equal((await picture()).status, 200)
  assert.equal((await upload()).status, 200)
  // The outbox removes leftovers of the refused upload, together with the old picture.
  await eventually(async () => {
    const { checks } = await command<{ checks: { name: string; state: string }[] }>(
      place,
      ...['doctor', '--grace', '0'],
    )
    return checks.every((check) => check.state === 'ok')
  }, 60_000)
})

test('while PostgreSQL restarts requests get 503, and then the service recovers without a restart', async (t) => {
  const postgres = await startPostgres()
  t.after(postgres.remove)
  const { node, headers, update } = await open(t, { DATABASE_URL: postgres.url })
  let last = 0
  let isOver = false
  t.after(() => {
    isOver = true
  })
  const seen = new Set<number>()
  // The load during the outage: updates one after another, each of which must persist once acknowledged.
  const load = (async () => {
    for (let i = 1; !isOver; i++) {
      const answer = await update(`n${i}`)
      seen.add(answer.status)
      if (answer.status === 503) assert.equal(answer.headers.get('retry-after'), '5')
      if (answer.status === 200) last = i
      await answer.arrayBuffer()
    }
  })()
  await eventually(async () => last > 5)
  await postgres.stop()
  await eventually(async () => seen.has(503))
  const away = await readiness(node.base)
  assert.deepEqual([away.code, away.status, away.checks.database], [503, 'unavailable', 'failed'])
  assert.equal((await fetch(new URL('/healthz', node.base))).status, 200)
  const reads = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${node.base}/user/get/profile/`, { headers })),
  )
  assert.deepEqual([...new Set(reads.map((answer) => answer.status))], [503])
  const before = last
  await postgres.start()
  await eventually(async () => last > before + 5, 30_000)
  isOver = true
  await load
  assert.deepEqual([...seen].toSorted(), [200, 503], 'only success and 503 were returned')
  assert.equal(await firstNameAt(node.base, headers), `n${last}`)
  await eventually(async () => (await readiness(node.base)).status === 'ok')
})

test('a node that starts while PostgreSQL is unavailable says so in one line that names the setting', async () => {
  const place = {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    DATA_DIR: await mkdtemp(join(folder, 'data-')),
  }
  await assert.rejects(
    command(place, 'migrate'),
    /user-profile: DATABASE_URL: the database cannot be reached: .*ECONNREFUSED.* start it/,
  )
})
