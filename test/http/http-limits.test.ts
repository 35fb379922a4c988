import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { connect, type Server } from 'node:net'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import fastify from 'fastify'
import { busy } from '../../src/basics/fair-queue.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { parseJson } from '../../src/http/body/json.ts'
import { answerFailures } from '../../src/http/failures.ts'
import { boundAnswers } from '../../src/http/send.ts'
import { openRaw, type RawAnswer, rawRequest } from '../support/raw-http.ts'
import { serviceFixture } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const service = await serviceFixture()
const person = await service.person()

const LOGIN = '/api/v1/user/login/'
const credentials = () =>
  Object.entries(person.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

function assertEnvelope({ status, body }: RawAnswer, wanted: number, what: string): void {
  assert.equal(status, wanted, what)
  assert.equal((JSON.parse(body) as { status_code: number }).status_code, wanted, what)
}

/** One row per body that is cheap to send: its start, its repeated part, its end, and the refusal. */
const heavyBodies: [string, string, string, string, string][] = [
  ['a list of numbers', '[', '0,', '0]', 'too_many_parts'],
  ['lists in a list', '{"a":[', '[],', '[]]}', 'too_many_parts'],
  ['objects in a list', '{"a":[', '{},', '{}]}', 'too_many_parts'],
  ['one key repeated', '{', '"a":0,', '"a":0}', 'too_many_parts'],
  ['lists that are never closed', '', '[', '', 'parse_json'],
  ['objects that are never closed', '', '{"a":', '', 'parse_json'],
]
for (const [what, begin, repeated, end, key] of heavyBodies) {
  test(`JSON of ${what} is refused before it is parsed`, () => {
    const body = begin + repeated.repeat(Math.floor(60_000 / repeated.length)) + end
    assert.throws(
      () => parseJson(Buffer.from(body)),
      (error: Refusal) => error instanceof Refusal && error.key === key,
    )
  })
}

test('JSON within the limits is read as it was written, whatever its texts contain', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('[[[[', '{"', ',,,,,', '\\"', '\\'.repeat(7)),
  )
  fc.assert(
    fc.property(fc.dictionary(text, fc.array(text, { maxLength: 5 }), { maxKeys: 20 }), (record) => {
      const json = JSON.stringify(record)
      assert.deepEqual(parseJson(Buffer.from(json)), JSON.parse(json))
    }),
  )
})

/** The error of Python's `json` for the same text. */
const jsonFaults: [string, string][] = [
  ['{"a": "😀" 1}', "Expecting ',' delimiter: line 1 column 11 (char 10)"],
  ['{"a":\n 1,\n2}', 'Expecting property name enclosed in double quotes: line 3 column 1 (char 10)'],
  ['{"😀":\n"😀"\n,x}', 'Expecting property name enclosed in double quotes: line 3 column 2 (char 11)'],
  ['{} x', 'Extra data: line 1 column 4 (char 3)'],
  ['@', 'Expecting value: line 1 column 1 (char 0)'],
]
for (const [text, reason] of jsonFaults) {
  test(`the error in the JSON text ${JSON.stringify(text)} is reported with its position`, () => {
    assert.throws(
      () => parseJson(Buffer.from(text)),
      (error: Refusal) => error.params?.reason === reason,
    )
  })
}

test('a client that sends too slowly gets 408, and leaves nothing behind', {
  timeout: 60_000,
}, async () => {
  const before = await readdir(service.services.temporaryFolder)
  const part = '--B\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\nx'
  const post = (path: string, type: string, rest: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\n${credentials()}Content-Type: ${type}\r\n${rest}`
  const upload = '/api/v1/user/profile-image/'
  const slow = {
    'a JSON body': post(LOGIN, 'application/json', 'Content-Length: 5000\r\n\r\n{'),
    'a form': post(LOGIN, 'application/x-www-form-urlencoded', 'Content-Length: 5000\r\n\r\na'),
    'an upload': post(upload, 'multipart/form-data; boundary=B', `Content-Length: 50000\r\n\r\n${part}`),
    'a body of which nothing comes': post(LOGIN, 'application/json', 'Content-Length: 5000\r\n\r\n'),
    'a header': 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ',
  }
  const connections = Object.entries(slow).map(([what, text]) => {
    const connection = openRaw(service.origin)
    connection.write(text)
    return { what, connection }
  })
  // One byte a second, except for the body that never arrives.
  const drip = setInterval(() => {
    for (const { what, connection } of connections) if (!what.includes('nothing')) connection.write('x')
  }, 1000)
  try {
    for (const { what, connection } of connections) assertEnvelope(await connection.answer, 408, what)
  } finally {
    clearInterval(drip)
  }
  await eventually(async () => (await readdir(service.services.temporaryFolder)).length === before.length)
})

/** A server whose responses are subject to the limits; `/stream` never ends and records whether it was destroyed. */
async function startSending(limits: { stall: number; grace: number; rate: number }) {
  const app = fastify({ forceCloseConnections: true })
  boundAnswers(app, limits)
  const stream = new Readable({
    read() {
      this.push(Buffer.alloc(65_536))
    },
  })
  app.get('/stream', (_request, reply) => reply.send(stream))
  app.get('/large', (_request, reply) => reply.send(Buffer.alloc(50_000_000)))
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const port = Number(new URL(origin).port)
  return { app, stream, port }
}

for (const path of ['/stream', '/large']) {
  test(`a client that does not read ${path} is disconnected`, { timeout: 30_000 }, async (t) => {
    const { app, stream, port } = await startSending({ stall: 500, grace: 600_000, rate: 1 })
    t.after(() => app.close())
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`))
    socket.on('error', () => {})
    await eventually(async () => (await connections(app)) === 1)
    await eventually(async () => (await connections(app)) === 0, 20_000)
    if (path === '/stream') await eventually(async () => stream.destroyed)
    socket.destroy()
  })
}

test('a client that reads too slowly is disconnected, and the stream of the response is destroyed', {
  timeout: 30_000,
}, async (t) => {
  const { app, stream, port } = await startSending({ stall: 600_000, grace: 500, rate: 1e12 })
  t.after(() => app.close())
  const socket = connect(port, '127.0.0.1', () => socket.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n'))
  socket.on('error', () => {}).resume()
  await eventually(async () => stream.destroyed, 20_000)
  await eventually(async () => (await connections(app)) === 0)
})

function connections(app: { server: Server }): Promise<number> {
  return promisify(app.server.getConnections.bind(app.server))()
}

test('a refusal under overload is logged as one warning, and a defect as an error with its stack', async () => {
  const logged: { level: number; err?: unknown }[] = []
  const app = fastify({
    logger: { level: 'warn', stream: { write: (line: string) => logged.push(JSON.parse(line)) } },
  })
  answerFailures(
    app,
    () => 'en',
    () => {},
    { service: 'Example', color: '#1d4ed8', home: null, logo: null },
  )
  app.get('/busy', async () => {
    throw busy()
  })
  app.get('/broken', async () => {
    throw new Error('a defect')
  })
  const refused = await app.inject('/busy')
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [503, '5'])
  assert.deepEqual(
    logged.splice(0).map(({ level, err }) => [level, err]),
    [[40, undefined]],
  )
  assert.equal((await app.inject('/broken')).statusCode, 500)
  assert.ok(logged.length === 1 && logged[0]?.level === 50 && logged[0].err)
})

const methods = [
  'GET HEAD POST PUT PATCH DELETE OPTIONS TRACE QUERY PROPFIND SEARCH LINK M-SEARCH PURGE CONNECT FOO get',
].flatMap((line) => line.split(' '))
const paths = [
  '/',
  '*',
  '//',
  '?x',
  'nothing',
  '/%2e%2e/',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%5c..',
  '/%zz',
  '/%00',
  '/%F0%9F%98',
  '/;/',
  '/é',
  'http://x/api/v1/user/login/',
  'http://[/',
  `/${'a'.repeat(5000)}`,
  '/a?b=%zz',
  '/nothing',
  LOGIN,
  '/api/v1/user/profile/',
  '/api/v1/user/profile-image/',
  '/pictures/x/1.jpg',
  '/undo/x',
  '/healthz',
  '/docs/static/../x',
  '/page/session',
]
for (const method of methods) {
  test(`${method} on any path returns the envelope, with and without a key, and never 500`, async () => {
    const headers = [
      '',
      credentials(),
      'Origin: https://x\r\nAccess-Control-Request-Method: POST\r\n',
      `Origin: null\r\n${credentials()}`,
    ]
    for (const path of paths) {
      for (const header of headers) {
        const request = `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}\r\n`
        const { status, headers: head, body } = await rawRequest(service.origin, request)
        const what = `${method} ${path.slice(0, 50)} ${header.slice(0, 10)}: ${status}`
        assert.ok(status >= 200 && status < 500, what)
        const isPage = /content-type: text\/html/i.test(head)
        if (status >= 400 && method !== 'HEAD' && !isPage)
          assert.equal((JSON.parse(body) as { status_code: number }).status_code, status, what)
      }
    }
  })
}

test('OPTIONS on an unknown path is 404 for every caller', async () => {
  for (const header of ['', credentials(), 'Origin: https://x\r\n'])
    assertEnvelope(
      await rawRequest(
        service.origin,
        `OPTIONS /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}\r\n`,
      ),
      404,
      header,
    )
})

/** One row per unusual sign-in request: its headers after the first, its body, and the status. */
const oddRequests: [string, string, string, number][] = [
  [
    'a body that is compressed',
    'Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2',
    '{}',
    415,
  ],
  ['an empty type', 'Content-Type: ;;;\r\nContent-Length: 2', '{}', 415],
  ['an unknown transfer coding', 'Transfer-Encoding: gzip', 'x', 400],
  ['a transfer coding and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 3', '0\r\n\r\n', 400],
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 3', '{}', 400],
  ['a negative length', 'Content-Length: -2', '{}', 400],
  ['an endless length', 'Content-Length: 99999999999999999999', '{}', 400],
  [
    'a chunk without a size',
    'Content-Type: application/json\r\nTransfer-Encoding: chunked',
    'zz\r\n\r\n',
    400,
  ],
  [
    'a chunk with a long extension',
    'Transfer-Encoding: chunked',
    `2;${'e'.repeat(40_000)}\r\n{}\r\n0\r\n\r\n`,
    400,
  ],
  ['a second host', 'Host: y\r\nContent-Length: 0', '', 400],
  ['a header of 20 kB', `X-Long: ${'x'.repeat(20_000)}`, '', 431],
  ['2,200 headers', 'X: y\r\n'.repeat(2200).trimEnd(), '', 431],
  ['a folded header', 'X: a\r\n b', '', 400],
  [
    'an expectation that nobody knows',
    'Expect: more\r\nContent-Type: application/json\r\nContent-Length: 2',
    '{}',
    400,
  ],
  ['an upgrade', 'Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0', '', 400],
  [
    'a thousand media types to choose from',
    `Accept: ${'a/b,'.repeat(3000)}a/b\r\nContent-Length: 0`,
    '',
    400,
  ],
]
for (const [what, head, body, status] of oddRequests) {
  test(`a request with ${what} gets ${status}`, async () => {
    const request = `POST ${LOGIN} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${credentials()}${head}\r\n\r\n${body}`
    assertEnvelope(await rawRequest(service.origin, request), status, what)
  })
}

test('HTTP/1.1 without a host, and anything that is not HTTP, get 400', async () => {
  for (const request of [
    'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\0\r\n\r\n',
  ])
    assertEnvelope(await rawRequest(service.origin, request), 400, request)
  assert.equal((await fetch(`${service.origin}/healthz`)).status, 200)
})

test('a body without a length is refused as soon as it is too long, and its client can read why', async () => {
  const connection = openRaw(service.origin)
  connection.write(
    `POST ${LOGIN} HTTP/1.1\r\nHost: x\r\n${credentials()}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`
  for (let i = 0; i < 20; i++) connection.write(chunk)
  connection.write('0\r\n\r\n')
  assertEnvelope(await connection.answer, 413, 'chunked')
})
