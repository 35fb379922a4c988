import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../src/basics/durations.ts'
import { detailed } from '../support/pictures.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'

const service = await serviceFixture()

async function upload({ headers }: Person): Promise<string> {
  const body = new FormData()
  body.append('image', new Blob([new Uint8Array(await detailed(60, 60).jpeg().toBuffer())]), 'a.jpg')
  const answer = await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body })
  const { data } = (await answer.json()) as { data: { ProfileImage: string } }
  return data.ProfileImage
}

const remove = ({ headers }: Person) =>
  fetch(`${service.base}/user/profile-image/`, { method: 'DELETE', headers })
const locate = (id: string, name = '512') =>
  fetch(`${service.base}/people/${id}/picture/${name}`, { redirect: 'manual' })
const locationOf = async (id: string, name?: string) => (await locate(id, name)).headers.get('location')
const statusOf = async (path: string) => (await fetch(service.origin + path)).status

test("one address leads to a person's picture, whichever it is, without any header", async () => {
  const person = await service.person()
  assert.match((await locationOf(person.id)) ?? '', /^\/pictures\/default\/[0-9a-f]{32}\/512$/)
  const first = await upload(person)
  assert.equal(await locationOf(person.id), first)
  const second = await upload(person)
  for (const name of ['32', '512', '1024.jpg', '64.webp', '128.avif', 'original', 'original.jpeg']) {
    const path = second.replace(/512$/, name)
    assert.equal(await locationOf(person.id, name), path)
    assert.equal(await locationOf(person.id, `${name}/`), path)
  }
  const shown = await fetch(`${service.base}/people/${person.id}/picture/64.jpg`)
  assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/jpeg'])
  await remove(person)
  assert.match((await locationOf(person.id)) ?? '', /^\/pictures\/default\//)
})

test('any site may show the address, and caches keep where it leads for a minute', async () => {
  const person = await service.person()
  const answer = await fetch(`${service.base}/people/${person.id}/picture/512`, {
    redirect: 'manual',
    headers: { origin: 'https://elsewhere.example' },
  })
  assert.equal(answer.status, 302)
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=60')
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin')
  assert.equal(answer.headers.get('vary'), null)
})

test('the address of nobody, and a size that does not exist, are a 404', async () => {
  const { id } = await service.person()
  for (const path of [
    `people/${crypto.randomUUID()}/picture/512`,
    'people/x/picture/512',
    `people/${id}/picture/513`,
    `people/${id}/picture/512.png`,
    `people/${id}/picture/`,
    `people/${id}/picture/..%2f512`,
  ])
    assert.equal((await fetch(`${service.base}/${path}`, { redirect: 'manual' })).status, 404, path)
})

test('a replaced picture is shown at its own address for a day more', async () => {
  const person = await service.person()
  const first = await upload(person)
  const second = await upload(person)
  assert.deepEqual([await statusOf(first), await statusOf(second)], [200, 200])
  service.clock.advance(DAY + 1000)
  assert.deepEqual([await statusOf(first), await statusOf(second)], [404, 200])
})

test('removing the picture ends every address at once, also of replaced ones', async () => {
  const person = await service.person()
  const paths = [await upload(person), await upload(person)]
  await remove(person)
  for (const path of paths) assert.equal(await statusOf(path), 404)
})

test('removing the account ends every address at once; disabling it ends none', async () => {
  const person = await service.person()
  const paths = [await upload(person), await upload(person)]
  const { accounts } = service.services
  const [user] = await accounts.find(person.id)
  await accounts.disable(user!, testOperator)
  for (const path of paths) assert.equal(await statusOf(path), 200)
  assert.equal((await locate(person.id)).status, 302)
  await accounts.remove(user!, testOperator)
  for (const path of paths) assert.equal(await statusOf(path), 404)
  assert.equal((await locate(person.id)).status, 404)
})

test('what is stored of a replaced picture is in the copy of the own data', async () => {
  const person = await service.person()
  const [, id] = /pictures\/(\w+)\//.exec(await upload(person)) ?? []
  await upload(person)
  const stored = await service.services.pictures.listStored(person.id)
  const replaced = stored.find((picture) => picture.id === id)
  assert.equal(replaced?.removedAt, null)
  const left = (replaced?.shownUntil ?? 0) - service.clock.now()
  assert.ok(left > DAY - 60_000 && left <= DAY, String(left))
})
