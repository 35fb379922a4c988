import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { serviceFixture } from '../support/service.ts'

const service = await serviceFixture()
const person = await service.person()

interface Failure {
  status_code: number
  errors: Record<string, string | string[]>
  error_type: string
  error_codes: Record<string, string | string[]>
  data: object
}

async function call(path: string, init: RequestInit = {}, headers: Record<string, string> = person.headers) {
  const answer = await fetch(path.startsWith('/') ? service.origin + path : `${service.base}/${path}`, {
    ...init,
    headers: { ...headers, ...(init.headers as Record<string, string>) },
  })
  const text = await answer.text()
  return { answer, status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Failure }
}

/** The responses of the framework behind the published API (Django REST framework 3.14, simplejwt), in the envelope. */
const refusals: {
  name: string
  path?: string
  init?: RequestInit
  headers?: Record<string, string>
  status: number
  type: string
  errors: Record<string, string | string[] | RegExp>
}[] = [
  {
    name: 'an unknown path',
    path: 'user/nothing/',
    status: 404,
    type: 'Not Found',
    errors: { detail: 'Not found.' },
  },
  {
    // PostgreSQL refuses text with NUL (Character Types, 8.3).
    name: 'an id with a NUL character',
    path: 'user/sessions/a%00b',
    init: { method: 'DELETE' },
    status: 404,
    type: 'Not Found',
    errors: { detail: 'Not found.' },
  },
  {
    name: 'an unknown path, whatever its body',
    path: 'user/nothing/',
    init: { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
    status: 404,
    type: 'Not Found',
    errors: { detail: 'Not found.' },
  },
  {
    name: 'an unknown path with a body of an unknown type',
    path: 'user/nothing/',
    init: { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } },
    status: 404,
    type: 'Not Found',
    errors: { detail: 'Not found.' },
  },
  {
    name: 'an unknown path outside the API',
    path: '/nothing',
    headers: {},
    status: 404,
    type: 'Not Found',
    errors: { detail: 'Not found.' },
  },
  {
    name: 'a path with bad percent-encoding',
    path: '/%zz',
    headers: {},
    status: 404,
    type: 'Not Found',
    errors: { detail: 'Not found.' },
  },
  {
    name: 'a wrong method',
    init: { method: 'PUT' },
    status: 405,
    type: 'Method Not Allowed',
    errors: { detail: 'Method "PUT" not allowed.' },
  },
  {
    name: 'a wrong method without credentials',
    init: { method: 'PUT' },
    headers: {},
    status: 401,
    type: 'Authentication failed',
    errors: { detail: /API key/ },
  },
  {
    name: 'a missing key',
    init: { method: 'POST' },
    headers: {},
    status: 401,
    type: 'Authentication failed',
    errors: { detail: 'No API key was provided. Send it in the apikey header.' },
  },
  {
    name: 'a text body',
    init: { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } },
    status: 415,
    type: 'Unsupported Media Type',
    errors: { detail: 'Unsupported media type "text/plain" in request.' },
  },
  {
    name: 'broken JSON',
    init: { method: 'POST', body: '{"a" 1}', headers: { 'content-type': 'application/json' } },
    status: 400,
    type: 'Parse Error',
    errors: { detail: "JSON parse error - Expecting ':' delimiter: line 1 column 6 (char 5)" },
  },
  {
    name: 'a JSON list',
    init: { method: 'POST', body: '[]', headers: { 'content-type': 'application/json' } },
    status: 400,
    type: 'Validation Error',
    errors: { detail: 'Invalid data. Expected a dictionary, but got list.' },
  },
  {
    name: 'a JSON null',
    init: { method: 'POST', body: 'null', headers: { 'content-type': 'application/json' } },
    status: 400,
    type: 'Validation Error',
    errors: { detail: 'No data provided' },
  },
  {
    name: 'JSON nested thirty thousand deep',
    init: {
      method: 'POST',
      body: '['.repeat(30_000) + ']'.repeat(30_000),
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    type: 'Parse Error',
    errors: { detail: 'JSON parse error - too deeply nested' },
  },
  {
    name: 'JSON that is not UTF-8',
    init: {
      method: 'POST',
      body: Buffer.from([0x7b, 0xff, 0x7d]),
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    type: 'Parse Error',
    errors: { detail: 'JSON parse error - the body is not UTF-8' },
  },
  {
    name: 'a multipart body without a boundary',
    init: { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data' } },
    status: 400,
    type: 'Parse Error',
    errors: { detail: 'Multipart form parse error - Invalid boundary in multipart: None' },
  },
  {
    name: 'an interrupted multipart body',
    init: {
      method: 'POST',
      body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    },
    status: 400,
    type: 'Parse Error',
    errors: { detail: 'Multipart form parse error - Unexpected end of form' },
  },
  {
    name: 'a JSON body over the limit',
    init: {
      method: 'POST',
      body: `{"a":"${'x'.repeat(65_536)}"}`,
      headers: { 'content-type': 'application/json' },
    },
    status: 413,
    type: 'Payload Too Large',
    errors: { detail: 'The request is larger than 65536 bytes.' },
  },
  {
    name: 'too many fields',
    init: {
      method: 'POST',
      body: 'a=1&'.repeat(1001),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    status: 413,
    type: 'Payload Too Large',
    errors: { detail: 'The request has more than 1000 fields.' },
  },
]

for (const row of refusals) {
  test(`${row.name} gets ${row.status} in the envelope`, async () => {
    const { status, body } = await call(row.path ?? 'user/login/', row.init, row.headers)
    assert.equal(status, row.status)
    assert.equal(body.status_code, row.status)
    assert.equal(body.error_type, row.type)
    assert.deepEqual(body.data, {})
    assert.deepEqual(Object.keys(body.errors), Object.keys(row.errors))
    assert.deepEqual(Object.keys(body.error_codes), Object.keys(row.errors))
    for (const [field, text] of Object.entries(row.errors)) {
      if (text instanceof RegExp) assert.match(String(body.errors[field]), text)
      else assert.deepEqual(body.errors[field], text)
    }
  })
}

test('a 405 names the methods of the path, a 401 the challenge that existing clients know', async () => {
  assert.equal((await call('user/login/', { method: 'PUT' })).answer.headers.get('allow'), 'POST, OPTIONS')
  const { answer } = await call('user/logout/', { method: 'POST' }, { apikey: service.apiKey })
  assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="api"')
})

/** simplejwt 5: `JWTAuthentication.get_raw_token`. */
const authorizations: [string | null, string, string][] = [
  [null, 'not_authenticated', 'Authentication credentials were not provided.'],
  ['Basic abc', 'not_authenticated', 'Authentication credentials were not provided.'],
  ['Bearer', 'bad_authorization_header', 'Authorization header must contain two space-delimited values'],
  ['Bearer a b', 'bad_authorization_header', 'Authorization header must contain two space-delimited values'],
  ['Bearer abc', 'token_not_valid', 'Given token not valid for any token type'],
  [
    'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.',
    'token_not_valid',
    'Given token not valid for any token type',
  ],
]
for (const [authorization, code, text] of authorizations) {
  test(`the Authorization header ${JSON.stringify(authorization)} is ${code}`, async () => {
    const headers = { apikey: service.apiKey, ...(authorization !== null && { authorization }) }
    const { status, body } = await call('user/logout/', { method: 'POST' }, headers)
    assert.equal(status, 401)
    assert.deepEqual(body.errors, { detail: text })
    assert.deepEqual(body.error_codes, { detail: code })
  })
}

test('a wrong key is not_authenticated, the key of another application token_not_valid', async () => {
  const wrong = await call('user/logout/', { method: 'POST', headers: { apikey: 'nonsense' } })
  assert.deepEqual([wrong.status, wrong.body.error_codes], [401, { detail: 'not_authenticated' }])
  const other = await service.application('web')
  const foreign = await call('user/logout/', { method: 'POST', headers: { apikey: other.apiKey } })
  assert.deepEqual([foreign.status, foreign.body.error_codes], [401, { detail: 'token_not_valid' }])
})

test('a client that requests problem details gets RFC 9457', async () => {
  const { answer, body } = await call('user/nothing', { headers: { accept: 'application/problem+json' } })
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  const problem = body as unknown as Record<string, unknown>
  assert.deepEqual([problem.status, problem.title, problem.detail], [404, 'Not Found', 'Not found.'])
})

test('all faulty fields are reported together, in all three body types', async () => {
  const bodies: [string, RequestInit][] = [
    ['form', { body: new URLSearchParams({ username: '' }) }],
    ['JSON', { body: '{"username":""}', headers: { 'content-type': 'application/json' } }],
    ['multipart', { body: formData({ username: '' }) }],
  ]
  for (const [name, init] of bodies) {
    const { status, body } = await call('user/login/', { method: 'POST', ...init })
    assert.equal(status, 400, name)
    assert.deepEqual(
      body.errors,
      { username: ['This field may not be blank.'], password: ['This field is required.'] },
      name,
    )
    assert.deepEqual(body.error_codes, { username: ['blank'], password: ['required'] }, name)
  }
})

test('an empty body of any type is an empty form', async () => {
  for (const type of [
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ]) {
    const { status, body } = await call('user/login/', {
      method: 'POST',
      body: '',
      headers: { 'content-type': type },
    })
    assert.deepEqual([status, body.errors.username], [400, ['This field is required.']], type)
  }
  const closing = await call('user/login/', {
    method: 'POST',
    body: '--x--\r\n',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  })
  assert.deepEqual([closing.status, closing.body.errors.username], [400, ['This field is required.']])
})

test('without a body the content type does not matter, and a body without a type is unsupported', async () => {
  const { port } = new URL(service.origin)
  const raw = (head: string, body: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = net.connect(Number(port), '127.0.0.1', () =>
        socket.write(
          `POST /api/v1/user/login/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\napikey: ${service.apiKey}\r\n${head}Content-Length: ${body.length}\r\n\r\n${body}`,
        ),
      )
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('end', () => resolve(text)).on('error', reject)
    })
  assert.match(await raw('Content-Type: text/plain\r\n', ''), /"username":\["This field is required."\]/)
  assert.match(await raw('', 'x'), /Unsupported media type \\"\\" in request\./)
})

for (const method of ['QUERY', 'TRACE']) {
  const send = async (url: string, headers: Record<string, string> = {}) => {
    const { hostname, port, pathname } = new URL(url)
    const request = http.request({ hostname, port, path: pathname, method, headers }).end()
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
    const body = JSON.parse(await text(answer)) as { status_code: number; errors: { detail: string } }
    return { status: answer.statusCode, allow: answer.headers.allow, body }
  }
  test(`${method} gets 405 on an existing path, and 404 on an unknown one`, async () => {
    for (const url of [`${service.base}/user/get/profile/`, `${service.origin}/healthz`]) {
      const { status, allow, body } = await send(url, person.headers)
      assert.deepEqual([status, allow, body.status_code], [405, 'GET, HEAD, OPTIONS', 405])
      assert.equal(body.errors.detail, `Method "${method}" not allowed.`)
    }
    const { status, body } = await send(`${service.origin}/nothing`)
    assert.deepEqual([status, body.status_code], [404, 404])
  })
}

test('OPTIONS lists what a path accepts and allows', async () => {
  const { answer, body } = await call('user/login/', { method: 'OPTIONS' })
  assert.deepEqual([answer.status, answer.headers.get('allow')], [200, 'POST, OPTIONS'])
  assert.ok('parses' in body.data)
})

test('if a field is sent twice the last value counts, and a file instead of a text is not a string', async () => {
  const form = formData({ username: 'wrong' })
  form.append('username', person.username)
  form.append('password', person.password)
  assert.equal((await call('user/login/', { method: 'POST', body: form })).status, 200)
  const file = formData({ password: 'x' })
  file.append('username', new Blob(['x']), 'name.txt')
  assert.deepEqual((await call('user/login/', { method: 'POST', body: file })).body.errors, {
    username: ['Not a valid string.'],
  })
})

test('a GET with an empty multipart body leaves a kept-alive connection usable', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const get = () =>
    new Promise<{ status: number; reused: boolean }>((resolve, reject) => {
      const request = http.request(`${service.origin}/healthz`, {
        agent,
        method: 'GET',
        headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 9 },
      })
      request.on('response', (response) => {
        response
          .resume()
          .on('end', () => resolve({ status: response.statusCode ?? 0, reused: request.reusedSocket }))
      })
      request.on('error', reject).end('--x--\r\n\r\n')
    })
  assert.deepEqual(await get(), { status: 200, reused: false })
  assert.deepEqual(await get(), { status: 200, reused: true })
  agent.destroy()
})

test('a client that sends everything before reading still reads the refusal of a large body', async () => {
  const length = 20_000_000
  const { port } = new URL(service.origin)
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = net.connect(Number(port), '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk)).on('error', reject)
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
    socket.pause()
    socket.write(
      `POST /api/v1/user/login/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    )
    socket.write(Buffer.alloc(length, 0x20), () => socket.resume())
  })
  assert.match(answer, /^HTTP\/1\.1 401 /)
})

test('anything that is not HTTP gets the envelope', async () => {
  const { port } = new URL(service.origin)
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = net.connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text)).on('error', reject)
  })
  assert.match(answer, /^HTTP\/1\.1 400 /)
  assert.match(answer, /"error_type":"Parse Error"/)
})

test('anything that is not HTTP gets a response on a kept-alive connection too, after the earlier responses', async () => {
  const socket = net.connect(Number(new URL(service.origin).port), '127.0.0.1')
  const healthy = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
  socket.write(healthy)
  await once(socket, 'data')
  socket.write('NONSENSE\r\n\r\n')
  const answer = await text(socket)
  assert.match(answer, /^HTTP\/1\.1 400 [\s\S]*"error_type":"Parse Error"/)
})

test('every path works with and without the trailing slash', async () => {
  for (const path of ['user/login', 'user/login/']) {
    assert.equal((await call(path, { method: 'POST' })).status, 400)
  }
  for (const path of ['/healthz', '/healthz/', '/readyz/', '/.well-known/jwks.json/']) {
    assert.equal((await call(path, {}, {})).status, 200)
  }
})

test('a preflight succeeds only for an origin of a registered single-page app', async () => {
  await service.application('spa', { origins: ['https://spa.example'] })
  const preflight = (origin: string) =>
    fetch(`${service.base}/user/login/`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'apikey',
      },
    })
  const allowed = await preflight('https://spa.example')
  assert.equal(allowed.status, 204)
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://spa.example')
  assert.match(allowed.headers.get('access-control-allow-headers') ?? '', /apikey/)
  assert.equal((await preflight('https://evil.example')).headers.get('access-control-allow-origin'), null)
})

test("a browser's request must come from an origin of the key's own application", async () => {
  const first = await service.application('spa', { origins: ['https://one.example'] })
  await service.application('spa', { origins: ['https://two.example'] })
  const login = (origin: string, apikey: string) =>
    call(
      'user/login/',
      { method: 'POST', body: '{}', headers: { origin, 'content-type': 'application/json' } },
      { apikey },
    )
  const own = await login('https://one.example', first.apiKey)
  assert.equal(own.status, 400)
  assert.equal(own.answer.headers.get('access-control-allow-origin'), 'https://one.example')
  assert.match(
    own.answer.headers.get('access-control-expose-headers') ?? '',
    /ETag.*Retry-After.*X-Request-Id/i,
  )
  const foreign = await login('https://two.example', first.apiKey)
  assert.deepEqual([foreign.status, foreign.body.error_codes], [403, { detail: 'origin_not_allowed' }])
  const web = await login('https://one.example', service.apiKey)
  assert.equal(web.answer.headers.get('access-control-allow-origin'), null)
})

test('each request leaves one log line with the id in its response, and no secret or personal value', async () => {
  const secret = 'secret-in-the-path'
  const { answer } = await call(`user/${secret}/?email=${person.email}`, { headers: { 'x-secret': secret } })
  const id = answer.headers.get('x-request-id')
  const lines = service.logged.filter((line) => line.reqId === id)
  assert.equal(lines.length, 1)
  assert.equal(lines[0]?.status, 404)
  const everything = JSON.stringify(service.logged)
  for (const value of [
    secret,
    person.email,
    person.access,
    person.refresh,
    person.password,
    service.apiKey,
    '127.0.0.1:',
  ]) {
    assert.ok(!everything.replaceAll(/"msg":"Server listening[^"]*"/g, '').includes(value), value)
  }
})

function formData(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

for (const [header, status] of [
  ['"a,b", "c"', 412],
  ['"a"', 412],
  ['W/"a","b"', 412],
  ['*', 200],
  ['"a" "b"', 400],
  ['"a",', 400],
  ['a', 400],
  ['', 400],
] as const) {
  test(`If-Match: ${header} on a profile gets ${status}`, async () => {
    const init = { method: 'PATCH', headers: { 'if-match': header }, body: new URLSearchParams() }
    assert.equal((await call('user/profile/', init)).status, status)
  })
}
