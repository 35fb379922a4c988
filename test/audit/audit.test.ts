import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { emailHash, plainAddress } from '../../src/audit/audit.ts'
import { DAY } from '../../src/basics/durations.ts'
import { readTime } from '../../src/cli/time.ts'
import { emailKey } from '../../src/user/email-address.ts'
import { serviceFixture, startService, type TestService, testOperator } from '../support/service.ts'

const service = await serviceFixture({ TRUST_PROXY: 'true' })

/** Returns the events about a person, newest first. */
const eventsOf = async (userId: string, at = service) => {
  const found = []
  for await (const page of at.services.audit.pages({ userId })) found.push(...page)
  return found
}
const update = (headers: Record<string, string>, fields: Record<string, string>, at = service) =>
  fetch(`${at.base}/user/profile/`, { method: 'PATCH', headers, body: new URLSearchParams(fields) })

// A port does not change a client's address, and IPv4 mapped into IPv6 is IPv4.
for (const [sent, kept] of [
  ['203.0.113.7:50001', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['[2001:DB8::7]:443', '2001:db8::7'],
  ['unknown', '127.0.0.1'],
] as const) {
  test(`an event of a client that a proxy forwards as ${sent} is stored with the address ${kept}`, async () => {
    const person = await service.person()
    service.clock.advance(1)
    await update({ ...person.headers, 'x-forwarded-for': sent }, { first_name: 'Ada' })
    assert.equal((await eventsOf(person.id))[0]?.address, kept)
  })
}

test('a proxy in a trusted network is trusted even if its own port is in the header', async () => {
  const behind = await startService({ TRUST_PROXY: '127.0.0.1,10.0.0.0/8' })
  try {
    const person = await behind.person()
    behind.clock.advance(1)
    const headers = { ...person.headers, 'x-forwarded-for': '203.0.113.7:1, 198.51.100.9:2, 10.0.0.3:3' }
    await update(headers, { first_name: 'Ada' }, behind)
    assert.equal((await eventsOf(person.id, behind))[0]?.address, '198.51.100.9')
  } finally {
    await behind.stop()
  }
})

test('an event says who acted, through which application and session, from where, and which values changed', async () => {
  const person = await service.person()
  service.clock.advance(1)
  const headers = { ...person.headers, 'x-forwarded-for': '203.0.113.7' }
  const fields = { first_name: 'Ada', last_name: '', phone_number: '+33612345678', languages: 'fr' }
  assert.equal((await update(headers, fields)).status, 200)
  const [event, signIn] = await eventsOf(person.id)
  const { services } = service
  const application = await services.applications.byApiKey(service.apiKey)
  const session = await services.db.read
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', person.id)
    .executeTakeFirstOrThrow()
  assert.deepEqual(
    { ...event, id: '', createdAt: 0 },
    {
      id: '',
      createdAt: 0,
      action: 'profile.updated',
      userId: person.id,
      actor: 'person',
      operator: null,
      applicationId: application?.id,
      sessionId: session.id,
      keyId: null,
      address: '203.0.113.7',
      fields: ['first_name', 'phone_number', 'phone_code', 'country_code', 'languages'],
      oldEmailHash: null,
      newEmailHash: null,
      count: null,
    },
  )
  assert.deepEqual([signIn?.action, signIn?.sessionId], ['session.started', session.id])
})

test('a request that changes nothing, is refused or is rolled back leaves no event', async () => {
  const person = await service.person({ fields: { first_name: 'Ada' } })
  const start = (await eventsOf(person.id)).length
  assert.equal((await update(person.headers, { first_name: 'Ada' })).status, 200)
  assert.equal((await update(person.headers, { first_name: 'Eve', currencies: 'none' })).status, 400)
  const { audit, db, profiles, users } = service.services
  const user = await users.byId(person.id)
  assert.ok(user)
  const work = db.write(async (tx) => {
    await users.update(tx, person.id, { first_name: 'Eve' }, service.clock.now())
    await audit.record(tx, 'profile.updated', testOperator, { userId: person.id })
    throw new Error('the rest fails')
  })
  await assert.rejects(work, /the rest fails/)
  assert.equal(
    JSON.parse(profiles.textOf((await users.byId(person.id)) ?? user).text).data.UserProfile[0].first_name,
    'Ada',
  )
  assert.equal((await eventsOf(person.id)).length, start)
})

test('sixteen simultaneous sign-outs of a session leave one event', async () => {
  const person = await service.person()
  service.clock.advance(1)
  const headers = { ...person.headers, 'content-type': 'application/json' }
  const signOut = () => fetch(`${service.base}/user/logout/`, { method: 'POST', headers, body: '{}' })
  await Promise.all(Array.from({ length: 16 }, signOut))
  assert.deepEqual(
    (await eventsOf(person.id)).map(({ action }) => action),
    ['session.ended', 'session.started'],
  )
})

test('signing out with the refresh token of another session leaves an event for each', async () => {
  const person = await service.person()
  const login = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ username: person.username, password: person.password }),
  })
  const { refresh } = (await login.json()) as { refresh: string }
  const body = new URLSearchParams({ refresh })
  await fetch(`${service.base}/user/logout/`, { method: 'POST', headers: person.headers, body })
  const events = await eventsOf(person.id)
  const sessions = (action: string) =>
    events.filter((event) => event.action === action).map(({ sessionId }) => sessionId)
  assert.deepEqual(sessions('session.ended').toSorted(), sessions('session.started').toSorted())
})

test('a removed person leaves ids, actions and hashes of addresses, but nothing about where they were', async () => {
  const person = await service.person()
  service.clock.advance(1)
  await update(person.headers, { first_name: 'Ada' })
  service.clock.advance(1)
  const { accounts, audit } = service.services
  const [user] = await accounts.find(person.id)
  assert.ok(user)
  await accounts.remove(user, testOperator)
  const events = await eventsOf(person.id)
  assert.deepEqual(
    events.map(({ action }) => action),
    ['user.deleted', 'profile.updated', 'session.started'],
  )
  for (const event of events) {
    assert.deepEqual(
      [event.userId, event.applicationId, event.sessionId, event.address, event.fields],
      [person.id, null, null, null, []],
    )
  }
  assert.equal(events[0]?.oldEmailHash, await audit.emailHash(emailKey(person.email)))
})

for (const [sent, kept] of [
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['fe80::1%ada@example.com', 'fe80::1'],
  ['ada@example.com', null],
  ['1.2.3.4\u001b[31m', null],
  ['', null],
  [undefined, null],
] as const) {
  test(`for the address ${JSON.stringify(sent)} the trail stores ${kept}`, () => {
    assert.equal(plainAddress(sent), kept)
  })
}

test('hashes of addresses differ between installations, and are made from the folded address', async (t) => {
  const other = await startService()
  t.after(() => other.stop())
  const hashIn = (at: TestService, address: string) => at.services.audit.emailHash(emailKey(address))
  assert.notEqual(await hashIn(service, 'ada@example.com'), await hashIn(other, 'ada@example.com'))
  assert.equal(await hashIn(service, 'ADA@Example.COM'), await hashIn(service, 'ada@example.com'))
  assert.notEqual(await hashIn(service, 'ada@example.com'), await hashIn(service, 'eva@example.com'))
})

// RFC 4231, test case 2, with the key as base64url.
test('the hash is HMAC-SHA-256', () => {
  const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  const secret = Buffer.from('Jefe').toString('base64url')
  const made = emailHash(secret, 'what do ya want for nothing?')
  assert.equal(Buffer.from(made, 'base64url').toString('hex'), expected)
})

test('a long trail is read completely, newest first and each event once, and old events are removed in small steps', async (t) => {
  const kept = await startService({ AUDIT_DAYS: '2' })
  t.after(() => kept.stop())
  const { audit, db } = kept.services
  const userId = kept.services.random.id()
  const add = (count: number) =>
    db.write(async (tx) => {
      for (let i = 0; i < count; i++) await audit.record(tx, 'user.enabled', testOperator, { userId })
    })
  await add(1201)
  kept.clock.advance(DAY)
  await add(1)
  const events = await eventsOf(userId, kept)
  assert.equal(new Set(events.map(({ id }) => id)).size, 1202)
  assert.deepEqual(
    events.map((event) => event.createdAt),
    events.map((event) => event.createdAt).toSorted((a, b) => b - a),
  )
  assert.equal(await audit.purge(), 0)
  kept.clock.advance(DAY + 60_000)
  const steps = []
  for (let gone = await audit.purge(); gone > 0; gone = await audit.purge()) steps.push(gone)
  assert.equal(Math.max(...steps), 500)
  assert.equal((await eventsOf(userId, kept)).length, 1)
})

test('with AUDIT_DAYS=0 nothing is recorded, and existing events are removed', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-audit-'))
  const running: TestService[] = []
  t.after(async () => {
    for (const one of running) await one.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const start = async (settings: { AUDIT_DAYS?: string }) => {
    running.push(await startService({ DATA_DIR: folder, ...settings }))
    return running.at(-1)!
  }
  const count = async (at: TestService) =>
    (await at.services.db.read.selectFrom('audit_events').select('id').execute()).length
  const keeping = await start({})
  await keeping.person()
  assert.ok((await count(keeping)) > 0)
  const forgetting = await start({ AUDIT_DAYS: '0' })
  forgetting.clock.advance(60_000)
  await forgetting.services.audit.purge()
  assert.equal(await count(forgetting), 0)
  await forgetting.person()
  assert.equal(await count(forgetting), 0)
})

const now = Date.UTC(2026, 0, 31, 12)
for (const [text, expected] of [
  ['7d', now - 7 * DAY],
  ['30m', now - 1_800_000],
  ['12h', now - DAY / 2],
  ['2w', now - 14 * DAY],
  ['2026-01-30', Date.UTC(2026, 0, 30)],
  ['2026-01-30T10:00', Date.UTC(2026, 0, 30, 10)],
  ['2026-01-30T10:00:30Z', Date.UTC(2026, 0, 30, 10, 0, 30)],
  ['2026-01-30T10:00:00.5+02:00', Date.UTC(2026, 0, 30, 8, 0, 0, 500)],
] as const) {
  test(`the time ${text} is accepted`, () => {
    assert.equal(readTime('--since', text, now), expected)
  })
}
for (const text of ['', 'yesterday', '7', '7y', '-7d', '2026-02-30', '2026-1-1', '1769860800', '12:00']) {
  test(`"${text}" is not a time`, () => {
    assert.throws(() => readTime('--since', text, now), /--since must be a time/)
  })
}
