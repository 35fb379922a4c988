import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { DAY } from '../../src/basics/durations.ts'
import { serviceFixture, startService, testOperator } from '../support/service.ts'

const service = await serviceFixture()

interface Tokens {
  access: string
  refresh?: string
}
interface Failure {
  errors: Record<string, unknown>
  error_type: string
  error_codes: Record<string, unknown>
}

async function post<T = Failure>(
  path: string,
  body: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${service.base}/${path}`, {
    method: 'POST',
    headers: { apikey: service.apiKey, ...headers },
    body: new URLSearchParams(body),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T }
}
const login = (username: string, password: string, headers = {}) =>
  post('user/login/', { username, password }, headers)
const refresh = (token: string, apikey = service.apiKey) =>
  post<Tokens & Failure>('user/token/refresh/', { refresh: token }, { apikey })
const isSignedIn = async (access: string, apikey = service.apiKey) =>
  (
    await fetch(`${service.base}/user/get/profile/`, {
      headers: { apikey, authorization: `Bearer ${access}` },
    })
  ).status

test('signing in returns the two tokens without the envelope', async () => {
  const person = await service.person()
  const { status, body } = await login(person.username, person.password)
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body).sort(), ['access', 'refresh'])
})

test('a wrong password and an unknown name get the same response', async () => {
  const person = await service.person()
  for (const { status, body } of [
    await login(person.username, 'wrong'),
    await login('nobody-here', 'wrong'),
  ]) {
    assert.equal(status, 401)
    assert.equal(body.error_type, 'Authentication failed')
    assert.deepEqual(body.errors, { detail: 'The supplied authentication credentials are invalid.' })
  }
})

test('a disabled person learns it only after the right password', async () => {
  const person = await service.person()
  const { db, users } = service.services
  await db.write((tx) => users.update(tx, person.id, { disabled_at: 1 }, 1))
  const wrong = await login(person.username, 'wrong')
  assert.equal(wrong.body.error_type, 'Authentication failed')
  const right = await login(person.username, person.password)
  assert.equal(right.status, 401)
  assert.equal(right.body.error_type, 'Inactive Account')
  assert.deepEqual(right.body.errors, { detail: 'No active account found with the given credentials' })
  assert.equal(await isSignedIn(person.access), 401, 'and the existing session has ended')
})

test('a user name is the same person in any case', async () => {
  const person = await service.person()
  assert.equal((await login(` ${person.username.toUpperCase()} `, person.password)).status, 200)
})

test('a password with surrounding white space that was never stored still matches, as with the framework', async () => {
  const person = await service.person()
  assert.equal((await login(person.username, `${person.password}\n`)).status, 200)
})

test('the access token is a JWT that the published key set verifies, and expires after ten minutes', async () => {
  const person = await service.person()
  const keys = createRemoteJWKSet(new URL(`${service.origin}/.well-known/jwks.json`))
  const { payload } = await jwtVerify(person.access, keys, { algorithms: ['ES256'] })
  assert.equal(payload.sub, person.id)
  assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 600)
})

test('an access token is refused after ten minutes', async () => {
  const late = await startService()
  const person = await late.person()
  const status = async () =>
    (await fetch(`${late.base}/user/get/profile/`, { headers: person.headers })).status
  late.clock.advance(9 * 60_000)
  assert.equal(await status(), 200)
  late.clock.advance(61_000)
  assert.equal(await status(), 401)
  await late.stop()
})

test('a web server app keeps its refresh token and gets only a new access token', async () => {
  const person = await service.person()
  const first = await refresh(person.refresh)
  assert.deepEqual([first.status, Object.keys(first.body)], [200, ['access']])
  assert.equal(await isSignedIn(first.body.access), 200)
  assert.equal((await refresh(person.refresh)).status, 200, 'and it can be used again')
})

test('a mobile app gets a new refresh token at each use, and the new one works', async () => {
  const { apiKey } = await service.application('mobile')
  const person = await service.person({ apiKey })
  const first = await refresh(person.refresh, apiKey)
  assert.deepEqual(Object.keys(first.body).sort(), ['access', 'refresh'])
  assert.notEqual(first.body.refresh, person.refresh)
  assert.equal((await refresh(first.body.refresh ?? '', apiKey)).status, 200)
})

test('a refresh token of another application is not valid', async () => {
  const { apiKey } = await service.application('web')
  const person = await service.person()
  const { status, body } = await refresh(person.refresh, apiKey)
  assert.deepEqual([status, body.errors], [401, { detail: 'Token is invalid or expired' }])
  assert.equal((await refresh(person.refresh)).status, 200, 'and the attempt did not affect it')
})

test('a session that nobody refreshes ends after the configured days', async () => {
  const late = await startService({ REFRESH_TOKEN_DAYS: '2' })
  const person = await late.person()
  const use = () =>
    fetch(`${late.base}/user/token/refresh/`, {
      method: 'POST',
      headers: { apikey: late.apiKey },
      body: new URLSearchParams({ refresh: person.refresh }),
    })
  late.clock.advance(DAY * 1.5)
  assert.equal((await use()).status, 200)
  late.clock.advance(DAY * 1.5)
  assert.equal((await use()).status, 200, 'each use moves the end')
  late.clock.advance(DAY * 2.1)
  assert.equal((await use()).status, 401)
  await late.stop()
})

test('signing out ends the session: its access and refresh tokens stop working at once', async () => {
  const person = await service.person()
  assert.equal((await post('user/logout/', {}, person.headers)).status, 200)
  assert.equal(await isSignedIn(person.access), 401)
  assert.equal((await refresh(person.refresh)).status, 401)
})

test("a refresh token sent with the sign-out must be the same person's", async () => {
  const person = await service.person()
  const other = await service.person()
  const { status, body } = await post('user/logout/', { refresh: other.refresh }, person.headers)
  assert.deepEqual([status, body.error_codes], [400, { refresh: ['token_not_valid'] }])
  assert.equal(await isSignedIn(person.access), 200, 'and nothing has ended')
  assert.equal(await isSignedIn(other.access), 200)
  assert.equal((await post('user/logout/', { refresh: person.refresh }, person.headers)).status, 200)
})

test('tokens stop working when the application, its key or the signing key is revoked', async () => {
  const { applications, keyring } = service.services
  const rotated = await service.application('web')
  const first = await service.person({ apiKey: rotated.apiKey })
  const fresh = await applications.rotateKey(rotated.id, 0, testOperator)
  assert.equal(await isSignedIn(first.access, rotated.apiKey), 401, 'the old key is refused')
  assert.equal(await isSignedIn(first.access, fresh), 200, 'the session continues with the new one')
  await applications.revoke(rotated.id, testOperator)
  assert.equal(await isSignedIn(first.access, fresh), 401)

  const kept = await service.person()
  await keyring.rotate({ revoke: false }, testOperator)
  assert.equal(await isSignedIn(kept.access), 200, 'tokens of the old signing key stay valid')
  const renewed = (await refresh(kept.refresh)).body.access
  await keyring.rotate({ revoke: true }, testOperator)
  service.clock.advance(2000)
  assert.equal(await isSignedIn(renewed), 401)
  assert.equal((await refresh(kept.refresh)).status, 401, 'the refresh token ends with it')
  const anew = (await login(kept.username, kept.password)).body as unknown as Tokens
  assert.equal(await isSignedIn(anew.access), 200)
})

test('guessing a password is stopped with Retry-After, and somebody else can still sign in', async () => {
  const strict = await startService({ LIMIT_SCALE: '1' })
  const [victim, other] = [await strict.person(), await strict.person()]
  const guess = (username: string, password: string) =>
    fetch(`${strict.base}/user/login/`, {
      method: 'POST',
      headers: { apikey: strict.apiKey },
      body: new URLSearchParams({ username, password }),
    })
  const answers = await Promise.all(Array.from({ length: 16 }, () => guess(victim.username, 'wrong')))
  assert.deepEqual(answers.map((a) => a.status).sort(), [...Array(10).fill(401), ...Array(6).fill(429)])
  const refused = answers.find((answer) => answer.status === 429)
  const body = (await refused?.json()) as Failure
  const seconds = refused?.headers.get('retry-after')
  assert.equal(body.error_type, 'Throttled')
  assert.deepEqual(body.errors, {
    detail: `Request was throttled. Expected available in ${seconds} seconds.`,
  })
  assert.equal((await guess(victim.username, victim.password)).status, 429)
  assert.equal((await guess(other.username, other.password)).status, 200)
  await strict.stop()
})

test('no token or password is in the database', async () => {
  const person = await service.person()
  const rows = await service.services.db.read.selectFrom('refresh_tokens').selectAll().execute()
  assert.ok(!JSON.stringify(rows).includes(person.refresh))
  const keys = await service.services.db.read.selectFrom('api_keys').selectAll().execute()
  assert.ok(!JSON.stringify(keys).includes(service.apiKey))
  assert.equal(decodeJwt(person.access).sub, person.id)
})
