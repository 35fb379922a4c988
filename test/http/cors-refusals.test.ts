import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { isLoopback } from '../../src/basics/origin.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { startService, type TestService } from '../support/service.ts'

const rows: [origin: string, boolean, source: string][] = [
  ['http://localhost:5173', true, 'RFC 6761, 6.3'],
  ['https://localhost', true, 'RFC 6761, 6.3'],
  ['http://127.0.0.1:3000', true, 'RFC 5735, 3'],
  ['http://127.255.0.9', true, 'RFC 5735, 3'],
  ['http://[::1]:3000', true, 'RFC 4291, 2.5.3'],
  ['http://localhost.evil.example', false, 'a host of somebody else'],
  ['http://127.0.0.1.evil.example', false, 'a host of somebody else'],
  ['http://board.localhost', false, 'some systems ask a name server'],
  ['http://192.168.1.5:5173', false, 'RFC 1918: other machines'],
  ['http://[::ffff:7f00:1]', false, 'not written so by a browser that calls itself'],
  ['capacitor://localhost', false, 'RFC 6454, 4: a browser has http or https'],
  ['null', false, 'RFC 6454, 7.3: it says nothing'],
  ['http://LOCALHOST', false, 'RFC 6454, 4: no browser writes it so'],
  ['http://localhost/', false, 'RFC 6454, 7: an origin has no path'],
  ['', false, 'RFC 6454, 7'],
]
for (const [origin, expected, source] of rows) {
  test(`a page of "${origin}" ${expected ? 'counts' : 'does not count'} as one in development (${source})`, () => {
    assert.equal(isLoopback(origin), expected)
  })
}

let service: TestService
let browser: Browser
/** Serves an empty page for every host name. */
const site = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html').end('<!doctype html><title>Board</title>'),
)
before(async () => {
  if (withoutBrowser) return
  service = await startService()
  await once(site.listen(0), 'listening')
  browser = await startBrowser(['--host-resolver-rules=MAP *.example 127.0.0.1'])
})
after(async () => {
  if (withoutBrowser) return
  await browser.close()
  await service.stop()
  site.closeAllConnections()
  site.close()
})

const originAt = (host: string) => `http://${host}:${(site.address() as AddressInfo).port}`
const linesAbout = (origin: string) => service.logged.filter((line) => line.origin === origin)

/** What the developer of a page at the origin sees of a call: status and body, or the error, and console messages. */
async function callFrom(origin: string, path: string, headers: Record<string, string>) {
  const page = await browser.newPage()
  const console: string[] = []
  page.on('console', (message) => console.push(message.text()))
  try {
    await page.goto(origin)
    const call = JSON.stringify([new URL(path, `${service.base}/`).href, { headers }])
    const seen = await page.evaluate<{ status: number; body: string }>(
      `fetch(...${call}).then(async (answer) => ({ status: answer.status, body: await answer.text() }), (error) => ({ status: 0, body: String(error) }))`,
    )
    return { ...seen, console }
  } finally {
    await page.close()
  }
}

/** Calls of a signed-in person through an application, from a page. */
const profileFrom = async (origin: string, apiKey: string) =>
  callFrom(origin, 'user/get/profile/', (await service.person({ apiKey })).headers)

test('a page in development can read that its origin is not registered', {
  skip: withoutBrowser,
}, async () => {
  const { apiKey } = await service.application('spa', { origins: ['https://board.example'] })
  const { status, body } = await profileFrom(originAt('localhost'), apiKey)
  assert.equal(status, 403, body)
  const { data, error_codes } = JSON.parse(body)
  assert.deepEqual(data, {})
  assert.deepEqual(error_codes, { detail: 'origin_not_allowed' })
})

test('a page in development can read that its key is wrong', { skip: withoutBrowser }, async () => {
  const { status, body } = await callFrom(originAt('127.0.0.1'), 'get/local-info/', { apikey: 'wrong' })
  assert.equal(status, 401, body)
  assert.equal(JSON.parse(body).error_codes.detail, 'not_authenticated')
})

test('it works as soon as the origin is registered', { skip: withoutBrowser }, async () => {
  const origin = originAt('localhost')
  const { apiKey } = await service.application('spa', { origins: ['https://board.example'] })
  assert.equal((await profileFrom(origin, apiKey)).status, 403)
  const mine = await service.application('spa', { origins: [origin] })
  assert.equal((await profileFrom(origin, mine.apiKey)).status, 200)
})

test('a page in development can read only refusals', { skip: withoutBrowser }, async () => {
  const origin = originAt('127.0.0.1')
  const { headers } = await service.person()
  const rows: [path: string, Record<string, string>][] = [
    ['user/get/profile/', headers],
    ['get/local-info/', headers],
    ['/healthz', {}],
    ['/healthz', { apikey: service.apiKey }],
    ['/page-config.json', { apikey: service.apiKey }],
    ['/session/refresh/', { apikey: service.apiKey }],
    ['/session/refresh/', { 'x-requested-with': 'page' }],
    ['nothing/', { apikey: service.apiKey }],
  ]
  for (const [path, asked] of rows) {
    const { status, body } = await callFrom(origin, path, asked)
    assert.equal(status, 0, `${path} ${Object.keys(asked)}: ${status} ${body}`)
  }
})

test('the log tells the operator that a page used a key whose responses no page can read', {
  skip: withoutBrowser,
}, async () => {
  const origin = originAt('localhost')
  const { id, apiKey } = await service.application('web')
  const { status, console } = await profileFrom(origin, apiKey)
  assert.equal(status, 0)
  assert.match(console.join('\n'), /No 'Access-Control-Allow-Origin' header/)
  const [line, ...more] = linesAbout(origin).filter(({ application }) => application === id)
  assert.equal(line?.kind, 'web')
  assert.match(String(line?.remedy), /--kind spa/)
  assert.deepEqual(more, [])
})

test('a page of another site is refused before its request, and the log tells the operator why', {
  skip: withoutBrowser,
}, async () => {
  const origin = originAt('board.example')
  const { apiKey } = await service.application('spa', { origins: ['https://board.example'] })
  for (let n = 0; n < 2; n += 1) {
    const { status, body, console } = await callFrom(origin, 'get/local-info/', { apikey: apiKey })
    assert.equal(status, 0, body)
    assert.match(console.join('\n'), /preflight request doesn't pass access control check/)
    assert.ok(console.join('\n').includes(origin))
  }
  const lines = linesAbout(origin)
  assert.equal(lines.length, 1, 'it is logged once an hour')
  assert.equal(lines[0]?.remedy, `user-profile app create --name NAME --kind spa --origin ${origin}`)
  const events = service.logged.filter(({ event }) => event === 'origin.refused')
  assert.ok(events.length >= 2, 'each is a security event')
})

const preflight = (origin: string, path = 'user/login/') =>
  fetch(new URL(path, `${service.base}/`), {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'apikey' },
  })

test('the preflight of an unregistered origin is 403, and says so to every caller', {
  skip: withoutBrowser,
}, async () => {
  const answer = await preflight('https://evil.example')
  assert.equal(answer.status, 403)
  assert.equal(answer.headers.get('access-control-allow-origin'), null)
  const { error_codes } = (await answer.json()) as { error_codes: object }
  assert.deepEqual(error_codes, { detail: 'origin_not_allowed' })
})

test('invented origins fill neither the log nor the memory', {
  skip: withoutBrowser,
}, async () => {
  for (let n = 0; n < 150; n += 1) assert.equal((await preflight(`https://made-up-${n}.example`)).status, 403)
  const named = service.logged.filter(({ origin }) => String(origin).includes('made-up'))
  assert.ok(named.length > 50 && named.length <= 100, `${named.length} lines`)
  assert.equal((await preflight(`https://${'x'.repeat(3000)}.example`)).status, 403)
})
