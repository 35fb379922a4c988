import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../src/basics/durations.ts'
import { plain } from '../support/pictures.ts'
import { type ServerClient, serverClient } from '../support/server-client.ts'
import { serviceFixture } from '../support/service.ts'

const service = await serviceFixture({}, { isIdle: true })
const { db, users, idempotency } = service.services
const shop = await serverClient(service)

interface Shown {
  id: string
  external_id: string | null
  username: string
  email: string
  email_verified: boolean
  first_name: string
  status: string
  has_picture: boolean
  version: number
  sessions_ended: number
  deleted: boolean
}

const write = (method: string, path: string, json: unknown, headers = {}, client: ServerClient = shop) =>
  client.call<Shown>(method, path, { ...(json !== undefined && { json }), headers })
const key = () => ({ 'idempotency-key': crypto.randomUUID() })
let counter = 0
const newName = () => `new${++counter}`
const newPerson = (more = {}) => {
  const username = newName()
  return { username, email: `${username}@example.com`, ...more }
}
const events = (userId: string) =>
  db.read.selectFrom('audit_events').selectAll().where('user_id', '=', userId).orderBy('id').execute()
const profileStatus = async (headers: Record<string, string>) =>
  (await fetch(`${service.base}/user/get/profile/`, { headers })).status

test('a person is created with values and an external id, and signs in after choosing a password', async () => {
  const sent = newPerson({ first_name: ' Ada ', external_id: 'c-1', email_verified: true, language: 'fr' })
  const { status, data, headers } = await write('POST', 'users/', sent)
  assert.equal(status, 200)
  assert.deepEqual(
    [data.username, data.first_name, data.external_id, data.email_verified, data.status],
    [sent.username, 'Ada', 'c-1', true, 'active'],
  )
  const again = await shop.call<Shown>('GET', 'users/external_id:c-1/')
  assert.deepEqual(again.data, data)
  assert.equal(again.headers.get('etag'), headers.get('etag'))
  const [key] = await service.services.applications.keys(shop.applicationId)
  const [event] = await events(data.id)
  assert.deepEqual(
    [event?.action, event?.actor, event?.application_id, event?.key_id],
    ['user.created', 'application', shop.applicationId, key?.id],
  )
})

test('a person is not created with invalid or taken values, and all of them are named', async () => {
  const taken = newPerson({ external_id: 'c-2' })
  assert.equal((await write('POST', 'users/', taken)).status, 200)
  for (const [json, codes] of [
    [{}, { username: ['required'], email: ['required'] }],
    [
      { username: 'a b', email: 'x', language: 'xx-none', external_id: 'a\tb' },
      { username: ['invalid'], email: ['invalid'], language: ['invalid_choice'], external_id: ['invalid'] },
    ],
    [newPerson({ password: 'secret' }), { password: ['unknown_field'] }],
    [{ ...newPerson(), username: taken.username.toUpperCase() }, { username: ['unique'] }],
    [{ ...newPerson(), email: taken.email }, { email: ['unique'] }],
    [newPerson({ external_id: 'c-2' }), { external_id: ['unique'] }],
  ] as [{ username?: string }, object][]) {
    const answer = await write('POST', 'users/', json)
    assert.deepEqual([answer.status, answer.codes], [400, codes])
    if (json.username && json.username !== taken.username.toUpperCase())
      assert.equal(await users.byUsername(json.username), null, 'nothing is left of it')
  }
})

test('values are changed without codes, and the address is the new one at once', async () => {
  const person = await service.person()
  const path = `users/${person.id}/`
  const email = `${newName()}@example.com`
  const { status, data } = await write('PATCH', path, { first_name: 'Ada', email, external_id: 'c-3' })
  assert.deepEqual([status, data.first_name, data.email, data.external_id], [200, 'Ada', email, 'c-3'])
  assert.equal((await users.byEmail(email))?.id, person.id)
  const cleared = await write('PATCH', path, { first_name: '', external_id: '' })
  assert.deepEqual([cleared.data.first_name, cleared.data.external_id], ['', null])
  const own = (await events(person.id)).filter(({ actor }) => actor === 'application')
  assert.deepEqual(
    own.map(({ action }) => action),
    ['email.changed', 'profile.updated'],
  )
  assert.deepEqual(
    own.map(({ fields }) => JSON.parse(fields ?? '[]')),
    [
      ['first_name', 'email', 'external_id'],
      ['first_name', 'external_id'],
    ],
  )
  assert.ok(own.every(({ key_id }) => key_id !== null))
  const unknown = await write('PATCH', path, { first_nam: 'Ada' })
  assert.deepEqual([unknown.status, unknown.codes], [400, { first_nam: ['unknown_field'] }])
})

test('of sixteen changes of what was read, one happens', async () => {
  const { id } = await service.person()
  const tag = (await shop.call('GET', `users/${id}/`)).headers.get('etag') ?? ''
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      write('PATCH', `users/${id}/`, { first_name: `Ada ${i}` }, { 'if-match': tag }),
    ),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(15).fill(412)])
  const malformed = await write('PATCH', `users/${id}/`, { first_name: 'x' }, { 'if-match': 'x' })
  assert.equal(malformed.status, 400)
})

test('of sixteen people who want one external id, one gets it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => write('POST', 'users/', newPerson({ external_id: 'wanted' }))),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(15).fill(400)])
})

test('a repeated creation returns the response of the first one and creates nobody', async () => {
  const [sent, headers] = [newPerson(), key()]
  const first = await write('POST', 'users/', sent, headers)
  await db.write((tx) => users.update(tx, first.data.id, { first_name: 'Later' }, service.clock.now()))
  const second = await write('POST', 'users/', sent, headers)
  assert.deepEqual([second.status, second.data], [200, first.data])
  assert.equal(second.headers.get('etag'), first.headers.get('etag'))
  const other = await write('POST', 'users/', newPerson(), headers)
  assert.deepEqual([other.status, other.codes], [422, { detail: 'idempotency_key_reused' }])
  const elsewhere = await write('POST', 'users/', newPerson(), headers, await serverClient(service))
  assert.equal(elsewhere.status, 200, 'each application has its own keys')
})

test('sixteen equal requests at once create one person', async () => {
  const [sent, headers] = [newPerson(), key()]
  const answers = await Promise.all(Array.from({ length: 16 }, () => write('POST', 'users/', sent, headers)))
  for (const { status, data, codes } of answers) {
    if (status === 200) assert.equal(data.username, sent.username)
    else assert.deepEqual([status, codes], [409, { detail: 'idempotency_key_in_use' }])
  }
  assert.ok(answers.some(({ status }) => status === 200))
  const { id } = (await users.byUsername(sent.username))!
  assert.equal((await events(id)).length, 1)
})

test('a refused change can be tried again with its key', async () => {
  const [sent, headers] = [newPerson({ external_id: 'later' }), key()]
  const holder = await write('POST', 'users/', newPerson({ external_id: 'later' }))
  assert.equal((await write('POST', 'users/', sent, headers)).status, 400)
  await write('PATCH', `users/${holder.data.id}/`, { external_id: '' })
  assert.equal((await write('POST', 'users/', sent, headers)).status, 200)
})

test('a removal can be repeated, and a key is free again after a day', async () => {
  const { data } = await write('POST', 'users/', newPerson(), key())
  const headers = key()
  const remove = () => write('DELETE', `users/${data.id}/`, undefined, headers)
  const removed = await remove()
  assert.deepEqual([removed.status, removed.data.deleted], [200, true])
  assert.deepEqual((await remove()).data, removed.data)
  assert.equal((await write('DELETE', `users/${data.id}/`, undefined, key())).status, 404)
  const rows = () => db.read.selectFrom('idempotency_keys').select('user_id').execute()
  assert.ok(
    (await rows()).every(({ user_id }) => user_id !== data.id),
    'nothing about the person is stored',
  )
  service.clock.advance(DAY)
  assert.equal((await remove()).status, 404)
  while ((await idempotency.purge()) > 0);
  assert.deepEqual(await rows(), [])
})

for (const value of ['', 'x'.repeat(256), 'a b'])
  test(`the key ${JSON.stringify(value.slice(0, 5))} of ${value.length} characters is refused`, async () => {
    const { status } = await write('POST', 'users/', newPerson(), { 'idempotency-key': value })
    assert.equal(status, 400)
  })

test('a disabled person is signed out and comes back when enabled', async () => {
  const person = await service.person()
  const disabled = await write('POST', `users/username:${person.username}/disable/`, {})
  assert.deepEqual([disabled.status, disabled.data.status], [200, 'disabled'])
  assert.equal(await profileStatus(person.headers), 401)
  const enabled = await write('POST', `users/${person.id}/enable/`, {})
  assert.equal(enabled.data.status, 'active')
})

test('the sessions of a person end', async () => {
  const person = await service.person()
  assert.equal(await profileStatus(person.headers), 200)
  const { data } = await write('DELETE', `users/${person.id}/sessions/`, undefined)
  assert.equal(data.sessions_ended, 1)
  assert.equal(await profileStatus(person.headers), 401)
})

test('a picture is set and removed', async () => {
  const { id } = await service.person()
  const upload = async (bytes: Uint8Array) => {
    const form = new FormData()
    form.set('image', new Blob([new Uint8Array(bytes)]), 'a.jpg')
    return shop.call<Shown>('PUT', `users/${id}/picture/`, { form })
  }
  const set = await upload(await plain(64, 64, '#33aa77').jpeg().toBuffer())
  assert.deepEqual([set.status, set.data.has_picture], [200, true])
  const broken = await upload(new Uint8Array([1, 2, 3]))
  assert.equal(broken.status, 400)
  assert.deepEqual(Object.keys(broken.codes), ['image'])
  const { data } = await write('DELETE', `users/${id}/picture/`, undefined)
  assert.equal(data.has_picture, false)
  const own = (await events(id)).filter(({ actor }) => actor === 'application')
  assert.deepEqual(
    own.map(({ action }) => action),
    ['picture.uploaded', 'picture.removed'],
  )
})

const pictureForm = (bytes: Uint8Array, crop: Record<string, string> = {}) => {
  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(bytes)]), 'a.jpg')
  for (const [name, value] of Object.entries(crop)) form.set(name, value)
  return form
}
const livePictures = (userId: string) =>
  db.read
    .selectFrom('pictures')
    .select('id')
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .execute()

test('an upload with a key is made once, and its response is that of the first one', async () => {
  const { id } = await service.person()
  const bytes = await plain(64, 64, '#2255aa').jpeg().toBuffer()
  const headers = key()
  const upload = (form: FormData, sent: Record<string, string> = headers) =>
    shop.call<Shown>('PUT', `users/${id}/picture/`, { form, headers: sent })
  const first = await upload(pictureForm(bytes))
  assert.deepEqual([first.status, first.data.has_picture], [200, true])
  const second = await upload(pictureForm(bytes))
  assert.deepEqual([second.status, second.data], [200, first.data])
  assert.equal(second.headers.get('etag'), first.headers.get('etag'))
  assert.equal((await livePictures(id)).length, 1)
  const other = await upload(pictureForm(await plain(64, 64, '#aa5522').jpeg().toBuffer()))
  assert.deepEqual([other.status, other.codes], [422, { detail: 'idempotency_key_reused' }])
  const crop = { crop_x: '0', crop_y: '0', crop_width: '32', crop_height: '32' }
  assert.equal((await upload(pictureForm(bytes, crop))).status, 422, 'another crop is another request')
  assert.equal((await upload(pictureForm(bytes), key())).status, 200)
  const own = (await events(id)).filter(({ action }) => action === 'picture.uploaded')
  assert.equal(own.length, 2)
})

test('equal uploads at once make one picture', async () => {
  const { id } = await service.person()
  const bytes = await plain(64, 64, '#22aa55').jpeg().toBuffer()
  const headers = key()
  const answers = await Promise.all(
    Array.from({ length: 4 }, () =>
      shop.call<Shown>('PUT', `users/${id}/picture/`, { form: pictureForm(bytes), headers }),
    ),
  )
  for (const { status } of answers) assert.ok([200, 409].includes(status), String(status))
  assert.ok(answers.some(({ status }) => status === 200))
  assert.equal((await livePictures(id)).length, 1)
})

test('a picture that could not be stored leaves no response, and may be sent again with its key', async () => {
  const { id } = await service.person()
  const headers = key()
  const send = (bytes: Uint8Array) =>
    shop.call<Shown>('PUT', `users/${id}/picture/`, { form: pictureForm(bytes), headers })
  const broken = new Uint8Array([1, 2, 3])
  assert.equal((await send(broken)).status, 400)
  assert.equal((await send(broken)).status, 400)
  assert.equal((await send(await plain(64, 64, '#113355').jpeg().toBuffer())).status, 200)
})

test('of four pictures for what was read, one is set, and no file of the others remains', async () => {
  const { id } = await service.person()
  const headers = { 'if-match': (await shop.call('GET', `users/${id}/`)).headers.get('etag') ?? '' }
  const forms = await Promise.all(
    ['#111111', '#222222', '#333333', '#444444'].map(async (color) =>
      pictureForm(await plain(64, 64, color).jpeg().toBuffer()),
    ),
  )
  const answers = await Promise.all(
    forms.map((form) => shop.call<Shown>('PUT', `users/${id}/picture/`, { form, headers })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
  const [live] = await livePictures(id)
  const { objects } = service.services
  const ofPerson = async () => {
    const rows = await db.read.selectFrom('pictures').select('id').execute()
    const known = rows.map((row) => row.id)
    const keys = (await Array.fromAsync(objects.list(''))).map((object) => object.key.split('/')[0]!)
    return keys.filter((one) => one === live?.id || !known.includes(one))
  }
  assert.deepEqual([...new Set(await ofPerson())], [live?.id])
})

test('a removed person is gone, and the trail says which key did it', async () => {
  const person = await service.person()
  const { status } = await write('DELETE', `users/${person.id}/`, undefined)
  assert.equal(status, 200)
  assert.equal(await users.byId(person.id), null)
  assert.equal(await profileStatus(person.headers), 401)
  const event = (await events(person.id)).at(-1)
  assert.deepEqual([event?.action, event?.actor], ['user.deleted', 'application'])
  assert.notEqual(event?.key_id, null)
})
