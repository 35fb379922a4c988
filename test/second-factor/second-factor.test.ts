import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../src/basics/durations.ts'
import { hashPassword } from '../../src/password/password.ts'
import { call, codeOf, enroll, ticketOf } from '../support/second-factor.ts'
import { type Person, serviceFixture, startService } from '../support/service.ts'

const service = await serviceFixture()

interface Tokens {
  access: string
  refresh: string
  recovery_codes?: string[]
}
interface State {
  data: { enabled: boolean; recovery_codes_left: number; required: boolean; required_from: string | null }
}

const login = ({ username, password }: Person, at = service) =>
  call<Tokens>(at, 'user/login/', { username, password })
const complete = (ticket: string, code: string, at = service, headers: Record<string, string> = {}) =>
  call<Tokens>(at, 'user/login/second-factor/', { second_factor_ticket: ticket, code }, headers)
const state = async (person: Person, at = service) =>
  (await call<State>(at, 'user/second-factor/', undefined, person.headers)).body.data
const profile = (access: string, at = service) =>
  call(at, 'user/get/profile/', undefined, { authorization: `Bearer ${access}` })
const code = (secret: string, steps = 0, at = service) => codeOf(secret, at.clock.now(), steps)

test('a person with a second factor gets a ticket for the password, and tokens for ticket and code', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const first = await login(person)
  assert.equal(first.status, 401)
  assert.deepEqual(first.body.error_codes, { detail: 'second_factor_required' })
  assert.equal(first.body.access, undefined)
  const second = await complete(first.body.second_factor_ticket, code(secret))
  assert.deepEqual([second.status, Object.keys(second.body).sort()], [200, ['access', 'refresh']])
  assert.equal((await profile(second.body.access)).status, 200)
})

test('the ticket is at the top level of problem details too', async () => {
  const person = await service.person()
  await enroll(service, person)
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey, accept: 'application/problem+json' },
    body: new URLSearchParams({ username: person.username, password: person.password }),
  })
  const problem = (await answer.json()) as Record<string, unknown>
  assert.equal(problem.type, 'urn:user-profile:second_factor_required')
  assert.equal(typeof problem.second_factor_ticket, 'string')
})

test('the response to a wrong password reveals nothing about a second factor', async () => {
  const person = await service.person()
  await enroll(service, person)
  const { status, body } = await login({ ...person, password: 'not this one' })
  assert.deepEqual([status, body.error_codes], [401, { detail: 'authentication_failed' }])
  assert.equal(body.second_factor_ticket, undefined)
})

test('a seed that is not confirmed by a code changes nothing', async () => {
  const person = await service.person()
  await call(service, 'user/second-factor/', { password: person.password }, person.headers)
  assert.equal((await login(person)).status, 200)
  assert.equal((await state(person)).enabled, false)
})

test('the seed is an otpauth address of the person, for SHA-1, six digits and 30 seconds', async () => {
  const person = await service.person()
  const { body } = await call<{ data: { secret: string; otpauth_uri: string } }>(
    service,
    'user/second-factor/',
    { password: person.password },
    person.headers,
  )
  const uri = new URL(body.data.otpauth_uri)
  assert.equal(uri.protocol, 'otpauth:')
  assert.equal(decodeURIComponent(uri.pathname).split(':').at(-1), person.username)
  const { secret, algorithm, digits, period } = Object.fromEntries(uri.searchParams)
  assert.deepEqual([secret, algorithm, digits, period], [body.data.secret, 'SHA1', '6', '30'])
  assert.equal(body.data.secret.length, 32, '160 bits')
})

for (const [steps, status] of [
  [-2, 400],
  [-1, 200],
  [0, 200],
  [1, 200],
  [2, 400],
] as const)
  test(`a code that is ${steps} steps of 30 seconds off gets ${status}`, async () => {
    const person = await service.person()
    const { secret } = await enroll(service, person)
    service.clock.advance(90_000)
    const answer = await complete(await ticketOf(service, person), code(secret, steps))
    assert.equal(answer.status, status)
    if (status === 400) assert.deepEqual(answer.body.error_codes, { code: ['second_factor_code_incorrect'] })
  })

test('a code works once, and invalidates earlier ones', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  service.clock.advance(60_000)
  const typed = code(secret)
  assert.equal((await complete(await ticketOf(service, person), typed)).status, 200)
  assert.equal((await complete(await ticketOf(service, person), typed)).status, 400)
  assert.equal((await complete(await ticketOf(service, person), code(secret, -1))).status, 400)
  assert.equal((await complete(await ticketOf(service, person), code(secret, 1))).status, 200)
})

test('of sixteen simultaneous completions with one code and one ticket each, one wins', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const tickets = await Promise.all(Array.from({ length: 16 }, () => ticketOf(service, person)))
  const typed = code(secret)
  const answers = await Promise.all(tickets.map((ticket) => complete(ticket, typed)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
})

test('of simultaneous completions with one ticket one wins, whatever codes they have', async () => {
  const person = await service.person()
  const { secret, recoveryCodes } = await enroll(service, person)
  const ticket = await ticketOf(service, person)
  const codes = [code(secret), ...recoveryCodes.slice(0, 4)]
  const answers = await Promise.all(codes.map((typed) => complete(ticket, typed)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  const late = await complete(ticket, recoveryCodes[9]!)
  assert.deepEqual(late.body.error_codes, { second_factor_ticket: ['ticket_not_valid'] })
})

test('each recovery code signs in once, as people type it, and the remaining count is shown', async () => {
  const person = await service.person()
  const { recoveryCodes } = await enroll(service, person)
  assert.equal(new Set(recoveryCodes).size, 10)
  assert.match(recoveryCodes[0]!, /^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  const typed = ` ${recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')} `
  assert.equal((await complete(await ticketOf(service, person), typed)).status, 200)
  assert.equal((await state(person)).recovery_codes_left, 9)
  assert.equal((await complete(await ticketOf(service, person), recoveryCodes[0]!)).status, 400)
})

test('sixteen simultaneous uses of a recovery code succeed once', async () => {
  const person = await service.person()
  const { recoveryCodes } = await enroll(service, person)
  const tickets = await Promise.all(Array.from({ length: 16 }, () => ticketOf(service, person)))
  const answers = await Promise.all(tickets.map((ticket) => complete(ticket, recoveryCodes[0]!)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
})

test('somebody else’s recovery code does not work, and new ones invalidate the old ones', async () => {
  const [person, other] = [await service.person(), await service.person()]
  const { recoveryCodes } = await enroll(service, person)
  const others = await enroll(service, other)
  assert.equal((await complete(await ticketOf(service, person), others.recoveryCodes[0]!)).status, 400)
  const { password, headers } = person
  const made = await call<{ data: { recovery_codes: string[] } }>(
    service,
    'user/second-factor/recovery-codes/',
    { password },
    headers,
  )
  assert.equal((await complete(await ticketOf(service, person), recoveryCodes[1]!)).status, 400)
  const [fresh = ''] = made.body.data.recovery_codes
  assert.equal((await complete(await ticketOf(service, person), fresh)).status, 200)
})

test('a ticket is invalid after five codes, after five minutes, and in other applications', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const over = { second_factor_ticket: ['ticket_not_valid'] }

  const tried = await ticketOf(service, person)
  for (let i = 0; i < 5; i++) assert.equal((await complete(tried, '000000')).status, 400)
  assert.deepEqual((await complete(tried, code(secret))).body.error_codes, over)

  const { apiKey } = await service.application('web')
  const moved = await ticketOf(service, person)
  const answer = await complete(moved, code(secret), { ...service, apiKey })
  assert.deepEqual([answer.status, answer.body.error_codes], [400, over], 'through another application')
  assert.equal((await complete(moved, code(secret))).status, 200, 'and it still works in its own application')

  const late = await ticketOf(service, person)
  service.clock.advance(301_000)
  assert.deepEqual((await complete(late, code(secret))).body.error_codes, over)
})

test('a ticket works only from the network that sent the password', async () => {
  const proxied = await startService({ TRUST_PROXY: '127.0.0.1' })
  const person = await proxied.person()
  const { secret } = await enroll(proxied, person)
  const { username, password } = person
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const { body } = await call(proxied, 'user/login/', { username, password }, from('2001:db8:1:2::7'))
  const ticket = body.second_factor_ticket
  const typed = code(secret, 0, proxied)
  assert.equal((await complete(ticket, typed, proxied, from('2001:db8:1:3::7'))).status, 400)
  assert.equal((await complete(ticket, typed, proxied, from('2001:db8:1:2::9'))).status, 200)
  await proxied.stop()
})

test('a new password, and ending all sessions, invalidates the tickets of the old one', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const ticket = await ticketOf(service, person)
  const changed = await call(
    service,
    'user/password/change/',
    { old_password: person.password, new_password: 'another staple of battery horses' },
    person.headers,
  )
  assert.equal(changed.status, 200)
  assert.equal((await complete(ticket, code(secret))).status, 400)
})

test('wrong codes count for the person across tickets, and a recovery code still signs in', async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  const person = await strict.person()
  const { secret, recoveryCodes } = await enroll(strict, person)
  for (let i = 0; i < 10; i++)
    assert.equal((await complete(await ticketOf(strict, person), '000000', strict)).status, 400)
  const ticket = await ticketOf(strict, person)
  assert.equal((await complete(ticket, code(secret, 0, strict), strict)).status, 429)
  assert.equal((await complete(ticket, recoveryCodes[0]!, strict)).status, 200)
  await strict.stop()
})

test('without the password nobody can use up the code attempts of its owner', async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  const person = await strict.person()
  const { secret } = await enroll(strict, person)
  for (let i = 0; i < 12; i++) await complete('no such ticket', '000000', strict)
  assert.equal((await complete(await ticketOf(strict, person), code(secret, 0, strict), strict)).status, 200)
  await strict.stop()
})

test('setup, new codes and removal require a recent proof, for which a code counts', async () => {
  const late = await startService()
  const person = await late.person()
  late.clock.advance(300_001)
  const login_ = await late.services.sessions.refresh(
    (await late.services.applications.byApiKey(late.apiKey))!,
    { refresh: person.refresh, address: '127.0.0.1' },
  )
  const headers = { authorization: `Bearer ${login_.access}` }
  const begin = (body: object) =>
    call<{ data: { secret: string } }>(late, 'user/second-factor/', body, headers)
  assert.deepEqual((await begin({})).body.error_codes, { detail: 'recent_sign_in_required' })
  assert.deepEqual((await begin({ password: 'wrong' })).body.error_codes, {
    password: ['password_incorrect'],
  })
  const { secret } = (await begin({ password: person.password })).body.data
  const now = () => late.clock.now()
  assert.equal(
    (await call(late, 'user/second-factor/confirm/', { code: codeOf(secret, now()) }, headers)).status,
    200,
  )
  for (const path of ['recovery-codes', 'remove'])
    assert.equal((await call(late, `user/second-factor/${path}/`, {}, headers)).status, 403)
  late.clock.advance(30_000)
  const proof = (second_factor_code: string) => call(late, 'user/proof/', { second_factor_code }, headers)
  assert.deepEqual((await proof('123')).body.error_codes, {
    second_factor_code: ['second_factor_code_incorrect'],
  })
  assert.equal((await proof(codeOf(secret, now()))).status, 200)
  assert.equal((await call(late, 'user/second-factor/remove/', {}, headers)).status, 200)
  assert.equal((await login(person, late)).status, 200, 'and the password is enough again')
  await late.stop()
})

test('a new app replaces the old one, which works until then', async () => {
  const person = await service.person()
  const first = await enroll(service, person)
  const begun = await call<{ data: { secret: string } }>(
    service,
    'user/second-factor/',
    { password: person.password },
    person.headers,
  )
  assert.equal((await complete(await ticketOf(service, person), code(first.secret))).status, 200)
  service.clock.advance(30_000)
  const { secret } = begun.body.data
  await call(service, 'user/second-factor/confirm/', { code: code(secret) }, person.headers)
  service.clock.advance(30_000)
  assert.equal((await complete(await ticketOf(service, person), code(first.secret))).status, 400)
  assert.equal((await complete(await ticketOf(service, person), first.recoveryCodes[0]!)).status, 400)
  assert.equal((await complete(await ticketOf(service, person), code(secret))).status, 200)
})

test('a disabled person with a ticket cannot sign in', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const ticket = await ticketOf(service, person)
  const { db, users } = service.services
  await db.write((tx) => users.update(tx, person.id, { disabled_at: 1 }, 1))
  const { status, body } = await complete(ticket, code(secret))
  assert.deepEqual([status, body.error_codes], [401, { detail: 'no_active_account' }])
})

test('a person of whom the operator requires a second factor sets it up while signing in', async () => {
  const person = await service.person()
  const { ownSecondFactor, users } = service.services
  const user = (await users.byId(person.id))!
  await ownSecondFactor.setRequired(user, true, { kind: 'operator', operator: 'tester' })
  const first = await login(person)
  assert.deepEqual(first.body.error_codes, { detail: 'second_factor_enrollment_required' })
  assert.equal(first.body.enrollment_url, `${service.origin}/security`)
  const ticket = first.body.second_factor_ticket
  const early = await complete(ticket, '123456')
  assert.deepEqual(early.body.error_codes, { code: ['second_factor_code_incorrect'] })
  const begun = await call<{ data: { secret: string } }>(service, 'user/login/second-factor/enroll/', {
    second_factor_ticket: ticket,
  })
  const { secret } = begun.body.data
  const done = await complete(ticket, code(secret))
  assert.equal(done.status, 200)
  assert.equal(done.body.recovery_codes?.length, 10)
  assert.equal((await profile(done.body.access)).status, 200)
  service.clock.advance(30_000)
  const removal = await call(
    service,
    'user/second-factor/remove/',
    { password: person.password },
    person.headers,
  )
  assert.deepEqual([removal.status, removal.body.error_codes], [403, { detail: 'second_factor_kept' }])
  assert.equal(await ownSecondFactor.reset(user, { kind: 'operator', operator: 'tester' }), true)
  assert.deepEqual((await login(person)).body.error_codes, { detail: 'second_factor_enrollment_required' })
})

test('a ticket for a code cannot set up another factor', async () => {
  const person = await service.person()
  await enroll(service, person)
  const { status, body } = await call(service, 'user/login/second-factor/enroll/', {
    second_factor_ticket: await ticketOf(service, person),
  })
  assert.deepEqual([status, body.error_codes], [400, { second_factor_ticket: ['ticket_not_valid'] }])
})

test('if everybody needs a second factor, the password is enough until the date set by the operator', async () => {
  const from = new Date(Date.now() + DAY).toISOString().slice(0, 10)
  const strict = await startService({ SECOND_FACTOR: 'required', SECOND_FACTOR_FROM: from })
  const person = await strict.person()
  assert.deepEqual(await state(person, strict), {
    enabled: false,
    enabled_at: null,
    recovery_codes_left: 0,
    required: true,
    required_from: `${from}T00:00:00.000Z`,
  })
  assert.equal((await login(person, strict)).status, 200)
  assert.deepEqual(await strict.services.factors.count(), { people: 1, enrolled: 0, missing: 1 })
  strict.clock.advance(2 * DAY)
  assert.deepEqual((await login(person, strict)).body.error_codes, {
    detail: 'second_factor_enrollment_required',
  })
  await strict.stop()
})

test('no seed, code or ticket is readable by others, and expired ones are deleted', async () => {
  const person = await service.person()
  const { recoveryCodes } = await enroll(service, person)
  const ticket = await ticketOf(service, person)
  const { db } = service.services
  const codes = JSON.stringify(await db.read.selectFrom('recovery_codes').selectAll().execute())
  const tickets = JSON.stringify(await db.read.selectFrom('sign_in_tickets').selectAll().execute())
  for (const secret of recoveryCodes) assert.ok(!codes.includes(secret.replaceAll('-', '')))
  assert.ok(!tickets.includes(ticket) && !tickets.includes('127.0.0.1'))
  assert.ok(!JSON.stringify(service.logged).includes(ticket))
  service.clock.advance(301_000)
  while ((await service.services.tickets.purge()) > 0);
  assert.deepEqual(await db.read.selectFrom('sign_in_tickets').selectAll().execute(), [])
})

test('a person who chooses a new password by a mailed code still needs the second factor', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const { db, users } = service.services
  const hash = await hashPassword('nine hills beside a lake')
  await db.write((tx) => users.update(tx, person.id, { password_hash: hash }, service.clock.now()))
  const renewed = { ...person, password: 'nine hills beside a lake' }
  assert.deepEqual((await login(renewed)).body.error_codes, { detail: 'second_factor_required' })
  assert.equal((await complete(await ticketOf(service, renewed), code(secret))).status, 200)
})
