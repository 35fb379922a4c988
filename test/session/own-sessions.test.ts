import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf } from '../../src/session/device.ts'
import { type Person, serviceFixture, startService } from '../support/service.ts'

const service = await serviceFixture()

interface Listed {
  id: string
  current: boolean
  application: string
  user_agent: string
  device: { browser: string; os: string; kind: string }
  timezone: string
  country_code: string
  address: string
  created_at: string
  last_seen_at: string
}

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'

async function signIn(person: Person, userAgent = 'test', apikey = service.apiKey) {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey, 'user-agent': userAgent },
    body: new URLSearchParams({ username: person.username, password: person.password }),
  })
  const { access, refresh } = (await answer.json()) as { access: string; refresh: string }
  return { refresh, headers: { apikey, authorization: `Bearer ${access}` } }
}

async function call(method: string, path: string, headers: Record<string, string>) {
  const answer = await fetch(`${service.base}/${path}`, { method, headers })
  return { status: answer.status, body: (await answer.json()) as { data: Record<string, unknown> } }
}
const list = async (headers: Record<string, string>) =>
  (await call('GET', 'user/sessions/', headers)).body.data.sessions as Listed[]
const isSignedIn = async (headers: Record<string, string>) =>
  (await call('GET', 'user/get/profile/', headers)).status === 200

test('a person sees where they are signed in: application, device, times, and which one this is', async () => {
  const person = await service.person()
  service.clock.advance(1000)
  const other = await signIn(person, FIREFOX)
  const [first, second, ...rest] = await list(other.headers)
  assert.deepEqual(rest, [])
  assert.equal(first?.user_agent, FIREFOX)
  assert.deepEqual(first.device, { browser: 'Firefox', os: 'Windows', kind: 'desktop' })
  assert.match(first.application, /^app-/)
  assert.ok(first.current && !second?.current)
  assert.ok(first.created_at > second!.created_at)
  service.clock.advance(60_000)
  const refreshed = await fetch(`${service.base}/user/token/refresh/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ refresh: person.refresh }),
  })
  assert.equal(refreshed.status, 200)
  const [seenLast] = await list(other.headers)
  assert.equal(seenLast?.id, second!.id)
  assert.ok(seenLast.last_seen_at > seenLast.created_at)
})

test('a session shows the last time zone of its client, under its current name, and the country that uses it', async () => {
  const person = await service.person()
  const { apiKey } = service
  const seen = async (): Promise<unknown[]> => {
    const [session] = (await list(person.headers)).filter(({ current }) => current)
    return [session?.timezone, session?.country_code]
  }
  const refresh = (timezone: string) =>
    fetch(`${service.base}/user/token/refresh/`, {
      method: 'POST',
      headers: { apikey: apiKey },
      body: new URLSearchParams({ refresh: person.refresh, timezone }),
    })
  assert.deepEqual(await seen(), ['', ''])
  for (const [timezone, ...expected] of [
    ['Europe/Madrid', 'Europe/Madrid', 'ES'],
    ['Asia/Calcutta', 'Asia/Kolkata', 'IN'],
    // An invalid zone changes nothing, and is not refused.
    ['Nowhere/At_All', 'Asia/Kolkata', 'IN'],
    ['x'.repeat(10_000), 'Asia/Kolkata', 'IN'],
    ['UTC', 'UTC', ''],
  ]) {
    assert.equal((await refresh(timezone!)).status, 200, timezone)
    assert.deepEqual(await seen(), expected)
  }
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ username: person.username, password: person.password, timezone: 'America/Lima' }),
  })
  assert.equal(answer.status, 200)
  assert.ok((await list(person.headers)).some(({ timezone }) => timezone === 'America/Lima'))
})

test('a session shows the address of its last use', async () => {
  const behindProxy = await startService({ TRUST_PROXY: 'true' })
  const person = await behindProxy.person()
  const headersFrom = (address: string) => ({ apikey: behindProxy.apiKey, 'x-forwarded-for': address })
  const seen = async (): Promise<unknown> => {
    const answer = await fetch(`${behindProxy.base}/user/sessions/`, { headers: person.headers })
    return ((await answer.json()) as { data: { sessions: Listed[] } }).data.sessions.map(
      ({ address }) => address,
    )
  }
  const refresh = (address: string) =>
    fetch(`${behindProxy.base}/user/token/refresh/`, {
      method: 'POST',
      headers: headersFrom(address),
      body: new URLSearchParams({ refresh: person.refresh }),
    })
  assert.deepEqual(await seen(), ['127.0.0.1'])
  assert.equal((await refresh('203.0.113.7')).status, 200)
  assert.deepEqual(await seen(), ['203.0.113.7'])
  await refresh('[2001:db8::1]:443')
  assert.deepEqual(await seen(), ['2001:db8::1'])
  const { username, password } = person
  await fetch(`${behindProxy.base}/user/login/`, {
    method: 'POST',
    headers: headersFrom('198.51.100.2'),
    body: new URLSearchParams({ username, password }),
  })
  assert.deepEqual((await seen()) as string[], ['198.51.100.2', '2001:db8::1'])
  await behindProxy.stop()
})

test('sessions that ended, expired, or belong to another person or a revoked application are not listed', async () => {
  const person = await service.person()
  const stranger = await service.person()
  const { id, apiKey } = await service.application('mobile')
  await signIn(person, 'test', apiKey)
  const out = await signIn(person)
  await call('POST', 'user/logout/', out.headers)
  assert.equal((await list(person.headers)).length, 2)
  await service.services.applications.revoke(id, { kind: 'operator' })
  const left = await list(person.headers)
  assert.deepEqual(
    left.map(({ current }) => current),
    [true],
  )
  assert.ok((await list(stranger.headers)).every((one) => one.id !== left[0]!.id))
})

test('ending a session stops its tokens at once; an unknown one is not found', async () => {
  const person = await service.person()
  const stranger = await service.person()
  const lost = await signIn(person)
  const id = (await list(lost.headers)).find(({ current }) => current)!.id
  assert.equal((await call('DELETE', `user/sessions/${id}/`, stranger.headers)).status, 404)
  assert.ok(await isSignedIn(lost.headers))
  assert.equal((await call('DELETE', `user/sessions/${id}/`, person.headers)).status, 200)
  assert.ok(!(await isSignedIn(lost.headers)))
  assert.equal((await call('DELETE', `user/sessions/${id}/`, person.headers)).status, 404)
  assert.equal((await call('DELETE', 'user/sessions/nonsense/', person.headers)).status, 404)
})

test('of sixteen simultaneous attempts to end the same session one succeeds', async () => {
  const person = await service.person()
  const lost = await signIn(person)
  const id = (await list(lost.headers)).find(({ current }) => current)!.id
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => call('DELETE', `user/sessions/${id}/`, person.headers)),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
})

test('signing out everywhere else ends all sessions except the current one', async () => {
  const person = await service.person()
  const stranger = await service.person()
  const others = [await signIn(person), await signIn(person)]
  const { status, body } = await call('DELETE', 'user/sessions/', person.headers)
  assert.deepEqual([status, body.data], [200, { success: true, ended: 2 }])
  for (const { headers } of others) assert.ok(!(await isSignedIn(headers)))
  assert.ok(await isSignedIn(person.headers))
  assert.ok(await isSignedIn(stranger.headers))
  const again = await call('DELETE', 'user/sessions/', person.headers)
  assert.deepEqual(again.body.data, { success: true, ended: 0 })
})

// From the vendors' documents: MDN (Firefox), Chrome's user-agent reduction, Apple's WebKit; curl and others as
// observed.
for (const [userAgent, browser, os, kind] of [
  [FIREFOX, 'Firefox', 'Windows', 'desktop'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'Safari',
    'iOS',
    'mobile',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
    'mobile',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0',
    'Microsoft Edge',
    'macOS',
    'desktop',
  ],
  ['curl/8.5.0', '', '', 'other'],
  ['MyApp/1.0 CFNetwork/1410 Darwin/22.6.0', '', '', 'other'],
  ['', '', '', 'other'],
  ['\u0000(((((', '', '', 'other'],
] as const) {
  test(`the device of ${JSON.stringify(userAgent.slice(0, 50))} is ${browser || 'unknown'} on ${os || 'unknown'}`, () => {
    assert.deepEqual(deviceOf(userAgent), { browser, os, kind })
  })
}
