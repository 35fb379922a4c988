import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { declare, undeclare } from '../support/attributes.ts'
import { type Person, serviceFixture } from '../support/service.ts'

const service = await serviceFixture()
afterEach(() => undeclare(service))

interface Answer {
  status: number
  headers: Headers
  text: string
  body: {
    errors: Record<string, string[]>
    error_codes: Record<string, string[]>
    error_messages?: Record<string, string[]>
    data: { UserAttributes?: Record<string, unknown>; attributes?: Record<string, unknown>[] }
  }
}

async function send(person: Person, method: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${service.base}/${path}`, {
    ...init,
    method,
    headers: { ...person.headers, ...(init.headers as Record<string, string>) },
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: text === '' ? {} : JSON.parse(text) }
}
const get = (person: Person, headers = {}) => send(person, 'GET', 'user/get/profile/', { headers })
const encodings = {
  json: (fields: Record<string, unknown>) => ({
    body: JSON.stringify(fields),
    headers: { 'content-type': 'application/json' },
  }),
  urlencoded: (fields: Record<string, unknown>) => ({
    body: new URLSearchParams(fields as Record<string, string>),
  }),
  multipart(fields: Record<string, unknown>) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
    return { body: form }
  },
}
const patch = (
  person: Person,
  fields: Record<string, unknown>,
  encoding: keyof typeof encodings = 'json',
  headers: Record<string, string> = {},
) => {
  const init = encodings[encoding](fields) as RequestInit
  return send(person, 'PATCH', 'user/profile/', {
    ...init,
    headers: { ...(init.headers as Record<string, string>), ...headers },
  })
}
const shown = async (person: Person) => (await get(person)).body.data.UserAttributes

const all = [
  { name: 'nickname_text', type: 'text', min_length: 2, max_length: 10, pattern: '^[a-z]+$' },
  { name: 'about', type: 'long_text' },
  { name: 'height', type: 'number', minimum: 0.5, maximum: 3 },
  { name: 'team_size', type: 'integer' },
  { name: 'newsletter', type: 'boolean' },
  { name: 'hired', type: 'date', minimum: '2000-01-01' },
  { name: 'department', type: 'choice', options: ['sales', 'it'].map((value) => ({ value })) },
  { name: 'skills', type: 'choices', options: ['go', 'sql', 'c'].map((value) => ({ value })), max_items: 2 },
  { name: 'website', type: 'url' },
  { name: 'nationality', type: 'country' },
  { name: 'mother_tongue', type: 'language' },
  { name: 'office_zone', type: 'timezone' },
  { name: 'hometown', type: 'place' },
] as const
const unset = {
  nickname_text: '',
  about: '',
  height: null,
  team_size: null,
  newsletter: null,
  hired: '',
  department: '',
  skills: [],
  website: '',
  nationality: '',
  mother_tongue: '',
  office_zone: '',
  hometown: null,
}
const values = {
  nickname_text: 'ada',
  about: 'one\ntwo',
  height: 1.75,
  team_size: 5,
  newsletter: false,
  hired: '2020-02-29',
  department: 'it',
  skills: ['go', 'sql'],
  website: 'https://example.com/~ada?q=1',
  nationality: 'FR',
  mother_tongue: 'fr',
  office_zone: 'Europe/Paris',
  hometown: { locality: 'Paris', region: '', country: 'FR' },
}
const asText = {
  ...values,
  about: 'one\r\ntwo',
  skills: 'sql\r\ngo',
  nationality: 'fr',
  hometown: JSON.stringify(values.hometown),
}

test('without declarations, a profile has no declared attributes', async () => {
  const person = await service.person()
  assert.equal(await shown(person), undefined)
  assert.equal((await patch(person, { department: 'it' })).body.error_codes.department?.[0], 'unknown_field')
  const { status } = await send(person, 'POST', 'user/update/profile/', {
    ...encodings.json({ email: person.email, department: 'it' }),
  })
  assert.equal(status, 200)
  assert.deepEqual((await send(person, 'GET', 'user/attributes/')).body.data.attributes, [])
})

for (const encoding of Object.keys(encodings) as (keyof typeof encodings)[]) {
  test(`a person saves declared attributes of every type as ${encoding}, and clears them`, async () => {
    await declare(service, ...all)
    const person = await service.person()
    assert.deepEqual(await shown(person), unset)
    const saved = await patch(person, encoding === 'json' ? values : asText, encoding)
    assert.equal(saved.status, 200, saved.text)
    assert.deepEqual(saved.body.data.UserAttributes, values)
    const read = await get(person)
    assert.equal(read.headers.get('etag'), saved.headers.get('etag'))
    assert.deepEqual(read.body.data.UserAttributes, values)
    const back = await patch(person, encoding === 'json' ? values : asText, encoding)
    assert.equal(back.headers.get('etag'), saved.headers.get('etag'), 'what is sent back changes nothing')
    const empty = Object.fromEntries(Object.keys(values).map((name) => [name, '']))
    const cleared = await patch(person, empty, encoding)
    assert.deepEqual(cleared.body.data.UserAttributes, unset)
  })
}

test('every faulty attribute is reported in the language of the reader, and nothing is saved', async () => {
  await declare(service, ...all)
  const person = await service.person()
  const bad = {
    nickname_text: 'A',
    height: 4,
    team_size: '1.5',
    newsletter: 'maybe',
    hired: '2023-02-29',
    department: 'hr',
    skills: ['go', 'sql', 'c'],
    website: 'javascript:alert(1)',
    nationality: 'XX',
    hometown: { city: 'Paris' },
    first_name: 'Ada',
  }
  const answer = await patch(person, bad, 'json', { 'accept-language': 'de' })
  assert.equal(answer.status, 400)
  assert.deepEqual(answer.body.error_codes, {
    nickname_text: ['min_length'],
    height: ['max_value'],
    team_size: ['invalid'],
    newsletter: ['invalid'],
    hired: ['invalid'],
    department: ['invalid_choice'],
    skills: ['max_length'],
    website: ['invalid'],
    nationality: ['invalid_choice'],
    hometown: ['invalid'],
  })
  assert.deepEqual(answer.body.errors.hired, [
    'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.',
  ])
  assert.deepEqual(answer.body.error_messages?.hired, ['Geben Sie das Datum in der Form JJJJ-MM-TT ein.'])
  assert.deepEqual(await shown(person), unset)
})

test('the list of declarations is enough for a form, in the language of the reader, with a tag', async () => {
  await declare(
    service,
    {
      name: 'department',
      type: 'choice',
      options: [{ value: 'sales', label: { en: 'Sales', de: 'Vertrieb' } }, { value: 'it' }],
      label: { en: 'Department', de: 'Abteilung' },
      help: { de: 'Wo Sie arbeiten.' },
      section: { en: 'Work', de: 'Arbeit' },
      order: 2,
      default: 'it',
    },
    {
      name: 'shoe_size',
      type: 'number',
      minimum: 20,
      maximum: 60.5,
      order: 3,
      section: { en: 'Work', de: 'Arbeit' },
    },
    { name: 'slogan', type: 'text', order: 1, min_length: 2, pattern: '^[a-z ]+$', write: ['operator'] },
    { name: 'hired', type: 'date', minimum: '2000-01-01', order: 4 },
    { name: 'home', type: 'place', default: { country: 'NO' }, order: 5 },
  )
  const person = await service.person()
  const list = (headers: Record<string, string>) => send(person, 'GET', 'user/attributes/', { headers })
  const german = await list({ 'accept-language': 'de-AT,fr;q=0.5' })
  const plain = { help: '', section: '', writable: true, default: null }
  assert.deepEqual(german.body.data.attributes, [
    {
      ...plain,
      name: 'slogan',
      type: 'text',
      label: 'Slogan',
      writable: false,
      max_length: 255,
      min_length: 2,
    },
    { ...plain, name: 'hired', type: 'date', label: 'Hired', minimum: '2000-01-01' },
    {
      ...plain,
      name: 'home',
      type: 'place',
      label: 'Home',
      default: { locality: '', region: '', country: 'NO' },
    },
    {
      name: 'department',
      type: 'choice',
      label: 'Abteilung',
      help: 'Wo Sie arbeiten.',
      section: 'Arbeit',
      writable: true,
      default: 'it',
      options: [
        { value: 'sales', label: 'Vertrieb' },
        { value: 'it', label: 'it' },
      ],
    },
    {
      ...plain,
      name: 'shoe_size',
      type: 'number',
      label: 'Shoe size',
      section: 'Arbeit',
      minimum: 20,
      maximum: 60.5,
    },
  ])
  assert.match(german.headers.get('vary') ?? '', /Accept-Language/)
  const tag = german.headers.get('etag')!
  assert.equal((await list({ 'accept-language': 'de', 'if-none-match': tag })).status, 304)
  const english = await list({ 'accept-language': 'en', 'if-none-match': tag })
  assert.equal(english.status, 200)
  assert.equal(english.body.data.attributes?.find(({ name }) => name === 'department')?.label, 'Department')
  assert.deepEqual((await shown(person))?.home, { locality: '', region: '', country: 'NO' })
})
