import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/config/config.ts'
import { SettingError, shownValue } from '../../src/config/settings.ts'

const minimal = {
  id: 'keycloak',
  issuer: 'https://login.example.com/realms/main',
  audiences: ['shop-api'],
  application: 'Shop',
}
const page = { client_id: 'page', client_secret: 'hidden-value' }

const read = (entries: unknown, more: Record<string, string> = {}) =>
  readConfig({ ISSUERS: typeof entries === 'string' ? entries : JSON.stringify(entries), ...more }).issuers

test('without the setting, no provider is trusted', () => assert.deepEqual(readConfig({}).issuers, []))

test('an entry needs an id, an issuer, audiences and an application; the rest has defaults', () => {
  const [issuer] = read([minimal])
  assert.deepEqual(
    { ...issuer, claims: issuer?.claims.map(({ claim, attribute }) => `${claim} ${attribute}`) },
    {
      ...{ ...minimal, name: 'login.example.com', audienceClaim: 'aud', sessionClaim: 'sid' },
      ...{ trustEmail: false, create: true, link: 'never', acts: [], acr: [], insecure: false, signIn: null },
      claims: [
        'preferred_username username',
        'given_name first_name',
        'family_name last_name',
        'email email',
        'phone_number phone_number',
        'locale language',
        'zoneinfo timezone',
        'name first_name',
      ],
    },
  )
})

test('claims of the entry come before the standard ones, and null takes one of those away', () => {
  const claims = { '/user_metadata/full_name': 'first_name', name: null, locale: null }
  const [issuer] = read([{ ...minimal, claims }])
  const names = issuer?.claims.map(({ claim }) => claim)
  assert.equal(names?.[0], '/user_metadata/full_name')
  assert.equal(names?.includes('name') || names?.includes('locale'), false)
})

test('an entry for the page alone needs no application', () => {
  const { id, issuer } = minimal
  const [read1] = read([{ id, issuer, sign_in: { ...page, label: { de: 'Mit Acme anmelden' } } }])
  assert.deepEqual(read1?.signIn, {
    clientId: 'page',
    clientSecret: 'hidden-value',
    scopes: ['openid', 'profile', 'email'],
    labels: { de: 'Mit Acme anmelden' },
    replacesPassword: false,
  })
  assert.deepEqual([read1?.application, read1?.audiences], [null, []])
})

/** What is wrong, and what the message says: which entry, and what to do. */
const refused: [string, unknown, RegExp][] = [
  ['text that is not JSON', '[{id:1}]', /must be a JSON list.*check quotes/],
  ['an object instead of a list', minimal, /put "\[" and "\]" around/],
  ['an entry that is a text', ['keycloak'], /entry 1: must be an object/],
  ['an entry without an id', [{ ...minimal, id: undefined }], /entry 1: id is missing: choose a short name/],
  ['an id with a blank', [{ ...minimal, id: 'my id' }], /entry 1: id must be 1 to 40 lower-case/],
  ['the second entry', [minimal, { id: 'other' }], /entry 2 \("other"\): issuer is missing: copy "issuer"/],
  ['an issuer without scheme', [{ ...minimal, issuer: 'login.example.com' }], /issuer must be an https:/],
  ['an issuer with a query', [{ ...minimal, issuer: 'https://a.example/?b' }], /issuer must be an https:/],
  ['http outside the machine', [{ ...minimal, issuer: 'http://a.example' }], /"insecure": true allows http/],
  ['a misspelled field', [{ ...minimal, audience: 'x' }], /"audience", which is unknown; known are id, name/],
  [
    'a misspelled field of sign_in',
    [{ ...minimal, sign_in: { id: 'x' } }],
    /sign_in.*client_id is missing|"id", which is unknown; known are client_id/,
  ],
  ['an audience that is no list', [{ ...minimal, audiences: 'x' }], /audiences must be a list of audiences/],
  [
    'no application',
    [{ ...minimal, application: undefined }],
    /application is missing: name the application/,
  ],
  [
    'no audiences',
    [{ ...minimal, audiences: undefined }],
    /audiences is missing: list what the provider puts/,
  ],
  [
    'neither tokens nor page',
    [{ id: 'a', issuer: minimal.issuer }],
    /needs audiences and application .* or sign_in/,
  ],
  [
    'an unknown attribute',
    [{ ...minimal, claims: { nickname: 'nick' } }],
    /claims: "nickname" must lead to one of username/,
  ],
  ['an unknown act', [{ ...minimal, acts: ['all'] }], /acts\.0 must have only email, password, deletion/],
  ['an unknown way to link', [{ ...minimal, link: 'email' }], /link must be never or verified_email/],
  ['scopes without openid', [{ ...minimal, sign_in: { ...page, scopes: ['email'] } }], /must have "openid"/],
  ['two entries with one id', [minimal, { ...minimal, audiences: ['b'] }], /entry 2 .*id of another entry/],
  ['two entries for one audience', [minimal, { ...minimal, id: 'b' }], /an audience of the entry "keycloak"/],
  ['too many entries', Array.from({ length: 21 }, () => minimal), /at most 20 entries/],
]
for (const [what, entries, problem] of refused)
  test(`${what} is refused, with the remedy and no part of a secret`, () => {
    assert.throws(
      () => read(entries),
      (error: Error) =>
        error instanceof SettingError &&
        problem.test(error.message) &&
        !error.message.includes('hidden-value'),
    )
  })

test('http is allowed on the machine itself, and elsewhere if the entry says so', () => {
  assert.equal(read([{ ...minimal, issuer: 'http://127.0.0.1:8080/realms/main' }]).length, 1)
  assert.equal(read([{ ...minimal, issuer: 'http://keycloak:8080', insecure: true }]).length, 1)
})

test('two entries of one issuer may have different audiences', () => {
  assert.equal(read([minimal, { ...minimal, id: 'b', audiences: ['b'] }]).length, 2)
})

test('the service itself is not listed', () => {
  assert.throws(
    () => read([{ ...minimal, issuer: 'https://id.example.com/' }], { PUBLIC_URL: 'https://id.example.com' }),
    /"keycloak" has the issuer of the service itself/,
  )
})

test('the secret of a client is never shown', () => {
  const shown = shownValue('ISSUERS', JSON.stringify([{ ...minimal, sign_in: page }]))
  assert.ok(shown.includes('"client_secret":"***"') && shown.includes('shop-api'))
  assert.equal(shownValue('ISSUERS', '[{"client_secret":"hidden-value"'), '***')
})
