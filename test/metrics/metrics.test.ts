import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import http from 'node:http'
import { test } from 'node:test'
import sharp from 'sharp'
import { createPrometheus } from '../../src/adapters/metrics/prometheus.ts'
import { HOUR } from '../../src/basics/durations.ts'
import { catalogue, type Definition } from '../../src/ports/metric-catalogue.ts'
import { noMetrics, type Reading } from '../../src/ports/metrics.ts'
import { metricsUrl, sampleValue, scrape } from '../support/metrics.ts'
import { serviceFixture, startService, type TestService } from '../support/service.ts'
import { startCatcher } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const REQUESTS = 'user_profile_http_requests_total'

const service = await serviceFixture({ METRICS_PORT: '0' })

async function read(name: string, labels: Record<string, string> = {}, of: TestService = service) {
  return sampleValue((await scrape(metricsUrl(of))).samples, name, labels)
}

/** Waits until the metric has the value: a response is counted a moment after the client has it. */
async function becomes(name: string, labels: Record<string, string>, value: number, of = service) {
  let last: number | undefined
  await eventually(async () => {
    last = await read(name, labels, of)
    return last === value
  }, 15_000).catch(() => assert.equal(last, value, `${name} ${JSON.stringify(labels)}`))
}

const signIn = (username: string, password: string, of = service) =>
  fetch(`${of.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: of.apiKey },
    body: new URLSearchParams({ username, password }),
  })

test('promtool accepts a scrape, which has every metric of the catalogue with its help', async () => {
  await service.person()
  const { text } = await scrape(metricsUrl(service))
  const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
  assert.deepEqual([checked.status, checked.stdout + checked.stderr], [0, ''])
  for (const [name, { type, help }] of Object.entries<Definition>(catalogue)) {
    assert.ok(text.includes(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`), name)
  }
})

test('requests are counted by the pattern of their route, and all unknown paths under one label', async () => {
  const person = await service.person()
  for (const path of ['/pictures/default/0a/64.webp', '/pictures/default/0b/64.webp'])
    await fetch(service.origin + path)
  for (const path of ['/one', '/two/three?email=ada@example.com']) await fetch(service.origin + path)
  await fetch(`${service.base}/user/get/profile/`, { headers: person.headers })
  await fetch(`${service.base}/user/get/profile`, { method: 'DELETE', headers: person.headers })
  const route = '/api/v1/user/get/profile'
  await becomes(REQUESTS, { method: 'GET', route: '/pictures/default/:id/:name', status: '404' }, 2)
  await becomes(REQUESTS, { method: 'GET', route: 'unmatched', status: '404' }, 2)
  await becomes(REQUESTS, { method: 'GET', route, status: '200' }, 1)
  await becomes(REQUESTS, { method: 'DELETE', route, status: '405' }, 1)
  await becomes(
    'user_profile_http_request_duration_seconds_count',
    { method: 'GET', route, status: '200' },
    1,
  )
  const { text } = await scrape(metricsUrl(service))
  for (const secret of ['example.com', person.username, person.id, '/two', '0a'])
    assert.ok(!text.includes(`${secret}"`) && !text.includes(`"${secret}`), secret)
})

test('a request is in flight until its client disconnects, and then counts as aborted', async () => {
  await becomes('user_profile_http_requests_in_flight', {}, 0)
  const request = http.request(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey, 'content-type': 'application/json', 'content-length': 20 },
  })
  request.on('error', () => {}).write('{')
  await becomes('user_profile_http_requests_in_flight', {}, 1)
  request.destroy()
  await becomes(REQUESTS, { route: '/api/v1/user/login', status: 'aborted' }, 1)
  await becomes('user_profile_http_requests_in_flight', {}, 0)
})

test('the metrics port serves only GET /metrics, and the public port has no metrics', async () => {
  const url = metricsUrl(service)
  const statuses = [
    await fetch(url, { method: 'POST' }),
    await fetch(url.replace('/metrics', '/')),
    await fetch(url.replace('/metrics', '/healthz')),
    await fetch(`${service.origin}/metrics`),
  ].map(({ status }) => status)
  assert.deepEqual(statuses, [404, 404, 404, 404])
})

test('sign-ins are counted by outcome, and throttle hits by limit', async () => {
  const strict = await startService({ METRICS_PORT: '0', LIMIT_SCALE: '0.2' })
  try {
    const person = await strict.person()
    for (let i = 0; i < 3; i++) await signIn(person.username, 'wrong', strict)
    const outcomes = 'user_profile_sign_ins_total'
    await becomes(outcomes, { outcome: 'done' }, 1, strict)
    await becomes(outcomes, { outcome: 'credentials_invalid' }, 2, strict)
    await becomes(outcomes, { outcome: 'throttled' }, 1, strict)
    await becomes('user_profile_throttle_hits_total', { limit: 'login-name-address' }, 1, strict)
  } finally {
    await strict.stop()
  }
})

test('uploads are counted by outcome, and decodes and encodes are timed', async () => {
  const person = await service.person()
  const upload = (bytes: Uint8Array<ArrayBuffer>) => {
    const body = new FormData()
    body.append('image', new Blob([bytes]), 'x.jpg')
    return fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers: person.headers, body })
  }
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#3a7' } })
  const answer = await upload(new Uint8Array(await picture.jpeg().toBuffer()))
  const { data } = (await answer.json()) as { data: { ProfileImage: string } }
  await upload(new Uint8Array([1, 2, 3]))
  await becomes('user_profile_picture_uploads_total', { outcome: 'accepted' }, 1)
  await becomes('user_profile_picture_uploads_total', { outcome: 'validation' }, 1)
  await becomes('user_profile_picture_decode_duration_seconds_count', {}, 2)
  await (await fetch(`${service.origin}${data.ProfileImage}`)).arrayBuffer()
  await becomes('user_profile_picture_encode_duration_seconds_count', { format: 'jpeg' }, 1)
  await becomes('user_profile_picture_line_places', { line: 'decode', state: 'waiting' }, 64)
  await becomes('user_profile_picture_line_jobs', { line: 'encode', state: 'running' }, 0)
})

test('the outbox reports due, retrying and abandoned jobs and the age of the oldest, and mails are counted', async () => {
  const catcher = await startCatcher()
  const own = await startService({ METRICS_PORT: '0', SMTP_URL: catcher.url })
  const { services, clock } = own
  try {
    await services.db.write(async (tx) => {
      // No worker runs jobs of this kind, so they stay.
      await services.outbox.enqueue(tx, 'unknown', {}, clock.now() - 60_000)
      await services.outbox.enqueue(tx, 'unknown', {}, clock.now() + HOUR)
    })
    await becomes('user_profile_outbox_due_jobs', {}, 1, own)
    const age = (await read('user_profile_outbox_oldest_due_age_seconds', {}, own)) ?? 0
    assert.ok(age >= 60 && age < 120, String(age))

    const person = await own.person()
    await fetch(`${own.base}/user/password/forgot/`, {
      method: 'POST',
      headers: { apikey: own.apiKey },
      body: new URLSearchParams({ email: person.email }),
    })
    await catcher.mailTo(person.email)
    await becomes('user_profile_mails_total', { outcome: 'sent' }, 1, own)
    const jobs = 'user_profile_outbox_jobs_total'
    await becomes(jobs, { kind: 'mail.password-reset-code', outcome: 'done' }, 1, own)

    services.outbox.register('broken', () => Promise.reject(new Error('no')))
    await services.db.write((tx) => services.outbox.enqueue(tx, 'broken', {}))
    await becomes(jobs, { kind: 'broken', outcome: 'retried' }, 1, own)
    await services.db.write((tx) => tx.updateTable('outbox').set({ tries: 33, run_at: 0 }).execute())
    await becomes(jobs, { kind: 'broken', outcome: 'given_up' }, 1, own)
    await becomes('user_profile_outbox_given_up_jobs', { kind: 'broken' }, 1, own)
  } finally {
    await own.stop()
    await catcher.stop()
  }
})

test('mails that no server accepts count as failed, and their jobs as retrying', async () => {
  const own = await startService({ METRICS_PORT: '0', SMTP_URL: 'smtp://127.0.0.1:1' })
  try {
    const person = await own.person()
    await fetch(`${own.base}/user/password/forgot/`, {
      method: 'POST',
      headers: { apikey: own.apiKey },
      body: new URLSearchParams({ email: person.email }),
    })
    await eventually(
      async () => ((await read('user_profile_mails_total', { outcome: 'failed' }, own)) ?? 0) > 0,
    )
    await becomes('user_profile_outbox_retrying_jobs', { kind: 'mail.password-reset-code' }, 1, own)
  } finally {
    await own.stop()
  }
})

test('the embedded database reports its writes, and how many share a commit', async () => {
  const own = await startService({ METRICS_PORT: '0', DATABASE_URL: '' })
  try {
    const commits = async () => [
      (await read('user_profile_database_commit_writes_count', {}, own)) ?? 0,
      (await read('user_profile_database_commit_writes_sum', {}, own)) ?? 0,
    ]
    const [count = 0, sum = 0] = await commits()
    const write = () => own.services.db.write(async (tx) => tx.selectFrom('users').select('id').execute())
    await Promise.all(Array.from({ length: 10 }, write))
    await becomes('user_profile_database_waiting_writes', {}, 0, own)
    const [countThen = 0, sumThen = 0] = await commits()
    assert.ok(sumThen >= sum + 10, 'every write counts')
    assert.ok(countThen - count < sumThen - sum, 'they share commits')
  } finally {
    await own.stop()
  }
})

test('each dependency reports its health, in one state at a time', async () => {
  for (const part of ['database', 'pictures', 'limits']) {
    const states = ['ok', 'degraded', 'failed'].map((state) =>
      read('user_profile_part_state', { part, state }),
    )
    assert.deepEqual(await Promise.all(states), [1, 0, 0], part)
  }
})

test('values that a gauge reader no longer returns disappear, all of them if it fails, and none while they are cached', async () => {
  const warnings: string[] = []
  const log = { info() {}, error() {}, warn: (_fields: object, message: string) => warnings.push(message) }
  const prometheus = createPrometheus({ version: '1', log, hasProcess: false })
  const name = 'user_profile_outbox_given_up_jobs'
  let kinds = ['a', 'b']
  let reads = 0
  prometheus.readGauges(async () => {
    reads++
    if (kinds.length === 0) throw new Error('the database is unavailable')
    return kinds.map((kind): Reading => [name, 1, { kind }])
  })
  prometheus.readGauges(() => [['user_profile_outbox_due_jobs', ++reads, {}]], 60_000)
  const shown = async () =>
    [...(await prometheus.text()).matchAll(/given_up_jobs\{kind="(.)"\}/g)].map((m) => m[1])
  assert.deepEqual(await shown(), ['a', 'b'])
  kinds = ['b']
  assert.deepEqual(await shown(), ['b'])
  kinds = []
  assert.deepEqual(await shown(), [])
  assert.deepEqual(warnings, ['gauges cannot be read'])
  assert.equal(reads, 4, 'three of one, one of the other')
})

test('without METRICS_PORT nothing is measured, and no metrics code is loaded', async () => {
  const plain = await startService()
  try {
    assert.equal(plain.services.metrics, noMetrics)
    assert.ok(plain.logged.every(({ msg }) => !String(msg).startsWith('metrics at')))
  } finally {
    await plain.stop()
  }
  const script = `
    const { openMetrics } = await import('./src/app/open-metrics.ts')
    const { openServices } = await import('./src/app/app.ts')
    const { readConfig } = await import('./src/config/config.ts')
    await openMetrics(readConfig({}), 'alone', console)
    const { createRequire } = await import('node:module')
    const { cache } = createRequire(import.meta.url)
    console.log(typeof openServices, Object.keys(cache).filter((path) => path.includes('prom-client')).length)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: `${import.meta.dirname}/../..`,
    encoding: 'utf8',
  })
  assert.equal(stdout.trim(), 'function 0', stderr)
})
