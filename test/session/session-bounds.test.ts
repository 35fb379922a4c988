import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { DAY } from '../../src/basics/durations.ts'
import { type Person, serviceFixture, startService, testOperator } from '../support/service.ts'

const service = await serviceFixture()

interface Tokens {
  access: string
  refresh: string
}

const post = (path: string, body: Record<string, string>, apikey = service.apiKey, of = service) =>
  fetch(`${of.base}/user/${path}/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams(body),
  })
async function signIn({ username, password }: Person, apikey = service.apiKey): Promise<Tokens> {
  const answer = await post('login', { username, password }, apikey)
  assert.equal(answer.status, 200)
  return (await answer.json()) as Tokens
}
const statusOf = async (access: string, apikey = service.apiKey, of = service) =>
  (await fetch(`${of.base}/user/get/profile/`, { headers: { apikey, authorization: `Bearer ${access}` } }))
    .status
const live = (userId: string) => service.services.ownSessions.list(userId)
const sessionOf = ({ access }: { access: string }) => String(decodeJwt(access).sid)

test('a session ends after the configured days, however often it is refreshed', async () => {
  const strict = await startService({ SESSION_DAYS: '3', REFRESH_TOKEN_DAYS: '2' })
  for (const kind of ['web', 'mobile'] as const) {
    const { apiKey } = await strict.application(kind)
    const person = await strict.person({ apiKey })
    let { access, refresh } = person as Tokens
    for (let day = 0; day < 2; day++) {
      strict.clock.advance(DAY)
      const answer = await post('token/refresh', { refresh }, apiKey, strict)
      assert.equal(answer.status, 200)
      const tokens = (await answer.json()) as Partial<Tokens>
      access = tokens.access!
      refresh = tokens.refresh ?? refresh
    }
    const [session] = await strict.services.ownSessions.list(person.id)
    assert.equal(session!.expiresAt - session!.createdAt, 3 * DAY)
    strict.clock.advance(DAY - 60_000)
    access = ((await (await post('token/refresh', { refresh }, apiKey, strict)).json()) as Tokens).access
    assert.equal(await statusOf(access, apiKey, strict), 200)
    strict.clock.advance(61_000)
    assert.equal(await statusOf(access, apiKey, strict), 401, 'the access token ends with it')
    assert.equal((await post('token/refresh', { refresh }, apiKey, strict)).status, 401)
    assert.deepEqual(await strict.services.ownSessions.list(person.id), [])
  }
  await strict.stop()
})

test('the setting also applies to existing sessions', async () => {
  const person = await service.person()
  const { db, clock } = service.services
  const created_at = clock.now() - 90 * DAY + 60_000
  await db.write((tx) =>
    tx.updateTable('sessions').set({ created_at }).where('user_id', '=', person.id).execute(),
  )
  assert.equal(await statusOf(person.access), 200)
  const [session] = await live(person.id)
  assert.equal(session?.expiresAt, created_at + 90 * DAY)
  service.clock.advance(61_000)
  assert.equal(await statusOf(person.access), 401)
  assert.equal((await post('token/refresh', { refresh: person.refresh })).status, 401)
})

test('at the 51st sign-in of a person in an application the least recently used session ends', async () => {
  const person = await service.person()
  const { apiKey: other } = await service.application('web')
  const elsewhere = await signIn(person, other)
  const tokens: Tokens[] = [person]
  for (let i = 1; i < 50; i++) {
    service.clock.advance(1000)
    tokens.push(await signIn(person))
  }
  service.clock.advance(1000)
  assert.equal((await post('token/refresh', { refresh: person.refresh })).status, 200)
  assert.equal((await live(person.id)).length, 51)
  service.clock.advance(1000)
  const last = await signIn(person)
  assert.equal((await live(person.id)).length, 51, 'fifty here, one in the other application')
  assert.equal(await statusOf(person.access), 200, 'the oldest was used recently')
  assert.equal(await statusOf(tokens[1]!.access), 401)
  assert.equal((await post('token/refresh', { refresh: tokens[1]!.refresh })).status, 401)
  for (const { access } of [tokens[2]!, last]) assert.equal(await statusOf(access), 200)
  assert.equal(await statusOf(elsewhere.access, other), 200)
  const events = await service.services.audit.ofPerson(person.id, null, 2)
  const displaced = events.find(({ action }) => action === 'session.displaced')
  assert.equal(displaced?.sessionId, sessionOf(tokens[1]!))
})

test('sixteen simultaneous sign-ins at the bound end sixteen other sessions', async () => {
  const person = await service.person()
  for (let i = 1; i < 50; i++) await signIn(person)
  service.clock.advance(1000)
  const tokens = await Promise.all(Array.from({ length: 16 }, () => signIn(person)))
  const left = new Set((await live(person.id)).map(({ id }) => id))
  assert.equal(left.size, 50)
  assert.ok(tokens.every((one) => left.has(sessionOf(one))))
})

test('the sessions of everybody end, even of more people than fit in one transaction', async () => {
  const people = await Promise.all(Array.from({ length: 3 }, () => service.person()))
  const { db, sessionEnds, audit } = service.services
  const [first] = await db.read
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', people[0]!.id)
    .execute()
  const [user] = await db.read.selectFrom('users').selectAll().where('id', '=', people[0]!.id).execute()
  await db.write(async (tx) => {
    for (let i = 0; i < 120; i++) {
      const id = `many-${i}`
      await tx
        .insertInto('users')
        .values({ ...user!, id, username_key: id, default_token: null })
        .execute()
      await tx
        .insertInto('sessions')
        .values({ ...first!, id, user_id: id })
        .execute()
    }
  })
  const ended = await sessionEnds.ofEverybody(testOperator)
  assert.ok(ended.people >= 123 && ended.sessions >= ended.people)
  for (const person of people) {
    assert.equal(await statusOf(person.access), 401)
    assert.equal((await post('token/refresh', { refresh: person.refresh })).status, 401)
  }
  for (const id of [people[1]!.id, 'many-0', 'many-119']) {
    const [event] = await audit.ofPerson(id, null, 1)
    assert.deepEqual([event?.action, event?.actor], ['sessions.revoked', 'operator'])
  }
  const anew = await signIn(people[0]!)
  assert.equal(await statusOf(anew.access), 200)
  assert.deepEqual(await sessionEnds.ofEverybody(testOperator), { people: 1, sessions: 1 })
})
