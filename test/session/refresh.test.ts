import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeJwt } from 'jose'
import { readConfig } from '../../src/config/config.ts'
import { NONCE_BYTES, openNext, sealNext } from '../../src/session/refresh-chain.ts'
import { serviceFixture } from '../support/service.ts'

const service = await serviceFixture()
const apiKey = (await service.application('mobile')).apiKey

interface Tokens {
  access: string
  refresh: string
}

const use = (refresh: string) =>
  fetch(`${service.base}/user/token/refresh/`, {
    method: 'POST',
    headers: { apikey: apiKey },
    body: new URLSearchParams({ refresh }),
  })
const exchange = async (refresh: string): Promise<Tokens> => {
  const answer = await use(refresh)
  assert.equal(answer.status, 200)
  return (await answer.json()) as Tokens
}
const isSignedIn = async (access: string) =>
  (
    await fetch(`${service.base}/user/get/profile/`, {
      headers: { apikey: apiKey, authorization: `Bearer ${access}` },
    })
  ).status === 200

test('sixteen simultaneous uses of a rotated refresh token all get the same new one, and an access token each', async () => {
  const person = await service.person({ apiKey })
  const answers = await Promise.all(Array.from({ length: 16 }, () => exchange(person.refresh)))
  assert.equal(new Set(answers.map(({ refresh }) => refresh)).size, 1)
  assert.equal(new Set(answers.map(({ access }) => decodeJwt(access).jti)).size, 16)
  for (const { access } of answers) assert.ok(await isSignedIn(access))
  const next = await exchange(answers[0]!.refresh)
  assert.notEqual(next.refresh, answers[0]!.refresh)
})

const webKey = (await service.application('web')).apiKey

for (const [policy, key] of Object.entries({ rotated: apiKey, kept: webKey })) {
  const refreshWith = (refresh: string) =>
    fetch(`${service.base}/user/token/refresh/`, {
      method: 'POST',
      headers: { apikey: key },
      body: new URLSearchParams({ refresh }),
    })

  test(`a ${policy} refresh token that is used while its session ends does not bring the session back`, async () => {
    for (let i = 0; i < 12; i++) {
      const person = await service.person({ apiKey: key })
      const [refreshed, ended] = await Promise.all([
        refreshWith(person.refresh),
        fetch(`${service.base}/user/logout/`, { method: 'POST', headers: person.headers }),
      ])
      assert.equal(ended.status, 200)
      assert.ok([200, 401].includes(refreshed.status), String(refreshed.status))
      const newest =
        refreshed.status === 200 ? ((await refreshed.json()) as Partial<Tokens>).refresh : undefined
      for (const token of [person.refresh, newest ?? person.refresh])
        assert.equal((await refreshWith(token)).status, 401)
    }
  })

  test(`a ${policy} refresh token that is used while its person is removed is answered, and nothing of them is left`, async () => {
    for (let i = 0; i < 12; i++) {
      const person = await service.person({ apiKey: key })
      const { db, users } = service.services
      const [refreshed] = await Promise.all([
        refreshWith(person.refresh),
        db.write((tx) => users.remove(tx, person.id)),
      ])
      assert.ok([200, 401].includes(refreshed.status), String(refreshed.status))
      assert.equal((await refreshWith(person.refresh)).status, 401)
      const left = await db.read
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', person.id)
        .execute()
      assert.deepEqual(left, [])
    }
  })
}

test('a used refresh token gets the newest one of its chain for a minute after its first use, and then ends the session', async () => {
  const person = await service.person({ apiKey })
  const second = await exchange(person.refresh)
  service.clock.advance(30_000)
  const third = await exchange(second.refresh)
  assert.equal((await exchange(person.refresh)).refresh, third.refresh, 'skipping the one in between')
  service.clock.advance(29_000)
  assert.equal((await exchange(person.refresh)).refresh, third.refresh, 'any number of times')
  service.clock.advance(2000)
  assert.equal((await exchange(second.refresh)).refresh, third.refresh, 'each token has its own minute')
  assert.equal((await use(person.refresh)).status, 401, 'which later uses do not extend')
  assert.equal((await use(third.refresh)).status, 401, 'the session has ended')
  assert.ok(!(await isSignedIn(third.access)))
  const events = await service.services.audit.ofPerson(person.id, null, 10)
  assert.deepEqual(
    events.map(({ action }) => action),
    ['session.stolen', 'session.started'],
  )
})

test('two tabs that share only their initial token stay signed in', async () => {
  const person = await service.person({ apiKey })
  const LIFETIME = 600_000
  // One is slower by most of a minute, like a sleeping phone; each refreshes half a minute before its token expires.
  const tabs = [0, 55_000].map((late) => ({ ...person, next: LIFETIME - 30_000 + late }))
  const last: string[] = []
  for (let time = 0; time <= 3 * LIFETIME; time += 5000) {
    for (const [index, tab] of tabs.entries()) {
      if (time < tab.next) continue
      Object.assign(tab, await exchange(tab.refresh))
      tab.next += LIFETIME - 30_000
      last[index] = tab.refresh
    }
    service.clock.advance(5000)
  }
  assert.equal(last[0], last[1], 'both have the newest token')
  for (const tab of tabs) assert.ok(await isSignedIn(tab.access))
})

test('a client whose responses keep getting lost continues with the token that it has', async () => {
  const person = await service.person({ apiKey })
  for (let i = 0; i < 10; i++) {
    await use(person.refresh)
    service.clock.advance(5000)
  }
  const found = await exchange(person.refresh)
  assert.equal((await use(found.refresh)).status, 200)
})

test('a chain of more than a hundred tokens in a minute is not followed further, and its session stays active', async () => {
  const person = await service.person({ apiKey })
  let newest = person.refresh
  for (let i = 0; i < 100; i++) newest = (await exchange(newest)).refresh
  assert.equal((await exchange(person.refresh)).refresh, newest)
  newest = (await exchange(newest)).refresh
  assert.equal((await use(person.refresh)).status, 401)
  assert.equal((await use(newest)).status, 200)
})

test('the successor of a token cannot be read in the database, and is deleted after the minute', async () => {
  const { db, sessions } = service.services
  const person = await service.person({ apiKey })
  const next = await exchange(person.refresh)
  const rows = () => db.read.selectFrom('refresh_tokens').selectAll().execute()
  const stored = JSON.stringify(await rows())
  for (const secret of [person.refresh, next.refresh]) assert.ok(!stored.includes(secret))
  assert.ok((await rows()).some((row) => row.next_sealed !== null))
  service.clock.advance(61_000)
  while ((await sessions.purgeSuccessors()) > 0);
  assert.ok((await rows()).every((row) => row.next_sealed === null))
})

test('only the token itself opens its successor, whatever the bytes', () => {
  const nonce = fc
    .uint8Array({ minLength: NONCE_BYTES, maxLength: NONCE_BYTES })
    .map((bytes) => Buffer.from(bytes).toString('base64url'))
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), nonce, fc.string(), (used, next, salt, other) => {
      const sealed = sealNext(used, next, salt)
      assert.equal(openNext(used, sealed), next)
      if (other !== used) assert.equal(openNext(other, sealed), null)
      assert.equal(openNext(used, other), null)
    }),
  )
})

test('the time in which a token may be reused is a setting, never below thirty seconds', () => {
  assert.equal(readConfig({}).refreshReuse, 60_000)
  assert.equal(readConfig({ REFRESH_REUSE_SECONDS: '30' }).refreshReuse, 30_000)
  assert.throws(() => readConfig({ REFRESH_REUSE_SECONDS: '29' }), /REFRESH_REUSE_SECONDS/)
})
