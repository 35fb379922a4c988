import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pino from 'pino'
import { createTurns } from '../../src/basics/turns.ts'
import { serverOf } from '../../src/http/caller.ts'
import { buildServer } from '../../src/http/server.ts'
import { noMetrics } from '../../src/ports/metrics.ts'
import { scopeNames } from '../../src/protocol/scopes.ts'
import { serviceFixture, testOperator } from '../support/service.ts'

const service = await serviceFixture({}, { isIdle: true })
const { applications, db, securityEvents } = service.services

// A colon would begin a parameter.
const pathOf = (scope: string) => `/${scope.replace(':', '-')}/`

/** A server with one route for each scope. */
const app = await buildServer(
  {
    logger: pino({ level: 'silent' }),
    metrics: noMetrics,
    trustProxy: false,
    publicUrl: service.origin,
    tracer: null,
    callers: {
      applicationByKey: applications.byApiKey,
      callerByKey: applications.callerByKey,
      spend: async () => ({ isAllowed: true, points: 1, window: 1, left: 1, seconds: 1 }),
      authenticate: service.services.sessions.authenticate,
      needsArrival: () => false,
      recall: () => null,
      spaOrigins: applications.spaOrigins,
    },
    defaultLanguage: 'en',
    temporary: { folder: service.dataDir, fileName: () => 'none' },
    onSecurityEvent: securityEvents.report,
    look: { service: 'test', color: '#000000', home: null, logo: null },
    turns: createTurns(),
    isAlone: true,
    isStopping: () => false,
  },
  async (routes) => {
    for (const scope of scopeNames)
      routes.get(pathOf(scope), { config: { access: 'server', scope } }, async (request) => ({
        application: serverOf(request).application.id,
      }))
  },
)
const origin = await app.listen({ port: 0, host: '127.0.0.1' })
after(() => app.close())

const server = async (scopes = scopeNames, keyEndsAt: number | null = null) => {
  const name = `server-${crypto.randomUUID().slice(0, 8)}`
  const { application, apiKey } = await applications.create(
    { name, kind: 'server', scopes, keyEndsAt },
    testOperator,
  )
  return { id: application.id, apikey: apiKey }
}
const call = async (apikey: string, { scope = 'users:read', ...headers }: Record<string, string> = {}) => {
  const answer = await fetch(`${origin}${pathOf(scope)}`, { headers: { apikey, ...headers } })
  const body = (await answer.json()) as {
    error_codes?: { detail: string }
    errors?: { detail: string }
    required_scope?: string
  }
  return {
    status: answer.status,
    code: body.error_codes?.detail,
    scope: body.required_scope,
    text: body.errors?.detail,
  }
}

test('a key may do what its scopes say, and nothing else', async () => {
  for (const scope of scopeNames) {
    const { apikey } = await server([scope])
    for (const other of scopeNames) {
      const { status, code, scope: missing, text } = await call(apikey, { scope: other })
      if (other === scope) assert.equal(status, 200)
      else {
        assert.deepEqual([status, code, missing], [403, 'insufficient_scope', other])
        assert.equal(text, `This key does not have the scope ${other}.`)
      }
    }
  }
})

test('the key of any other kind of application is refused', async () => {
  for (const kind of ['web', 'mobile', 'spa'] as const) {
    const { apiKey } = await service.application(kind)
    assert.deepEqual([(await call(apiKey)).status, (await call(apiKey)).code], [403, 'server_key_required'])
  }
})

test('a server key in a browser is refused and reported', async () => {
  const { id, apikey } = await server()
  for (const header of [
    { origin: 'https://shop.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-origin' },
  ] as Record<string, string>[]) {
    const { status, code } = await call(apikey, header)
    assert.deepEqual([status, code], [403, 'server_key_from_browser'], JSON.stringify(header))
  }
  await securityEvents.flush()
  const events = await db.read
    .selectFrom('audit_events')
    .selectAll()
    .where('action', '=', 'server_key.exposed')
    .where('application_id', '=', id)
    .execute()
  assert.equal(Number(events[0]?.count), 3)
})

test('a server key signs nobody in', async () => {
  const { apikey } = await server()
  const { username, password } = await service.person()
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey },
    body: new URLSearchParams({ username, password }),
  })
  assert.equal(answer.status, 403)
  assert.match(await answer.text(), /"server_key_not_allowed"/)
})

test('an expired key is refused from that moment on', async () => {
  const { apikey } = await server(scopeNames, service.clock.now() + 60_000)
  assert.equal((await call(apikey)).status, 200)
  service.clock.advance(60_000)
  assert.deepEqual([(await call(apikey)).status, (await call(apikey)).code], [401, 'not_authenticated'])
})

test('a key works beside its successor for as long as the operator says', async () => {
  const { id, apikey } = await server()
  const next = await applications.rotateKey(id, 60_000, testOperator)
  assert.match(next, /^ups_/)
  assert.deepEqual([(await call(apikey)).status, (await call(next)).status], [200, 200])
  service.clock.advance(60_000)
  assert.deepEqual([(await call(apikey)).status, (await call(next)).status], [401, 200])
})

test('a key that is used sixteen times at once leaves one event a day', async () => {
  const { id, apikey } = await server()
  const used = () =>
    db.read
      .selectFrom('audit_events')
      .select(['actor', 'key_id', 'address'])
      .where('application_id', '=', id)
      .where('action', '=', 'application.key_used')
      .execute()
  const statuses = await Promise.all(Array.from({ length: 16 }, async () => (await call(apikey)).status))
  assert.deepEqual(new Set(statuses), new Set([200]))
  const [key] = await applications.keys(id)
  assert.deepEqual(await used(), [{ actor: 'application', key_id: key?.id, address: '127.0.0.1' }])
  assert.equal(key?.lastUsedAt, Math.floor(service.clock.now() / 86_400_000) * 86_400_000)
  service.clock.advance(86_400_000)
  assert.equal((await call(apikey)).status, 200)
  assert.equal((await used()).length, 2)
})

test('a revoked key is refused, and the other one stays', async () => {
  const { id, apikey } = await server()
  const next = await applications.rotateKey(id, 60_000, testOperator)
  const old = (await applications.keys(id)).find(({ endsAt }) => endsAt !== null)
  assert.ok(await applications.endKey(id, old?.id ?? '', service.clock.now(), testOperator))
  assert.deepEqual([(await call(apikey)).status, (await call(next)).status], [401, 200])
  assert.ok(!(await applications.endKey(id, old?.id ?? '', null, testOperator)), 'an ended key stays ended')
})
