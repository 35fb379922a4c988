import assert from 'node:assert/strict'
import { pbkdf2Sync, scryptSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { type NewPerson, personColumns } from '../../src/account/account.ts'
import { type ExpensiveWork, expensiveWork } from '../../src/ports/expensive-work.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'

const RIGHT = 'a lake beside nine hills'
const WRONG = 'a lake beside ten hills'
const OWN = 'argon2id m=19456,t=2,p=1'

let work: ExpensiveWork[] = []
const noteWork = (message: unknown) => void work.push(message as ExpensiveWork)
const service = await serviceFixture()
before(() => expensiveWork.start.subscribe(noteWork))
after(() => expensiveWork.start.unsubscribe(noteWork))

const pbkdf2 = (iterations: number, digest = 'sha256', bytes = 32) =>
  `pbkdf2_${digest}$${iterations}$salt$${pbkdf2Sync(RIGHT, 'salt', iterations, bytes, digest).toString('base64')}`
/** The costs of other systems' formats, by family, as stored below. */
const kinds: Record<string, () => Promise<string>> = {
  'our own': () => argon2(RIGHT, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
  'argon2 of another cost': () => argon2(RIGHT, { memoryCost: 1024, timeCost: 3, parallelism: 2 }),
  'PBKDF2 of few rounds': async () => pbkdf2(700),
  'PBKDF2 of many rounds': async () => pbkdf2(2000),
  'PBKDF2 with SHA-1': async () => pbkdf2(900, 'sha1', 20),
  'bcrypt of few rounds': async () => `bcrypt$${await bcrypt(RIGHT, 4)}`,
  'bcrypt of many rounds': async () => `bcrypt$${await bcrypt(RIGHT, 7)}`,
  scrypt: async () =>
    `scrypt$1024$salt$8$1$${scryptSync(RIGHT, 'salt', 64, { N: 1024, r: 8, p: 1 }).toString('base64')}`,
}

async function store(person: Person, password_hash: string, disabled_at: number | null = null) {
  await service.services.db.write((tx) =>
    service.services.users.update(tx, person.id, { password_hash, disabled_at }, service.clock.now()),
  )
}

/** Returns the status of a sign-in and its units of work, by family. */
async function signIn(username: string, password = WRONG) {
  work = []
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ username, password }),
  })
  await answer.arrayBuffer()
  const units: Record<string, number> = {}
  for (const { family, units: done } of work)
    if (family !== undefined) units[family] = (units[family] ?? 0) + (done ?? 0)
  return { status: answer.status, units }
}

const all = {
  [OWN]: 1,
  'argon2id m=1024,t=3,p=2': 1,
  pbkdf2_sha256: 2000,
  pbkdf2_sha1: 900,
  bcrypt: 128,
  'scrypt N=1024,r=8,p=1': 1,
}

test('a refused sign-in is the same work for every kind of stored password and for a name that nobody has', async () => {
  assert.deepEqual(await signIn('nobody'), { status: 401, units: { [OWN]: 1 } })
  const people: Record<string, Person> = {}
  for (const [kind, hash] of Object.entries(kinds)) {
    people[kind] = await service.person()
    await store(people[kind], await hash())
  }
  people['no password'] = await service.person()
  await store(people['no password'], '')
  people['an unknown format'] = await service.person()
  await store(people['an unknown format'], 'md5$salt$0cc175b9c0f1b6a831c399e269772661')
  people['somebody disabled'] = await service.person()
  await store(people['somebody disabled'], await kinds.scrypt!(), service.clock.now())
  await service.services.passwordKinds.refresh()
  assert.deepEqual(await signIn('nobody'), { status: 401, units: all })
  for (const [kind, { username }] of Object.entries(people))
    assert.deepEqual(await signIn(username), { status: 401, units: all }, kind)
})

test('a password with several possible texts costs the same for each of them, for every person', async () => {
  const person = await service.person()
  await store(person, await kinds['PBKDF2 of few rounds']!())
  const twice = Object.fromEntries(Object.entries(all).map(([family, units]) => [family, units * 2]))
  assert.deepEqual((await signIn('nobody', ` ${WRONG}`)).units, twice)
  assert.deepEqual((await signIn(person.username, ` ${WRONG}`)).units, twice)
})

test('a right password costs only its comparison', async () => {
  const person = await service.person()
  await store(person, await kinds['our own']!())
  assert.deepEqual(await signIn(person.username, RIGHT), { status: 200, units: { [OWN]: 1 } })
})

test('a kind counts once a sign-in with it was refused, and within a minute after an import', async () => {
  const first = await service.person()
  await store(first, pbkdf2(2500))
  assert.equal((await signIn(first.username)).units.pbkdf2_sha256, 2500)
  assert.equal((await signIn('nobody')).units.pbkdf2_sha256, 2500)
  const person = {
    ...(Object.fromEntries(personColumns.map((column) => [column, ''])) as unknown as NewPerson),
    username: 'imported',
    email: 'imported@example.com',
    password_hash: pbkdf2(3000),
    active: true,
    delete_at: null,
  }
  const identity = { id: null, external_id: null, username: 'imported', email: 'imported@example.com' }
  const plan = { strict: false, forExisting: 'refuse', applicationId: null } as const
  const running = await service.services.imports.begin(plan, testOperator)
  const change = { fields: { values: {}, faults: {} } }
  const row = { identity, toAdd: { person }, toChange: { change } }
  assert.deepEqual(await running.run([row]), ['created'])
  await running.finish()
  service.clock.advance(61_000)
  await signIn('nobody')
  await service.services.passwordKinds.whenIdle()
  assert.equal((await signIn('nobody')).units.pbkdf2_sha256, 3000)
  assert.equal((await signIn('imported')).units.pbkdf2_sha256, 3000)
})

test('once every hash is our own, a refused sign-in costs one of them', async () => {
  await service.services.db.write((tx) =>
    tx
      .updateTable('users')
      .set({ password_hash: '' })
      .where('password_hash', 'not like', '$argon2id$v=19$m=19456%')
      .execute(),
  )
  service.clock.advance(61_000)
  await signIn('nobody')
  await service.services.passwordKinds.whenIdle()
  assert.deepEqual((await signIn('nobody')).units, { [OWN]: 1 })
})
