import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { SETTLED } from '../../src/attribute/attribute-fill.service.ts'
import { declare, undeclare } from '../support/attributes.ts'
import { settled } from '../support/feed.ts'
import { type ServerClient, serverClient } from '../support/server-client.ts'
import { serviceFixture } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const service = await serviceFixture({}, { isIdle: true })
const { attributes, audit, db, feed, users } = service.services

interface Shown {
  id: string
  version: number
  attributes?: Record<string, unknown>
}
interface Page {
  people: Shown[]
  next: string | null
}

let server: ServerClient
before(async () => {
  server = await serverClient(service)
})

let counter = 0
const create = (fields: object, headers = {}) =>
  server.call<Shown>('POST', 'users/', {
    json: { username: `declared${++counter}`, email: `declared${counter}@example.com`, ...fields },
    headers,
  })
const options = ['sales', 'it', 'Straße'].map((value) => ({ value }))
const fillAll = async () => {
  service.clock.advance(SETTLED)
  while ((await attributes.fill()) > 0);
}
const listed = async (filter: string, more = '') => {
  const { status, data, codes } = await server.call<Page>(
    'GET',
    `users/?attribute=${encodeURIComponent(filter)}${more}`,
  )
  return { status, codes, next: data?.next, ids: data?.people?.map(({ id }) => id) ?? [] }
}

test('a server creates, reads and changes people with declared attributes', async () => {
  await declare(
    service,
    { name: 'department', type: 'choice', options },
    { name: 'skills', type: 'choices', options },
    { name: 'size', type: 'number' },
    { name: 'home', type: 'place' },
  )
  const made = await create({ department: 'it', skills: ['sales', 'it'], size: 4.5, home: { country: 'fr' } })
  assert.equal(made.status, 200)
  const values = {
    department: 'it',
    home: { locality: '', region: '', country: 'FR' },
    size: 4.5,
    skills: ['sales', 'it'],
  }
  assert.deepEqual(made.data.attributes, values)
  const read = await server.call<Shown>('GET', `users/${made.data.id}/`)
  assert.deepEqual(read.data, made.data)
  const list = await server.call<Page>('GET', 'users/?limit=200')
  assert.deepEqual(list.data.people.find(({ id }) => id === made.data.id)?.attributes, values)
  const changed = await server.call<Shown>('PATCH', `users/${made.data.id}/`, {
    json: { size: '', home: { locality: 'Oslo' } },
    headers: { 'if-match': made.headers.get('etag')! },
  })
  assert.deepEqual(changed.data.attributes, {
    ...values,
    size: null,
    home: { locality: 'Oslo', region: '', country: '' },
  })
  await undeclare(service)
})

test('every faulty declared attribute of a server is reported, and nobody is created', async () => {
  await declare(service, { name: 'department', type: 'choice', options }, { name: 'size', type: 'number' })
  const refused = await create({ department: 'x', size: 'y', nothing: 1, departmnt: 'it' })
  assert.deepEqual(refused.codes, {
    department: ['invalid_choice'],
    size: ['invalid'],
    nothing: ['unknown_field'],
    departmnt: ['unknown_field'],
  })
  const { data } = await create({ department: 'it' })
  const change = await server.call('PATCH', `users/${data.id}/`, { json: { size: [], other: 1 } })
  assert.deepEqual(change.codes.other, ['unknown_field'])
  const { codes } = await server.call('PATCH', `users/${data.id}/`, { json: { size: [1] } })
  assert.deepEqual(codes, { size: ['invalid'] })
  await undeclare(service)
})

test('a repeated creation with a key of idempotency is made once, with its attributes', async () => {
  await declare(service, { name: 'department', type: 'choice', options, searchable: true })
  await fillAll()
  const headers = { 'idempotency-key': 'declared' }
  const body = { username: 'repeated', email: 'repeated@example.com', department: 'Straße' }
  const send = () => server.call<Shown>('POST', 'users/', { json: body, headers })
  const [first, second] = [await send(), await send()]
  assert.deepEqual(second.data, first.data)
  assert.deepEqual((await listed('department:straße')).ids, [first.data.id])
  const other = await server.call('POST', 'users/', { json: { ...body, department: 'it' }, headers })
  assert.equal(other.status, 422)
  await undeclare(service)
})

test('people are listed by the value of a searchable attribute, page by page, and follow every change', async () => {
  await declare(
    service,
    { name: 'area', type: 'choice', options, searchable: true },
    { name: 'talents', type: 'choices', options, searchable: true },
    { name: 'height', type: 'number', searchable: true },
    { name: 'hidden', type: 'text' },
    { name: 'private', type: 'text', searchable: true, read: ['person'], write: ['person'] },
  )
  await fillAll()
  const ids: string[] = []
  for (let i = 0; i < 5; i++)
    ids.push((await create({ area: 'sales', talents: ['it'], height: 1.5 })).data.id)
  ids.sort()
  assert.deepEqual((await listed('area:SALES')).ids, ids)
  assert.deepEqual((await listed('talents:it')).ids, ids)
  assert.deepEqual((await listed('height:1.50')).ids, ids)
  assert.deepEqual((await listed('area:it')).ids, [])
  const first = await listed('area:sales', '&limit=2')
  assert.deepEqual(first.ids, ids.slice(0, 2))
  const second = await listed('area:sales', `&limit=2&cursor=${first.next}`)
  assert.deepEqual(second.ids, ids.slice(2, 4))
  const third = await server.call<Page>('GET', `users/?cursor=${second.next}`)
  assert.deepEqual([third.data.people.map(({ id }) => id), third.data.next], [ids.slice(4), null])
  assert.deepEqual((await listed('area:it', `&cursor=${first.next}`)).codes, { cursor: ['invalid'] })
  await server.call('PATCH', `users/${ids[0]}/`, { json: { area: 'it', talents: [] } })
  assert.deepEqual((await listed('area:sales')).ids, ids.slice(1))
  assert.deepEqual((await listed('area:it')).ids, [ids[0]])
  assert.deepEqual((await listed('talents:it')).ids, ids.slice(1))
  await server.call('POST', `users/${ids[1]}/disable/`)
  assert.deepEqual((await listed('area:sales', '&status=active')).ids, ids.slice(2))
  await server.call('DELETE', `users/${ids[1]}/`)
  assert.deepEqual((await listed('area:sales')).ids, ids.slice(2))
  for (const [filter, more, codes] of [
    ['hidden:x', '', { attribute: ['not_searchable'] }],
    ['private:x', '', { attribute: ['not_searchable'] }],
    ['nothing:x', '', { attribute: ['not_searchable'] }],
    ['area:it', '&search=a', { detail: 'filter_not_indexed' }],
    ['area:it', '&status=disabled', { detail: 'filter_not_indexed' }],
    ['area:it', '&updated_since=2020-01-01T00:00:00Z', { detail: 'filter_not_indexed' }],
  ] as const)
    assert.deepEqual((await listed(filter, more)).codes, codes, filter + more)
  await undeclare(service)
})

test('an attribute that becomes searchable finds the people who had a value before, and none that ended', async () => {
  await declare(service, { name: 'team', type: 'text' })
  const ids: string[] = []
  for (let i = 0; i < 3; i++) ids.push((await create({ team: 'Red' })).data.id)
  ids.sort()
  await declare(service, { name: 'team', type: 'text', searchable: true })
  assert.deepEqual((await listed('team:red')).codes, { attribute: ['not_searchable'] })
  // Nothing is prepared as long as somebody may not have seen the declaration.
  await attributes.fill()
  assert.equal(await attributes.fill(), 0)
  service.clock.advance(SETTLED)
  // Somebody changes a value while the keys are being added.
  await attributes.fill()
  await server.call('PATCH', `users/${ids[0]}/`, { json: { team: 'Blue' } })
  await fillAll()
  assert.deepEqual((await listed('team:red')).ids, ids.slice(1))
  assert.deepEqual((await listed('team:blue')).ids, [ids[0]])
  // While it is not searchable, changes write no keys; afterwards no old one is left.
  await declare(service, { name: 'team', type: 'text' })
  await fillAll()
  assert.equal(await countKeys(), 0)
  await server.call('PATCH', `users/${ids[1]}/`, { json: { team: '' } })
  await declare(service, { name: 'team', type: 'text', searchable: true })
  await fillAll()
  assert.deepEqual((await listed('team:red')).ids, [ids[2]])
  await undeclare(service)
  await fillAll()
  assert.equal(await countKeys(), 0)
})

const countKeys = async () =>
  (await db.read.selectFrom('attribute_keys').select('name').where('name', '=', 'team').execute()).length

test('a change of a declaration while its keys are prepared prepares them from the beginning', async () => {
  await declare(service, { name: 'squad', type: 'text' })
  const { data } = await create({ squad: 'x' })
  await declare(service, { name: 'squad', type: 'text', searchable: true })
  await declare(service, { name: 'squad', type: 'text', searchable: true, order: 7 })
  assert.deepEqual((await listed('squad:x')).codes, { attribute: ['not_searchable'] })
  await fillAll()
  assert.deepEqual((await listed('squad:x')).ids, [data.id])
  await undeclare(service)
})

test('values of any length are found, and equal beginnings are told apart', async () => {
  await declare(service, { name: 'slogan', type: 'text', max_length: 1000, searchable: true })
  await fillAll()
  const long = '😀'.repeat(900)
  const [one, other] = [await create({ slogan: `${long}a` }), await create({ slogan: `${long}b` })]
  assert.equal(one.status, 200)
  assert.deepEqual((await listed(`slogan:${long}A`)).ids, [one.data.id])
  assert.deepEqual((await listed(`slogan:${long}b`)).ids, [other.data.id])
  await undeclare(service)
})

test('cards show the attributes that are declared for them, and their tag changes with a declaration', async () => {
  const { data } = await create({})
  const cards = () => server.call<{ cards: Shown[] }>('GET', `cards/?id=${data.id}`)
  const plain = await cards()
  assert.ok(!('attributes' in plain.data.cards[0]!))
  await declare(
    service,
    { name: 'title', type: 'text', read: ['applications', 'card'], write: ['applications'], default: 'Dr.' },
    { name: 'salary', type: 'number' },
  )
  await server.call('PATCH', `users/${data.id}/`, { json: { salary: 1 } })
  const shown = await cards()
  assert.deepEqual(shown.data.cards[0]?.attributes, { title: 'Dr.' })
  assert.notEqual(shown.headers.get('etag'), plain.headers.get('etag'))
  const lookup = await server.call<{ cards: Shown[] }>('POST', 'cards/lookup/', { json: { ids: [data.id] } })
  assert.deepEqual(lookup.data.cards, shown.data.cards)
  await undeclare(service)
})

test('events and the audit trail have the names of changed attributes, and never their values', async () => {
  await declare(
    service,
    { name: 'diagnosis', type: 'text' },
    { name: 'mood', type: 'text', searchable: true },
  )
  const { data } = await create({ diagnosis: 'a secret illness' })
  await server.call('PATCH', `users/${data.id}/`, { json: { diagnosis: 'another secret', mood: 'grim' } })
  const person = await service.person()
  await fetch(`${service.base}/user/profile/`, {
    method: 'PATCH',
    headers: { ...person.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ diagnosis: 'a third secret' }),
  })
  const trail = await audit.ofPerson(data.id, null, 100)
  assert.deepEqual(
    trail.map(({ action, fields }) => [action, fields]),
    [
      ['profile.updated', ['diagnosis', 'mood']],
      ['user.created', []],
    ],
  )
  await settled(service.services)
  const events = await feed.listAfter({ transaction: -1, id: '' }, 1000)
  const updates = events.filter(({ type }) => type === 'user.updated')
  assert.deepEqual(updates.find(({ userId }) => userId === data.id)?.fields, ['diagnosis', 'mood'])
  assert.deepEqual(updates.find(({ userId }) => userId === person.id)?.fields, ['diagnosis'])
  const declaredBy = await Array.fromAsync(audit.pages({ actions: ['attributes.added'] }))
  assert.ok(declaredBy.flat().some(({ fields }) => fields.join() === 'diagnosis'))
  const rows = [
    ...(await db.read.selectFrom('audit_events').selectAll().execute()),
    ...(await db.read.selectFrom('feed_events').selectAll().execute()),
  ]
  assert.doesNotMatch(JSON.stringify(rows) + JSON.stringify(service.logged), /secret|grim/)
  assert.ok((await users.byId(data.id))?.attributes?.includes('another secret'))
  await undeclare(service)
})

test('a running service prepares the search by itself, and a new attribute needs no preparation', async () => {
  await declare(service, { name: 'crew', type: 'text' })
  const { data } = await create({ crew: 'x' })
  await declare(
    service,
    { name: 'crew', type: 'text', searchable: true },
    { name: 'brand_new', type: 'text', searchable: true },
  )
  const fresh = await listed('brand_new:x')
  assert.deepEqual([fresh.status, fresh.ids], [200, []])
  assert.deepEqual((await listed('crew:x')).codes, { attribute: ['not_searchable'] })
  service.clock.advance(SETTLED)
  attributes.start()
  try {
    await eventually(async () => (await listed('crew:x')).ids[0] === data.id)
  } finally {
    await attributes.stop()
  }
  await undeclare(service)
})
