import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { nameKeysOf } from '../../src/user/people-search.ts'
import { type ServerClient, serverClient } from '../support/server-client.ts'
import { type Person, serviceFixture } from '../support/service.ts'

const service = await serviceFixture({}, { isIdle: true })
const { db, externalIds, users } = service.services

interface Shown {
  id: string
  external_id: string | null
  username: string
  email: string
  status: string
  version: number
  picture: Record<string, string>
}
interface Page {
  people: Shown[]
  next: string | null
}

let shop: ServerClient
let people: Person[]
before(async () => {
  shop = await serverClient(service, ['users:read'])
  people = []
  for (let i = 0; i < 7; i += 1) {
    service.clock.advance(1000)
    const person = await service.person()
    const names = { first_name: 'Zoë', last_name: `Nr${i}` }
    await db.write((tx) => users.update(tx, person.id, names, service.clock.now()))
    people.push(person)
  }
  await name(people[0]!.id, shop.applicationId, 'customer/4711 ä')
})

const name = (userId: string, applicationId: string, externalId: string) =>
  db.write((tx) => externalIds.add(tx, [{ applicationId, externalId, userId, createdAt: 1 }]))

const pathOf = (reference: string) => `users/${encodeURIComponent(reference)}/`

test('a person is found by id, external id, user name and address', async () => {
  const [ada] = people
  for (const reference of [
    ada!.id,
    ada!.id.toUpperCase(),
    `id:${ada!.id}`,
    'external_id:customer/4711 ä',
    `username:${ada!.username.toUpperCase()}`,
    `email:${ada!.email.toUpperCase()}`,
  ]) {
    const { status, data, headers } = await shop.call<Shown>('GET', pathOf(reference))
    assert.deepEqual([status, data?.id, data?.external_id], [200, ada!.id, 'customer/4711 ä'], reference)
    assert.match(headers.get('etag') ?? '', /^"[\w-]+"$/)
  }
})

for (const reference of [
  'ada',
  '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11',
  'external_id:',
  'external_id:nobody',
  `external_id:${'x'.repeat(255)}`,
  `username:${'x'.repeat(900)}`,
  'email:nobody@example.com',
  'id:ada',
  'phone:1',
])
  test(`nobody is found as ${reference.slice(0, 30)}`, async () => {
    const { status, codes } = await shop.call('GET', pathOf(reference))
    assert.deepEqual([status, codes], [404, { detail: 'not_found' }])
  })

test('an external id belongs to one application', async () => {
  const other = await serverClient(service)
  assert.equal((await other.call('GET', pathOf('external_id:customer/4711 ä'))).status, 404)
  const { data } = await other.call<Shown>('GET', pathOf(people[0]!.id))
  assert.equal(data.external_id, null)
  await name(people[1]!.id, other.applicationId, 'customer/4711 ä')
  assert.equal((await other.call<Shown>('GET', pathOf('external_id:customer/4711 ä'))).data.id, people[1]!.id)
})

test('a person that has not changed is not sent again', async () => {
  const path = pathOf(people[2]!.id)
  const tag = (await shop.call('GET', path)).headers.get('etag') ?? ''
  const again = () => shop.call('GET', path, { headers: { 'if-none-match': tag } })
  assert.equal((await again()).status, 304)
  await db.write((tx) => users.update(tx, people[2]!.id, { last_name: 'Other' }, service.clock.now()))
  const changed = await again()
  assert.equal(changed.status, 200)
  assert.notEqual(changed.headers.get('etag'), tag)
})

const list = async (query: Record<string, string>) =>
  shop.call<Page>('GET', `users/?${new URLSearchParams(query)}`)

/** Reads all pages, with `meanwhile` after the first. */
async function all(query: Record<string, string>, meanwhile?: () => Promise<unknown>): Promise<Shown[]> {
  const found: Shown[] = []
  let next: string | null = null
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(
      next === null ? query : { cursor: next, limit: query.limit ?? '50' },
    )
    assert.equal(page.status, 200, JSON.stringify(page.codes))
    found.push(...page.data.people)
    if (next === null) await meanwhile?.()
    next = page.data.next
  } while (next !== null)
  return found
}

test('a list has everybody once, whatever its pages are and whoever comes and goes', async () => {
  const ids = people.map(({ id }) => id).sort()
  for (const limit of ['1', '3', '200']) {
    const found = await all({ limit, search: 'zoe' })
    assert.deepEqual(found.map(({ id }) => id).sort(), ids, limit)
  }
  const found = await all({ limit: '2' }, () => service.person())
  for (const id of ids) assert.equal(found.filter((one) => one.id === id).length, 1)
})

test('a search finds names, user names and addresses by their beginning', async () => {
  const [, ada] = people
  for (const search of ['nr1', 'Zoe nr1', 'NR1 ZOË', ada!.username, ada!.email.slice(0, -4)]) {
    const found = await all({ search })
    assert.ok(
      found.some(({ id }) => id === ada!.id),
      search,
    )
  }
  assert.deepEqual(await all({ search: 'nobody at all' }), [])
})

test('somebody whom a search finds by several keys is listed once, in the order of the first one', async () => {
  const names = [
    ['Alma', 'Quirin'],
    ['Quirin', 'Quirin'],
    ['Quirin', 'Abel'],
    ['Quirin', 'Quirin'],
  ]
  const made: string[] = []
  for (const [i, [first, last]] of names.entries()) {
    const { id } = await service.person({ email: `quirin${i}@example.com` })
    await db.write((tx) =>
      users.update(
        tx,
        id,
        { first_name: first!, last_name: last!, ...nameKeysOf({ first_name: first, last_name: last }) },
        1,
      ),
    )
    made.push(id)
  }
  const [alma, one, abel, other] = made
  const byFirst = [one, abel, other].sort()
  for (const limit of ['1', '2', '200']) {
    const found = async (search: string) => (await all({ search, limit })).map(({ id }) => id)
    assert.deepEqual(await found('quirin'), [...byFirst, alma], limit)
    assert.deepEqual(await found('Q Q'), [one, other].sort(), limit)
    assert.deepEqual(await found('quirin0@'), [alma], limit)
  }
})

test('a status selects people who can or cannot sign in', async () => {
  const gone = people[3]!
  await db.write((tx) => users.update(tx, gone.id, { disabled_at: 1 }, service.clock.now()))
  assert.deepEqual(
    (await all({ status: 'disabled' })).map(({ id }) => id),
    [gone.id],
  )
  for (const query of [{ status: 'active' }, { status: 'active', search: 'zoe', limit: '2' }] as Record<
    string,
    string
  >[]) {
    const found = await all(query)
    assert.ok(found.length >= 6 && found.every(({ id, status }) => id !== gone.id && status === 'active'))
  }
})

test('changes are listed in their order, each once', async () => {
  service.clock.advance(5000)
  const since = service.clock.now()
  const changed = [people[5]!, people[4]!, people[6]!]
  for (const { id } of changed) {
    service.clock.advance(10)
    await db.write((tx) => users.update(tx, id, { pronouns: 'they' }, service.clock.now()))
  }
  for (const limit of ['1', '2', '200']) {
    const found = await all({ updated_since: new Date(since).toISOString(), limit })
    assert.deepEqual(
      found.map(({ id }) => id),
      changed.map(({ id }) => id),
    )
  }
})

for (const [what, query, codes] of [
  ['no people', { limit: '0' }, { limit: ['min_value'] }],
  ['too many people', { limit: '201' }, { limit: ['max_value'] }],
  ['a broken cursor', { cursor: 'bm8' }, { cursor: ['invalid'] }],
  ['an unknown status', { status: 'gone' }, { status: ['invalid_choice'] }],
  ['an instant without a zone', { updated_since: '2026-01-31T00:00:00' }, { updated_since: ['invalid'] }],
  ['an empty search', { search: ' ' }, { search: ['blank'] }],
  [
    'changes of a search',
    { updated_since: '2026-01-31T00:00:00Z', search: 'ada' },
    { detail: 'filter_not_indexed' },
  ],
  ['a search among disabled people', { status: 'disabled', search: 'ada' }, { detail: 'filter_not_indexed' }],
  [
    'changes of disabled people',
    { updated_since: '2026-01-31T00:00:00Z', status: 'disabled' },
    { detail: 'filter_not_indexed' },
  ],
] as [string, Record<string, string>, object][])
  test(`a list refuses ${what}`, async () => {
    const answer = await list(query)
    assert.deepEqual([answer.status, answer.codes], [400, codes])
  })

test('a cursor goes on with its own filters only', async () => {
  const { data } = await list({ search: 'zoe', limit: '1' })
  const cursor = data.next ?? ''
  assert.equal((await list({ cursor, search: 'zoe' })).status, 200)
  assert.deepEqual((await list({ cursor, search: 'nr1' })).codes, { cursor: ['invalid'] })
})

test('every response says what is left for the key', async () => {
  const other = await serverClient(service, ['users:read'])
  const { headers } = await other.call('GET', pathOf(people[0]!.id))
  assert.match(headers.get('ratelimit-policy') ?? '', /^"key";q=\d+;w=10$/)
  const left = (from: Headers) => Number(/^"key";r=(\d+);t=\d+$/.exec(from.get('ratelimit') ?? '')?.[1])
  const { headers: next, status } = await other.call('GET', 'users/nobody/')
  assert.deepEqual([status, left(next)], [404, left(headers) - 1])
})
