import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { DAY } from '../../src/basics/durations.ts'
import { FEED_START, type FeedEvent } from '../../src/feed/feed.ts'
import type { User } from '../../src/user/user.ts'
import { cliFixture } from '../support/cli.ts'
import { settled } from '../support/feed.ts'
import { detailed } from '../support/pictures.ts'
import { serverClient } from '../support/server-client.ts'
import { serviceFixture, startService, testOperator } from '../support/service.ts'

const service = await serviceFixture()
const { feed, accounts, sessionEnds, db } = service.services
const shop = await serverClient(service)
const never = new PassThrough()

async function all(of: typeof service = service): Promise<FeedEvent[]> {
  await settled(of.services)
  const events: FeedEvent[] = []
  let after = null as string | null
  for (;;) {
    const page = await of.services.feed.read('app', { after, limit: 100, wait: 0 }, never)
    if (page.events.length === 0) return events
    events.push(...page.events)
    after = page.next
  }
}

/** Runs the step, and returns the events that it left. */
async function told(work: () => Promise<unknown>, of: typeof service = service): Promise<FeedEvent[]> {
  const known = new Set((await all(of)).map(({ id }) => id))
  await work()
  const seen = (await all(of)).filter(({ id }) => !known.has(id))
  return seen
}

const typesOf = (events: FeedEvent[]) => events.map(({ type }) => type)

const call = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
  const answer = await fetch(`${service.base}/${path}/`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  assert.equal(answer.status, 200, await answer.text())
}

test('each change tells applications what happened, without values', async () => {
  let ada = await service.person()
  const address = { email: ada.email }
  const events = async (work: () => Promise<unknown>, types: string[]) => {
    const found = await told(work)
    assert.deepEqual(typesOf(found), types)
    for (const one of found) assert.equal(one.userId, ada.id)
    return found
  }
  const [updated] = await events(
    () =>
      call('POST', 'user/update/profile', ada.headers, { ...address, first_name: 'Ada', last_name: 'Byron' }),
    ['user.updated'],
  )
  assert.deepEqual(updated?.fields, ['first_name', 'last_name'])
  assert.ok(!JSON.stringify(updated).includes('Byron'))
  await events(() => call('POST', 'user/update/profile', ada.headers, { ...address, first_name: 'Ada' }), [])

  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(await detailed(300, 300).png().toBuffer())]), 'ada.png')
  await events(async () => {
    const answer = await fetch(`${service.base}/user/profile-image/`, {
      method: 'POST',
      headers: ada.headers,
      body: form,
    })
    assert.equal(answer.status, 200, await answer.text())
  }, ['picture.changed'])

  const user = async () => (await service.services.users.byId(ada.id))!
  await events(async () => {
    const sent = { values: { email: 'countess@example.com', last_name: 'Lovelace' }, faults: {} }
    await service.services.personUpdates.update(ada.id, { sent }, testOperator)
  }, ['email.changed', 'user.updated'])
  const [revoked] = await events(() => call('POST', 'user/logout', ada.headers, {}), ['session.revoked'])
  assert.ok(revoked?.sessionId && revoked.applicationId)
  const [started] = await events(async () => {
    const answer = await fetch(`${service.base}/user/login/`, {
      method: 'POST',
      headers: { apikey: service.apiKey },
      body: new URLSearchParams({ username: ada.username, password: ada.password }),
    })
    const { access } = (await answer.json()) as { access: string }
    ada = { ...ada, headers: { apikey: service.apiKey, authorization: `Bearer ${access}` } }
  }, ['session.started'])
  assert.ok(started?.sessionId && started.applicationId)
  await events(
    () => call('POST', 'user/delete', ada.headers, { password: ada.password }),
    ['user.deletion_requested'],
  )
  await events(() => call('POST', 'user/delete/cancel', ada.headers, {}), ['user.deletion_cancelled'])
  const [ended] = await events(
    async () => accounts.disable(await user(), testOperator),
    ['session.revoked', 'user.disabled'],
  )
  assert.deepEqual([ended?.sessionId, ended?.applicationId], [started.sessionId, started.applicationId])
  await events(async () => accounts.enable(await user(), testOperator), ['user.enabled'])
  await events(async () => accounts.remove(await user(), testOperator), ['user.deleted'])
})

/** Signs the person in again, and returns the session. */
const signIn = async ({ username, password }: { username: string; password: string }) => {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ username, password }),
  })
  assert.equal(answer.status, 200)
}

for (const [how, type, end] of [
  ['an operator disables the person', 'user.disabled', (user) => accounts.disable(user, testOperator)],
  ['an operator ends them', null, ({ id }) => sessionEnds.ofPerson(id, testOperator)],
  ['an operator ends those of everybody', null, () => sessionEnds.ofEverybody(testOperator)],
  ['the person is removed', 'user.deleted', (user) => accounts.remove(user, testOperator)],
  ['a server disables the person', 'user.disabled', ({ id }) => shop.call('POST', `users/${id}/disable/`)],
  ['a server ends them', null, ({ id }) => shop.call('DELETE', `users/${id}/sessions/`)],
  ['a server removes the person', 'user.deleted', ({ id }) => shop.call('DELETE', `users/${id}/`)],
] as [string, string | null, (user: User) => Promise<unknown>][])
  test(`applications are told of each session that ends because ${how}`, async () => {
    const ada = await service.person()
    await signIn(ada)
    const active = await db.read
      .selectFrom('sessions')
      .select(['id', 'application_id'])
      .where('user_id', '=', ada.id)
      .orderBy('id')
      .execute()
    assert.equal(active.length, 2)
    const user = (await service.services.users.byId(ada.id))!
    const events = (await told(() => end(user))).filter(({ userId }) => userId === ada.id)
    assert.deepEqual(typesOf(events), [
      'session.revoked',
      'session.revoked',
      ...(type === null ? [] : [type]),
    ])
    assert.deepEqual(
      events
        .filter((event) => event.type === 'session.revoked')
        .map(({ sessionId, applicationId }) => ({ id: sessionId, application_id: applicationId }))
        .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
      active,
    )
    const again = (await told(() => end(user))).filter((event) => event.type === 'session.revoked')
    assert.deepEqual(again, [], 'a session ends once')
  })

test('a new password tells of the other sessions only', async () => {
  const ada = await service.person()
  await signIn(ada)
  const change = { old_password: ada.password, new_password: 'a river between two hills' }
  const events = await told(() => call('POST', 'user/password/change', ada.headers, change))
  assert.deepEqual(typesOf(events), ['session.revoked'])
  assert.notEqual(events[0]?.sessionId, null)
})

test('a change that is rolled back tells nothing', async () => {
  const ada = await service.person()
  const lost = new Error('lost')
  const work = () =>
    db.write(async (tx) => {
      await service.services.audit.record(tx, 'user.disabled', testOperator, { userId: ada.id })
      throw lost
    })
  assert.deepEqual(await told(() => assert.rejects(work(), lost)), [])
})

test('without an audit trail, applications are told just the same', async (t) => {
  const other = await startService({ AUDIT_DAYS: '0' })
  t.after(other.stop)
  const ada = await other.person()
  const events = await told(async () => {
    const answer = await fetch(`${other.base}/user/update/profile/`, {
      method: 'POST',
      headers: { ...ada.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ email: ada.email, first_name: 'Ada' }),
    })
    assert.equal(answer.status, 200)
    const user = (await other.services.users.byId(ada.id))!
    await other.services.accounts.disable(user, testOperator)
  }, other)
  assert.deepEqual(typesOf(events), ['user.updated', 'session.revoked', 'user.disabled'])
  assert.deepEqual(await other.services.db.read.selectFrom('audit_events').selectAll().execute(), [])
})

test('events of one person are in the order of their changes, whoever makes them', async () => {
  const ada = await service.person()
  const names = Array.from({ length: 24 }, (_, n) => `Ada ${n}`)
  const events = await told(async () => {
    await Promise.all(
      names.map((first_name) =>
        call('POST', 'user/update/profile', ada.headers, { email: ada.email, first_name }),
      ),
    )
  })
  assert.deepEqual(
    typesOf(events),
    names.map(() => 'user.updated'),
  )
})

test('the feed is read in parts, from any cursor, and nothing twice', async () => {
  const whole = await all()
  const parts: FeedEvent[] = []
  let after: string | null = 'start'
  for (;;) {
    const page = await feed.read('app', { after, limit: 3, wait: 0 }, never)
    assert.ok(page.events.length <= 3)
    if (page.events.length === 0) break
    parts.push(...page.events)
    after = page.next
  }
  assert.deepEqual(parts, whole)
  const latest = await feed.read('app', { after: 'latest', limit: 3, wait: 0 }, never)
  assert.deepEqual(latest, { events: [], next: after })
})

test('a reader who waits gets an event when it happens, and nothing else', async () => {
  const ada = await service.person()
  await settled(service.services)
  const { next } = await feed.read('app', { after: 'latest', limit: 10, wait: 0 }, never)
  const waiting = feed.read('app', { after: next, limit: 10, wait: 20_000 }, never)
  const user = (await service.services.users.byId(ada.id))!
  await accounts.disable(user, testOperator)
  assert.deepEqual(typesOf((await waiting).events), ['session.revoked', 'user.disabled'])
  const none = await feed.read('app', { after: (await waiting).next, limit: 10, wait: 20 }, never)
  assert.deepEqual(none, { events: [], next: (await waiting).next })
})

test('a reader who leaves stops waiting', async () => {
  const leave = new PassThrough()
  await settled(service.services)
  const { next } = await feed.read('app', { after: 'latest', limit: 10, wait: 0 }, never)
  const waiting = feed.read('app', { after: next, limit: 10, wait: 30_000 }, leave)
  leave.destroy()
  assert.deepEqual((await waiting).events, [])
})

test('only some readers wait at once, of one application and altogether', async () => {
  const leave = new PassThrough().setMaxListeners(100)
  await settled(service.services)
  const { next } = await feed.read('app', { after: 'latest', limit: 10, wait: 0 }, never)
  const query = { after: next, limit: 10, wait: 60_000 }
  const waiting: Promise<unknown>[] = []
  /** Lets one reader more than may wait come, and returns why one of them is refused. */
  const refusalOf = (applications: string[]) =>
    new Promise<string>((resolve) => {
      const reads = applications.map((application) => feed.read(application, query, leave))
      waiting.push(...reads.map((read) => read.catch((error) => resolve(error.key))))
    })
  assert.equal(await refusalOf(Array.from({ length: 11 }, () => 'mine')), 'throttled')
  assert.equal(await refusalOf(Array.from({ length: 41 }, (_, n) => `other ${n}`)), 'throttled')
  leave.destroy()
  await Promise.all(waiting)
  assert.deepEqual((await feed.read('mine', { ...query, wait: 20 }, never)).events, [])
})

test('a cursor that is mistyped, or of an event that never was here, is refused', async () => {
  const wrong = ['', 'x', '1', '1_2', `1_${service.services.random.orderedId()}`, '-1_', `${'9'.repeat(40)}_`]
  for (const after of wrong) {
    await assert.rejects(feed.read('app', { after, limit: 1, wait: 0 }, never), { key: 'cursor_unknown' })
  }
})

test('events are kept for 30 days; a cursor that has missed some is refused, and one that has not still works', async (t) => {
  const other = await startService({}, { isIdle: true })
  t.after(other.stop)
  const read = async (after: string | null) => {
    await settled(other.services)
    return other.services.feed.read('app', { after, limit: 50, wait: 0 }, never)
  }
  const act = () =>
    other.services.db.write((tx) =>
      other.services.audit.record(tx, 'user.disabled', testOperator, { userId: 'somebody' }),
    )
  await act()
  const first = (await read(null)).next
  await act()
  const second = (await read(null)).next
  other.clock.advance(31 * DAY)
  while ((await other.services.feed.purge()) > 0);
  assert.equal((await read(second)).events.length, 0, 'nothing came after it')
  await assert.rejects(read(first), { key: 'cursor_expired' })
  await act()
  while ((await other.services.feed.purge()) > 0);
  assert.equal((await read(second)).events.length, 1)
  other.clock.advance(31 * DAY)
  while ((await other.services.feed.purge()) > 0);
  assert.equal((await read(null)).events.length, 1, 'the last one stays, for those who have seen it')
})

const cli = await cliFixture()

test('everybody whom an import adds is told, once', async () => {
  const records = ['ada', 'bob', 'cem'].map((username) =>
    JSON.stringify({ username, email: `${username}@example.com` }),
  )
  await cli.json(['user', 'import', '-'], { input: records.join('\n') })
  const more = ['dee', 'eve'].map((username) =>
    JSON.stringify({ username, email: `${username}@example.com` }),
  )
  await cli.json(['user', 'import', '--strict', '-'], { input: more.join('\n') })
  const { openServices } = await import('../../src/app/app.ts')
  const services = await openServices(cli.config)
  const { events } = await services.feed.read('app', { after: null, limit: 100, wait: 0 }, never)
  const people = await services.db.read.selectFrom('users').select('id').execute()
  await services.close()
  assert.deepEqual(
    typesOf(events),
    people.map(() => 'user.created'),
  )
  assert.deepEqual(events.map(({ userId }) => userId).sort(), people.map(({ id }) => id).sort())
  assert.equal(people.length, 5)
})

test('the start of the feed is before every event', async () => {
  assert.deepEqual(await feed.listAfter(FEED_START, 1), (await all()).slice(0, 1))
})
