import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuer } from '../../src/config/issuer-settings.ts'
import { Refusal } from '../../src/errors/errors.ts'
import type { Claims } from '../../src/provider/claims.ts'
import { serviceFixture, testOperator } from '../support/service.ts'

const ISSUER = 'https://login.example.com'
const entry = { issuer: ISSUER, sign_in: { client_id: 'page' } }
const service = await serviceFixture(
  {
    ISSUERS: JSON.stringify([
      { ...entry, id: 'open' },
      { ...entry, id: 'linking', link: 'verified_email' },
      { ...entry, id: 'closed', create: false },
      { ...entry, id: 'trusting', trust_email: true },
      { ...entry, id: 'other', issuer: 'https://other.example.com' },
    ]),
  },
  { isIdle: true },
)
const { services, clock } = service
const issuerOf = (id: string) => services.config.issuers.find((one) => one.id === id) as Issuer

const inSeconds = () => Math.floor(clock.now() / 1000)
let counter = 0
const newSubject = () => `subject-${++counter}`

/** Sees a subject for the first time, or again, and returns the id of the person. */
async function see(claims: Claims, provider = 'open') {
  const issuedAt = (typeof claims.iat === 'number' ? claims.iat : inSeconds()) * 1000
  const actor = { kind: 'person' as const, address: '203.0.113.7' }
  return services.providerPeople.withPerson(
    { issuer: issuerOf(provider), claims, issuedAt, actor },
    async (_tx, { user }) => user,
  )
}
const refusal = (key: string) => (error: unknown) => error instanceof Refusal && error.key === key

test('at first sight, a person is created from the standard claims, and found again afterwards', async () => {
  const claims = {
    sub: newSubject(),
    preferred_username: 'grace',
    given_name: 'Grace',
    family_name: 'Hopper',
    email: 'grace@example.org',
    email_verified: true,
    phone_number: '+33612345678',
    locale: 'fr_FR',
    zoneinfo: 'Europe/Paris',
  }
  const user = await see(claims)
  const { username, firstName, lastName, email, phoneNumber, phoneCode, language, timezone } = user
  assert.deepEqual(
    { username, firstName, lastName, email, phoneNumber, phoneCode, language, timezone },
    {
      ...{ username: 'grace', firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' },
      ...{ phoneNumber: '+33612345678', phoneCode: '33', language: 'fr', timezone: 'Europe/Paris' },
    },
  )
  assert.notEqual(user.emailVerifiedAt, null)
  assert.equal(user.phoneVerifiedAt, null)
  assert.equal((await see({ ...claims, given_name: 'Later' })).id, user.id)
  const events = await services.audit.ofPerson(user.id, null, 10)
  assert.deepEqual(
    events.map(({ action }) => action),
    ['user.created'],
  )
})

/** Source of the rows: OpenID Connect Core 1.0, 5.1, and what providers send beside it. */
const odd: [string, Claims, Record<string, unknown>][] = [
  ['no claims but the subject', {}, { firstName: '', email: '' }],
  ['an address that is not verified', { email: 'a1@example.org' }, { email: '' }],
  [
    'an address that is verified as a text (Cognito)',
    { email: 'a2@example.org', email_verified: 'true' },
    { email: 'a2@example.org' },
  ],
  ['an address that is none', { email: 'nobody', email_verified: true }, { email: '' }],
  ['the whole name alone', { name: 'Ada Lovelace' }, { firstName: 'Ada Lovelace', lastName: '' }],
  ['the whole name beside its parts', { name: 'A L', family_name: 'L' }, { firstName: '', lastName: 'L' }],
  ['a name that is too long', { given_name: 'x'.repeat(300) }, { firstName: '' }],
  ['a name with NUL', { given_name: 'a\0b' }, { firstName: '' }],
  [
    'claims of wrong types',
    { given_name: ['Ada'], family_name: { a: 1 }, email: 7, email_verified: true, locale: null },
    { firstName: '', lastName: '', email: '' },
  ],
  [
    'an unknown language and zone',
    { locale: 'tlh', zoneinfo: 'Mars/Olympus' },
    { language: '', timezone: '' },
  ],
  ['a number without its country', { phone_number: '12' }, { phoneNumber: '' }],
  ['an address as the user name', { preferred_username: 'mary@example.org' }, { username: 'mary' }],
  ['a user name with blanks', { preferred_username: ' Mary Ann! ' }, { username: 'Mary.Ann' }],
]
for (const [what, claims, values] of odd)
  test(`first sight of ${what} creates a person with what is valid`, async () => {
    const user = await see({ sub: newSubject(), ...claims })
    for (const [key, value] of Object.entries(values)) assert.equal(user[key as 'email'], value, key)
    assert.match(user.username, /^[\w.@+-]+$/)
  })

test('a user name that somebody has gets digits', async () => {
  await see({ sub: newSubject(), preferred_username: 'linus' })
  assert.match((await see({ sub: newSubject(), preferred_username: 'Linus' })).username, /^Linus-\d{6}$/)
})

test('the same subject of another issuer is another person', async () => {
  const sub = newSubject()
  assert.notEqual((await see({ sub })).id, (await see({ sub }, 'other')).id)
  assert.equal((await see({ sub })).id, (await see({ sub }, 'closed')).id)
})

for (const [what, sub] of [
  ['no subject', undefined],
  ['an empty subject', ''],
  ['a subject that is a number', 7],
  ['a subject of 256 characters', 'x'.repeat(256)],
  ['a subject with a line break', 'a\nb'],
] as const)
  test(`a token with ${what} is refused`, () => assert.rejects(see({ sub }), refusal('token_not_valid')))

test('where people are not created, a new subject is refused', () =>
  assert.rejects(see({ sub: newSubject() }, 'closed'), refusal('account_missing')))

test('sixteen first sights at once create one person', async () => {
  for (let round = 0; round < 3; round++) {
    const sub = newSubject()
    const claims = {
      sub,
      preferred_username: `racer${round}`,
      email: `${sub}@example.org`,
      email_verified: true,
    }
    const seen = await Promise.all(Array.from({ length: 16 }, () => see(claims)))
    assert.equal(new Set(seen.map(({ id }) => id)).size, 1)
    assert.equal(seen[0]?.username, `racer${round}`)
    const people = await services.db.read
      .selectFrom('users')
      .select('id')
      .where('email', '=', claims.email)
      .execute()
    assert.equal(people.length, 1)
  }
})

test('sixteen people with one user name at once all get an account', async () => {
  const seen = await Promise.all(
    Array.from({ length: 16 }, () => see({ sub: newSubject(), preferred_username: 'popular' })),
  )
  assert.equal(new Set(seen.map(({ username }) => username)).size, 16)
})

test('a verified address leads to the account that has proved it, only where the operator says so', async () => {
  const ada = await service.person({ email: 'ada@example.org' })
  const claims = { email: 'ADA@example.org', email_verified: true }
  const proven = (at: number | null) =>
    services.db.write((tx) =>
      tx.updateTable('users').set({ email_verified_at: at }).where('id', '=', ada.id).execute(),
    )
  await proven(clock.now())
  await assert.rejects(see({ ...claims, sub: newSubject() }), refusal('account_exists'))
  await proven(null)
  // Whoever entered the address here may be somebody else, and still have the password.
  await assert.rejects(see({ ...claims, sub: newSubject() }, 'linking'), refusal('account_exists'))
  await proven(clock.now())
  // The provider does not vouch for it.
  const unverified = await see({ email: 'ada@example.org', sub: newSubject() }, 'linking')
  assert.notEqual(unverified.id, ada.id)
  const sub = newSubject()
  const raced = await Promise.all(Array.from({ length: 8 }, () => see({ ...claims, sub }, 'linking')))
  assert.deepEqual(new Set(raced.map(({ id }) => id)), new Set([ada.id]))
  const events = await services.audit.ofPerson(ada.id, null, 10)
  assert.equal(events.filter(({ action }) => action === 'provider.linked').length, 1)
  const jobs = await services.db.read.selectFrom('outbox').select('payload').execute()
  const told = jobs.filter(({ payload }) => payload.includes('provider_linked') && payload.includes(ada.id))
  assert.equal(told.length, 1, 'the owner is told by mail, once')
})

test('an operator may trust the addresses of a provider that does not say which are verified', async () => {
  const user = await see({ sub: newSubject(), email: 'trusted@example.org' }, 'trusting')
  assert.equal(user.email, 'trusted@example.org')
})

test('a removed person is not created anew by a token issued before, and is by one issued later', async () => {
  const sub = newSubject()
  const before = await see({ sub, iat: inSeconds() })
  clock.advance(5000)
  await services.accounts.remove(before, testOperator)
  const rows = await services.db.read.selectFrom('issuer_subjects').selectAll().execute()
  const text = JSON.stringify(rows)
  assert.ok(!text.includes(sub) && !text.includes(before.id), 'only a hash is left')
  await assert.rejects(see({ sub, iat: inSeconds() - 3 }), refusal('token_not_valid'))
  clock.advance(2000)
  const after = await see({ sub, iat: inSeconds() })
  assert.notEqual(after.id, before.id)
  assert.equal((await see({ sub, iat: inSeconds() - 1 })).id, after.id)
})

test('what is left of a removed person goes after eight days', async () => {
  const sub = newSubject()
  await services.accounts.remove(await see({ sub }), testOperator)
  const id = await services.issuerSubjects.idOf(ISSUER, sub)
  clock.advance(7.5 * 86_400_000)
  await services.issuerSubjects.purge()
  assert.notEqual(await services.issuerSubjects.find(id), null)
  clock.advance(86_400_000)
  await services.issuerSubjects.purge()
  assert.equal(await services.issuerSubjects.find(id), null)
})

test('a disabled person stays disabled', async () => {
  const sub = newSubject()
  await services.accounts.disable(await see({ sub }), testOperator)
  clock.advance(2000)
  await assert.rejects(see({ sub }), refusal('inactive_account'))
})

test('a sign-in of the page starts a session of ours, with the provider and the proof in it', async () => {
  const { sub } = { sub: newSubject() }
  const { apiKey } = await service.application('web')
  const application = (await services.applications.byApiKey(apiKey))!
  const claims = { sub, given_name: 'Ada', auth_time: inSeconds() - 2 }
  const arrival = { address: '203.0.113.7', userAgent: 'Firefox' }
  const start = (askedAt: number | null) =>
    services.providerSignIns.signIn(application, { provider: 'open', claims, askedAt }, arrival)
  const provedAt = async (access: string) => (await services.sessions.authenticate(apiKey, access)).provedAt
  const plain = await start(null)
  assert.equal(await provedAt(plain.access), 0, 'somebody may have signed in there long ago')
  const fresh = await start(clock.now() - 3000)
  assert.equal(await provedAt(fresh.access), claims.auth_time * 1000)
  assert.equal(fresh.userId, plain.userId)
  const refreshed = await services.sessions.refresh(application, { refresh: fresh.refresh, address: '' })
  assert.ok(refreshed.access)
  const rows = await services.db.read
    .selectFrom('sessions')
    .select(['provider', 'subject_id'])
    .where('user_id', '=', plain.userId)
    .execute()
  const subject = await services.issuerSubjects.idOf(ISSUER, sub)
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [
      { provider: 'open', subject_id: subject },
      { provider: 'open', subject_id: subject },
    ],
  )
})
