import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import fastify from 'fastify'
import { z } from 'zod'
import { Refusal } from '../../src/errors/errors.ts'
import { readBodies } from '../../src/http/body/body.ts'
import { type Callers, checkCallers } from '../../src/http/caller.ts'
import { createDirect } from '../../src/http/direct.ts'
import { addDirectWrite, type DirectRead, type DirectWrite } from '../../src/http/direct-routes.ts'
import { type App, useSchemas } from '../../src/http/schemas.ts'
import { loggedSince, withoutErrorIds, withoutIds } from '../support/both-ways.ts'
import { metricsUrl, sampleValue, scrape } from '../support/metrics.ts'
import { openRaw, rawRequest } from '../support/raw-http.ts'
import { serviceFixture } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const service = await serviceFixture({ METRICS_PORT: '0' })
const person = await service.person()
const removed = await service.person()
await service.services.accounts.disable((await service.services.users.byId(removed.id))!, {
  kind: 'operator',
  operator: 'tester',
})
const tag = (await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })).headers.get(
  'etag',
)!

const credentials = { apikey: person.headers.apikey!, authorization: person.headers.authorization! }
type Headers = Record<string, string | string[]>

function requestText(method: string, path: string, headers: Headers, version = '1.1'): string {
  const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers }).flatMap(
    ([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`),
  )
  return `${method} ${path} HTTP/${version}\r\n${lines.join('')}\r\n`
}

const routes = ['user/get/profile', 'get/local-info'].map((path) => `/api/v1/${path}`)
/** Name, method, end of the path, headers, and version of HTTP. */
const variants: [string, string, string, Headers, string?][] = [
  ['the usual one', 'GET', '/', credentials],
  ['without a slash at the end', 'GET', '', credentials],
  ['held (RFC 9110, 13.1.2)', 'GET', '/', { ...credentials, 'if-none-match': tag }],
  ['held, whatever it is', 'GET', '/', { ...credentials, 'if-none-match': '*' }],
  ['with a malformed condition', 'GET', '/', { ...credentials, 'if-none-match': '"' }],
  ['in Brotli', 'GET', '/', { ...credentials, 'accept-encoding': 'br' }],
  ['in gzip', 'GET', '/', { ...credentials, 'accept-encoding': 'gzip' }],
  ['in another language', 'GET', '/', { ...credentials, 'accept-language': 'ar' }],
  [
    'with a very long list of encodings',
    'GET',
    '/',
    { ...credentials, 'accept-encoding': `br,${'x,'.repeat(600)}` },
  ],
  ['with a language that nobody speaks', 'GET', '/', { ...credentials, 'accept-language': 'x'.repeat(3000) }],
  ['HEAD', 'HEAD', '/', credentials],
  ['another method', 'DELETE', '/', credentials],
  ['HTTP/1.0', 'GET', '/', credentials, '1.0'],
  ['two hosts (RFC 9112, 3.2)', 'GET', '/', { ...credentials, host: ['a', 'b'] }],
  ['no key', 'GET', '/', { authorization: credentials.authorization }],
  ['an empty key', 'GET', '/', { ...credentials, apikey: '' }],
  ['a wrong key', 'GET', '/', { ...credentials, apikey: 'wrong' }],
  ['no token', 'GET', '/', { apikey: credentials.apikey }],
  ['a token of another scheme', 'GET', '/', { ...credentials, authorization: 'Basic eDp5' }],
  ['a malformed token', 'GET', '/', { ...credentials, authorization: 'Bearer a b' }],
  ['a wrong token', 'GET', '/', { ...credentials, authorization: 'Bearer wrong' }],
  ['a disabled person', 'GET', '/', { ...credentials, authorization: removed.headers.authorization! }],
  ['an origin', 'GET', '/', { ...credentials, origin: 'https://elsewhere.example' }],
  ['a loopback origin', 'GET', '/', { ...credentials, origin: 'http://localhost:3000' }],
]

for (const route of routes)
  for (const [what, method, end, headers, version] of variants)
    test(`${route}, ${what}: the same answer, log line and count with and without the framework`, async () => {
      const [direct, framed] = [`${route}${end}`, `${route}${end}?`]
      const ask = async (path: string) => {
        const before = service.logged.length
        const {
          status,
          headers: head,
          body,
        } = await rawRequest(service.origin, requestText(method, path, headers, version))
        const line = await loggedSince(service, before)
        return { status, head: withoutIds(head), body: withoutErrorIds(body), line }
      }
      assert.deepEqual(await ask(direct), await ask(framed))
    })

test('the id in the log is the one that the client got', async () => {
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })
  const id = answer.headers.get('x-request-id')
  await eventually(async () => service.logged.some(({ reqId, msg }) => reqId === id && msg === 'request'))
})

test('every read is counted once, with or without the framework', async () => {
  const labels = { method: 'GET', route: '/api/v1/user/get/profile', status: '200' }
  const count = async () =>
    sampleValue((await scrape(metricsUrl(service))).samples, 'user_profile_http_requests_total', labels) ?? 0
  const before = await count()
  for (const end of ['/', '/?']) {
    await (await fetch(`${service.base}/user/get/profile${end}`, { headers: person.headers })).text()
  }
  await eventually(async () => (await count()) === before + 2)
})

test('requests that arrive at once on one connection are answered in order', async () => {
  const connection = openRaw(service.origin)
  const keep = { ...credentials, connection: 'keep-alive' }
  connection.write(
    requestText('GET', '/api/v1/user/get/profile/', keep) +
      requestText('GET', '/api/v1/user/get/profile/?', { ...keep, 'if-none-match': tag }) +
      requestText('GET', '/api/v1/user/get/profile/', { ...credentials, authorization: 'Bearer wrong' }),
  )
  const { headers, body } = await connection.answer
  assert.deepEqual(`${headers}${body}`.match(/HTTP\/1\.1 \d+/g), [
    'HTTP/1.1 200',
    'HTTP/1.1 304',
    'HTTP/1.1 401',
  ])
})

interface Small {
  authenticate?: Callers['authenticate']
  recall?: Callers['recall']
  read?: DirectRead
  write?: DirectWrite['run']
  needsArrival?: (token: string) => boolean
  isStopping?: () => boolean
}

/** Starts a server with one route. Returns what asks it, and the paths of requests that the framework got. */
async function startSmall(
  t: TestContext,
  {
    authenticate = somebody,
    recall = nobody,
    read = () => answered,
    write = async () => answered,
    needsArrival = () => false,
    isStopping = () => false,
  }: Small,
) {
  const framed: string[] = []
  const app = fastify()
  useSchemas(app)
  readBodies(app, { folder: '/nowhere', fileName: () => 'none' })
  t.after(() => app.close())
  const direct = createDirect(app, {
    callers: { authenticate, needsArrival, recall },
    logger: { info() {} },
    measure: null,
    trustProxy: false,
    isAlone: true,
    isStopping,
  })
  app.setErrorHandler((_error, _request, reply) => reply.send('refused'))
  const unused = async () => assert.fail('not for this route')
  checkCallers(
    app,
    {
      authenticate,
      needsArrival,
      recall,
      applicationByKey: unused,
      callerByKey: unused,
      spend: unused,
      spaOrigins: unused,
    },
    { wrongKind() {} },
  )
  addDirectWrite(app as unknown as App, 'POST', '/write', { body: z.object({}) }, write)
  app.get('/read', { config: { direct: { read } } }, async () => 'framework')
  await app.listen({ port: 0 })
  const handlers = app.server.listeners('request')
  app.server.removeAllListeners('request')
  app.server.on('request', async (request, response) => {
    if (await direct(request, response, work)) return
    framed.push(request.url ?? '')
    for (const handler of handlers) handler.call(app.server, request, response)
  })
  const { port } = app.server.address() as AddressInfo
  const headers = { apikey: 'k', authorization: 'Bearer t' }
  const fetchText = async (path: string, init: RequestInit = {}) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers, ...init })).text()
  const tell = (body: URLSearchParams | FormData = new URLSearchParams({ a: 'b' })) =>
    fetchText('/write', { method: 'POST', body })
  return { framed, port, ask: () => fetchText('/read'), tell }
}

const work = { begin() {}, wait() {}, resume() {}, isFull: () => false }
const someone = { user: { id: 'u' }, application: { id: 'a', kind: 'web' } } as never
const known: Callers['recall'] = () => someone
const nobody: Callers['recall'] = () => null
const somebody: Callers['authenticate'] = async () => someone
const answered = { status: 200, headers: [], body: 'direct' } as const

for (const [when, recall] of Object.entries({ 'at once': known, later: nobody }))
  for (const [how, read] of Object.entries({ 'at once': () => answered, later: async () => answered }))
    test(`a usual read by a caller known ${when}, answered ${how}, does not reach the framework`, async (t) => {
      const { ask, framed } = await startSmall(t, { recall, read })
      assert.deepEqual([await ask(), framed], ['direct', []])
    })

test('responses of one turn are sent together', async (t) => {
  const { ask, framed, port } = await startSmall(t, { recall: known, read: () => answered })
  assert.deepEqual([await ask(), framed], ['direct', []])
  const text = 'GET /read HTTP/1.1\r\nhost: x\r\napikey: k\r\nauthorization: Bearer t\r\n\r\n'
  const connection = openRaw(`http://127.0.0.1:${port}`)
  connection.write(`${text}${text}${text.replace('host: x', 'host: x\r\nconnection: close')}`)
  const { headers, body } = await connection.answer
  assert.equal(`${headers}${body}`.match(/HTTP\/1\.1 200/g)?.length, 3)
})

test('a response that cannot be sent does not keep others from being sent', async (t) => {
  let reads = 0
  const read = () => (++reads === 1 ? { ...answered, headers: ['x-broken', 'a\nb'] } : answered)
  const { ask, port } = await startSmall(t, { recall: known, read })
  const text = 'GET /read HTTP/1.1\r\nhost: x\r\napikey: k\r\nauthorization: Bearer t\r\n\r\n'
  const broken = openRaw(`http://127.0.0.1:${port}`)
  const first = broken.answer.catch(() => null)
  broken.write(text)
  assert.equal(await ask(), 'direct')
  const answer = await first
  assert.equal(answer?.body ?? '', '')
})

test('the framework answers a read that fails', async (t) => {
  const read = () => {
    throw new Error('it broke')
  }
  const { ask, framed } = await startSmall(t, { read })
  assert.deepEqual([await ask(), framed], ['framework', ['/read']])
})

test('the framework answers while the service stops, since it closes connections', async (t) => {
  const { ask, framed } = await startSmall(t, {
    read: () => answered,
    isStopping: () => true,
  })
  assert.deepEqual([await ask(), framed], ['framework', ['/read']])
})

test('the framework answers a request whose token is used by where it comes from', async (t) => {
  const { ask, framed } = await startSmall(t, {
    read: () => answered,
    needsArrival: (token) => token === 't',
  })
  assert.deepEqual([await ask(), framed], ['framework', ['/read']])
})

test('a caller who was refused is not looked up again by the framework', async (t) => {
  let looks = 0
  const authenticate = async () => {
    looks++
    throw new Refusal('token_not_valid')
  }
  const { ask, framed } = await startSmall(t, { authenticate, read: () => answered })
  assert.deepEqual([await ask(), framed, looks], ['refused', ['/read'], 1])
})

for (const [when, recall] of Object.entries({ 'at once': known, later: nobody }))
  test(`a usual write by a caller known ${when} does not reach the framework`, async (t) => {
    const { tell, framed } = await startSmall(t, { recall })
    assert.deepEqual([await tell(), framed], ['direct', []])
  })

test('a write that fails is not begun again by the framework, which answers its failure', async (t) => {
  let writes = 0
  const write = async () => {
    writes++
    throw new Refusal('throttled', { retryAfter: 1 })
  }
  const { tell, framed } = await startSmall(t, { write })
  assert.deepEqual([await tell(), framed, writes], ['refused', ['/write'], 1])
})

test('the framework reads what is no usual form, and writes once', async (t) => {
  let writes = 0
  const write = async () => {
    writes++
    return answered
  }
  const { tell, framed } = await startSmall(t, { write })
  const body = new FormData()
  body.set('a', new Blob(['text']), 'a.txt')
  assert.deepEqual([await tell(body), framed, writes], ['direct', ['/write'], 1])
})
