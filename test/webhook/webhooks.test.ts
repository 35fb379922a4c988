import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { DAY, HOUR, MINUTE } from '../../src/basics/durations.ts'
import type { FeedType } from '../../src/feed/feed.ts'
import { declare } from '../support/attributes.ts'
import { settled } from '../support/feed.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { startService, type TestService, testOperator } from '../support/service.ts'

/** A service that delivers only when the test says so, an application, and its server. */
async function prepared(t: TestContext, settings = {}) {
  const service = await startService({ WEBHOOK_NETWORKS: '127.0.0.0/8', ...settings }, { isIdle: true })
  t.after(service.stop)
  const receiver = await startReceiver()
  t.after(receiver.close)
  const application = await service.application('server' as 'web', { scopes: ['events:read'] } as object)
  return { service, receiver, application, ...service.services }
}

type Options = { types?: FeedType[] | null; hasCard?: boolean; url?: string }

async function endpointOf(
  { services }: TestService,
  receiver: Receiver,
  applicationId: string,
  { types = null, hasCard = false, url = receiver.url }: Options = {},
) {
  await settled(services)
  const added = await services.webhooks.add({ applicationId, url, types, hasCard }, testOperator)
  assert.ok(added)
  return { id: added.endpoint.id, secret: added.secret }
}

/** Something happens to somebody. */
const act = ({ services }: TestService, userId: string, action = 'user.disabled') =>
  services.db.write((tx) => services.audit.record(tx, action as 'user.disabled', testOperator, { userId }))

async function deliver({ services }: TestService): Promise<void> {
  await settled(services)
  await services.webhooks.look()
  await services.outbox.runDue()
}

const people = ({ received }: Receiver) => received.map(({ message }) => message.data.user_id)

test('an endpoint receives what happens, in order, signed, with the id of the event', async (t) => {
  const { service, receiver, application, feed } = await prepared(t)
  await act(service, 'before')
  const { secret } = await endpointOf(service, receiver, application.id)
  const names = Array.from({ length: 120 }, (_, n) => `person ${n}`)
  for (const name of names) await act(service, name)
  await deliver(service)
  await deliver(service)
  assert.deepEqual(people(receiver), names)
  for (const one of receiver.received) assert.ok(receiver.isSigned(one, secret))
  const { events } = await feed.read('x', { after: null, limit: 1000, wait: 0 }, {
    destroyed: false,
  } as never)
  assert.deepEqual(
    receiver.received.map(({ id }) => id),
    events.slice(1).map(({ id }) => id),
  )
  assert.equal(receiver.received[0]?.message.type, 'user.disabled')
})

test('an endpoint receives only the types that it asks for', async (t) => {
  const { service, receiver, application } = await prepared(t)
  await endpointOf(service, receiver, application.id, { types: ['user.enabled'] })
  await act(service, 'one')
  await act(service, 'two', 'user.enabled')
  await act(service, 'three')
  await deliver(service)
  assert.deepEqual(people(receiver), ['two'])
})

test('with the card, the person is sent as they are now, or null if they are gone', async (t) => {
  const { service, receiver, application } = await prepared(t)
  const ada = await service.person({ fields: { first_name: 'Ada', last_name: 'Lovelace' } })
  await endpointOf(service, receiver, application.id, { hasCard: true })
  await act(service, ada.id)
  await act(service, 'nobody')
  await deliver(service)
  const [first, second] = receiver.received.map(({ message }) => message.data)
  const { card } = first as {
    card: { display_name: string; version: number; picture: Record<string, string>; attributes?: object }
  }
  assert.equal(card.display_name, 'Ada Lovelace')
  assert.ok(card.version >= 1)
  assert.ok(card.picture['512']?.startsWith('http'))
  assert.ok(!('attributes' in card))
  assert.deepEqual(second, { user_id: 'nobody', card: null })
  const title = { name: 'title', type: 'text', read: ['card', 'person'], write: ['person'] } as const
  await declare(service, { ...title, read: [...title.read], write: [...title.write], default: 'Dr.' })
  await act(service, ada.id)
  await deliver(service)
  const { card: later } = receiver.received.at(-1)!.message.data as { card: { attributes?: object } }
  assert.deepEqual(later.attributes, { title: 'Dr.' })
})

test('several endpoints of an application receive everything, each with its own secret', async (t) => {
  const { service, receiver, application } = await prepared(t)
  const other = await startReceiver()
  t.after(other.close)
  const one = await endpointOf(service, receiver, application.id)
  const two = await endpointOf(service, other, application.id)
  await act(service, 'somebody')
  await deliver(service)
  assert.ok(receiver.isSigned(receiver.received[0]!, one.secret))
  assert.ok(other.isSigned(other.received[0]!, two.secret))
  assert.ok(!other.isSigned(other.received[0]!, one.secret))
})

test('after a rotation, both secrets are valid for a day, then only the new one', async (t) => {
  const { service, receiver, application, webhooks } = await prepared(t)
  const { id, secret: old } = await endpointOf(service, receiver, application.id)
  const rotated = await webhooks.rotate(id, testOperator)
  const signed = async () => {
    await act(service, 'somebody')
    await deliver(service)
    const last = receiver.received.at(-1)!
    // The library compares the timestamp with its own clock.
    const age = Number(last.headers['webhook-timestamp']) - Math.floor(service.clock.now() / 1000)
    assert.ok(Math.abs(age) <= 1)
    return String(last.headers['webhook-signature']).split(' ').length
  }
  assert.equal(await signed(), 2)
  const last = receiver.received.at(-1)!
  assert.ok(receiver.isSigned(last, old))
  assert.ok(receiver.isSigned(last, rotated!.secret))
  service.clock.advance(DAY + 1)
  assert.equal(await signed(), 1)
})

test('secrets are sealed, and stay readable after the key is replaced', async (t) => {
  const key = (id: string, seed: number) =>
    `${id}:${Buffer.from(Array.from({ length: 32 }, (_, n) => (n * 7 + seed) % 256)).toString('base64')}`
  const { service, receiver, application, webhooks, secrets, db } = await prepared(t, {
    ENCRYPTION_KEYS: `${key('new', 1)},${key('old', 2)}`,
  })
  const { id, secret } = await endpointOf(service, receiver, application.id)
  await webhooks.rotate(id, testOperator)
  const row = await db.read.selectFrom('webhook_endpoints').selectAll().executeTakeFirstOrThrow()
  assert.ok(row.secret.startsWith('enc:v1:new:'))
  assert.ok(row.previous_secret?.startsWith('enc:v1:new:'))
  assert.equal(await secrets.reEncrypt(), 0)
  await act(service, 'somebody')
  await deliver(service)
  assert.ok(receiver.isSigned(receiver.received[0]!, secret))
})

test('a failed delivery is sent again later, with growing pauses, and holds up only its endpoint', async (t) => {
  const { service, receiver, application, outbox } = await prepared(t)
  const healthy = await startReceiver()
  t.after(healthy.close)
  await endpointOf(service, receiver, application.id)
  await endpointOf(service, healthy, application.id)
  receiver.answer = (response) => response.writeHead(500).end('no')
  await act(service, 'one')
  await act(service, 'two')
  await deliver(service)
  assert.deepEqual(people(receiver), ['one'])
  assert.deepEqual(people(healthy), ['one', 'two'])
  await deliver(service)
  assert.deepEqual(people(receiver), ['one'], 'not before the pause is over')
  for (const pause of [7, 14, 28]) {
    service.clock.advance(pause * 1000)
    await outbox.runDue()
  }
  assert.deepEqual(people(receiver), ['one', 'one', 'one', 'one'])
  receiver.answer = (response) => response.writeHead(200).end()
  service.clock.advance(HOUR)
  await deliver(service)
  assert.deepEqual(people(receiver).slice(4), ['one', 'two'])
  assert.equal(new Set(receiver.received.map(({ id }) => id)).size, 2)
})

test('an endpoint that fails for three days is disabled, and the operator is told', async (t) => {
  const { service, receiver, application, webhooks, outbox } = await prepared(t)
  const logged: unknown[] = []
  const log = { info() {}, warn() {}, error: (about: unknown, text: string) => logged.push([about, text]) }
  service.services.startWorkers({ ...log, debug() {}, trace() {}, fatal() {} } as never)
  await service.services.outbox.stop()
  const { id } = await endpointOf(service, receiver, application.id)
  receiver.answer = (response) => response.writeHead(503).end()
  await act(service, 'one')
  await deliver(service)
  for (let hours = 0; hours < 72; hours += 2) {
    service.clock.advance(2 * HOUR)
    await outbox.runDue()
  }
  const [endpoint] = await webhooks.list(null)
  assert.equal(endpoint?.disabledReason, 'failing')
  assert.ok(logged.some((line) => JSON.stringify(line).includes('webhook endpoint disabled')))
  const attempts = receiver.received.length
  assert.ok(attempts > 30, `${attempts} attempts`)
  await act(service, 'two')
  await deliver(service)
  assert.equal(receiver.received.length, attempts)
  receiver.answer = (response) => response.writeHead(200).end()
  await webhooks.update(id, { isDisabled: false }, testOperator)
  await deliver(service)
  assert.deepEqual(people(receiver).slice(attempts), ['one', 'two'], 'it goes on where it stopped')
})

test('410 disables an endpoint at once', async (t) => {
  const { service, receiver, application, webhooks } = await prepared(t)
  await endpointOf(service, receiver, application.id)
  receiver.answer = (response) => response.writeHead(410).end()
  await act(service, 'one')
  await deliver(service)
  assert.equal((await webhooks.list(null))[0]?.disabledReason, 'gone')
  await act(service, 'two')
  await deliver(service)
  assert.deepEqual(people(receiver), ['one'])
})

test('events of a span of time are sent again under the same ids, beside new ones', async (t) => {
  const { service, receiver, application, webhooks, outbox } = await prepared(t)
  const { id } = await endpointOf(service, receiver, application.id)
  const act12 = async (prefix: string) => {
    for (let n = 0; n < 12; n++) await act(service, `${prefix} ${n}`)
    service.clock.advance(MINUTE)
  }
  await act12('old')
  const since = service.clock.now()
  await act12('wanted')
  const until = service.clock.now()
  await act12('new')
  await deliver(service)
  const sent = receiver.received.splice(0)
  assert.equal(sent.length, 36)
  assert.equal(await webhooks.replay(id, { since, until }), true)
  await outbox.runDue()
  assert.deepEqual(
    receiver.received.map((one) => one.id),
    sent.slice(12, 24).map((one) => one.id),
  )
  assert.equal((await webhooks.deliveries(id, 1000)).length, 48)
})

test('attempts are kept for seven days, and at most a thousand of an endpoint', async (t) => {
  const { service, receiver, application, webhooks } = await prepared(t)
  const { id } = await endpointOf(service, receiver, application.id)
  for (let n = 0; n < 1020; n++) await act(service, `person ${n}`)
  for (let n = 0; n < 25; n++) await deliver(service)
  assert.equal(receiver.received.length, 1020)
  while ((await webhooks.purge()) > 0);
  assert.equal((await webhooks.deliveries(id, 5000)).length, 1000)
  service.clock.advance(8 * DAY)
  while ((await webhooks.purge()) > 0);
  assert.deepEqual(await webhooks.deliveries(id, 10), [])
})

test('however many nodes look at once, an event is delivered once', async (t) => {
  const { service, receiver, application, webhooks, outbox } = await prepared(t)
  await endpointOf(service, receiver, application.id)
  for (let n = 0; n < 20; n++) await act(service, `person ${n}`)
  await settled(service.services)
  await Promise.all(Array.from({ length: 16 }, () => webhooks.look()))
  await Promise.all(Array.from({ length: 16 }, () => outbox.runDue()))
  assert.equal(receiver.received.length, 20)
})

test('an endpoint of a revoked application receives nothing', async (t) => {
  const { service, receiver, application, applications } = await prepared(t)
  await endpointOf(service, receiver, application.id)
  await applications.revoke(application.id, testOperator)
  await act(service, 'one')
  await deliver(service)
  assert.deepEqual(receiver.received, [])
})

test('a removed endpoint receives nothing, and leaves nothing', async (t) => {
  const { service, receiver, application, webhooks, db } = await prepared(t)
  const { id } = await endpointOf(service, receiver, application.id)
  await act(service, 'one')
  await webhooks.look()
  await webhooks.remove(id, testOperator)
  await deliver(service)
  assert.deepEqual(receiver.received, [])
  for (const table of ['webhook_endpoints', 'webhook_deliveries', 'outbox'] as const)
    assert.deepEqual(await db.read.selectFrom(table).selectAll().execute(), [])
})
