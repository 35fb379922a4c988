import assert from 'node:assert/strict'
import { test } from 'node:test'
import { internationalNumber } from '../../src/profile/phone.ts'
import { userinfo } from '../../src/profile/userinfo.schema.ts'
import { userinfoOf } from '../../src/profile/userinfo.ts'
import { declare, undeclare } from '../support/attributes.ts'
import { type Person, serviceFixture } from '../support/service.ts'

const service = await serviceFixture()

async function read(person: Person, headers: Record<string, string> = {}) {
  const answer = await fetch(`${service.base}/user/userinfo/`, { headers: { ...person.headers, ...headers } })
  const text = await answer.text()
  return { answer, claims: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}
const change = (person: Person, fields: Record<string, string>) =>
  fetch(`${service.base}/user/profile/`, {
    method: 'PATCH',
    headers: person.headers,
    body: new URLSearchParams(fields),
  })

// OpenID Connect Core 1.0, 5.1.
test('an application reads the standard claims of who is signed in, flat', async () => {
  const person = await service.person({
    fields: {
      first_name: 'Ada',
      last_name: 'Lovelace',
      phone_number: '612345678',
      phone_code: '33',
      country_code: 'FR',
      language: 'fr',
      timezone: 'Europe/Paris',
    },
  })
  const { answer, claims } = await read(person)
  assert.equal(answer.headers.get('cache-control'), 'private, no-cache')
  const { picture, updated_at } = claims
  assert.deepEqual(claims, {
    sub: person.id,
    name: 'Ada Lovelace',
    given_name: 'Ada',
    family_name: 'Lovelace',
    preferred_username: person.username,
    picture,
    email: person.email,
    email_verified: false,
    phone_number: '+33612345678',
    phone_number_verified: false,
    zoneinfo: 'Europe/Paris',
    locale: 'fr',
    updated_at,
  })
  assert.match((await fetch(String(picture))).headers.get('content-type') ?? '', /^image\//)
  const user = await service.services.users.byId(person.id)
  assert.equal(updated_at, Math.floor(user!.updatedAt / 1000))
  assert.deepEqual(userinfo.parse(claims), claims, 'the schema of the document has every claim')
})

test('what is not set is missing, and what everybody has by default is there', async () => {
  const person = await service.person()
  const { claims } = await read(person)
  assert.deepEqual(Object.keys(claims).sort(), [
    'email',
    'email_verified',
    'locale',
    'picture',
    'preferred_username',
    'sub',
    'updated_at',
    'zoneinfo',
  ])
  assert.deepEqual([claims.locale, claims.zoneinfo], ['en', 'UTC'])
})

test('a name is written in the order of its language', async () => {
  const person = await service.person({
    fields: { first_name: 'Péter', last_name: 'Esterházy', language: 'hu' },
  })
  assert.equal((await read(person)).claims.name, 'Esterházy Péter')
})

test('whoever has the claims already gets 304 until something changes', async () => {
  const person = await service.person()
  const tag = (await read(person)).answer.headers.get('etag') ?? ''
  const again = await read(person, { 'if-none-match': tag })
  assert.deepEqual([again.answer.status, again.answer.headers.get('etag')], [304, tag])
  assert.equal((await change(person, { first_name: 'Grace' })).status, 200)
  const { answer, claims } = await read(person, { 'if-none-match': tag })
  assert.deepEqual([answer.status, claims.given_name], [200, 'Grace'])
})

test('a token that does not count is refused as everywhere, with what a client of OpenID Connect expects', async () => {
  const person = await service.person()
  const { answer, claims } = await read(person, { authorization: `Bearer ${person.refresh}` })
  assert.deepEqual([answer.status, claims.status_code], [401, 401])
  assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /)
  assert.equal((await fetch(`${service.base}/user/userinfo/`)).status, 401)
})

// E.164; the rest as in the profile.
const numbers: [what: string, number: string, code: string, country: string, expected: string][] = [
  ['an international number', '+33612345678', '33', 'FR', '+33612345678'],
  ['a national number without its zero', '612345678', '33', 'FR', '+33612345678'],
  ['a national number with its zero', '0612345678', '33', 'FR', '+33612345678'],
  ['a country without a code', '0612345678', '', 'FR', '+33612345678'],
  ['a code without a country', '612345678', '33', '', '+33612345678'],
  ['a code of another country', '612345678', '33', 'DE', '+33612345678'],
  ['neither', '612345678', '', '', '612345678'],
  ['a number that is too long in its country', '999999999999999', '33', 'FR', '999999999999999'],
  ['a country without numbers', '612345678', '', 'AQ', '612345678'],
]
for (const [what, phoneNumber, phoneCode, countryCode, expected] of numbers)
  test(`the claim of a phone number: ${what}`, () => {
    assert.equal(internationalNumber({ phoneNumber, phoneCode, countryCode }), expected)
  })

test('a declared claim is added, and never takes the place of a standard one', async () => {
  const person = await service.person()
  const user = await service.services.users.byId(person.id)
  const claims = userinfoOf(user!, {
    picture: 'https://id.example.com/p',
    defaults: { language: 'en', timezone: 'UTC', currency: 'USD' },
    declared: { department: 'Mathematics', sub: 'somebody else' },
  })
  assert.deepEqual([claims.department, claims.sub], ['Mathematics', person.id])
})

test('declared attributes that have a claim are there, for an application that may read them', async () => {
  const person = await service.person()
  const tag = (await read(person)).answer.headers.get('etag') ?? ''
  await declare(
    service,
    { name: 'department', type: 'text', label: { en: 'Department' }, claim: 'dept' },
    {
      name: 'salary',
      type: 'integer',
      label: { en: 'Salary' },
      claim: 'salary',
      read: ['operator'],
      write: ['operator'],
    },
  )
  const changed = await change(person, { department: 'Mathematics' })
  assert.equal(changed.status, 200, await changed.text())
  const { answer, claims } = await read(person, { 'if-none-match': tag })
  assert.deepEqual([answer.status, claims.dept, claims.salary], [200, 'Mathematics', undefined])
  await undeclare(service)
})
