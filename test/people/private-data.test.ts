import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unzipSync } from 'fflate'
import { type ServerClient, serverClient } from '../support/server-client.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'

const service = await serviceFixture({}, { isIdle: true })
const { db, privateData, applications } = service.services
const shop = await serverClient(service)

type Data = Record<string, unknown>
const key = () => ({ 'idempotency-key': crypto.randomUUID() })
const pathOf = ({ id }: { id: string }) => `users/${id}/private-data/`

/** Sends the text as it is. */
async function send(method: string, path: string, body: string | null, headers = {}, client = shop) {
  const answer = await fetch(`${service.base}/${path}`, {
    method,
    headers: {
      apikey: client.apikey,
      ...(body !== null && { 'content-type': 'application/merge-patch+json' }),
      ...headers,
    },
    ...(body !== null && { body }),
  })
  const text = await answer.text()
  const { data, error_codes: codes } = JSON.parse(text)
  return { status: answer.status, headers: answer.headers, text, data: data as Data, codes }
}
const patch = (person: { id: string }, body: Data, headers = {}, client: ServerClient = shop) =>
  send('PATCH', pathOf(person), JSON.stringify(body), headers, client)
const read = (person: { id: string }, headers = {}, client: ServerClient = shop) =>
  send('GET', pathOf(person), null, headers, client)
const events = (userId: string) =>
  db.read
    .selectFrom('audit_events')
    .selectAll()
    .where('user_id', '=', userId)
    .where('action', '=', 'application.data_changed')
    .orderBy('id')
    .execute()

test('a server stores an object about a person, changes parts of it, and removes it', async () => {
  const person = await service.person()
  const empty = await read(person)
  assert.deepEqual([empty.status, empty.data], [200, {}])
  const set = await patch(person, { plan: 'gold', flags: { beta: true, old: true }, list: [1, 2] })
  assert.deepEqual([set.status, set.data.plan], [200, 'gold'])
  const changed = await patch(person, { flags: { old: null }, list: [3] })
  assert.deepEqual(changed.data, { plan: 'gold', flags: { beta: true }, list: [3] })
  const found = await read(person)
  assert.deepEqual(found.data, changed.data)
  assert.equal(found.headers.get('etag'), changed.headers.get('etag'))
  const put = await send('PUT', pathOf(person), '{"plan":"blue"}', { 'content-type': 'application/json' })
  assert.deepEqual([put.status, put.data], [200, { plan: 'blue' }])
  const removed = await send('DELETE', pathOf(person), null)
  assert.deepEqual([removed.status, removed.data], [200, {}])
  assert.deepEqual((await read(person)).data, {})
  const own = await events(person.id)
  assert.deepEqual(
    own.map(({ fields }) => JSON.parse(fields ?? '')),
    [['plan', 'flags', 'list'], ['flags', 'list'], ['plan', 'flags', 'list'], ['plan']],
  )
  assert.ok(!JSON.stringify(own).includes('gold'), 'no value is in the trail')
  for (const event of own) {
    assert.deepEqual([event.actor, event.application_id], ['application', shop.applicationId])
    assert.notEqual(event.key_id, null)
  }
})

test('a person is named by external id, user name or address, and an unknown one is not found', async () => {
  const person = await service.person()
  await patch(person, { a: 1 })
  const byName = await send('GET', `users/username:${person.username}/private-data/`, null)
  assert.deepEqual(byName.data, { a: 1 })
  for (const method of ['GET', 'DELETE'])
    assert.equal((await send(method, pathOf({ id: crypto.randomUUID() }), null)).status, 404)
  assert.equal((await patch({ id: crypto.randomUUID() }, { a: 1 })).status, 404)
})

test('each application has its own, and neither the profile nor the activity shows any', async () => {
  const person = await service.person()
  const other = await serverClient(service)
  await patch(person, { secret: 'of the shop' })
  await patch(person, { secret: 'of the other' }, {}, other)
  assert.deepEqual((await read(person)).data, { secret: 'of the shop' })
  assert.deepEqual((await read(person, {}, other)).data, { secret: 'of the other' })
  for (const path of ['user/get/profile/', 'user/activity/', 'user/sessions/']) {
    const answer = await fetch(`${service.base}/${path}`, { headers: person.headers })
    assert.equal(answer.status, 200)
    assert.doesNotMatch(await answer.text(), /of the (shop|other)|data_changed/, path)
  }
  const shown = await shop.call('GET', `users/${person.id}/`)
  assert.ok(!JSON.stringify(shown.data).includes('of the'))
})

async function exported(person: Person) {
  const answer = await fetch(`${service.base}/user/export/`, { headers: person.headers })
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const text = new TextDecoder().decode(files['profile.json'])
  return { text, profile: JSON.parse(text) }
}

test('the copy that a person downloads has what applications store about them, digit by digit', async () => {
  const person = await service.person()
  const since = service.clock.now()
  await send('PATCH', pathOf(person), '{"balance":12345678901234567890.10,"__proto__":{"a":1}}')
  await patch(person, { a: 1 }, {}, await serverClient(service))
  const emptied = await serverClient(service)
  await patch(person, { a: 1 }, {}, emptied)
  await patch(person, { a: null }, {}, emptied)
  const { text, profile } = await exported(person)
  assert.equal(profile.private_data.length, 2)
  assert.match(text, /"balance": 12345678901234567890\.10,\s+"__proto__": \{/)
  const { name } = (await applications.find(shop.applicationId))!
  const own = profile.private_data.find(({ application }: Data) => application === name)
  assert.ok(Date.parse(own.updated_at) >= since)
  const actions = profile.activity.map(({ action }: Data) => action)
  assert.ok(actions.includes('application.data_changed'))
})

test('of sixteen changes of different parts at once all remain', async () => {
  const person = await service.person()
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => patch(person, { [`part${i}`]: i, nested: { [`n${i}`]: i } })),
  )
  for (const { status } of answers) assert.equal(status, 200)
  const { data } = await read(person)
  assert.equal(Object.keys(data).length, 17)
  assert.equal(Object.keys(data.nested as object).length, 16)
  assert.equal((await events(person.id)).length, 16)
})

test('of sixteen replacements of what was read, one happens', async () => {
  const person = await service.person()
  const tag = (await patch(person, { a: 0 })).headers.get('etag') ?? ''
  const headers = { 'if-match': tag, 'content-type': 'application/json' }
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => send('PUT', pathOf(person), `{"a":"${i}"}`, headers)),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(15).fill(412)])
  assert.equal((await send('DELETE', pathOf(person), null, { 'if-match': tag })).status, 412)
  assert.equal((await patch(person, { a: 1 }, { 'if-match': 'x' })).status, 400)
  const current = (await read(person)).headers.get('etag') ?? ''
  const held = await fetch(`${service.base}/${pathOf(person)}`, {
    headers: { apikey: shop.apikey, 'if-none-match': current },
  })
  assert.equal(held.status, 304)
})

test('a change does not touch the person, and the person does not touch the data', async () => {
  const person = await service.person()
  const tagOf = async () => (await shop.call('GET', `users/${person.id}/`)).headers.get('etag')
  const before = await tagOf()
  const { headers } = await patch(person, { a: 1 })
  assert.equal(await tagOf(), before)
  await shop.call('PATCH', `users/${person.id}/`, { json: { first_name: 'Ada' } })
  assert.equal((await read(person)).headers.get('etag'), headers.get('etag'))
})

test('a repeated change happens once, and the key does not work for another', async () => {
  const person = await service.person()
  const headers = key()
  const first = await patch(person, { a: 1 }, headers)
  await patch(person, { a: 2 })
  const second = await patch(person, { a: 1 }, headers)
  assert.deepEqual([second.status, second.data], [200, first.data])
  assert.equal(second.headers.get('etag'), first.headers.get('etag'))
  assert.deepEqual((await read(person)).data, { a: 2 })
  const other = await patch(person, { a: 3 }, headers)
  assert.deepEqual([other.status, other.codes], [422, { detail: 'idempotency_key_reused' }])
  const same = await Promise.all(
    Array.from({ length: 8 }, () => patch(person, { b: 1 }, { ...headers, ...key() })),
  )
  assert.ok(same.every(({ status }) => status === 200))
})

test('what changes nothing leaves no event', async () => {
  const person = await service.person()
  await patch(person, { a: 1 })
  await patch(person, { a: 1, b: null })
  assert.equal((await events(person.id)).length, 1)
})

const refused: [string, string, Record<string, string>, number, string][] = [
  ['no body', '', {}, 400, 'null'],
  ['null', 'null', {}, 400, 'null'],
  ['a list', '[]', {}, 400, 'invalid'],
  ['a text', '"a"', {}, 400, 'invalid'],
  ['a number', '1', {}, 400, 'invalid'],
  ['half an object', '{"a":', {}, 400, 'parse_error'],
  ['65 levels', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, {}, 400, 'parse_error'],
  ['10,000 values', `{"a":[${Array(10_000).fill(1).join()}]}`, {}, 413, 'payload_too_large'],
  ['70 kB', `{"a":"${'x'.repeat(70_000)}"}`, {}, 413, 'payload_too_large'],
  ['20 kB', `{"a":"${'x'.repeat(20_000)}"}`, {}, 413, 'private_data_too_large'],
  ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
  ['JSON Patch', '[]', { 'content-type': 'application/json-patch+json' }, 415, 'unsupported_media_type'],
  ['gzip', '{}', { 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
]
for (const [name, body, headers, status, code] of refused)
  test(`${name} is refused with ${status}, and nothing changes`, async () => {
    const person = await service.person()
    await patch(person, { kept: true })
    const answer = await send('PATCH', pathOf(person), body, headers)
    assert.deepEqual([answer.status, answer.codes.detail], [status, code])
    assert.deepEqual((await read(person)).data, { kept: true })
  })

test('a replacement takes no merge patch, and never an absent body', async () => {
  const person = await service.person()
  await patch(person, { kept: true })
  assert.equal((await send('PUT', pathOf(person), '{}')).status, 415)
  assert.equal((await send('PUT', pathOf(person), null)).status, 400)
  assert.equal((await send('PUT', pathOf(person), '', { 'content-type': 'text/plain' })).status, 400)
  assert.deepEqual((await read(person)).data, { kept: true })
})

test('a merge patch is not taken where fields are expected', async () => {
  const { id } = await service.person()
  assert.equal((await send('PATCH', `users/${id}/`, '{"first_name":"Ada"}')).status, 415)
})

test('16 kB written with white space and escapes fit, as do 8,000 values', async () => {
  const person = await service.person()
  const text = `{ "a" : "${'\\u00e9'.repeat(8000)}" }`
  assert.equal((await send('PATCH', pathOf(person), text)).status, 200)
  const values = `{"a":[${Array(8000).fill(1).join()}]}`
  assert.equal((await send('PATCH', pathOf(person), values)).status, 200)
})

test('lone surrogates and NUL are stored as they were sent', async () => {
  const person = await service.person()
  const sent = '{"a":"\\ud800","b":"\\u0000","c\\u0000":"\\ud83d\\ude00"}'
  const { status, text } = await send('PATCH', pathOf(person), sent)
  assert.equal(status, 200)
  assert.ok(text.includes('"a":"\\ud800","b":"\\u0000","c\\u0000":"😀"'), text)
  assert.equal((await read(person)).text, text)
})

test('it goes with the person, and after the application is revoked', async () => {
  const [ada, bob] = [await service.person(), await service.person()]
  const other = await serverClient(service)
  for (const person of [ada, bob]) {
    await patch(person, { a: 1 }, key())
    await patch(person, { a: 1 }, {}, other)
  }
  const rows = async () => {
    const found = await db.read.selectFrom('application_data').selectAll().execute()
    return found.filter(({ user_id }) => [ada.id, bob.id].includes(user_id))
  }
  assert.equal((await rows()).length, 4)
  assert.equal((await shop.call('DELETE', `users/${ada.id}/`)).status, 200)
  assert.deepEqual(
    (await rows()).map(({ user_id }) => user_id),
    [bob.id, bob.id],
  )
  const stored = await db.read.selectFrom('idempotency_keys').select('user_id').execute()
  assert.ok(stored.every(({ user_id }) => user_id !== ada.id))
  await applications.revoke(other.applicationId, testOperator)
  assert.equal((await read(bob, {}, other)).status, 401)
  while ((await privateData.purge()) > 0);
  assert.deepEqual(
    (await rows()).map(({ application_id }) => application_id),
    [shop.applicationId],
  )
})

test('the responses say what is left for the key', async () => {
  const { headers } = await read(await service.person())
  assert.match(headers.get('ratelimit') ?? '', /^"key";r=\d+;t=\d+$/)
})
