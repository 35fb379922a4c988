import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type ServerClient, serverClient } from '../support/server-client.ts'
import { type Person, serviceFixture } from '../support/service.ts'

const service = await serviceFixture({}, { isIdle: true })
const { db, externalIds, users } = service.services

interface Card {
  id: string
  external_id: string | null
  display_name: string
  picture: Record<string, string>
  version: number
}

let shop: ServerClient
let ada: Person
let kim: Person
let nameless: Person
before(async () => {
  shop = await serverClient(service, ['cards:read'])
  ada = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace' } })
  kim = await service.person({ fields: { first_name: '민지', last_name: '김' } })
  nameless = await service.person()
  const id = { applicationId: shop.applicationId, externalId: 'c 1,2', userId: ada.id, createdAt: 1 }
  await db.write((tx) => externalIds.add(tx, [id]))
})

const lookup = (json: unknown) => shop.call<{ cards: Card[] }>('POST', 'cards/lookup/', { json })
const unknown = () => crypto.randomUUID()

test('a lookup returns cards by id and by external id, each once, and leaves out who is unknown', async () => {
  const { status, data } = await lookup({
    ids: [kim.id, unknown(), nameless.id, ada.id, kim.id.toUpperCase()],
    external_ids: ['c 1,2', 'nobody'],
  })
  assert.equal(status, 200)
  const names = new Map(data.cards.map((card) => [card.id, card.display_name]))
  assert.equal(data.cards.length, 3)
  assert.deepEqual(
    [names.get(ada.id), names.get(kim.id), names.get(nameless.id)],
    ['Ada Lovelace', '김민지', nameless.username],
  )
  const card = data.cards.find(({ id }) => id === ada.id)
  assert.equal(card?.external_id, 'c 1,2')
  assert.equal((await fetch(card?.picture['64'] ?? '')).status, 200)
  const { data: byName } = await lookup({ external_ids: ['c 1,2'] })
  assert.deepEqual(byName.cards, [card])
})

test('a lookup takes a thousand ids, also in a form, and no more', async () => {
  const ids = [ada.id, ...Array.from({ length: 999 }, unknown)]
  const { status, data } = await lookup({ ids })
  assert.deepEqual([status, data?.cards.map(({ id }) => id)], [200, [ada.id]])
  const form = new FormData()
  form.set('ids', ids.join('\n'))
  const sent = await shop.call<{ cards: Card[] }>('POST', 'cards/lookup/', { form })
  assert.deepEqual([sent.status, sent.data?.cards.length], [200, 1])
  assert.deepEqual((await lookup({ ids: [...ids, unknown()] })).codes, { ids: ['max_length'] })
  assert.deepEqual((await lookup({ ids, external_ids: ['one more'] })).codes, { ids: ['max_length'] })
})

for (const [what, json, codes] of [
  ['a number', { ids: 1 }, { ids: ['invalid_choice'] }],
  ['something that is no id', { ids: ['ada'] }, { ids: ['invalid_choice'] }],
  ['a list in a list', { ids: [['a']] }, { ids: ['invalid_choice'] }],
  ['an object', { ids: {} }, { ids: ['not_a_list'] }],
  ['an empty external id', { external_ids: [''] }, { external_ids: ['invalid_choice'] }],
] as const)
  test(`a lookup refuses ${what}`, async () => {
    const answer = await lookup(json)
    assert.deepEqual([answer.status, answer.codes], [400, codes])
  })

test('a lookup of nobody is empty', async () => {
  for (const json of [{}, { ids: [] }, { external_ids: [] }])
    assert.deepEqual((await lookup(json)).data, { cards: [] })
})

test('disabled and removed people have no card', async () => {
  const [disabled, removed] = [await service.person(), await service.person()]
  const ids = [disabled.id, removed.id]
  assert.equal((await lookup({ ids })).data.cards.length, 2)
  await db.write((tx) => users.update(tx, disabled.id, { disabled_at: 1 }, 1))
  await db.write((tx) => users.remove(tx, removed.id))
  assert.deepEqual((await lookup({ ids })).data, { cards: [] })
})

test('a lookup counts as one request for each hundred ids', async () => {
  const left = (headers: Headers) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
  const other = await serverClient(service, ['cards:read'])
  const call = (count: number) =>
    other.call('POST', 'cards/lookup/', { json: { ids: Array.from({ length: count }, unknown) } })
  const first = left((await call(1)).headers)
  assert.equal(left((await call(100)).headers), first - 1)
  assert.equal(left((await call(101)).headers), first - 3)
  assert.equal(left((await call(1000)).headers), first - 13)
})

const get = (ids: readonly string[], headers = {}) =>
  shop.call<{ cards: Card[] }>('GET', `cards/?${ids.map((id) => `id=${id}`).join('&')}`, { headers })

test('cards by id are read again only if one of them has changed', async () => {
  const first = await get([ada.id, kim.id, unknown()])
  assert.deepEqual(
    first.data.cards.map(({ id }) => id),
    [ada.id, kim.id].sort(),
  )
  const tag = first.headers.get('etag') ?? ''
  const again = () => get([kim.id, ada.id], { 'if-none-match': tag })
  assert.equal((await again()).status, 304)
  await db.write((tx) => users.update(tx, kim.id, { pronouns: 'she' }, service.clock.now()))
  const changed = await again()
  assert.equal(changed.status, 200)
  const versionOf = ({ data }: typeof first) => data.cards.find(({ id }) => id === kim.id)?.version
  assert.equal(versionOf(changed), versionOf(first)! + 1)
})

test('at most a hundred cards are read by id', async () => {
  assert.equal((await get(Array.from({ length: 100 }, unknown))).status, 200)
  assert.deepEqual((await get(Array.from({ length: 101 }, unknown))).codes, { id: ['max_length'] })
  assert.deepEqual((await get([])).codes, { id: ['required'] })
})
