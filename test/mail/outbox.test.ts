import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { simpleParser } from 'mailparser'
import { openServices, type Services } from '../../src/app/app.ts'
import { HOUR } from '../../src/basics/durations.ts'
import { readConfig } from '../../src/config/config.ts'
import { NOTICE_LIFETIME } from '../../src/mail/mail.service.ts'
import { createOutboxService } from '../../src/outbox/outbox.service.ts'
import { LEASE, nextDelay, TRIES_MAX } from '../../src/outbox/outbox.ts'
import { createTestClock, type TestClock } from '../support/clock.ts'
import { startService } from '../support/service.ts'
import { type Installation, newInstallation } from '../support/setup.ts'
import { startCatcher } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

let folder: string
let installation: Installation
let services: Services
let clock: TestClock
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-test-'))
  clock = createTestClock()
  installation = await newInstallation()
  services = await openServices(readConfig({ ...installation.settings, DATA_DIR: folder }), { clock })
})
after(async () => {
  await services?.close()
  await installation?.remove()
  await rm(folder, { recursive: true, force: true })
})
const worker = () => createOutboxService(services)
const silent = { info() {}, warn() {}, error() {} }

test('attempts continue for about a day, with delays growing up to an hour', () => {
  for (const jitter of [0, 1]) {
    const delays = Array.from({ length: TRIES_MAX - 1 }, (_, i) => nextDelay(i + 1, jitter) ?? 0)
    assert.ok(delays.every((delay, i) => i === 0 || delay >= (delays[i - 1] ?? 0)))
    assert.ok(delays.every((delay) => delay > 0 && delay <= 1.25 * HOUR))
  }
  const total = Array.from({ length: TRIES_MAX - 1 }, (_, i) => nextDelay(i + 1, 0.5) ?? 0)
  assert.ok(Math.abs(total.reduce((a, b) => a + b) - 24 * HOUR) < HOUR)
  assert.equal(nextDelay(TRIES_MAX, 0.5), null)
})

test('a notice is retried until it is given up, and never expires silently', () => {
  const longest = Array.from({ length: TRIES_MAX - 1 }, (_, i) => nextDelay(i + 1, 1) ?? 0)
  assert.ok(NOTICE_LIFETIME > longest.reduce((a, b) => a + b, LEASE * TRIES_MAX))
})

test('two workers run each of many jobs once', async () => {
  const done: string[] = []
  const workers = [worker(), worker()]
  for (const one of workers) {
    one.register('race', async (payload) => {
      done.push((payload as { name: string }).name)
    })
  }
  await services.db.write(async (tx) => {
    for (let i = 0; i < 40; i++) await workers[0]?.enqueue(tx, 'race', { name: `job ${i}` })
  })
  for (const one of workers) one.start(silent)
  await eventually(async () => done.length >= 40)
  await Promise.all(workers.map((one) => one.stop()))
  assert.equal(new Set(done).size, 40)
  assert.equal(done.length, 40)
})

test("a dead worker's job runs again once its lease ends, and not before", async () => {
  const dead = worker()
  dead.register('lease', () => new Promise(() => {}))
  let runs = 0
  const alive = worker()
  alive.register('lease', async () => {
    runs++
  })
  await services.db.write((tx) => dead.enqueue(tx, 'lease', {}))
  void dead.runDue()
  await eventually(async () =>
    (
      await services.db.read
        .selectFrom('outbox')
        .select('claimed_until')
        .where('kind', '=', 'lease')
        .execute()
    ).some((row) => row.claimed_until !== null),
  )
  await alive.runDue()
  assert.equal(runs, 0)
  clock.advance(120_000)
  await alive.runDue()
  assert.equal(runs, 1)
  assert.equal(
    (await services.db.read.selectFrom('outbox').selectAll().where('kind', '=', 'lease').execute()).length,
    0,
  )
})

test('a failed job is retried later, and stays as failed after the last attempt', async () => {
  const one = worker()
  let runs = 0
  one.register('fails', async () => {
    runs++
    throw new Error('no')
  })
  await services.db.write((tx) => one.enqueue(tx, 'fails', {}))
  await one.runDue()
  await one.runDue()
  assert.equal(runs, 1)
  for (let i = 0; i < TRIES_MAX; i++) {
    clock.advance(2 * HOUR)
    await one.runDue()
  }
  assert.equal(runs, TRIES_MAX)
  const row = await services.db.read
    .selectFrom('outbox')
    .selectAll()
    .where('kind', '=', 'fails')
    .executeTakeFirstOrThrow()
  assert.equal(row.last_error, 'no')
  assert.ok(row.failed_at !== null)
})

test('a job of a rolled back transaction never runs', async () => {
  const one = worker()
  let runs = 0
  one.register('undone', async () => {
    runs++
  })
  const undone = services.db.write(async (tx) => {
    await one.enqueue(tx, 'undone', {})
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  await one.runDue()
  assert.equal(runs, 0)
})

const sendCodeRequest = (base: string, headers: Record<string, string>, email: string) =>
  fetch(`${base}/user/token-generator/`, { method: 'POST', headers, body: new URLSearchParams({ email }) })

test('a mail waits while the mail server is unavailable, and arrives once', async () => {
  const gone = await startCatcher()
  await gone.stop()
  const service = await startService({ SMTP_URL: gone.url })
  try {
    const person = await service.person()
    await sendCodeRequest(service.base, person.headers, 'waiting@example.org')
    const job = () => service.services.db.read.selectFrom('outbox').selectAll().executeTakeFirst()
    await eventually(async () => {
      const row = await job()
      return row?.tries === 1 && row.claimed_until === null
    })
    const catcher = await startCatcher(gone.port)
    try {
      service.clock.advance(10_000)
      await catcher.codeTo('waiting@example.org')
      await eventually(async () => (await job()) === undefined)
      assert.equal(catcher.mails.length, 1)
      assert.ok(!JSON.stringify(service.logged).includes('waiting@example.org'))
    } finally {
      await catcher.stop()
    }
  } finally {
    await service.stop()
  }
})

test('a code mail that could not be sent within ten minutes is dropped', async () => {
  const service = await startService({ SMTP_URL: 'smtp://127.0.0.1:1' })
  try {
    const person = await service.person()
    await sendCodeRequest(service.base, person.headers, 'late@example.org')
    service.clock.advance(600_000)
    await eventually(async () => {
      service.clock.advance(1000)
      return !(await service.services.db.read.selectFrom('outbox').select('id').executeTakeFirst())
    })
  } finally {
    await service.stop()
  }
})

test('without a mail server a mail is a file in the data folder, and the log names it', async () => {
  const service = await startService()
  try {
    const person = await service.person()
    await sendCodeRequest(service.base, person.headers, 'file@example.org')
    const line = await eventually(async () => service.logged.find((entry) => typeof entry.file === 'string'))
    const path = String(line.file)
    assert.deepEqual(await readdir(join(service.dataDir, 'mail')), [path.split('/').at(-1)])
    const mail = await simpleParser(await readFile(path))
    assert.match(mail.text ?? '', /^\d{6}$/m)
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
  } finally {
    await service.stop()
  }
})
