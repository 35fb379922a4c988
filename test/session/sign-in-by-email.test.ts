import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../src/basics/durations.ts'
import { usernameKey } from '../../src/user/user.ts'
import { serviceFixture, startService } from '../support/service.ts'

const service = await serviceFixture()

async function signIn(username: string, password: string, of = service, headers = {}) {
  const answer = await fetch(`${of.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: of.apiKey, ...headers },
    body: new URLSearchParams({ username, password }),
  })
  await answer.arrayBuffer()
  return answer.status
}

test('a person signs in with the e-mail address instead of the user name, however it is written', async () => {
  const person = await service.person({ email: 'Zoë.Smith@exämple.com' })
  for (const typed of [
    'Zoë.Smith@exämple.com',
    ' zoë.smith@EXÄMPLE.COM ',
    'zoë.smith@xn--exmple-cua.com',
    person.username,
  ])
    assert.equal(await signIn(typed, person.password), 200, typed)
  assert.equal(await signIn('zoë.smith@exämple.com', 'wrong'), 401)
})

test('an invalid or unknown address is a wrong name', async () => {
  const person = await service.person()
  const typed = [
    '@',
    '@@',
    'a@',
    '@b',
    'nobody@example.com',
    `${person.email}.`,
    `x@${'y'.repeat(250)}`,
    '\u0000@x.com',
  ]
  for (const name of typed) assert.ok([400, 401].includes(await signIn(name, person.password)), name)
})

test('a user name takes precedence over an identical address', async () => {
  const holder = await service.person({ password: 'nine hills beside a lake' })
  const named = await service.person()
  const { db, users } = service.services
  const username = holder.email
  await db.write((tx) =>
    users.update(tx, named.id, { username, username_key: usernameKey(username) }, service.clock.now()),
  )
  assert.equal(await signIn(username, named.password), 200)
  assert.equal(await signIn(username, holder.password), 401)
})

test('a former address does not sign in, although it is reserved for its undo', async () => {
  const person = await service.person()
  const { db, users } = service.services
  const now = service.clock.now()
  await db.write(async (tx) => {
    await users.reserveAddress(tx, person.id, person.email, now + DAY)
    await users.claimAddress(tx, person.id, 'left@example.com', now)
    await users.update(tx, person.id, { email: 'left@example.com' }, now)
  })
  assert.equal(await signIn(person.email, person.password), 401)
  assert.equal(await signIn('left@example.com', person.password), 200)
})

test('name and address share one count of wrong passwords', async () => {
  const strict = await startService({ LIMIT_SCALE: '1', TRUST_PROXY: 'true' })
  const person = await strict.person()
  const at = { 'x-forwarded-for': '192.0.2.9' }
  for (let i = 0; i < 5; i++) {
    assert.equal(await signIn(person.username, 'wrong', strict, at), 401)
    assert.equal(await signIn(person.email.toUpperCase(), 'wrong', strict, at), 401)
  }
  assert.equal(await signIn(person.username, person.password, strict, at), 429)
  assert.equal(await signIn(person.email, person.password, strict, at), 429)
  await strict.stop()
})

test('if the operator has turned it off, only user names sign in', async () => {
  const off = await startService({ SIGN_IN_BY_EMAIL: 'off' })
  const person = await off.person()
  assert.equal(await signIn(person.email, person.password, off), 401)
  assert.equal(await signIn(person.username, person.password, off), 200)
  const config = await (await fetch(`${off.origin}/page-config.json`)).json()
  assert.equal((config as Record<string, unknown>).sign_in_by_email, false)
  await off.stop()
})
