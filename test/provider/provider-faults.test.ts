import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createFetchClient } from '../../src/adapters/provider-client/fetch-client.ts'
import type { Metrics } from '../../src/ports/metrics.ts'
import { type ProviderClient, ProviderFault } from '../../src/ports/provider-client.ts'
import { createProviderKeys } from '../../src/provider/provider-keys.service.ts'
import { createTestClock } from '../support/clock.ts'
import { startProvider, type TestProvider } from '../support/provider.ts'
import { startService, testOperator } from '../support/service.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const SHOP = 'Shop'

/** A service that trusts one provider, and calls of it. */
async function trusting(t: TestContext, prepare: (provider: TestProvider) => void = () => {}) {
  const provider = await startProvider()
  t.after(() => provider.stop())
  prepare(provider)
  const entry = { id: 'main', issuer: provider.issuer, audiences: ['api'], application: SHOP }
  const service = await startService({ ISSUERS: JSON.stringify([entry]) }, { isIdle: true })
  t.after(() => service.stop())
  const { services, clock, base } = service
  const { apiKey } = await services.applications.create({ name: SHOP, kind: 'web' }, testOperator)
  let counter = 0
  const sign = (options: Parameters<TestProvider['sign']>[1] = {}, sub = `s${++counter}`) => {
    const now = Math.floor(clock.now() / 1000)
    return provider.sign({ sub, sid: sub, aud: 'api', iat: now, exp: now + 300 }, options)
  }
  const call = async (token: string) => {
    const headers = { apikey: apiKey, authorization: `Bearer ${token}` }
    const answer = await fetch(`${base}/user/get/profile/`, { headers })
    await answer.body?.cancel()
    return answer
  }
  const see = async (token: string) => (await call(token)).status
  const fetches = () => provider.asked.filter((path) => path.endsWith('/jwks')).length
  return { provider, service, clock, sign, call, see, fetches }
}

test('a service starts while its provider is down, says 503 at once, and accepts tokens when it is back', async (t) => {
  const { provider, service, clock, sign, call, see } = await trusting(t, (one) =>
    one.breakIt((_path, response) => response.destroy()),
  )
  const token = await sign()
  const refused = await call(token)
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '5'])
  const { headers } = await service.person()
  const own = await fetch(`${service.base}/user/get/profile/`, { headers })
  assert.equal(own.status, 200, 'tokens of ours need no provider')
  provider.breakIt(null)
  assert.equal(await see(token), 503, 'not asked again within five seconds')
  clock.advance(5000)
  assert.equal(await see(token), 200)
})

test('sixteen requests wait for one fetch of keys', async (t) => {
  const { provider, sign, see, fetches } = await trusting(t)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  provider.breakIt((path, response) => {
    void held.then(() => {
      const jwks = { keys: provider.keys.map(({ jwk }) => jwk) }
      const document = { issuer: provider.issuer, jwks_uri: `${provider.issuer}/jwks` }
      response.end(JSON.stringify(path.endsWith('/jwks') ? jwks : document))
    })
  })
  const tokens = await Promise.all(Array.from({ length: 16 }, () => sign()))
  const seen = tokens.map(see)
  release()
  assert.deepEqual(
    await Promise.all(seen),
    tokens.map(() => 200),
  )
  assert.equal(fetches(), 1)
})

test('a storm of unknown keys makes one fetch a minute, and other tokens go on', async (t) => {
  const { clock, sign, see, fetches } = await trusting(t)
  assert.equal(await see(await sign()), 200)
  assert.equal(fetches(), 1)
  const storm = async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, (_, i) => sign({ header: { kid: `k${i}` } })))
    return new Set(await Promise.all(tokens.map(see)))
  }
  assert.deepEqual(await storm(), new Set([401]))
  assert.equal(fetches(), 1, 'the keys are younger than a minute')
  clock.advance(MINUTE)
  assert.deepEqual(await storm(), new Set([401]))
  assert.deepEqual(await storm(), new Set([401]))
  assert.equal(fetches(), 2)
  assert.equal(await see(await sign()), 200)
})

test('a new key of the provider is found with its first token', async (t) => {
  const { provider, clock, sign, see, fetches } = await trusting(t)
  const old = await sign()
  assert.equal(await see(old), 200)
  clock.advance(MINUTE)
  await provider.rotate({ keepsOld: true })
  assert.equal(await see(await sign()), 200)
  assert.equal(fetches(), 2)
  assert.equal(await see(old), 200)
})

test('tokens of a key that the provider has removed are refused once the keys were fetched again', async (t) => {
  const { provider, clock, sign, see } = await trusting(t)
  const old = await sign()
  assert.equal(await see(old), 200)
  clock.advance(MINUTE)
  await provider.rotate()
  assert.equal(await see(old), 200)
  assert.equal(await see(await sign()), 200)
  assert.equal(await see(old), 401)
})

test('keys are fetched again after ten minutes, without making a request wait', async (t) => {
  const { provider, clock, sign, see, fetches } = await trusting(t)
  assert.equal(await see(await sign()), 200)
  clock.advance(10 * MINUTE)
  provider.breakIt(() => {})
  assert.equal(await see(await sign()), 200)
  for (let i = 0; i < 100 && fetches() < 2; i++) await new Promise((resolve) => setImmediate(resolve))
  assert.equal(fetches(), 2)
})

test('while the provider is unavailable, its keys count for a day and no longer', async (t) => {
  const { provider, clock, sign, see } = await trusting(t)
  assert.equal(await see(await sign()), 200)
  provider.breakIt((_path, response) => response.writeHead(500).end())
  clock.advance(DAY - MINUTE)
  assert.equal(await see(await sign()), 200)
  clock.advance(MINUTE)
  assert.equal(await see(await sign()), 503)
  provider.breakIt(null)
  clock.advance(5000)
  assert.equal(await see(await sign()), 200)
})

/** What a provider may do wrong, and what operators read about it. */
const faults: [string, (provider: TestProvider) => void, RegExp][] = [
  ['is silent', (one) => one.breakIt(() => {}), /does not respond within 0\.2 s/],
  ['hangs up', (one) => one.breakIt((_path, response) => response.destroy()), /cannot be reached/],
  [
    'responds with an error',
    (one) => one.breakIt((_p, response) => response.writeHead(503).end()),
    /responds with 503/,
  ],
  [
    'redirects to elsewhere',
    (one) =>
      one.breakIt((_p, response) => response.writeHead(302, { location: 'https://evil.example/' }).end()),
    /redirects, which is not followed/,
  ],
  [
    'sends 10 MB',
    (one) =>
      one.breakIt((_p, response) => {
        response.write('{"keys":["')
        for (let i = 0; i < 160; i++) response.write('x'.repeat(65_536))
        response.end('"]}')
      }),
    /more than 512000 bytes/,
  ],
  [
    'sends a byte at a time',
    (one) =>
      one.breakIt((_p, response) => {
        const timer = setInterval(() => response.write(' '), 20)
        response.once('close', () => clearInterval(timer))
      }),
    /does not respond within 0\.2 s/,
  ],
  ['sends no JSON', (one) => one.breakIt((_p, response) => response.end('<html>')), /not JSON/],
  ['sends a list', (one) => one.breakIt((_p, response) => response.end('[]')), /not an object/],
  [
    'names another issuer',
    answering(() => ({ issuer: 'https://other.example' })),
    /names another issuer, "https:\/\/other/,
  ],
  ['names no keys', answering((one) => ({ issuer: one.issuer })), /no usable jwks_uri/],
  [
    'names a file',
    answering((one) => ({ issuer: one.issuer, jwks_uri: 'file:///etc/passwd' })),
    /no usable jwks_uri/,
  ],
  ['has only symmetric keys', answering(undefined, [{ kty: 'oct', k: 'AAAA' }]), /no key that verifies/],
  ['has only keys for encryption', answering(undefined, [{ kty: 'EC', use: 'enc' }]), /no key that verifies/],
  [
    'has a thousand keys',
    answering(
      undefined,
      Array.from({ length: 1000 }, () => ({ kty: 'EC' })),
    ),
    /at most 100 keys/,
  ],
  ['has keys that are none', answering(undefined, ['key', null, 7]), /no key that verifies/],
]

function answering(
  discovery: (provider: TestProvider) => object = (one) => ({
    issuer: one.issuer,
    jwks_uri: `${one.issuer}/jwks`,
  }),
  keys: unknown[] = [],
) {
  return (one: TestProvider) =>
    one.breakIt((path, response) =>
      response.end(JSON.stringify(path.endsWith('/jwks') ? { keys } : discovery(one))),
    )
}

const silent: Metrics = { count() {}, observe() {}, readGauges() {} }
const keysOf = (client: ProviderClient) =>
  createProviderKeys({ clock: createTestClock(), client, metrics: silent, log: () => null })

test('at most 500 requests wait for the keys of a provider, and further ones get 503 at once', async () => {
  let fail = () => {}
  const held = new Promise<never>((_resolve, reject) => {
    fail = () => reject(new ProviderFault('closed'))
  })
  const keys = keysOf({ read: () => held })
  const issuer = { id: 'main', issuer: 'https://login.example.com' } as Parameters<typeof keys.find>[0]
  const outcomes: string[] = []
  const wait = () =>
    keys.find(issuer, { alg: 'ES256' }, {} as never).catch((error: Error) => outcomes.push(error.message))
  const waiting = Array.from({ length: 500 }, wait)
  await wait()
  assert.equal(outcomes.length, 1)
  assert.match(outcomes[0] ?? '', /temporarily unavailable/)
  fail()
  await Promise.all(waiting)
  assert.equal(outcomes.length, 501)
})

for (const [what, breakIt, problem] of faults)
  test(`a provider that ${what} is reported as such, in bounded time`, async (t) => {
    const provider = await startProvider()
    t.after(() => provider.stop())
    breakIt(provider)
    const issuer = { id: 'main', issuer: provider.issuer, insecure: false } as Parameters<
      ReturnType<typeof keysOf>['check']
    >[0]
    await assert.rejects(
      keysOf(createFetchClient({ deadline: 200 })).check(issuer),
      (error: Error) => error instanceof ProviderFault && problem.test(error.message),
    )
  })
