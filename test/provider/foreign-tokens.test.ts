import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import type { JWK } from 'jose'
import { fixture } from '../support/fixture.ts'
import { newProviderKey, startProvider } from '../support/provider.ts'
import { serviceFixture, testOperator } from '../support/service.ts'

const provider = await fixture(startProvider, (one) => one.stop())
const other = await fixture(startProvider, (one) => one.stop())
const SHOP = 'Shop of foreign tokens'
const service = await serviceFixture(
  {
    ISSUERS: JSON.stringify([
      {
        id: 'main',
        issuer: provider.issuer,
        audiences: ['shop-api', 'second'],
        application: SHOP,
        acr: ['2'],
      },
      { id: 'other', issuer: other.issuer, audiences: ['other-api'], application: SHOP },
      {
        id: 'client',
        issuer: provider.issuer,
        audiences: ['cognito-client'],
        audience_claim: 'client_id',
        session_claim: 'origin_jti',
        application: SHOP,
      },
    ]),
  },
  { isIdle: true },
)
const { services, clock } = service
const { apiKey } = await services.applications.create({ name: SHOP, kind: 'web' }, testOperator)

const seconds = () => Math.floor(clock.now() / 1000)
let counter = 0
const claimsOf = (more: Record<string, unknown> = {}) => ({
  sub: `subject-${++counter}`,
  aud: 'shop-api',
  sid: `session-${counter}`,
  iat: seconds(),
  exp: seconds() + 300,
  ...more,
})
const get = async (token: string, key = apiKey, path = 'user/get/profile/', method = 'GET') => {
  const answer = await fetch(`${service.base}/${path}`, {
    method,
    headers: { apikey: key, authorization: `Bearer ${token}`, 'user-agent': 'Firefox/140.0' },
  })
  const body = (await answer.json()) as {
    data: Record<string, never>
    errors: { detail?: string }
    error_codes: { detail?: string }
  }
  return {
    status: answer.status,
    code: body.error_codes?.detail,
    detail: body.errors.detail,
    data: body.data,
  }
}
const idOf = async (token: string) => {
  const { data } = await get(token, apiKey, 'user/get/profile/')
  return (data as { UserProfile?: { username: string }[] }).UserProfile?.[0]?.username
}
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a token of the provider is accepted wherever one of ours is, and creates its person', async () => {
  const token = await provider.sign(
    claimsOf({ given_name: 'Ada', email: 'ada@example.org', email_verified: true }),
  )
  const { status, data } = await get(token)
  const profile = data as unknown as { UserProfile: { first_name: string; email: string }[] }
  assert.equal(status, 200)
  assert.deepEqual(
    [profile.UserProfile[0]?.first_name, profile.UserProfile[0]?.email],
    ['Ada', 'ada@example.org'],
  )
})

test('a token of ours is accepted as before', async () => {
  const { headers } = await service.person()
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers })
  assert.equal(answer.status, 200)
})

test('a token names its type as RFC 9068 does, or as providers did before', async () => {
  for (const typ of ['at+jwt', 'application/at+jwt', 'AT+JWT', 'JWT', undefined]) {
    const token = await provider.sign(claimsOf(), { header: { typ } as { typ: string } })
    assert.equal((await get(token)).status, 200, String(typ))
  }
})

test('one of several audiences suffices, and a provider without aud may name the client', async () => {
  assert.equal((await get(await provider.sign(claimsOf({ aud: ['x', 'second'] })))).status, 200)
  const { aud: _aud, ...claims } = claimsOf({
    client_id: 'cognito-client',
    token_use: 'access',
    origin_jti: 'a',
  })
  assert.equal((await get(await provider.sign(claims))).status, 200)
})

test('clocks may differ by a minute, and no more', async () => {
  const at = async (shift: number) =>
    (await get(await provider.sign(claimsOf({ iat: seconds() + shift, nbf: seconds() + shift })))).status
  assert.deepEqual([await at(50), await at(70)], [200, 401])
  const expired = (shift: number) => provider.sign(claimsOf({ iat: seconds() - 500, exp: seconds() - shift }))
  assert.equal((await get(await expired(50))).status, 200)
  const late = await get(await expired(70))
  assert.deepEqual(
    [late.status, late.code, late.detail],
    [401, 'token_not_valid', 'Given token not valid for any token type'],
  )
})

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const stranger = await newProviderKey()
const main = provider.keys[0]!
const pem = (jwk: JWK) =>
  createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
const withHmac = (claims: Record<string, unknown>, secret: string | Buffer) => {
  const input = `${encoded({ alg: 'HS256', kid: main.jwk.kid, typ: 'at+jwt' })}.${encoded({ iss: provider.issuer, ...claims })}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}
const unsigned = (header: Record<string, unknown>, claims: Record<string, unknown>, signature = '') =>
  `${encoded(header)}.${encoded({ iss: provider.issuer, ...claims })}.${signature}`

/** What is wrong, where that is from, the token, and the reason in the response; null if it is that of any token. */
const bad: [string, string, () => string | Promise<string>, RegExp | null][] = [
  ['another audience', 'RFC 8725, 3.9', () => provider.sign(claimsOf({ aud: 'bank-api' })), /aud/],
  ['no audience', 'RFC 9068, 4', () => provider.sign(claimsOf({ aud: undefined })), /aud/],
  ['an audience of a wrong type', 'RFC 7519, 4.1.3', () => provider.sign(claimsOf({ aud: { a: 1 } })), /aud/],
  [
    'the audience of another issuer',
    'RFC 8725, 3.9',
    () => provider.sign(claimsOf({ aud: 'other-api' })),
    /aud/,
  ],
  [
    'an issuer that is not listed',
    'RFC 8725, 3.8',
    () => provider.sign(claimsOf({ iss: 'https://evil.example' })),
    null,
  ],
  [
    'an issuer with a slash more',
    'RFC 8725, 3.8',
    () => provider.sign(claimsOf({ iss: `${provider.issuer}/` })),
    null,
  ],
  [
    'the name of another listed issuer',
    'RFC 8725, 3.8',
    () => provider.sign(claimsOf({ iss: other.issuer, aud: 'other-api' })),
    /no key with this kid/,
  ],
  [
    'the kid of another listed issuer',
    'RFC 8725, 3.8',
    () => provider.sign(claimsOf(), { key: other.keys[0]! }),
    /no key with this kid/,
  ],
  [
    'a key of its own under a known kid',
    'RFC 8725, 3.1',
    () => provider.sign(claimsOf(), { key: { ...stranger, jwk: { ...stranger.jwk, kid: main.jwk.kid! } } }),
    /signature/,
  ],
  [
    'an unknown kid',
    'RFC 7515, 4.1.4',
    () => provider.sign(claimsOf(), { header: { kid: 'unknown' } }),
    /no key with this kid/,
  ],
  [
    'a key in its header',
    'RFC 8725, 3.1',
    () =>
      provider.sign(claimsOf(), {
        key: stranger,
        header: { kid: undefined as never, jwk: stranger.jwk } as never,
      }),
    /signature|no key/,
  ],
  [
    'an address of keys in its header',
    'RFC 8725, 3.10',
    () => provider.sign(claimsOf(), { key: stranger, header: { jku: `${other.issuer}/jwks` } as never }),
    /no key with this kid/,
  ],
  ['alg none', 'RFC 8725, 3.1', () => unsigned({ alg: 'none', typ: 'at+jwt' }, claimsOf()), /./],
  [
    'alg NONE with a signature',
    'RFC 8725, 3.1',
    () => unsigned({ alg: 'NONE', kid: main.jwk.kid }, claimsOf(), 'AAAA'),
    /alg/,
  ],
  ['HS256 with the public key as PEM', 'RFC 8725, 2.1', () => withHmac(claimsOf(), pem(main.jwk)), /alg/],
  [
    'HS256 with the public key as JSON',
    'RFC 8725, 2.1',
    () => withHmac(claimsOf(), JSON.stringify(main.jwk)),
    /alg/,
  ],
  [
    'an unknown critical header',
    'RFC 7515, 4.1.11',
    () => unsigned({ alg: 'ES256', kid: main.jwk.kid, crit: ['exp'], exp: 1 }, claimsOf(), 'AAAA'),
    /./,
  ],
  ['a token without exp', 'RFC 9068, 2.2', () => provider.sign(claimsOf({ exp: undefined })), /exp/],
  [
    'exp as a text',
    'RFC 7519, 4.1.4',
    () => provider.sign(claimsOf({ exp: String(seconds() + 300) })),
    /exp/,
  ],
  ['a token without iat', 'RFC 9068, 2.2', () => provider.sign(claimsOf({ iat: undefined })), /iat/],
  ['iat as a text', 'RFC 7519, 4.1.6', () => provider.sign(claimsOf({ iat: 'now' })), /iat/],
  [
    'a token of last week',
    'RFC 8725, 3.12',
    () => provider.sign(claimsOf({ iat: seconds() - 7 * 86_400 })),
    null,
  ],
  ['nbf in an hour', 'RFC 7519, 4.1.5', () => provider.sign(claimsOf({ nbf: seconds() + 3600 })), /nbf/],
  ['nbf as a text', 'RFC 7519, 4.1.5', () => provider.sign(claimsOf({ nbf: 'soon' })), /nbf/],
  ['a token without sub', 'RFC 9068, 2.2', () => provider.sign(claimsOf({ sub: undefined })), /sub/],
  ['sub as a number', 'OpenID Connect Core 1.0, 2', () => provider.sign(claimsOf({ sub: 7 })), /sub/],
  ['an empty sub', 'OpenID Connect Core 1.0, 2', () => provider.sign(claimsOf({ sub: '' })), /sub/],
  [
    'a sub of 256 characters',
    'OpenID Connect Core 1.0, 2',
    () => provider.sign(claimsOf({ sub: 'x'.repeat(256) })),
    /sub/,
  ],
  [
    'the type of a logout token',
    'RFC 8725, 3.11',
    () => provider.sign(claimsOf(), { header: { typ: 'logout+jwt' } }),
    /typ/,
  ],
  [
    'the type of a DPoP proof',
    'RFC 8725, 3.11',
    () => provider.sign(claimsOf(), { header: { typ: 'dpop+jwt' } }),
    /typ/,
  ],
  [
    'at_hash, as in an ID token',
    'RFC 8725, 3.12',
    () => provider.sign(claimsOf({ at_hash: 'x' })),
    /not an access token/,
  ],
  [
    'typ ID in its claims (Keycloak)',
    'RFC 8725, 3.12',
    () => provider.sign(claimsOf({ typ: 'ID' })),
    /not an access token/,
  ],
  [
    'typ Refresh in its claims (Keycloak)',
    'RFC 8725, 3.12',
    () => provider.sign(claimsOf({ typ: 'Refresh' })),
    /not an access token/,
  ],
  [
    'token_use id (Cognito)',
    'RFC 8725, 3.12',
    () => provider.sign(claimsOf({ token_use: 'id' })),
    /not an access token/,
  ],
  ['five parts, encrypted', 'RFC 7516', () => 'eyJhbGciOiJkaXIifQ..a.b.c', null],
  ['no JSON in it', 'RFC 7519, 7.2', () => 'a.b.c', null],
  [
    'a list instead of claims',
    'RFC 7519, 7.2',
    () => `${encoded({ alg: 'ES256' })}.${encoded([])}.AAAA`,
    null,
  ],
]
for (const [what, source, make, reason] of bad)
  test(`a token with ${what} is refused (${source})`, async () => {
    const { status, code, detail = '' } = await get(await make())
    assert.deepEqual([status, code], [401, 'token_not_valid'])
    if (reason === null) assert.doesNotMatch(detail, /was refused/)
    else assert.match(detail, new RegExp(`^The access token was refused: .*(${reason.source})`))
  })

test('a huge token is refused before it is read', async () => {
  const token = await provider.sign(claimsOf({ padding: 'x'.repeat(20_000) }))
  const answer = await fetch(`${service.base}/user/get/profile/`, {
    headers: { apikey: apiKey, authorization: `Bearer ${token}` },
  }).catch(() => null)
  assert.ok(answer === null || [401, 431].includes(answer.status), String(answer?.status))
  assert.equal((await get(await provider.sign(claimsOf({ padding: 'x'.repeat(7000) })))).status, 200)
})

test('a key that is too short for its algorithm verifies nothing', async () => {
  const jwk = { ...(rsa.publicKey.export({ format: 'jwk' }) as JWK), kid: 'short', alg: 'RS256', use: 'sig' }
  provider.keys.push({ privateKey: main.privateKey, jwk })
  clock.advance(61_000)
  const token = unsigned({ alg: 'RS256', kid: 'short', typ: 'at+jwt' }, claimsOf(), 'A'.repeat(171))
  assert.equal((await get(token)).code, 'token_not_valid')
  provider.keys.pop()
})

test('a token needs the key of its application', async () => {
  const token = await provider.sign(claimsOf())
  const foreign = await service.application('web')
  for (const round of ['first sight', 'later']) {
    const refused = await get(token, foreign.apiKey)
    assert.deepEqual([refused.status, refused.code], [401, 'token_not_valid'], round)
    assert.match(refused.detail ?? '', /apikey is not that of the application/)
    assert.deepEqual((await get(token, 'wrong')).code, 'not_authenticated', round)
    assert.equal((await get(token)).status, 200, round)
  }
})

test('an address that is not verified is not stored', async () => {
  const { data } = await get(await provider.sign(claimsOf({ email: 'victim@example.org' })))
  const profile = data as unknown as { UserProfile: { email: string }[] }
  assert.equal(profile.UserProfile[0]?.email, '')
})

test('a refused token is a security event, an expired one is not', async () => {
  const counted = async () => {
    await services.securityEvents.flush()
    const rows = await services.db.read
      .selectFrom('audit_events')
      .select('count')
      .where('action', '=', 'foreign_token.refused')
      .execute()
    return rows.reduce((sum, { count }) => sum + Number(count), 0)
  }
  const before = await counted()
  assert.ok(before > 20)
  await get(await provider.sign(claimsOf({ iat: seconds() - 500, exp: seconds() - 200 })))
  assert.equal(await counted(), before)
  await get(await provider.sign(claimsOf({ aud: 'bank-api' })))
  assert.equal(await counted(), before + 1)
})

test('a token that was seen before costs one read and no write', async () => {
  const claims = claimsOf()
  const token = await provider.sign(claims)
  await get(token)
  const { db } = services
  const writes: unknown[] = []
  const { write } = db
  db.write = (...args) => {
    writes.push(args)
    return write.apply(db, args as never) as never
  }
  try {
    for (let i = 0; i < 3; i++) assert.equal((await get(token)).status, 200)
    assert.equal(writes.length, 0)
    clock.advance(1000)
    assert.equal((await get(await provider.sign({ ...claims, iat: seconds() }))).status, 200)
    assert.equal(writes.length, 1, 'another token of the session is recorded once')
  } finally {
    db.write = write
  }
})

test('sixteen first requests at once create one person and one session', async () => {
  const claims = claimsOf()
  const token = await provider.sign(claims)
  const answers = await Promise.all(Array.from({ length: 16 }, () => get(token)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array.from({ length: 16 }, () => 200),
  )
  const names = new Set(
    answers.map(
      ({ data }) => (data as unknown as { UserProfile: { username: string }[] }).UserProfile[0]?.username,
    ),
  )
  assert.equal(names.size, 1)
  const subject = await services.issuerSubjects.idOf(provider.issuer, claims.sub)
  const rows = await services.db.read
    .selectFrom('sessions')
    .selectAll()
    .where('subject_id', '=', subject)
    .execute()
  assert.equal(rows.length, 1)
  const events = await services.audit.ofPerson(rows[0]!.user_id, null, 10)
  assert.deepEqual(events.map(({ action }) => action).toSorted(), ['session.started', 'user.created'])
})

test('what names no session is a session by itself', async () => {
  const claims = claimsOf({ sid: undefined })
  const first = await provider.sign(claims)
  clock.advance(1000)
  const second = await provider.sign({ ...claims, iat: seconds() })
  assert.equal(await idOf(first), await idOf(second))
  const subject = await services.issuerSubjects.idOf(provider.issuer, claims.sub)
  const rows = await services.db.read
    .selectFrom('sessions')
    .selectAll()
    .where('subject_id', '=', subject)
    .execute()
  assert.equal(rows.length, 2)
})
