import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PAGE_APPLICATION } from '../../src/application/application.ts'
import { DAY, MINUTE } from '../../src/basics/durations.ts'
import { type Person, serviceFixture, startService, type TestService } from '../support/service.ts'

const ORIGIN = 'https://id.example.com'

const service = await serviceFixture({ PUBLIC_URL: ORIGIN })

interface Answer {
  access: string
  errors: { detail: string }
  error_codes: Record<string, unknown>
  data: { recent_until: string }
}

async function send(at: TestService, path: string, body: object, headers: Record<string, string>) {
  const answer = await fetch(`${at.base}/user/${path}/`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Answer }
}
const post = (person: Person, path: string, body: object = {}) => send(service, path, body, person.headers)
const refused = { detail: 'recent_sign_in_required' }

/** A person who is signed in on the page. */
async function onPage(): Promise<Person> {
  const person = await service.person({ apiKey: PAGE_APPLICATION })
  return { ...person, headers: { ...person.headers, origin: ORIGIN } }
}

test('five minutes after the sign-in an access token alone cannot remove the account', async () => {
  const person = await service.person()
  service.clock.advance(5 * MINUTE + 1000)
  const answer = await post(person, 'delete')
  assert.deepEqual([answer.status, answer.body.error_codes], [403, refused])
  assert.match(answer.body.errors.detail, /user\/proof\//)
  assert.equal((await post(person, 'delete', { password: 'wrong' })).status, 400)
  assert.equal((await post(person, 'delete', { password: person.password })).status, 200)
})

test('right after the sign-in the account is removed without another password', async () => {
  const person = await service.person()
  assert.equal((await post(person, 'delete')).status, 200)
})

test('a proof by password is recent for five minutes, only for its own session', async () => {
  const person = await service.person()
  const login = await send(
    service,
    'login',
    { username: person.username, password: person.password },
    { apikey: service.apiKey },
  )
  const other = { ...person, headers: { ...person.headers, authorization: `Bearer ${login.body.access}` } }
  service.clock.advance(5 * MINUTE + 1000)
  assert.deepEqual((await post(person, 'proof')).body.error_codes, { password: ['required'] })
  assert.deepEqual((await post(person, 'proof', { password: 'wrong' })).body.error_codes, {
    password: ['password_incorrect'],
  })
  assert.equal((await post(person, 'delete')).status, 403)
  const proven = await post(person, 'proof', { password: person.password })
  assert.equal(proven.status, 200)
  assert.equal(Math.round((Date.parse(proven.body.data.recent_until) - service.clock.now()) / MINUTE), 5)
  assert.equal((await post(other, 'delete')).status, 403)
  service.clock.advance(4 * MINUTE + 50_000)
  assert.equal((await post(person, 'delete')).status, 200)
})

test('a refreshed access token does not count as a recent sign-in', async () => {
  const person = await service.person()
  service.clock.advance(6 * MINUTE)
  const { body } = await send(
    service,
    'token/refresh',
    { refresh: person.refresh },
    { apikey: service.apiKey },
  )
  const answer = await post(
    { ...person, headers: { ...person.headers, authorization: `Bearer ${body.access}` } },
    'delete',
  )
  assert.deepEqual(answer.body.error_codes, refused)
})

test('a clock that ran ahead leaves no proof that stays recent for long', async () => {
  const person = await service.person()
  const { clock } = service
  clock.advance(DAY)
  await service.services.db.write((tx) =>
    tx.updateTable('sessions').set({ proved_at: clock.now() }).where('user_id', '=', person.id).execute(),
  )
  clock.advance(-DAY)
  assert.equal((await post(person, 'delete')).status, 403)
})

test('on the page a change of the address requires a recent proof, and clients of the published API need none', async () => {
  const here = await onPage()
  const published = await service.person()
  service.clock.advance(6 * MINUTE)
  const email = `new-${here.email}`
  assert.deepEqual((await post(here, 'token-generator', { email })).body.error_codes, refused)
  assert.equal((await post(here, 'proof', { password: here.password })).status, 200)
  assert.equal((await post(here, 'token-generator', { email })).status, 200)
  assert.equal((await post(published, 'token-generator', { email: `new-${published.email}` })).status, 200)
})

test('if the operator wants it, every application needs a recent proof to change the address', async () => {
  const strict = await startService({ RECENT_PROOF_FOR_EMAIL: 'all', RECENT_PROOF_MINUTES: '1' })
  const person = await strict.person()
  const ask = () => send(strict, 'token-generator', { email: 'else@example.com' }, person.headers)
  assert.equal((await ask()).status, 200)
  strict.clock.advance(MINUTE + 1000)
  assert.deepEqual((await ask()).body.error_codes, refused)
  assert.equal((await send(strict, 'proof', { password: person.password }, person.headers)).status, 200)
  assert.equal((await ask()).status, 200)
  await strict.stop()
})

test('a password that changes while the removal is requested removes nothing', async () => {
  const person = await service.person()
  const answers = await Promise.all([
    post(person, 'password/change', {
      old_password: person.password,
      new_password: 'another long password 1',
    }),
    ...Array.from({ length: 4 }, () => post(person, 'delete', { password: person.password })),
  ])
  assert.equal(answers[0]!.status, 200)
  const wish = (await service.services.users.byId(person.id))!.deleteAt
  // Requests before the change succeed; those after it have a password that is no longer valid.
  assert.equal(
    wish !== null,
    answers.slice(1).some(({ status }) => status === 200),
  )
})
