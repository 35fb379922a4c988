import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { test } from 'node:test'
import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { type Person, serviceFixture } from '../support/service.ts'

const service = await serviceFixture()

const stored = {
  pbkdf2: (text: string) =>
    `pbkdf2_sha256$1000$salt$${pbkdf2Sync(text, 'salt', 1000, 32, 'sha256').toString('base64')}`,
  bcrypt: async (text: string) => `bcrypt$${await bcrypt(text, 4)}`,
  'our own': (text: string) => argon2(text, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
}

async function signIn(person: Person, password: string): Promise<number> {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ username: person.username, password }),
  })
  await answer.arrayBuffer()
  return answer.status
}
const hashOf = (person: Person) => service.services.users.passwordHash(person.id)

/** A person whose stored hash is of the text. */
async function personWith(scheme: keyof typeof stored, text: string): Promise<Person> {
  const person = await service.person()
  const password_hash = await stored[scheme](text)
  await service.services.db.write((tx) =>
    service.services.users.update(tx, person.id, { password_hash }, service.clock.now()),
  )
  return person
}

const NFC = 'caf\u00e9 au lait'
const NFD = 'cafe\u0301 au lait'
const LONG = 'é'.repeat(40)
for (const [scheme, text, typed, renewed] of [
  // The framework behind the published API trims: django/forms/fields.py, CharField.strip.
  ['pbkdf2', 'nine green hills', 'nine green hills ', true],
  ['bcrypt', 'nine green hills', ' nine green hills', true],
  ['our own', 'nine green hills', 'nine green hills\n', false],
  // Django stores the text as typed: a Mac writes in two characters what a phone writes in one.
  ['pbkdf2', NFD, NFD, true],
  ['our own', NFD, NFD, true],
  ['our own', NFC, NFD, false],
  // bcrypt reads 72 bytes: anything after them may be right or wrong.
  ['bcrypt', LONG, `${LONG.slice(0, 36)}and something else`, false],
] as const) {
  test(`after a sign-in with ${JSON.stringify(typed)} against ${scheme} of ${JSON.stringify(text)} both still match`, async () => {
    const person = await personWith(scheme, text)
    const before = await hashOf(person)
    assert.equal(await signIn(person, typed), 200)
    assert.equal((await hashOf(person)) !== before, renewed)
    assert.equal(await signIn(person, text), 200)
    assert.equal(await signIn(person, typed), 200)
    assert.equal(await signIn(person, `x${text}`), 401)
  })
}

test('a password renewed from two characters for one letter also matches with one character', async () => {
  const person = await personWith('pbkdf2', NFD)
  assert.equal(await signIn(person, NFD), 200)
  assert.equal(await signIn(person, NFC), 200)
})

test('a password chosen with surrounding white space matches as it was chosen', async () => {
  const person = await service.person()
  const answer = await fetch(`${service.base}/user/password/change/`, {
    method: 'POST',
    headers: person.headers,
    body: new URLSearchParams({ old_password: ` ${person.password}`, new_password: ` ${NFD} ` }),
  })
  assert.equal(answer.status, 200)
  assert.equal(await signIn(person, ` ${NFC} `), 200)
  assert.equal(await signIn(person, NFC), 401)
})
