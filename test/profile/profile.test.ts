import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { plainAttributes } from '../../common/attributes.ts'
import { profileAnswer } from '../../src/profile/profile.schema.ts'
import { type Person, serviceFixture, startService } from '../support/service.ts'

const service = await serviceFixture()

interface Profile {
  UserProfile: [Record<string, string>]
  ProfileImage: string
  ProfileImageUrl: string
  ProfileImages: Record<string, string>
  UserLocInfo: { lan: string; tz: string; currency: string }
  UserLocInfoChosen: { lan: boolean; tz: boolean; currency: boolean }
}
interface Answer {
  status: number
  headers: Headers
  body: {
    status_code: number
    errors: Record<string, string[]>
    error_type: string
    error_codes: Record<string, string[]>
    data: Profile
  }
}

/** The three ways to send a body; only JSON has values other than text. */
const encodings = {
  multipart: (fields: Record<string, unknown>) => ({ body: form(fields) }),
  urlencoded: (fields: Record<string, unknown>) => ({
    body: new URLSearchParams(fields as Record<string, string>),
  }),
  json: (fields: Record<string, unknown>) => ({
    body: JSON.stringify(fields),
    headers: { 'content-type': 'application/json' },
  }),
}
type Encoding = keyof typeof encodings

async function send(person: Person, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${service.base}/${path}`, {
    ...init,
    headers: { ...person.headers, ...(init.headers as Record<string, string>) },
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) }
}
const get = (person: Person, headers: Record<string, string> = {}) =>
  send(person, 'user/get/profile/', { headers })
const update = (
  person: Person,
  fields: Record<string, unknown>,
  encoding: Encoding = 'json',
  headers = {},
) => {
  const init = encodings[encoding]({ email: person.email, ...fields }) as RequestInit
  return send(person, 'user/update/profile/', {
    method: 'POST',
    ...init,
    headers: { ...(init.headers as Record<string, string>), ...headers },
  })
}

test('a fresh profile has every key of the published response, empty unset texts, and a picture', async () => {
  const person = await service.person()
  const { status, headers, body } = await get(person)
  assert.equal(status, 200)
  assert.deepEqual({ ...body, data: undefined }, { status_code: 200, errors: {}, data: undefined })
  assert.deepEqual(body.data.UserProfile, [
    {
      ...Object.fromEntries(plainAttributes.map(({ apiName }) => [apiName, ''])),
      username: person.username,
      first_name: '',
      last_name: '',
      email: person.email,
      phone_code: '',
      phone_number: '',
      country_code: '',
    },
  ])
  assert.deepEqual(body.data.UserLocInfo, { lan: 'en', tz: 'UTC', currency: 'USD' })
  assert.deepEqual(body.data.UserLocInfoChosen, { lan: false, tz: false, currency: false })
  assert.match(body.data.ProfileImage, /^\//)
  assert.deepEqual(Object.keys(body.data.ProfileImages), [
    '32',
    '64',
    '128',
    '256',
    '512',
    '1024',
    'original',
  ])
  assert.match(headers.get('etag') ?? '', /^"[^"]+"$/)
  const image = await fetch(service.origin + body.data.ProfileImage)
  assert.equal(image.status, 200)
  assert.match(image.headers.get('content-type') ?? '', /^image\//)
})

/** Contract: the table of POST user/update/profile/ and the paragraphs below it. */
const rows: {
  name: string
  fields: Record<string, unknown>
  /** JSON members that `JSON.stringify` cannot write. */
  json?: string
  errors?: Record<string, [string, string]>
  stored?: Record<string, string>
  only?: Encoding[]
}[] = [
  {
    name: 'names are stored',
    fields: { first_name: 'Ada', last_name: 'Lovelace' },
    stored: { first_name: 'Ada', last_name: 'Lovelace' },
  },
  {
    name: 'surrounding white space is trimmed',
    fields: { first_name: ' \u00a0Ada\t\u3000' },
    stored: { first_name: 'Ada' },
  },
  {
    name: 'U+FEFF is not white space in Python, so it stays',
    fields: { first_name: '\ufeffAda' },
    stored: { first_name: '\ufeffAda' },
  },
  {
    name: '255 emoji pass',
    fields: { first_name: '🦊'.repeat(255) },
    stored: { first_name: '🦊'.repeat(255) },
  },
  {
    name: '256 characters are too many',
    fields: { first_name: 'x'.repeat(256), last_name: '🦊'.repeat(256) },
    errors: {
      first_name: ['Ensure this field has no more than 255 characters.', 'max_length'],
      last_name: ['Ensure this field has no more than 255 characters.', 'max_length'],
    },
  },
  {
    name: 'length counts after trimming',
    fields: { first_name: ` ${'x'.repeat(255)} ` },
    stored: { first_name: 'x'.repeat(255) },
  },
  {
    name: 'NUL characters are refused',
    fields: { first_name: 'a\0b' },
    errors: { first_name: ['Null characters are not allowed.', 'null_characters_not_allowed'] },
  },
  {
    name: 'an empty e-mail is blank',
    fields: { email: '' },
    errors: { email: ['This field may not be blank.', 'blank'] },
  },
  {
    name: 'an invalid e-mail is reported',
    fields: { email: 'nonsense' },
    errors: { email: ['Enter a valid email address.', 'invalid'] },
  },
  {
    name: 'another e-mail needs checksum and code',
    fields: { email: 'another@example.com' },
    errors: {
      token_checksum_field: ['This field is required.', 'required'],
      token_field: ['This field is required.', 'required'],
    },
  },
  {
    name: 'an invented code does not match',
    fields: { email: 'another@example.com', token_checksum_field: 'x', token_field: '123456' },
    errors: { token_field: ['Token is not matching.', 'token_mismatch'] },
  },
  {
    name: 'a phone number of 9 digits is stored',
    fields: { phone_number: '999999999' },
    stored: { phone_number: '999999999' },
  },
  {
    name: 'a phone number of 15 digits is stored',
    fields: { phone_number: '123456789012345' },
    stored: { phone_number: '123456789012345' },
  },
  {
    name: '8 digits are too few without a country',
    fields: { phone_number: '12345678' },
    errors: {
      phone_number: [
        "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
        'invalid',
      ],
    },
  },
  {
    name: '8 digits are a number in Norway',
    fields: { phone_number: '21234567', country_code: 'NO' },
    stored: { phone_number: '21234567', country_code: 'NO' },
  },
  {
    name: '16 digits are too many',
    fields: { phone_number: '1234567890123456' },
    errors: {
      phone_number: [
        "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
        'invalid',
      ],
    },
  },
  {
    name: 'letters are not a phone number',
    fields: { phone_number: '12345678a' },
    errors: {
      phone_number: [
        "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
        'invalid',
      ],
    },
  },
  {
    name: 'digits of other scripts are stored as ASCII',
    fields: { phone_number: '٩٩٩٩٩٩٩٩٩' },
    stored: { phone_number: '999999999' },
  },
  {
    name: 'a number with + sets country and calling code',
    fields: { phone_number: '+33612345678' },
    stored: { phone_number: '+33612345678', phone_code: '33', country_code: 'FR' },
  },
  {
    name: 'language, currency and time zone are stored',
    fields: { languages: 'fr', currencies: 'EUR', timezones: 'Europe/Paris' },
    stored: { lan: 'fr', currency: 'EUR', tz: 'Europe/Paris' },
  },
  {
    name: 'a link is stored under its listed name',
    fields: { timezones: 'Asia/Calcutta' },
    stored: { tz: 'Asia/Kolkata' },
  },
  { name: 'UTC is a time zone', fields: { timezones: 'UTC' }, stored: { tz: 'UTC' } },
  {
    name: 'unlisted codes are not valid choices',
    fields: { languages: 'xx', currencies: 'XXZ', timezones: '+05:30' },
    errors: {
      languages: ['"xx" is not a valid choice.', 'invalid_choice'],
      currencies: ['"XXZ" is not a valid choice.', 'invalid_choice'],
      timezones: ['"+05:30" is not a valid choice.', 'invalid_choice'],
    },
  },
  {
    name: 'all faulty fields are reported together',
    fields: { email: 'x', first_name: 'x'.repeat(256), phone_number: 'x', languages: 'xx' },
    errors: {
      email: ['Enter a valid email address.', 'invalid'],
      first_name: ['Ensure this field has no more than 255 characters.', 'max_length'],
      phone_number: [
        "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
        'invalid',
      ],
      languages: ['"xx" is not a valid choice.', 'invalid_choice'],
    },
  },
  {
    name: 'faults of the e-mail change are reported with the others',
    fields: { email: 'another@example.com', first_name: 'x'.repeat(256) },
    errors: {
      first_name: ['Ensure this field has no more than 255 characters.', 'max_length'],
      token_checksum_field: ['This field is required.', 'required'],
      token_field: ['This field is required.', 'required'],
    },
  },
  {
    name: 'unknown fields are ignored and set nothing',
    fields: { username: 'root', id: '1', password_hash: 'x', first_name: 'Eve' },
    stored: { first_name: 'Eve' },
  },
  {
    name: 'codes without a change of address are ignored',
    fields: { token_field: '', token_checksum_field: 'x' },
    stored: {},
  },
  {
    name: 'a JSON number is read as its text',
    fields: { first_name: 42, phone_number: 612345678 },
    stored: { first_name: '42', phone_number: '612345678' },
    only: ['json'],
  },
  {
    // Python's `json` and others write floats like this.
    name: 'a JSON number with a fraction is read as its text, including zeros',
    fields: {},
    json: '"first_name":1.0,"last_name":-12345678901234567890.50,"phone_code":33',
    stored: { first_name: '1.0', last_name: '-12345678901234567890.50', phone_code: '33' },
    only: ['json'],
  },
  {
    name: 'an overlong value gets the message of its field',
    fields: { phone_number: '1'.repeat(5000), languages: 'x'.repeat(5000) },
    errors: {
      phone_number: [
        "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
        'invalid',
      ],
      languages: [`"${'x'.repeat(100)}" is not a valid choice.`, 'invalid_choice'],
    },
  },
  {
    name: 'a boolean, list or object is not a string',
    fields: { first_name: true, last_name: [], phone_number: {}, email: false },
    errors: {
      first_name: ['Not a valid string.', 'invalid'],
      last_name: ['Not a valid string.', 'invalid'],
      phone_number: ['Not a valid string.', 'invalid'],
      email: ['Enter a valid email address.', 'invalid'],
    },
    only: ['json'],
  },
  {
    name: 'null is refused',
    fields: { first_name: null, email: null },
    errors: {
      first_name: ['This field may not be null.', 'null'],
      email: ['This field may not be null.', 'null'],
    },
    only: ['json'],
  },
]

const jsonText = (person: Person, members: string): RequestInit => ({
  method: 'POST',
  body: `{"email":${JSON.stringify(person.email)},${members}}`,
  headers: { 'content-type': 'application/json' },
})

for (const encoding of Object.keys(encodings) as Encoding[]) {
  describe(`update by ${encoding}`, () => {
    for (const row of rows) {
      if (row.only && !row.only.includes(encoding)) continue
      test(row.name, async () => {
        const person = await service.person()
        const { status, body } = row.json
          ? await send(person, 'user/update/profile/', jsonText(person, row.json))
          : await update(person, row.fields, encoding)
        if (row.errors) {
          assert.equal(status, 400)
          assert.equal(body.error_type, 'Validation Error')
          assert.deepEqual(
            body.errors,
            mapValues(row.errors, ([text]) => [text]),
          )
          assert.deepEqual(
            body.error_codes,
            mapValues(row.errors, ([, code]) => [code]),
          )
          assert.deepEqual((await get(person)).body.data.UserProfile[0]?.first_name, '')
          return
        }
        assert.deepEqual([status, body.errors], [200, {}])
        const { data } = (await get(person)).body
        assert.deepEqual(body.data, data)
        const flat: Record<string, string> = { ...data.UserProfile[0], ...data.UserLocInfo }
        for (const [name, value] of Object.entries(row.stored ?? {})) assert.equal(flat[name], value, name)
        assert.equal(flat.username, person.username)
      })
    }
  })
}

test('the e-mail is required in the update, and not in the PATCH', async () => {
  const person = await service.person()
  const posted = await send(person, 'user/update/profile/', {
    method: 'POST',
    ...encodings.urlencoded({ first_name: 'Ada' }),
  })
  assert.deepEqual([posted.status, posted.body.errors], [400, { email: ['This field is required.'] }])
  const patched = await send(person, 'user/profile/', {
    method: 'PATCH',
    ...encodings.urlencoded({ first_name: 'Ada' }),
  })
  assert.deepEqual([patched.status, patched.body.data.UserProfile[0]?.first_name], [200, 'Ada'])
})

for (const [encoding, sent] of Object.entries(encodings)) {
  test(`a PATCH by ${encoding} that misspells a field gets the right name, and changes nothing`, async () => {
    const person = await service.person()
    const fields = {
      first_name: 'Ada',
      fistname: 'Ada',
      lastName: 'Lovelace',
      'phone-number': '1',
      shoes: '42',
    }
    const { status, body } = await send(person, 'user/profile/', { method: 'PATCH', ...sent(fields) })
    assert.equal(status, 400)
    const near = (name: string) => [`There is no field with this name. Did you mean ${name}?`]
    assert.deepEqual(body.errors, {
      fistname: near('first_name'),
      lastName: near('last_name'),
      'phone-number': near('phone_number'),
      shoes: ['There is no field with this name.'],
    })
    assert.deepEqual(new Set(Object.values(body.error_codes).flat()), new Set(['unknown_field']))
    assert.equal((await get(person)).body.data.UserProfile[0]?.first_name, '')
  })
}

test('a PATCH with the name of its encoding, as browsers send it, has no unknown field', async () => {
  const person = await service.person()
  for (const encode of [encodings.urlencoded, encodings.multipart]) {
    const sent = encode({ _charset_: 'utf-8', last_name: 'Lovelace' })
    const { status } = await send(person, 'user/profile/', { method: 'PATCH', ...sent })
    assert.equal(status, 200)
  }
})

test('the sample that sends all four fields back passes, and a change of case needs no code', async () => {
  const person = await service.person({ email: 'Mixed.Case@Example.com' })
  const same = await update(person, {
    email: ' mixed.case@example.COM ',
    first_name: '',
    last_name: '',
    phone_number: '',
  })
  assert.equal(same.status, 200)
  assert.equal(same.body.data.UserProfile[0]?.email, 'mixed.case@example.COM')
})

test('an absent field stays, an empty one is cleared, and an empty choice resets to the default', async () => {
  const person = await service.person()
  await update(person, {
    first_name: 'Ada',
    last_name: 'Lovelace',
    languages: 'fr',
    phone_number: '+33612345678',
  })
  const { body } = await update(person, { first_name: '', languages: '', phone_number: '' })
  const [profile] = body.data.UserProfile
  assert.deepEqual([profile?.first_name, profile?.last_name], ['', 'Lovelace'])
  assert.deepEqual([profile?.phone_number, profile?.phone_code, profile?.country_code], ['', '', ''])
  assert.equal(body.data.UserLocInfo.lan, 'en')
})

test("an operator's default that is a link is returned under its listed name", async () => {
  const other = await startService({ DEFAULT_TIMEZONE: 'Asia/Calcutta' })
  const person = await other.person()
  for (const path of ['user/get/profile/', 'get/local-info/']) {
    const answer = await fetch(`${other.base}/${path}`, { headers: person.headers })
    const { data } = (await answer.json()) as { data: { UserLocInfo?: object; selected?: object } }
    assert.deepEqual(data.UserLocInfo ?? data.selected, { lan: 'en', tz: 'Asia/Kolkata', currency: 'USD' })
  }
  await other.stop()
})

test('the profile that is sent is the one that the reference describes, nothing more and nothing less', async () => {
  const person = await service.person()
  await update(person, { first_name: 'Zoë "\\u2028</script>', country_code: 'DE' })
  const { headers, body } = await get(person)
  assert.equal(headers.get('content-type'), 'application/json; charset=utf-8')
  assert.deepEqual(profileAnswer.parse(body), body)
})

test('a profile that the client has returns 304, and a changed one is sent again', async () => {
  const person = await service.person()
  const etag = (await get(person)).headers.get('etag') ?? ''
  const held = await get(person, { 'if-none-match': etag })
  assert.deepEqual([held.status, held.body], [304, null])
  assert.equal(held.headers.get('etag'), etag)
  await update(person, { first_name: 'Ada' })
  assert.equal((await get(person, { 'if-none-match': etag })).status, 200)
})

test('If-Match refuses to update a profile that has changed since, and a malformed one is 400', async () => {
  const person = await service.person()
  const etag = (await get(person)).headers.get('etag') ?? ''
  assert.equal((await update(person, { first_name: 'One' }, 'json', { 'if-match': etag })).status, 200)
  const stale = await update(person, { first_name: 'Two' }, 'json', { 'if-match': etag })
  assert.deepEqual([stale.status, stale.body.error_type], [412, 'Precondition Failed'])
  assert.equal((await update(person, { first_name: 'Two' }, 'json', { 'if-match': 'nonsense' })).status, 400)
  assert.equal((await update(person, { first_name: 'Three' }, 'json', { 'if-match': '*' })).status, 200)
  assert.equal((await get(person)).body.data.UserProfile[0]?.first_name, 'Three')
})

test('of sixteen changes with the same If-Match exactly one succeeds', async () => {
  const person = await service.person()
  const etag = (await get(person)).headers.get('etag') ?? ''
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      update(person, { first_name: `n${i}` }, 'json', { 'if-match': etag }),
    ),
  )
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, ...Array(15).fill(412)])
})

test('simultaneous changes of different fields are all stored', async () => {
  const person = await service.person()
  await Promise.all([
    update(person, { first_name: 'Ada' }, 'multipart'),
    update(person, { last_name: 'Lovelace' }, 'urlencoded'),
    update(person, { languages: 'fr' }),
    update(person, { currencies: 'EUR' }),
  ])
  const { data } = (await get(person)).body
  assert.deepEqual([data.UserProfile[0]?.first_name, data.UserProfile[0]?.last_name], ['Ada', 'Lovelace'])
  assert.deepEqual(data.UserLocInfo, { lan: 'fr', tz: 'UTC', currency: 'EUR' })
  assert.deepEqual(data.UserLocInfoChosen, { lan: true, tz: false, currency: true })
})

function form(fields: Record<string, unknown>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, String(value))
  return data
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
