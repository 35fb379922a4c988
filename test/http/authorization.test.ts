import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { decodeJwt } from 'jose'
import kept from '../../docs/openapi.json' with { type: 'json' }
import { type FailureKey, failures } from '../../src/errors/error-catalogue.ts'
import { fill as fillText } from '../../src/errors/errors.ts'
import { type Scope, scopeNames } from '../../src/protocol/scopes.ts'
import { fixture } from '../support/fixture.ts'
import { forgeTokens } from '../support/forged-tokens.ts'
import { type Called, type Operation, readOperations } from '../support/operations.ts'
import { type OwnedRows, ownedRows } from '../support/owned-rows.ts'
import { newProviderKey, startProvider } from '../support/provider.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'

/*
 * Calls every operation of the OpenAPI document as every caller who must not. The expectations follow from the security that the document declares, so that a new operation is covered as soon as it is described.
 */

/**
 * Operations that can be called without a signed-in person. All others must require one. The list catches an operation
 * that was opened by mistake, since document and service would agree about it.
 */
const withoutPerson: Record<string, 'nobody' | 'application' | Scope> = {
  'GET /healthz': 'nobody',
  'GET /readyz': 'nobody',
  'GET /.well-known/jwks.json': 'nobody',
  'GET /.well-known/openid-configuration': 'nobody',
  'GET /.well-known/oauth-authorization-server': 'nobody',
  'GET /pictures/default/{id}/{name}': 'nobody',
  'GET /pictures/{id}/{name}': 'nobody',
  'GET /api/v1/people/{id}/picture/{name}/': 'nobody',
  'POST /api/v1/user/login/': 'application',
  'POST /api/v1/user/login/second-factor/': 'application',
  'POST /api/v1/user/login/second-factor/enroll/': 'application',
  'POST /api/v1/user/login/passkey/': 'application',
  'POST /api/v1/user/login/passkey/options/': 'application',
  'POST /api/v1/user/token/refresh/': 'application',
  'POST /api/v1/user/password/forgot/': 'application',
  'POST /api/v1/user/password/reset/': 'application',
  'GET /api/v1/users/': 'users:read',
  'GET /api/v1/users/{person}/': 'users:read',
  'POST /api/v1/users/': 'users:write',
  'PATCH /api/v1/users/{person}/': 'users:write',
  'DELETE /api/v1/users/{person}/': 'users:delete',
  'POST /api/v1/users/{person}/disable/': 'users:write',
  'POST /api/v1/users/{person}/enable/': 'users:write',
  'DELETE /api/v1/users/{person}/sessions/': 'users:write',
  'POST /api/v1/users/{person}/invite/': 'users:write',
  'PUT /api/v1/users/{person}/picture/': 'users:write',
  'DELETE /api/v1/users/{person}/picture/': 'users:write',
  'GET /api/v1/users/{person}/private-data/': 'users:read',
  'PATCH /api/v1/users/{person}/private-data/': 'users:write',
  'PUT /api/v1/users/{person}/private-data/': 'users:write',
  'DELETE /api/v1/users/{person}/private-data/': 'users:write',
  'POST /api/v1/cards/lookup/': 'cards:read',
  'GET /api/v1/cards/': 'cards:read',
  'GET /api/v1/events/': 'events:read',
}

/** The caller, and the expected response. */
interface Stranger {
  headers: Record<string, string>
  query?: string
  expected: FailureKey
  /** In the text of the failure. */
  scope?: string
  reason?: string
}
type Strangers = Record<string, Stranger>

const provider = await fixture(startProvider, (one) => one.stop())
// The application that the service of a test creates first.
const entry = { id: 'acme', issuer: provider.issuer, audiences: ['api'], application: 'app-1' }
const service = await serviceFixture(
  { DELETION_GRACE_DAYS: '14', ISSUERS: JSON.stringify([entry]) },
  { isIdle: true },
)
const operations = await readOperations(service)
let owner: Person
let owned: OwnedRows
let strangers: { application: Strangers; person: Strangers }
/** Keys of servers: with all scopes, and with all but one. */
let servers: { all: string; without: Record<string, string>; only: Record<string, string> }
let elsewhere: { server: Server; requests: number }

before(async () => {
  const gone = await service.person()
  service.clock.advance(10 * 60_000 + 1000)
  owner = await service.person({
    fields: { first_name: 'Oroonoko', last_name: 'Ownersdottir', phone_number: '612345678' },
  })
  await fill(owner)
  owned = await ownedRows(service, owner.id)
  elsewhere = await serveKeys()
  servers = await serverKeys()
  strangers = {
    application: {
      ...(await keysThatFail()),
      'the key of a server': { headers: { apikey: servers.all }, expected: 'server_key_not_allowed' },
    },
    person: {
      ...(await keysThatFail(owner.access)),
      ...(await tokensThatFail(gone.access)),
      ...(await foreignTokensThatFail()),
      'the key of a server': {
        headers: { apikey: servers.all, authorization: `Bearer ${owner.access}` },
        expected: 'token_not_valid',
      },
    },
  }
})
after(() => elsewhere?.server.close())

/** Gives the person one of everything that can be created through the API. */
async function fill(person: Person): Promise<void> {
  const form = () => new URLSearchParams({ password: person.password, email: 'owners-next@example.com' })
  const picture = operations.find(({ fields }) => fields.includes('image'))
  assert.equal((await picture?.call({}, person.headers))?.status, 200)
  await givePasskey(person.id)
  for (const path of ['token-generator', 'password/forgot', 'delete']) {
    const body = path === 'password/forgot' ? new URLSearchParams({ email: person.email }) : form()
    const { status } = await fetch(`${service.base}/user/${path}/`, {
      method: 'POST',
      headers: person.headers,
      body,
    })
    assert.equal(status, 200, path)
  }
}

async function serverKeys(): Promise<typeof servers> {
  const keyWith = async (name: string, scopes: readonly Scope[]) =>
    (await service.services.applications.create({ name, kind: 'server', scopes }, testOperator)).apiKey
  const made: typeof servers = { all: await keyWith('all', scopeNames), without: {}, only: {} }
  for (const scope of scopeNames) {
    const others = scopeNames.filter((other) => other !== scope)
    made.without[scope] = await keyWith(`without ${scope}`, others)
    made.only[scope] = await keyWith(`only ${scope}`, [scope])
  }
  return made
}

/** Callers who may not call an operation for servers. */
async function strangersOfServer(scope: string): Promise<Strangers> {
  const { applications } = service.services
  const key = servers.only[scope] ?? ''
  const refused = (headers: Record<string, string>, expected: FailureKey): Stranger => ({
    headers,
    expected,
    scope,
  })
  const browserKeys = await Promise.all(
    (['web', 'mobile', 'spa'] as const).map(async (kind) => {
      const { apiKey } = await service.application(kind)
      return [`the key of kind ${kind}`, refused({ apikey: apiKey }, 'server_key_required')] as const
    }),
  )
  const made = { kind: 'server', scopes: scopeNames } as const
  const revoked = await applications.create({ name: crypto.randomUUID(), ...made }, testOperator)
  await applications.revoke(revoked.application.id, testOperator)
  const expired = await applications.create(
    { name: crypto.randomUUID(), ...made, keyEndsAt: service.clock.now() },
    testOperator,
  )
  return {
    'no key': refused({}, 'api_key_missing'),
    'an unknown key': refused({ apikey: `ups_${'x'.repeat(38)}` }, 'api_key_invalid'),
    'a key in other case': refused({ apikey: key.toUpperCase() }, 'api_key_invalid'),
    'a revoked key': refused({ apikey: revoked.apiKey }, 'api_key_invalid'),
    'an expired key': refused({ apikey: expired.apiKey }, 'api_key_invalid'),
    "a person's token only": refused({ authorization: `Bearer ${owner.access}` }, 'api_key_missing'),
    "a person's token and key": refused(owner.headers, 'server_key_required'),
    'the key as a token': refused({ authorization: `Bearer ${key}` }, 'api_key_missing'),
    ...Object.fromEntries(browserKeys),
    'a page': refused({ apikey: key, origin: 'https://shop.example' }, 'server_key_from_browser'),
    'a file in a browser': refused({ apikey: key, origin: 'null' }, 'server_key_from_browser'),
    'the own site': refused({ apikey: key, origin: service.origin }, 'server_key_from_browser'),
    'a page without an origin': refused(
      { apikey: key, 'sec-fetch-site': 'same-origin' },
      'server_key_from_browser',
    ),
    'a key with every other scope': refused({ apikey: servers.without[scope] ?? '' }, 'insufficient_scope'),
  }
}

/** Gives the person a passkey without a browser. */
async function givePasskey(userId: string): Promise<string> {
  const id = randomUUID()
  const row = {
    id,
    user_id: userId,
    credential_id: id,
    public_key: '',
    counter: 0,
    transports: '[]',
    aaguid: '',
    is_backed_up: 0,
    name: 'Oroonoko',
    created_at: 1,
    last_used_at: null,
  }
  await service.services.db.write((tx) => tx.insertInto('passkeys').values(row).execute())
  return id
}

/** Stands in for a forger's own server; counts requests for keys. */
async function serveKeys(): Promise<typeof elsewhere> {
  const counted = {
    requests: 0,
    server: createServer((_request, response) => {
      counted.requests++
      response.end('{"keys":[]}')
    }),
  }
  await new Promise<void>((resolve) => counted.server.listen(0, '127.0.0.1', resolve))
  return counted
}

/** Invalid API keys, with a token that is valid with the right key, if there is one. */
async function keysThatFail(access?: string): Promise<Strangers> {
  const token: Record<string, string> = access === undefined ? {} : { authorization: `Bearer ${access}` }
  const { applications } = service.services
  const revoked = await service.application('web')
  await applications.revoke(revoked.id, testOperator)
  const rotated = await service.application('web')
  await applications.rotateKey(rotated.id, 0, testOperator)
  const stranger = (apikey: string | undefined, expected: FailureKey, query?: string): Stranger => ({
    headers: { ...token, ...(apikey !== undefined && { apikey }) },
    expected,
    ...(query !== undefined && { query }),
  })
  return {
    'no key': stranger(undefined, 'api_key_missing'),
    'an empty key': stranger('', 'api_key_missing'),
    'the key in the query': stranger(undefined, 'api_key_missing', `?apikey=${service.apiKey}`),
    'an unknown key': stranger('x'.repeat(43), 'api_key_invalid'),
    'a key in other case': stranger(service.apiKey.toLowerCase(), 'api_key_invalid'),
    'the hash of the key': stranger(await hashOfKey(), 'api_key_invalid'),
    'the key twice': stranger(`${service.apiKey}, ${service.apiKey}`, 'api_key_invalid'),
    'a revoked key': stranger(revoked.apiKey, 'api_key_invalid'),
    'a key that another one took the place of': stranger(rotated.apiKey, 'api_key_invalid'),
  }
}

async function hashOfKey(): Promise<string> {
  const { db } = service.services
  return (await db.read.selectFrom('api_keys').select('key_hash').executeTakeFirstOrThrow()).key_hash
}

/** Invalid tokens, with the right key or the one given. */
async function tokensThatFail(expired: string): Promise<Strangers> {
  const [person, disabled, ended, removed] = await Promise.all(
    Array.from({ length: 4 }, () => service.person()),
  )
  const other = await service.application('web')
  const elsewhereSignedIn = await service.person({ apiKey: other.apiKey })
  const { db, users, keyring } = service.services
  await db.write((tx) => users.update(tx, disabled!.id, { disabled_at: 1 }, 1))
  await fetch(`${service.base}/user/logout/`, { method: 'POST', headers: ended!.headers })
  await db.write((tx) => tx.deleteFrom('users').where('id', '=', removed!.id).execute())
  const apikey = service.apiKey
  const bearer = (token: string, key = apikey): Stranger => ({
    headers: { apikey: key, authorization: `Bearer ${token}` },
    expected: 'token_not_valid',
  })
  const unread = (headers: Record<string, string>, query = ''): Stranger => ({
    headers: { apikey, ...headers },
    query,
    expected: 'not_authenticated',
  })
  const { keys } = (await (await fetch(`${service.origin}/.well-known/jwks.json`)).json()) as {
    keys: object[]
  }
  const forged = await forgeTokens({
    access: person!.access,
    victim: { id: owner.id, sessionId: String(decodeJwt(owner.access).sid) },
    keys,
    signingKey: (await keyring.signing()).privateKey,
    keySetUrl: `http://127.0.0.1:${(elsewhere.server.address() as AddressInfo).port}/jwks.json`,
  })
  return {
    'no token': unread({}),
    'the token in the query': unread({}, `?access_token=${owner.access}`),
    'the token in a cookie': unread({ cookie: `access=${owner.access}; page_refresh=${owner.refresh}` }),
    'name and password (Basic)': unread({
      authorization: `Basic ${btoa(`${owner.username}:${owner.password}`)}`,
    }),
    'an expired token': bearer(expired),
    'a refresh token as access token': bearer(owner.refresh),
    'the API key as access token': bearer(apikey),
    "another application's key": bearer(owner.access, other.apiKey),
    "another application's token": bearer(elsewhereSignedIn.access),
    'the token of a disabled person': bearer(disabled!.access),
    'the token of a person who signed out': bearer(ended!.access),
    'the token of a removed person': bearer(removed!.access),
    ...Object.fromEntries(
      Object.entries(forged).map(([name, token]) => [`a forged token ${name}`, bearer(token)]),
    ),
  }
}

const seconds = () => Math.floor(service.clock.now() / 1000)
let subjects = 0
/** Returns the token of a new person of the provider. */
const foreignToken = (
  claims: Record<string, unknown> = {},
  options: Parameters<typeof provider.sign>[1] = {},
): Promise<string> => {
  const sub = `subject-${++subjects}`
  return provider.sign(
    { sub, sid: sub, aud: 'api', iat: seconds(), exp: seconds() + 3000, ...claims },
    options,
  )
}
const foreignHeaders = async () => ({
  apikey: service.apiKey,
  authorization: `Bearer ${await foreignToken()}`,
})

/** Invalid tokens of a provider, with the right key or another one. The owner's id is nobody there. */
async function foreignTokensThatFail(): Promise<Strangers> {
  const other = await service.application('web')
  const bearer = (token: string, reason?: string, key = service.apiKey): Stranger => ({
    headers: { apikey: key, authorization: `Bearer ${token}` },
    expected: reason === undefined ? 'token_not_valid' : 'foreign_token_refused',
    ...(reason !== undefined && { reason }),
  })
  const ended = await foreignToken()
  const call = (path: string, method = 'GET') =>
    fetch(`${service.base}/${path}`, { method, headers: bearer(ended).headers })
  const { data } = (await (await call('user/sessions/')).json()) as { data: { sessions: { id: string }[] } }
  assert.equal((await call(`user/sessions/${data.sessions[0]?.id}/`, 'DELETE')).status, 200)
  const stranger = { ...(await newProviderKey()), jwk: { kid: provider.keys[0]!.jwk.kid!, alg: 'ES256' } }
  const [header = ''] = (await foreignToken()).split('.')
  const claims = Buffer.from(JSON.stringify({ iss: provider.issuer, sub: owner.id })).toString('base64url')
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
  return {
    'a token of a provider for another service': bearer(
      await foreignToken({ aud: 'other' }),
      'aud is none of the audiences in ISSUERS',
    ),
    'a token of a provider that has expired': bearer(
      await foreignToken({ iat: seconds() - 900, exp: seconds() - 600 }),
    ),
    'a token of a provider with another key': bearer(
      await foreignToken({ sub: owner.id }, { key: stranger }),
      'its signature is not that of the issuer',
    ),
    'a token of a provider without a signature': bearer(
      unsigned,
      'alg is not one of the accepted asymmetric algorithms',
    ),
    'a token of a provider that was cut': bearer(
      `${header}.${claims}.`,
      'its signature is not that of the issuer',
    ),
    'a token of a provider that is not listed': bearer(await foreignToken({ iss: 'https://evil.example' })),
    'a token of a provider whose session has ended': bearer(ended),
    "a token of a provider with another application's key": bearer(
      await foreignToken(),
      'apikey is not that of the application in the entry of ISSUERS',
      other.apiKey,
    ),
  }
}

/** The values of the owner's client: their own password, address, and ids. */
const ownersRequest = () => ({
  username: owner.username,
  password: owner.password,
  old_password: owner.password,
  new_password: 'a river between two hills',
  email: owner.email,
  refresh: owner.refresh,
  'sessions/{id}': owned.ids.sessions![0]!,
  'pictures/{id}': owned.ids.pictures![0]!,
  'passkeys/{id}': owned.ids.passkeys![0]!,
  // Other proofs instead of the password.
  passkey: '',
  second_factor_code: '',
  'pictures/{name}': '256.webp',
  'users/{person}': owner.id,
})

async function assertUntouched(name: string): Promise<void> {
  assert.deepEqual((await ownedRows(service, owner.id)).rows, owned.rows, `${name} changed the owner's rows`)
}

function assertRefused(
  { status, detail, code }: Called,
  expected: FailureKey,
  name: string,
  params: Pick<Stranger, 'scope' | 'reason'> = {},
): void {
  const failure = failures[expected]
  assert.deepEqual(
    [status, code, detail],
    [failure.status, failure.code, fillText(failure.text, { scope: params.scope ?? '', ...params })],
    name,
  )
}

test('every operation requires a signed-in person, unless it is in the list', () => {
  assert.deepEqual(
    Object.fromEntries(
      operations
        .filter(({ needs }) => needs !== 'person')
        .map(({ name, needs, scope }) => [name, scope ?? needs]),
    ),
    withoutPerson,
  )
})

const covered = new Set<string>()
const cover = ({ name }: Operation, sentence: string, run: () => Promise<void>) =>
  test(`${name} ${sentence}`, async () => {
    await run()
    covered.add(`${name} ${sentence}`)
  })

const REFUSES_INVALID = 'refuses every invalid key and token, and changes nothing'
const OPEN = 'answers everybody the same'
const ISOLATED = "neither shows nor changes a person's data to another person"
const ACCEPTS_VALID = 'accepts the right key and token'

for (const operation of operations) {
  const { needs } = operation
  if (needs === 'server')
    cover(operation, REFUSES_INVALID, async () => {
      const all = await strangersOfServer(operation.scope ?? '')
      for (const [name, { headers, expected, scope = '' }] of Object.entries(all))
        assertRefused(await operation.call(ownersRequest(), headers), expected, name, { scope })
      await assertUntouched(operation.name)
    })
  else if (needs !== 'nobody')
    cover(operation, REFUSES_INVALID, async () => {
      for (const [name, { headers, query, expected, reason = '' }] of Object.entries(strangers[needs]))
        assertRefused(await operation.call(ownersRequest(), headers, query), expected, name, { reason })
      await assertUntouched(operation.name)
    })
  else
    cover(operation, OPEN, async () => {
      const { text: expected, status } = await operation.call(ownersRequest(), {})
      assert.ok(status < 500)
      for (const [name, { headers, query }] of Object.entries({
        ...strangers.application,
        ...strangers.person,
      })) {
        const { text } = await operation.call(ownersRequest(), headers, query)
        assert.equal(text, expected, name)
      }
      await assertUntouched(operation.name)
    })
  if (needs === 'person') cover(operation, ISOLATED, () => callAsOther(operation))
}

/** Calls with a second person's token about everything of the first person. */
async function callAsOther(operation: Operation): Promise<void> {
  const every = Object.values(owned.ids).flat()
  const targets = operation.parameters.length > 0 ? every : ['']
  const [parameter = ''] = operation.parameters
  const others = targets.map((target) => ({ target, from: 'here' }))
  for (const { target, from } of [...others, { target: targets[0] ?? '', from: 'elsewhere' }]) {
    const person = await service.person()
    const { password } = person
    const headers = from === 'here' ? person.headers : await foreignHeaders()
    const sent = {
      ...ownersRequest(),
      password,
      old_password: password,
      ...(parameter && { [parameter]: target }),
    }
    const { status, code, text } = await operation.call(sent, headers)
    assert.ok(status < 500 && status !== 401, `${status}: ${text}`)
    // What is left to the provider is refused whatever it is about.
    if (parameter && code !== 'act_at_provider')
      assert.deepEqual([status, code], [404, 'not_found'], `${parameter} ${target}`)
    for (const secret of [...every, 'Oroonoko', 'Ownersdottir', '612345678', 'owners-next@example.com'])
      assert.ok(!text.includes(secret), `shows ${secret}: ${text}`)
    await assertUntouched(operation.name)
  }
}

// Last, because these do change things. They prove that the refusals above were due to the caller, not to the content.
for (const operation of operations.filter(({ needs }) => needs !== 'nobody'))
  cover(operation, ACCEPTS_VALID, async () => {
    const person = await service.person()
    const [session] = (await ownedRows(service, person.id)).ids.sessions ?? []
    const { username, password, email, refresh } = person
    const theirs = {
      'sessions/{id}': session!,
      'passkeys/{id}': await givePasskey(person.id),
      'users/{person}': person.id,
    }
    const known = { username, password, old_password: password, email, refresh, ...theirs }
    const { status, code, text } = await operation.call(
      { ...ownersRequest(), ...known },
      headersOf(operation, person),
    )
    assert.ok(status < 500, text)
    // A web server application has no origin for a passkey.
    const isTaken = status !== 401 && (status !== 403 || code === 'passkeys_unavailable')
    assert.ok(isTaken, `${status} ${code}: ${text}`)
    if (operation.parameters.length > 0) assert.equal(status, 200, text)
  })

function headersOf({ needs, scope }: Operation, person: Person): Record<string, string> {
  if (needs === 'server') return { apikey: servers.only[scope ?? ''] ?? '' }
  return needs === 'person' ? person.headers : { apikey: service.apiKey }
}

for (const operation of operations.filter(({ needs }) => needs === 'person'))
  test(`${operation.name} accepts the token of a provider, or leaves the act to it`, async () => {
    const { status, code, text } = await operation.call(ownersRequest(), await foreignHeaders())
    assert.ok(status < 500 && status !== 401, text)
    assert.ok(
      status !== 403 ||
        ['act_at_provider', 'recent_sign_in_required', 'passkeys_unavailable'].includes(String(code)),
      text,
    )
    await assertUntouched(operation.name)
  })

test('no forged token made the service request keys from anywhere', () => {
  assert.equal(elsewhere.requests, 0)
})

test('all callers called every operation of the document', () => {
  const expected = operations.flatMap(({ name, needs }) =>
    (needs === 'nobody'
      ? [OPEN]
      : needs === 'person'
        ? [REFUSES_INVALID, ISOLATED, ACCEPTS_VALID]
        : [REFUSES_INVALID, ACCEPTS_VALID]
    ).map((sentence) => `${name} ${sentence}`),
  )
  assert.deepEqual([...covered].sort(), expected.sort())
  const described = Object.entries(kept.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  assert.deepEqual(operations.map(({ name }) => name).sort(), described.sort())
})
