import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemRandom } from '../../src/adapters/system.ts'
import { defaultToken } from '../../src/picture/picture-token.ts'
import { detailed } from '../support/pictures.ts'
import { serviceFixture, startService, testOperator } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const service = await serviceFixture({ PICTURE_DECODES: '2' })

const unknown = () => defaultToken(systemRandom.id())
const get = (token: string, name = '32.jpg') => fetch(`${service.origin}/pictures/default/${token}/${name}`)
const statusOf = async (token: string, name?: string) => (await get(token, name)).status
const problems = () => service.logged.filter((line) => Number(line.level) >= 50)

/** Like an earlier version that did not store the token. */
async function addedBefore(count: number): Promise<string[]> {
  const { users, db } = service.services
  const { id } = await service.person()
  const row = await db.read.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const ids = Array.from({ length: count }, () => systemRandom.id())
  await db.write(async (tx) => {
    for (const id of ids) {
      const name = { username: id, username_key: id, email: '' }
      await users.insert(tx, { ...row, ...name, id, default_token: null }, '', 0)
    }
  })
  return ids
}

test('the generated picture of a person, even a disabled one, is shown until the account is removed', async () => {
  const person = await service.person()
  const token = defaultToken(person.id)
  assert.equal(await statusOf(token), 200)
  const { accounts } = service.services
  const [user] = await accounts.find(person.id)
  await accounts.disable(user!, testOperator)
  assert.equal(await statusOf(token), 200)
  await accounts.remove(user!, testOperator)
  assert.equal(await statusOf(token, '64.jpg'), 404)
  assert.equal(await statusOf(token), 404, 'although it is still in memory')
})

test('a token that belongs to nobody is a 404, not an error', async () => {
  const answer = await get(unknown(), '1024.avif')
  assert.equal(answer.status, 404)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.deepEqual(problems(), [])
})

test('people added by an earlier version have their picture at once, and nobody else does', async () => {
  const ids = await addedBefore(5)
  for (const id of ids) assert.equal(await statusOf(defaultToken(id)), 200)
  assert.equal(await statusOf(unknown()), 404)
  const { db, pictures } = service.services
  while ((await pictures.fillTokens()) > 0);
  const rows = await db.read.selectFrom('users').select(['id', 'default_token', 'version']).execute()
  assert.ok(rows.every(({ id, default_token }) => default_token === defaultToken(id)))
})

test('while many people have no token yet, every published address keeps showing a picture', async () => {
  const ids = await addedBefore(450)
  assert.equal(await statusOf(defaultToken(ids.at(-1)!)), 200)
  assert.equal(await statusOf(defaultToken(ids[0]!)), 200)
  const { pictures } = service.services
  assert.equal(await pictures.fillTokens(), 200, 'in small steps')
  while ((await pictures.fillTokens()) > 0);
  assert.equal(await statusOf(unknown()), 404)
  for (const id of [ids[0]!, ids[230]!, ids.at(-1)!]) assert.equal(await statusOf(defaultToken(id)), 200)
})

test('upkeep gives people their tokens', async () => {
  const started = await startService()
  const { db } = started.services
  await started.person()
  const rows = () => db.read.selectFrom('users').select('default_token').execute()
  assert.ok(
    (await rows()).every(({ default_token }) => default_token !== null),
    'new people have one',
  )
  await db.write((tx) => tx.updateTable('users').set({ default_token: null }).execute())
  started.services.startWorkers({ info() {}, warn() {}, error() {} })
  await eventually(async () => (await rows()).every(({ default_token }) => default_token !== null))
  await started.stop()
})

test('however many default pictures are requested, uploaded pictures are still shown', async () => {
  const ids = await addedBefore(40)
  await service.services.pictures.fillTokens()
  const person = await service.person()
  const body = new FormData()
  body.set('image', new Blob([Buffer.from(await detailed(300, 200).jpeg().toBuffer())]), 'a.jpg')
  const url = `${service.base}/user/profile-image/`
  const uploaded = await fetch(url, { method: 'POST', headers: person.headers, body })
  const { data } = (await uploaded.json()) as { data: { ProfileImage: string } }
  const flood = ids.flatMap((id) =>
    ['1024.avif', '512.avif', 'original.avif'].map((name) => statusOf(defaultToken(id), name)),
  )
  const shown = ['32.jpg', '64.webp', '128.jpg', '256.webp', '512.jpg'].map(async (name) => {
    const answer = await fetch(`${service.origin}${data.ProfileImage.replace(/512$/, name)}`)
    return answer.status
  })
  assert.deepEqual(await Promise.all(shown), [200, 200, 200, 200, 200])
  const drawn = await Promise.all(flood)
  assert.ok(drawn.includes(200))
  assert.ok(drawn.includes(503), 'more than fit in the queue')
  assert.ok(drawn.every((status) => status === 200 || status === 503))
})
