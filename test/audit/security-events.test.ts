import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSecurityCounts } from '../../src/audit/security-counts.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import { securityEvents } from '../../src/ports/security-events.ts'
import { createCli } from '../support/cli.ts'
import { serviceFixture, startService, type TestService } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const catcher = await catcherFixture()
const service = await serviceFixture({ TRUST_PROXY: 'true', SMTP_URL: catcher.url })
const person = await service.person()

interface Sent {
  body?: Record<string, string>
  headers?: Record<string, string>
  from?: string
  of?: TestService
}

async function post(
  path: string,
  { body = {}, headers = {}, from = '203.0.113.9', of = service }: Sent = {},
) {
  const answer = await fetch(`${of.base}/${path}/`, {
    method: 'POST',
    headers: { apikey: of.apiKey, 'x-forwarded-for': from, ...headers },
    body: new URLSearchParams(body),
  })
  return {
    status: answer.status,
    id: answer.headers.get('x-request-id'),
    body: (await answer.json()) as Record<string, string>,
  }
}

const told = (of = service) => of.logged.filter(({ msg }) => msg === 'security event')
const signIn = (username: string, password: string, sent: Sent = {}) =>
  post('user/login', { ...sent, body: { username, password } })
const counts = async (of = service) => {
  await of.services.securityEvents.flush()
  const rows = await of.services.db.read
    .selectFrom('audit_events')
    .selectAll()
    .where('count', 'is not', null)
    .execute()
  return rows.map(({ action, user_id, address, count }) => ({
    action,
    user_id,
    address,
    count: Number(count),
  }))
}
/** The log lines of an attempt, without the common fields. */
async function linesOf(work: () => Promise<unknown>, of = service) {
  const from = told(of).length
  await work()
  return told(of)
    .slice(from)
    .map(({ level, time, msg, ...rest }) => {
      assert.equal(level, 40)
      assert.equal(typeof time, 'number')
      return rest
    })
}

const TYPED = 'typed-by-mistake-7391'

test('a failed sign-in is one line with person, application, address and route, but nothing that was typed', async () => {
  let id: string | null = null
  const lines = await linesOf(async () => {
    const answer = await signIn(person.username, TYPED)
    assert.equal(answer.status, 401)
    id = answer.id
  })
  const { id: application } = (await service.services.applications.byApiKey(service.apiKey))!
  const line = {
    kind: 'security',
    event: 'sign_in.failed',
    address: '203.0.113.9',
    user: person.id,
    application,
    route: '/api/v1/user/login',
    request: id,
  }
  assert.deepEqual(lines, [line])
  const unknown = await linesOf(() => signIn(TYPED, TYPED, { from: '2001:db8::7' }))
  assert.deepEqual(
    unknown.map(({ event, address, user }) => ({ event, address, user })),
    [{ event: 'sign_in.failed', address: '2001:db8::7', user: null }],
  )
  assert.doesNotMatch(JSON.stringify(service.logged), new RegExp(TYPED))
})

test('wrong passwords, wrong codes, refused origins and reused refresh tokens are logged too', async () => {
  const spa = await service.application('spa', { origins: ['https://shop.example.com'] })
  const holder = await service.person({ apiKey: spa.apiKey })
  const key = { apikey: spa.apiKey }
  const cases: [string, string | null, () => Promise<{ status: number }>][] = [
    [
      'password.wrong',
      person.id,
      () =>
        post('user/password/change', {
          headers: person.headers,
          body: { old_password: TYPED, new_password: 'nine hills beside a lake' },
        }),
    ],
    [
      'password.wrong',
      person.id,
      () => post('user/delete', { headers: person.headers, body: { password: TYPED } }),
    ],
    [
      'code.wrong',
      null,
      () =>
        post('user/password/reset', {
          body: {
            email: person.email,
            token_field: '123456',
            token_checksum_field: 'x'.repeat(43),
            new_password: 'nine hills beside a lake',
          },
        }),
    ],
    [
      'origin.refused',
      null,
      () => post('user/login', { headers: { ...key, origin: 'https://evil.example' } }),
    ],
    [
      'refresh_token.reused',
      holder.id,
      async () => {
        const again = { headers: key, body: { refresh: holder.refresh } }
        assert.equal((await post('user/token/refresh', again)).status, 200)
        service.clock.advance(300_000)
        return post('user/token/refresh', again)
      },
    ],
  ]
  for (const [event, user, work] of cases) {
    const lines = await linesOf(async () => assert.ok((await work()).status >= 400, event))
    assert.deepEqual(
      lines.map((line) => ({ event: line.event, user: line.user, address: line.address })),
      [{ event, user, address: '203.0.113.9' }],
    )
  }
  assert.doesNotMatch(JSON.stringify(service.logged), new RegExp(TYPED))
})

test('a wrong code for another address is logged with its person', async () => {
  const asked = await post('user/token-generator', {
    headers: person.headers,
    body: { email: 'next@example.com' },
  })
  assert.equal(asked.status, 200)
  const code = await catcher.codeTo('next@example.com')
  const wrong = code === '000000' ? '000001' : '000000'
  const lines = await linesOf(() =>
    post('user/update/profile', {
      headers: person.headers,
      body: {
        email: 'next@example.com',
        token_field: wrong,
        token_checksum_field: asked.body.token_checksum ?? '',
      },
    }),
  )
  assert.deepEqual(
    lines.map(({ event, user }) => ({ event, user })),
    [{ event: 'code.wrong', user: person.id }],
  )
})

test('a request beyond an abuse limit is logged with its route', async (t) => {
  const strict = await startService({ TRUST_PROXY: 'true', LIMIT_SCALE: '1' })
  t.after(strict.stop)
  for (let n = 0; n < 10; n += 1) await signIn('nobody', 'wrong', { of: strict })
  const lines = await linesOf(
    async () => assert.equal((await signIn('nobody', 'x', { of: strict })).status, 429),
    strict,
  )
  assert.deepEqual(
    lines.map(({ event, route, address }) => ({ event, route, address })),
    [{ event: 'request.throttled', route: '/api/v1/user/login', address: '203.0.113.9' }],
  )
})

test('the trail has one row a minute for each kind, person and network, with the count, and one for all unknown names', async (t) => {
  const own = await startService({ TRUST_PROXY: 'true' }, { isIdle: true })
  t.after(own.stop)
  const somebody = await own.person()
  // In the middle of a minute.
  own.clock.advance(60_000 - (own.clock.now() % 60_000) + 1000)
  for (let n = 0; n < 3; n += 1) await signIn(somebody.username, 'wrong', { of: own })
  await signIn(somebody.username, 'wrong', { of: own, from: '198.51.100.1' })
  for (let n = 0; n < 20; n += 1)
    await signIn(`unknown${n}`, 'wrong', { of: own, from: `2001:db8:0:1::${n + 1}` })
  const sort = (rows: Awaited<ReturnType<typeof counts>>) => rows.toSorted((a, b) => a.count - b.count)
  const expected = [
    { action: 'sign_in.failed', user_id: somebody.id, address: '198.51.100.1', count: 1 },
    { action: 'sign_in.failed', user_id: somebody.id, address: '203.0.113.9', count: 3 },
    { action: 'sign_in.failed', user_id: null, address: '2001:db8:0:1::1', count: 20 },
  ]
  assert.deepEqual(sort(await counts(own)), expected)
  await signIn(somebody.username, 'wrong', { of: own, from: '198.51.100.1' })
  expected[0]!.count = 2
  assert.deepEqual(sort(await counts(own)), expected, 'a later write adds to the same row')
  own.clock.advance(60_000)
  await signIn(somebody.username, 'wrong', { of: own })
  assert.equal((await counts(own)).length, 4, 'another minute is another row')

  const answer = await fetch(`${own.base}/user/activity/`, { headers: somebody.headers })
  const { data } = (await answer.json()) as { data: { activity: { action: string }[] } }
  assert.deepEqual(
    data.activity.map(({ action }) => action),
    ['session.started'],
    'the person sees only changes',
  )
})

test('sixteen nodes that count the same event at once share one row, and no count is lost', async (t) => {
  const own = await startService({}, { isIdle: true })
  t.after(own.stop)
  const { audit, clock } = own.services
  await Promise.all(
    Array.from({ length: 16 }, () => {
      const node = createSecurityCounts()
      for (let n = 0; n < 5; n += 1)
        node.add({ kind: 'sign_in.failed', address: '203.0.113.9', userId: 'one' }, clock.now())
      node.add({ kind: 'code.wrong', address: '203.0.113.9' }, clock.now())
      return audit.recordCounts(node.take())
    }),
  )
  assert.deepEqual(
    (await counts(own)).toSorted((a, b) => b.count - a.count).map(({ count }) => count),
    [80, 16],
  )
})

test('a flood from a hundred thousand networks becomes a hundred rows a minute and a few shared ones', () => {
  const node = createSecurityCounts()
  const now = 1_700_000_000_000
  const kinds = Object.keys(securityEvents) as (keyof typeof securityEvents)[]
  const rows = new Map<string, number>()
  const collect = () => {
    for (const { key, count } of node.take()) rows.set(key, (rows.get(key) ?? 0) + count)
  }
  for (let n = 0; n < 100_000; n += 1) {
    const address = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
    assert.ok(node.add({ kind: kinds[n % kinds.length]!, userId: `p${n % 7}`, address }, now + (n % 1000)))
    if (n % 10_000 === 0) collect()
  }
  collect()
  assert.ok(rows.size <= 100 + kinds.length, `${rows.size} rows`)
  assert.equal(
    [...rows.values()].reduce((a, b) => a + b, 0),
    100_000,
  )
  const day = new Set<string>()
  for (let minute = 0; minute < 1440; minute += 1) {
    for (let n = 0; n < 200; n += 1)
      node.add({ kind: 'sign_in.failed', address: `10.1.0.${n}` }, 1_700_006_400_000 + minute * 60_000)
    for (const { key } of node.take()) day.add(key)
  }
  assert.ok(day.size <= 5000 + 1440, `${day.size} rows a day`)
})

test('counts wait while the database is unavailable, up to a bound, and are written when it recovers', async (t) => {
  let isUnavailable = false
  const own = await startService(
    { TRUST_PROXY: 'true' },
    {
      isIdle: true,
      wrap: (stores) => ({
        ...stores,
        db: {
          ...stores.db,
          write: (work, options) => {
            if (isUnavailable) throw new Unavailable('database')
            return stores.db.write(work, options)
          },
        },
      }),
    },
  )
  t.after(own.stop)
  isUnavailable = true
  for (let n = 0; n < 3; n += 1) assert.equal((await signIn('nobody', 'wrong', { of: own })).status, 401)
  await own.services.securityEvents.flush()
  isUnavailable = false
  assert.deepEqual(
    (await counts(own)).map(({ count }) => count),
    [3],
  )
  const node = createSecurityCounts()
  const many = Array.from({ length: 1500 }, (_, n) => ({
    kind: 'sign_in.failed' as const,
    userId: null,
    address: null,
    applicationId: null,
    minute: n,
    firstAt: n,
    count: 2,
    key: String(n),
  }))
  assert.equal(node.putBack(many), 1000, 'the overflow is reported')
  assert.equal(node.take().length, 1000)
})

test('a setting removes the client address from lines and counts', async (t) => {
  const own = await startService({ TRUST_PROXY: 'true', SECURITY_LOG_ADDRESSES: 'no' })
  t.after(own.stop)
  const lines = await linesOf(() => signIn('nobody', 'wrong', { of: own, from: '203.0.113.77' }), own)
  assert.equal(lines[0]?.address, null)
  assert.equal((await counts(own))[0]?.address, null)
  assert.doesNotMatch(JSON.stringify(own.logged), /203\.0\.113\.77/)
})

test('with AUDIT_DAYS=0 nothing is counted in the trail', async (t) => {
  const own = await startService({ AUDIT_DAYS: '0' })
  t.after(own.stop)
  await signIn('nobody', 'wrong', { of: own })
  assert.deepEqual(await counts(own), [])
  assert.equal(told(own).length, 1)
})

test('audit list shows counts, also for one person', async (t) => {
  await signIn(person.username, 'wrong')
  await service.services.securityEvents.flush()
  const cli = await createCli(service.place)
  t.after(cli.remove)
  const events = await cli.json<{ action: string; count: number | null; user_id: string }[]>([
    'audit',
    'list',
    '--user',
    person.username,
    '--action',
    'sign_in.failed',
  ])
  assert.ok(events.length > 0)
  assert.ok(events.every(({ action, count }) => action === 'sign_in.failed' && (count ?? 0) > 0))
})
