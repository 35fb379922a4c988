import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixture } from '../support/fixture.ts'
import { startProvider } from '../support/provider.ts'
import { serverClient } from '../support/server-client.ts'
import { serviceFixture, testOperator } from '../support/service.ts'

const provider = await fixture(startProvider, (one) => one.stop())
const other = await fixture(startProvider, (one) => one.stop())
const SHOP = 'Shop of foreign sessions'
const entry = { issuer: provider.issuer, application: SHOP }
const service = await serviceFixture(
  {
    ISSUERS: JSON.stringify([
      { ...entry, id: 'strict', name: 'Acme Login', audiences: ['strict'], acr: ['2'] },
      {
        ...entry,
        id: 'lenient',
        audiences: ['lenient'],
        acts: ['email', 'password', 'deletion'],
        acr: ['2'],
      },
      { ...entry, id: 'elsewhere', issuer: other.issuer, audiences: ['elsewhere'] },
    ]),
  },
  { isIdle: true },
)
const { services, clock } = service
const { apiKey } = await services.applications.create({ name: SHOP, kind: 'web' }, testOperator)

const seconds = () => Math.floor(clock.now() / 1000)
let counter = 0
/** Somebody of the provider on one device. */
function someone(more: Record<string, unknown> = {}) {
  const claims = { sub: `sub-${++counter}`, sid: `sid-${counter}`, aud: 'strict', ...more }
  return {
    claims,
    token: (other: Record<string, unknown> = {}) =>
      provider.sign({ ...claims, iat: seconds(), exp: seconds() + 300, ...other }),
  }
}
interface Body {
  data: Record<string, never>
  errors?: { detail?: string }
  error_codes?: { detail?: string }
}
async function call(
  token: string,
  method = 'GET',
  path = 'user/get/profile/',
  fields?: Record<string, string>,
) {
  const answer = await fetch(`${service.base}/${path}`, {
    method,
    headers: {
      apikey: apiKey,
      authorization: `Bearer ${token}`,
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0',
    },
    ...(fields && { body: new URLSearchParams(fields) }),
  })
  const body = (await answer.json()) as Body
  return {
    status: answer.status,
    code: body.error_codes?.detail,
    detail: body.errors?.detail,
    data: body.data,
  }
}
interface Listed {
  id: string
  current: boolean
  provider: string
  application: string
}
const sessionsOf = async (token: string) =>
  ((await call(token, 'GET', 'user/sessions/')).data as unknown as { sessions: Listed[] }).sessions
const personOf = async (sub: string, issuer = provider.issuer) => {
  const subject = await services.issuerSubjects.find(await services.issuerSubjects.idOf(issuer, sub))
  return (await services.users.byId(subject?.userId ?? ''))!
}

test('the session of a token is listed with the name of the provider, and so is its start', async () => {
  const { token } = someone()
  const sent = await token()
  const [session, ...others] = await sessionsOf(sent)
  assert.equal(others.length, 0)
  assert.deepEqual([session?.current, session?.provider, session?.application], [true, 'Acme Login', SHOP])
  const { activity } = (await call(sent, 'GET', 'user/activity/')).data as unknown as {
    activity: { action: string; provider: string }[]
  }
  assert.equal(activity.find(({ action }) => action === 'session.started')?.provider, 'Acme Login')
})

test('all tokens of one sid are one session, and its start is told once', async () => {
  const { token, claims } = someone()
  for (let i = 0; i < 3; i++) {
    assert.equal((await call(await token())).status, 200)
    clock.advance(200_000)
  }
  assert.equal((await sessionsOf(await token())).length, 1)
  const { id } = await personOf(claims.sub)
  const told = await services.db.read
    .selectFrom('feed_events')
    .select('type')
    .where('user_id', '=', id)
    .execute()
  assert.deepEqual(told.map(({ type }) => type).toSorted(), ['session.started', 'user.created'])
  const actions = (await services.audit.ofPerson(id, null, 50)).map(({ action }) => action)
  assert.equal(actions.filter((action) => action === 'session.started').length, 1)
})

test('ending a session refuses all of its tokens, and no others', async () => {
  const { token, claims } = someone()
  const elsewhere = await provider.sign({
    ...claims,
    sid: 'another device',
    iat: seconds(),
    exp: seconds() + 300,
  })
  const [seen, unseen] = [await token(), await token({ jti: 'x' })]
  await call(seen)
  const listed = await sessionsOf(elsewhere)
  const other = listed.find(({ current }) => !current)
  assert.equal((await call(elsewhere, 'DELETE', `user/sessions/${other?.id}/`)).status, 200)
  assert.deepEqual([(await call(seen)).status, (await call(unseen)).status], [401, 401])
  clock.advance(10_000)
  assert.equal((await call(await token())).status, 401, 'a later token of the same sid')
  assert.equal((await call(elsewhere)).status, 200)
  assert.equal((await call(await token({ sid: 'signed in again' }))).status, 200)
})

test('where tokens name no session, ending one refuses all that were issued before', async () => {
  const { token, claims } = someone({ sid: undefined })
  const first = await token()
  await call(first)
  clock.advance(2000)
  const second = await token()
  const unseen = await token({ jti: 'x', iat: seconds() - 1 })
  const listed = await sessionsOf(second)
  assert.equal(listed.length, 2)
  clock.advance(1500)
  const { id } = listed.find(({ current }) => current)!
  assert.equal((await call(second, 'DELETE', `user/sessions/${id}/`)).status, 200)
  assert.deepEqual(
    [(await call(first)).status, (await call(second)).status, (await call(unseen)).status],
    [401, 401, 401],
  )
  clock.advance(6000)
  assert.equal((await call(await token({ sub: claims.sub }))).status, 200)
})

/** Who ends all sessions of a person, and how. */
const enders: [string, (userId: string) => Promise<unknown>][] = [
  ['an operator', (id) => services.sessionEnds.ofPerson(id, testOperator)],
  [
    'a server',
    async (id) => {
      const server = await serverClient(service)
      assert.equal((await server.call('DELETE', `users/${id}/sessions/`)).status, 200)
    },
  ],
  [
    'an operator who disables and enables the person',
    async (id) => {
      await services.accounts.disable({ id }, testOperator)
      await services.accounts.enable({ id }, testOperator)
    },
  ],
]
for (const [who, end] of enders)
  test(`after ${who} ended all sessions, every token that was issued before is refused`, async () => {
    const { token, claims } = someone()
    const seen = await token()
    const unseen = await token({ sid: 'a device that was not seen yet' })
    const nameless = await token({ sid: undefined, jti: 'x' })
    assert.equal((await call(seen)).status, 200)
    clock.advance(2000)
    await end((await personOf(claims.sub)).id)
    for (const one of [seen, unseen, nameless]) assert.equal((await call(one)).status, 401)
    clock.advance(6000)
    assert.equal((await call(await token({ sid: 'signed in again' }))).status, 200)
    assert.equal((await call(await token({ sid: undefined }))).status, 200)
  })

test('a person ends all other sessions, and the calling token goes on', async () => {
  const { token } = someone()
  const [here, there] = [await token(), await token({ sid: 'there' })]
  await call(there)
  assert.equal((await call(here, 'DELETE', 'user/sessions/')).status, 200)
  assert.deepEqual([(await call(here)).status, (await call(there)).status], [200, 401])
  clock.advance(10_000)
  assert.equal((await call(await token())).status, 200)
})

test('a disabled person has no access, and a removed one is not created anew by an old token', async () => {
  const { token, claims } = someone()
  const old = await token()
  await call(old)
  const { id } = await personOf(claims.sub)
  await services.accounts.disable({ id }, testOperator)
  clock.advance(10_000)
  const disabled = await call(await token({ sid: 'later' }))
  assert.deepEqual([disabled.status, disabled.code], [401, 'no_active_account'])
  await services.accounts.remove({ id }, testOperator)
  clock.advance(10_000)
  assert.equal((await call(old)).status, 401)
  assert.equal((await call(await token({ iat: seconds() - 15, sid: 'unseen' }))).status, 401)
  assert.equal((await call(await token({ sid: 'new' }))).status, 200)
  assert.notEqual((await personOf(claims.sub)).id, id)
})

test('a session ends after the days that the operator has set, however many tokens it gets', async () => {
  const { token } = someone()
  for (let day = 0; day < 90; day += 10) {
    assert.equal((await call(await token())).status, 200, String(day))
    clock.advance(10 * 86_400_000)
  }
  assert.equal((await call(await token())).status, 401)
  assert.equal((await call(await token({ sid: 'signed in again' }))).status, 200)
})

test('a person has at most fifty sessions in an application', async () => {
  const { token } = someone()
  const first = await token()
  await call(first)
  for (let i = 0; i < 50; i++) {
    clock.advance(10)
    await call(await token({ sid: `device ${i}` }))
  }
  clock.advance(6000)
  assert.equal((await call(first)).status, 401)
})

/** What a person may not do without the provider: method, path and fields. */
const acts: [string, string, string, Record<string, string>][] = [
  ['change the address', 'POST', 'user/token-generator/', { email: 'new@example.org' }],
  [
    'change the password',
    'POST',
    'user/password/change/',
    { old_password: 'x', new_password: 'nine hills by a lake' },
  ],
  ['request removal', 'POST', 'user/delete/', {}],
  ['set up a second factor', 'POST', 'user/second-factor/', {}],
  ['add a passkey', 'POST', 'user/passkeys/options/', {}],
]
for (const [what, method, path, fields] of acts) {
  test(`a person of a provider cannot ${what} here, and reads where they can`, async () => {
    const { token } = someone({ acr: '2' })
    const { status, code, detail } = await call(await token({ auth_time: seconds() }), method, path, fields)
    assert.deepEqual([status, code], [403, 'act_at_provider'])
    assert.match(detail ?? '', /through Acme Login/)
  })
  test(`a person of a provider can ${what} where its entry allows that`, async () => {
    const { token } = someone({ aud: 'lenient', acr: '2' })
    const { code } = await call(await token({ auth_time: seconds() }), method, path, fields)
    assert.notEqual(code, 'act_at_provider')
  })
}

/** auth_time, acr, and whether that is a recent proof (RFC 9470, 3 and 6). */
const proofs: [string, () => Record<string, unknown>, boolean][] = [
  ['a recent sign-in with a listed acr', () => ({ auth_time: seconds() - 60, acr: '2' }), true],
  ['a recent sign-in with another acr', () => ({ auth_time: seconds() - 60, acr: '1' }), false],
  ['a recent sign-in without acr', () => ({ auth_time: seconds() - 60 }), false],
  ['a sign-in of an hour ago', () => ({ auth_time: seconds() - 3600, acr: '2' }), false],
  ['acr alone', () => ({ acr: '2' }), false],
  ['auth_time as a text', () => ({ auth_time: 'now', acr: '2' }), false],
  ['auth_time in a year', () => ({ auth_time: seconds() + 31_536_000, acr: '2' }), false],
]
for (const [what, claims, isRecent] of proofs)
  test(`${what} is ${isRecent ? 'a' : 'no'} recent proof`, async () => {
    const { token } = someone({ aud: 'lenient' })
    const { status, code } = await call(await token(claims()), 'POST', 'user/delete/', {})
    assert.deepEqual([status, code], isRecent ? [200, undefined] : [403, 'recent_sign_in_required'])
  })

test('a fresh sign-in at the provider counts for the session that it belongs to', async () => {
  const { token } = someone({ aud: 'lenient' })
  const remove = async (sent: string) => (await call(sent, 'POST', 'user/delete/', {})).code
  assert.equal(await remove(await token()), 'recent_sign_in_required')
  clock.advance(1000)
  const fresh = await token({ auth_time: seconds(), acr: '2' })
  assert.equal(await remove(fresh), undefined)
})

test('tokens of a provider are not signed out, refreshed or renewed here', async () => {
  const { token } = someone()
  const sent = await token()
  const { status, code } = await call(sent, 'POST', 'user/logout/', {})
  assert.deepEqual([status, code], [403, 'act_at_provider'])
  assert.equal((await call(sent)).status, 200)
  const tokens = await services.db.read
    .selectFrom('refresh_tokens')
    .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
    .select('token_hash')
    .where('sessions.provider', 'is not', null)
    .execute()
  assert.deepEqual(tokens, [])
  const renewed = await call(sent, 'POST', 'user/proof/', {})
  assert.equal(renewed.status, 400)
})

/** Whether a code for a password is mailed to somebody without one, by who may set one here. */
for (const [aud, isMailed] of [
  ['lenient', true],
  ['elsewhere', false],
] as const)
  test(`somebody without a password ${isMailed ? 'gets a' : 'gets no'} code for one if their provider is ${aud}`, async () => {
    const email = `${aud}@example.org`
    const from = aud === 'elsewhere' ? other : provider
    const { claims } = someone({ aud, email, email_verified: true })
    const sent = await from.sign({ ...claims, iat: seconds(), exp: seconds() + 300 })
    assert.equal((await call(sent)).status, 200)
    const answer = await fetch(`${service.base}/user/password/forgot/`, {
      method: 'POST',
      headers: { apikey: apiKey },
      body: new URLSearchParams({ email }),
    })
    assert.equal(answer.status, 200)
    clock.advance(6000)
    await services.outbox.runDue()
    const { id } = await personOf(claims.sub, from.issuer)
    const codes = await services.db.read
      .selectFrom('recoveries')
      .select('id')
      .where('user_id', '=', id)
      .execute()
    assert.equal(codes.length, isMailed ? 1 : 0)
  })
