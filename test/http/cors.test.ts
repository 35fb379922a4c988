import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaults } from '../support/faults/stores.ts'
import { type RawAnswer, rawRequest } from '../support/raw-http.ts'
import { serviceFixture, startService } from '../support/service.ts'

const SPA = 'https://spa.example'
const service = await serviceFixture()
const apiKey = (await service.application('spa', { origins: [SPA] })).apiKey
// One request has loaded the origins, as the first request of any page does.
await fetch(`${service.base}/user/login/`, { method: 'OPTIONS', headers: { origin: SPA } })

const headersOf =
  ({ headers }: RawAnswer) =>
  (name: string) =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim()

const request = (line: string, headers: string[], body = '') =>
  [`${line} HTTP/1.1`, ...headers, `Origin: ${SPA}`, 'Connection: close', '', body].join('\r\n')
const path = (name: string) => new URL(`${service.base}/${name}`).pathname
const json = (body: string) => ['Content-Type: application/json', `Content-Length: ${body.length}`]

/** A refused request for every place in the code that refuses. */
const rows: [what: string, status: number, () => string][] = [
  ['an unknown path', 404, () => request(`GET ${path('nothing/')}`, ['Host: a'])],
  ['a path outside the API', 404, () => request('GET /nothing', ['Host: a'])],
  ['bad percent-encoding', 404, () => request('GET /%zz', ['Host: a'])],
  ['a parameter that is too long', 404, () => request(`GET /pictures/${'x'.repeat(500)}/1`, ['Host: a'])],
  ['no API key', 401, () => request(`GET ${path('user/get/profile/')}`, ['Host: a'])],
  ['a wrong API key', 401, () => request(`POST ${path('user/login/')}`, ['Host: a', 'apikey: x'])],
  ['a wrong method', 405, () => request(`PUT ${path('user/login/')}`, ['Host: a', `apikey: ${apiKey}`])],
  [
    'a body that is no JSON',
    400,
    () => request(`POST ${path('user/login/')}`, ['Host: a', `apikey: ${apiKey}`, ...json('{')], '{'),
  ],
  [
    'an unknown media type',
    415,
    () =>
      request(
        `POST ${path('user/login/')}`,
        ['Host: a', `apikey: ${apiKey}`, 'Content-Type: text/plain', 'Content-Length: 1'],
        'x',
      ),
  ],
  [
    'a body that is too large',
    413,
    () => {
      const body = `{"a":"${'x'.repeat(70_000)}"}`
      return request(`POST ${path('user/login/')}`, ['Host: a', `apikey: ${apiKey}`, ...json(body)], body)
    },
  ],
  ['no host', 400, () => request('GET /healthz', [])],
  ['two hosts', 400, () => request('GET /healthz', ['Host: a', 'Host: b'])],
  ['malformed headers', 400, () => request('GET /healthz', ['Host: a', `Origin: ${SPA}`, 'a b: c'])],
  [
    'headers that are too large',
    431,
    () => request('GET /healthz', ['Host: a', `Origin: ${SPA}`, `Cookie: ${'x'.repeat(20_000)}`]),
  ],
]
for (const [what, status, text] of rows) {
  test(`a page on a registered origin can read its refusal for ${what}`, async () => {
    const answer = await rawRequest(service.origin, text())
    assert.equal(answer.status, status, answer.body)
    const header = headersOf(answer)
    assert.equal(header('access-control-allow-origin'), SPA)
    assert.equal(header('access-control-expose-headers'), 'ETag, Retry-After, X-Request-Id')
    assert.match(header('vary') ?? '', /Origin/)
    assert.equal(JSON.parse(answer.body).status_code, status)
  })

  test(`no other origin can read a refusal for ${what}`, async () => {
    const answer = await rawRequest(service.origin, text().replaceAll(SPA, 'https://evil.example'))
    // If the key is known, the origin is refused first.
    assert.ok(answer.status === status || answer.status === 403, answer.body)
    assert.equal(headersOf(answer)('access-control-allow-origin'), undefined)
  })
}

test('an origin in the body of malformed HTTP is ignored', async () => {
  const text = `GET /healthz HTTP/1.1\r\nHost: a\r\na b: c\r\n\r\nx\r\nOrigin: ${SPA}\r\n\r\n`
  const answer = await rawRequest(service.origin, text)
  assert.equal(answer.status, 400)
  assert.equal(headersOf(answer)('access-control-allow-origin'), undefined)
})

test('a page can read that the database is unavailable, thanks to the cached origins', async () => {
  const faults = createFaults({ readsHang: false })
  const faulty = await startService({}, { isIdle: true, wrap: faults.wrap })
  try {
    const app = await faulty.application('spa', { origins: [SPA] })
    // Somebody else each time, whose caller is not kept.
    const visitor = async () => {
      const { headers } = await faulty.person({ apiKey: app.apiKey })
      return () => fetch(`${faulty.base}/user/get/profile/`, { headers: { ...headers, origin: SPA } })
    }
    assert.equal((await (await visitor())()).status, 200)
    // The read of the origins, and the read of the caller.
    for (const [n, status] of [
      [1, 200],
      [2, 503],
    ] as const) {
      const get = await visitor()
      faults.arm(n, 'fails')
      const answer = await get()
      assert.equal(faults.disarm(), 'read')
      assert.equal(answer.status, status)
      assert.equal(answer.headers.get('access-control-allow-origin'), SPA)
      assert.match(answer.headers.get('access-control-expose-headers') ?? '', /Retry-After/)
    }
  } finally {
    await faulty.stop()
  }
})
