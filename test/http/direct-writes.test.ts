import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loggedSince, withoutErrorIds, withoutIds } from '../support/both-ways.ts'
import { metricsUrl, sampleValue, scrape } from '../support/metrics.ts'
import { openRaw, rawRequest } from '../support/raw-http.ts'
import { serviceFixture } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const service = await serviceFixture({ METRICS_PORT: '0', TRUST_PROXY: 'true' })

const UPDATE = '/api/v1/user/update/profile'
const PATCH = '/api/v1/user/profile'
const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

interface Sent {
  method: string
  /** Without the slash at its end. */
  path: string
  headers: Record<string, string>
  body: string
  version?: string
  /** What `content-length` says, if not the truth. */
  length?: number
}

const person = await service.person({ fields: { first_name: 'Before' } })
const { email } = person
const credentials = { apikey: person.headers.apikey!, authorization: person.headers.authorization! }
const as = (type: string) => ({ ...credentials, 'content-type': type })

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const multipart = (fields: Record<string, string>) =>
  `${Object.entries(fields)
    .map(
      ([name, value]) => `--boundary\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join('')}--boundary--\r\n`
const withForm = (fields: Record<string, string>, more: Partial<Sent> = {}): Sent => ({
  method: 'POST',
  path: UPDATE,
  headers: as(FORM),
  body: form(fields),
  ...more,
})
const withJson = (body: unknown, more: Partial<Sent> = {}): Sent => ({
  method: 'POST',
  path: UPDATE,
  headers: as(JSON_TYPE),
  body: JSON.stringify(body),
  ...more,
})
const PARTS = 'multipart/form-data; boundary=boundary'
const patch = { method: 'PATCH', path: PATCH }
const after = { email, first_name: 'After' }
const good = withForm(after)
const also = (headers: Record<string, string>): Sent => ({
  ...good,
  headers: { ...good.headers, ...headers },
})

/** Requests, with the status that both ways answer. */
const variants: [string, number, Sent][] = [
  ['a form', 200, good],
  ['a form in parts', 200, { ...good, headers: as(PARTS), body: multipart(after) }],
  ['JSON', 200, withJson(after)],
  ['JSON with a charset', 200, withJson(after, { headers: as('application/json; charset=utf-8') })],
  ['a patch by a form', 200, withForm({ first_name: 'After' }, patch)],
  ['a patch by JSON', 200, withJson({ first_name: 'After', languages: 'ja' }, patch)],
  ['nothing that changes anything', 200, withForm({ email, first_name: 'Before' })],
  ['a charset other than UTF-8', 200, withForm(after, { headers: as(`${FORM}; charset=latin1`) })],
  [
    'a quoted boundary',
    200,
    { ...good, headers: as('multipart/form-data; boundary="boundary"'), body: multipart(after) },
  ],
  [
    'chunks',
    200,
    {
      ...also({ 'transfer-encoding': 'chunked' }),
      body: `${good.body.length.toString(16)}\r\n${good.body}\r\n0\r\n\r\n`,
    },
  ],
  ['HTTP/1.0', 200, { ...good, version: '1.0' }],
  ['a matching tag', 200, also({ 'if-match': '*' })],
  ['another tag', 412, also({ 'if-match': '"other"' })],
  ['a malformed tag', 400, also({ 'if-match': 'other' })],
  ['an address through a proxy', 200, also({ 'x-forwarded-for': '192.0.2.7, [2001:db8::1]:443' })],
  ['a proxy that forwards nonsense', 200, also({ 'x-forwarded-for': 'unknown' })],
  ['no address', 400, withForm({ first_name: 'After' })],
  ['several faults', 400, withForm({ email: 'x', languages: 'zz', phone_number: '1' })],
  ['another address without its code', 400, withForm({ email: 'other@example.com', first_name: 'After' })],
  [
    'another address with a wrong code',
    400,
    withForm({ email: 'other@example.com', token_checksum_field: 'x', token_field: '123456' }),
  ],
  ['an unknown field of a patch', 400, withJson({ first_nam: 'After' }, patch)],
  ['an empty body', 400, withForm({}, { body: '' })],
  ['broken JSON', 400, { ...withJson({}), body: '{"email":' }],
  ['JSON that is no object', 400, { ...withJson({}), body: '[]' }],
  ['a form that does not end', 400, { ...good, headers: as(PARTS), body: multipart(after).slice(0, -6) }],
  [
    'a file',
    200,
    {
      ...good,
      headers: as(PARTS),
      body: multipart(after).replace('name="first_name"', 'name="x"; filename="a.txt"'),
    },
  ],
  ['a body that is too large', 413, withForm({ email, first_name: 'x'.repeat(70_000) })],
  ['a body that ends too soon', 400, { ...good, length: good.body.length + 5 }],
  ['a compressed body', 415, also({ 'content-encoding': 'gzip' })],
  ['another type', 415, withForm(after, { headers: as('text/plain') })],
  ['a malformed type', 415, withForm(after, { headers: as('application') })],
  [
    'no key',
    401,
    withForm(after, { headers: { 'content-type': FORM, authorization: credentials.authorization } }),
  ],
  ['a wrong token', 401, also({ authorization: 'Bearer wrong' })],
  ['an origin', 200, also({ origin: 'https://elsewhere.example' })],
  [
    'problem details',
    400,
    { ...withForm({ email: 'x' }), headers: { ...as(FORM), accept: 'application/problem+json' } },
  ],
  [
    'another language',
    400,
    { ...withForm({ email: 'x' }), headers: { ...as(FORM), 'accept-language': 'de' } },
  ],
]

function textOf(
  { method, headers, body, version = '1.1', length = body.length }: Sent,
  path: string,
): string {
  const isChunked = 'transfer-encoding' in headers
  const all = {
    host: 'x',
    connection: 'close',
    ...headers,
    ...(!isChunked && { 'content-length': String(length) }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/${version}\r\n${lines.join('')}\r\n${body}`
}

/** Makes the person what they were, sends the request, and returns everything that it has done. */
async function doneBy(sent: Sent, path: string) {
  const { db, users } = service.services
  await db.write((tx) =>
    users.update(
      tx,
      person.id,
      { first_name: 'Before', language: '', email_verified_at: 1 },
      service.clock.now(),
    ),
  )
  await db.write((tx) => tx.deleteFrom('audit_events').where('user_id', '=', person.id).execute())
  await db.write((tx) => tx.deleteFrom('feed_events').where('user_id', '=', person.id).execute())
  const before = service.logged.length
  const connection = openRaw(service.origin)
  connection.write(textOf(sent, path))
  if (sent.length !== undefined) connection.end()
  const { status, headers, body } = await connection.answer
  const { version, updatedAt, ...now } = (await users.byId(person.id))!
  const rows = await db.read.selectFrom('audit_events').selectAll().where('user_id', '=', person.id).execute()
  const told = await db.read.selectFrom('feed_events').selectAll().where('user_id', '=', person.id).execute()
  return {
    status,
    head: withoutIds(headers),
    body: withoutErrorIds(body),
    // A body that ends too soon ends its request, which nobody logs.
    line: sent.length === undefined ? await loggedSince(service, before) : null,
    person: now,
    events: rows.map(({ id, created_at, ...rest }) => rest),
    told: told.map(({ type, fields, application_id }) => ({ type, fields, application_id })),
  }
}

for (const [what, status, sent] of variants)
  test(`an update with ${what} does the same with and without the framework`, async () => {
    const direct = await doneBy(sent, `${sent.path}/`)
    assert.equal(direct.status, status)
    assert.deepEqual(direct, await doneBy(sent, `${sent.path}/?`))
  })

test('every update is counted once, with or without the framework', async () => {
  const labels = { method: 'POST', route: UPDATE, status: '200' }
  const count = async () =>
    sampleValue((await scrape(metricsUrl(service))).samples, 'user_profile_http_requests_total', labels) ?? 0
  const before = await count()
  for (const end of ['/', '/?']) await rawRequest(service.origin, textOf(good, UPDATE + end))
  await eventually(async () => (await count()) === before + 2)
})

test('updates that arrive at once on one connection are answered in order', async () => {
  const connection = openRaw(service.origin)
  const keep = (text: string) => text.replace('connection: close', 'connection: keep-alive')
  connection.write(
    keep(textOf(withForm({ email, first_name: 'One' }), `${UPDATE}/`)) +
      keep(textOf(withForm({ email: 'x' }), `${UPDATE}/`)) +
      textOf(withForm({ email, first_name: 'Three' }), `${UPDATE}/`),
  )
  const { headers, body } = await connection.answer
  const text = `${headers}${body}`
  assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 200'])
  assert.deepEqual(text.match(/"first_name":"\w+"/g), ['"first_name":"One"', '"first_name":"Three"'])
})
