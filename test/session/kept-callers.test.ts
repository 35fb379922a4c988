import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openServices } from '../../src/app/app.ts'
import { readConfig } from '../../src/config/config.ts'
import type { Become, CallerChanges } from '../../src/ports/database.ts'
import type { KnownToken } from '../../src/session/access-token.ts'
import { createKeptCallers } from '../../src/session/kept-callers.ts'
import type { KeptCaller } from '../../src/session/session.ts'
import { fixture } from '../support/fixture.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { isScaledOut } from '../support/setup.ts'

const service = await serviceFixture()
/** What another process does: the operator's commands, or another node. */
const elsewhere = await fixture(
  () => openServices(readConfig(service.place), { clock: service.clock }),
  (services) => services.close(),
)

const profile = async (person: Pick<Person, 'headers'>) => {
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })
  const body = (await answer.json()) as { data?: { UserProfile: [{ first_name: string }] } }
  return answer.status === 200 ? body.data!.UserProfile[0].first_name : answer.status
}

/** A person whose caller was read before. */
async function visitor(): Promise<Person> {
  const person = await service.person({ fields: { first_name: 'before' } })
  for (let i = 0; i < 3; i++) assert.equal(await profile(person), 'before')
  return person
}

const places = { 'this process': service.services, 'another process': elsewhere }

for (const [where, services] of Object.entries(places)) {
  const userOf = async ({ id }: Person) => (await services.users.byId(id))!

  test(`a change of the profile by ${where} is seen by the next read`, async () => {
    const person = await visitor()
    await services.db.write((tx) =>
      tx.updateTable('users').set({ first_name: 'after' }).where('id', '=', person.id).execute(),
    )
    // Whatever else is remembered of a version is of this one.
    await services.db.write((tx) =>
      tx.updateTable('users').set({ version: 99 }).where('id', '=', person.id).execute(),
    )
    assert.equal(await profile(person), 'after')
  })

  test(`a person whom ${where} disables is refused from the next request on`, async () => {
    const person = await visitor()
    await services.accounts.disable(await userOf(person), testOperator)
    assert.equal(await profile(person), 401)
  })

  test(`a session that ${where} ends is refused from the next request on`, async () => {
    const person = await visitor()
    await services.db.write((tx) =>
      tx.updateTable('sessions').set({ ended_at: 1 }).where('user_id', '=', person.id).execute(),
    )
    assert.equal(await profile(person), 401)
  })

  test(`a person whose rows ${where} removes is refused from the next request on`, async () => {
    const person = await visitor()
    await services.db.write((tx) => tx.deleteFrom('users').where('id', '=', person.id).execute())
    assert.equal(await profile(person), 401)
  })

  test(`an application that ${where} revokes is refused from the next request on`, async () => {
    const application = await service.application('web')
    const person = await service.person({ apiKey: application.apiKey, fields: { first_name: 'before' } })
    assert.equal(await profile(person), 'before')
    await services.applications.revoke(application.id, testOperator)
    assert.equal(await profile(person), 401)
  })
}

test('the key of another application does not fit a known token', async () => {
  const person = await visitor()
  const { apiKey } = await service.application('web')
  assert.equal(await profile({ headers: { ...person.headers, apikey: apiKey } }), 401)
  assert.equal(await profile(person), 'before')
})

test('a session ends by the clock although nothing changes', async () => {
  const person = await visitor()
  await service.services.db.write((tx) =>
    tx
      .updateTable('sessions')
      .set({ expires_at: service.clock.now() + 5000 })
      .where('user_id', '=', person.id)
      .execute(),
  )
  assert.equal(await profile(person), 'before')
  service.clock.advance(6000)
  assert.equal(await profile(person), 401)
})

test('reads that run beside updates never show what was before an answered update', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, visitor))
  await Promise.all(
    people.map(async (person) => {
      for (let n = 0; n < 12; n++) {
        const body = new URLSearchParams({ email: person.email, first_name: `n${n}` })
        const others = [profile(person), profile(person)]
        const answer = await fetch(`${service.base}/user/update/profile/`, {
          method: 'POST',
          headers: person.headers,
          body,
        })
        assert.equal(answer.status, 200)
        assert.equal(await profile(person), `n${n}`)
        await Promise.all(others)
      }
    }),
  )
})

if (!isScaledOut)
  test('who was read once on SQLite is not read again as long as nothing changes', async () => {
    const person = await visitor()
    const changes = service.services.db.callerChanges!
    const before = changes.count()
    assert.equal(await profile(person), 'before')
    assert.equal(changes.count(), before)
    const { recall } = service.services.sessions
    assert.equal(recall(person.headers.apikey!, person.headers.authorization!)?.user.id, person.id)
    assert.equal(recall(person.headers.apikey!, `${person.headers.authorization!}x`), null)
    assert.equal(recall('wrong', person.headers.authorization!), null)
  })

/** Changes that a test tells of. */
function toldChanges() {
  let told = 0
  let isKnown = true
  let forget: Parameters<CallerChanges['onChange']>[0] = () => {}
  const changes: CallerChanges = {
    onChange(listener) {
      forget = listener
    },
    areKnown: () => isKnown,
    count: () => told,
    expect: () => {},
  }
  const tell = (userId: string | null, become?: Become) => {
    told++
    forget(userId, become)
  }
  const setKnown = (known: boolean) => {
    isKnown = known
  }
  return { changes, tell, setKnown }
}

const tokenOf = (userId: string) => ({ userId, kept: null }) as unknown as KnownToken
const caller = { caller: {}, keyHash: 'k', until: 100 } as unknown as KeptCaller

test('a caller is kept until a row about them changes', () => {
  const { changes, tell } = toldChanges()
  const kept = createKeptCallers(changes)
  const [ada, bob] = [tokenOf('ada'), tokenOf('bob')]
  const keep = kept.begin()
  keep(ada, caller)
  keep(bob, caller)
  tell('ada')
  assert.deepEqual(
    [ada, bob].map((token) => kept.find(token, 'k', 1) !== null),
    [false, true],
  )
  tell(null)
  assert.equal(kept.find(bob, 'k', 1), null)
})

test('a caller whose change is known is kept as it has left them, on each of their devices', () => {
  const { changes, tell } = toldChanges()
  const kept = createKeptCallers(changes)
  const [before, after] = [{ id: 'ada' }, { id: 'ada', firstName: 'Ada' }]
  const devices = [tokenOf('ada'), tokenOf('ada')]
  const keep = kept.begin()
  for (const [i, token] of devices.entries())
    keep(token, { ...caller, caller: { user: i === 0 ? before : { id: 'ada' } } } as unknown as KeptCaller)
  tell('ada', { before, after })
  for (const token of devices) assert.equal(kept.find(token, 'k', 1)?.user, after)
  tell('ada', { before, after: { id: 'ada', firstName: 'Eve' } })
  for (const token of devices)
    assert.equal(kept.find(token, 'k', 1), null, 'the change of who is no longer kept')
})

if (!isScaledOut)
  test('an update keeps its caller as the database would return them', async () => {
    const person = await visitor()
    const { recall } = service.services.sessions
    const update = async (fields: Record<string, string>) => {
      const body = new URLSearchParams({ email: person.email, ...fields })
      const answer = await fetch(`${service.base}/user/update/profile/`, {
        method: 'POST',
        headers: person.headers,
        body,
      })
      assert.equal(answer.status, 200)
      const known = recall(person.headers.apikey!, person.headers.authorization!)
      // Without what is noted with it.
      const user = Object.fromEntries(Object.entries(known!.user))
      assert.deepEqual(user, await service.services.users.byId(person.id))
    }
    assert.equal(await profile(person), 'before')
    await update({ first_name: 'Ada', last_name: 'Lovelace' })
    await update({ phone_code: '81', phone_number: '0312345678', country_code: 'JP' })
    await update({ languages: 'ja', timezones: 'Asia/Tokyo', currencies: 'JPY', pronouns: 'she/her' })
    await update({ first_name: '', phone_number: '', phone_code: '' })
  })

test('what changed while it was read is not kept', () => {
  const { changes, tell } = toldChanges()
  const kept = createKeptCallers(changes)
  const token = tokenOf('ada')
  const keep = kept.begin()
  tell('somebody')
  keep(token, caller)
  assert.equal(kept.find(token, 'k', 1), null)
})

test('nothing that was kept is used while changes are unknown', () => {
  const { changes, setKnown } = toldChanges()
  const kept = createKeptCallers(changes)
  const token = tokenOf('ada')
  kept.begin()(token, caller)
  setKnown(false)
  assert.equal(kept.find(token, 'k', 1), null)
  const other = tokenOf('bob')
  kept.begin()(other, caller)
  setKnown(true)
  assert.equal(kept.find(other, 'k', 1), null, 'nor is what was read meanwhile')
  assert.notEqual(kept.find(token, 'k', 1), null)
})

test('a caller is not kept beyond their time, and not for another key', () => {
  const { changes } = toldChanges()
  const kept = createKeptCallers(changes)
  const token = tokenOf('ada')
  kept.begin()(token, caller)
  assert.deepEqual(
    [kept.find(token, 'k', 99), kept.find(token, 'k', 100), kept.find(token, 'other', 1)].map(
      (found) => found !== null,
    ),
    [true, false, false],
  )
})

test('no more than some callers are kept; the first ones go first', () => {
  const { changes } = toldChanges()
  const kept = createKeptCallers(changes, 2)
  const tokens = ['ada', 'bob', 'eve'].map(tokenOf)
  const keep = kept.begin()
  for (const token of tokens) keep(token, caller)
  assert.deepEqual(
    tokens.map((token) => kept.find(token, 'k', 1) !== null),
    [false, true, true],
  )
})
