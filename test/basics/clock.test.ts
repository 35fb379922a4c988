import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createDatabaseLimiter } from '../../src/adapters/limiter/database-limiter.ts'
import { DAY, HOUR } from '../../src/basics/durations.ts'
import { judgeLink, UNDO_TIME } from '../../src/email-change/email-change.ts'
import { claimedUntilMax, LEASE, runAtMax } from '../../src/outbox/outbox.ts'
import { countedSpan } from '../../src/picture/picture-allowance.ts'
import { createTestClock } from '../support/clock.ts'
import { detailed } from '../support/pictures.ts'
import { type Person, startService, type TestService } from '../support/service.ts'
import { startCatcher } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

/*
 * A clock that is set back after it ran ahead by a day or a year: data written meanwhile is dated in the future, and must neither block anything nor stay valid until then.
 */

const steps = [
  ['a day', DAY],
  ['a year', 365 * DAY],
] as const

async function open(t: TestContext, settings = {}): Promise<TestService> {
  const service = await startService(settings)
  t.after(service.stop)
  return service
}

const requestCode = async (service: TestService, person: Person, email: string) => {
  const body = new URLSearchParams({ email })
  const url = `${service.base}/user/token-generator/`
  const answer = await fetch(url, { method: 'POST', headers: person.headers, body })
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { token_checksum: string }).token_checksum
}

/** Returns the headers of a person who signs in now. */
async function signedIn(service: TestService, { username, password, headers }: Person) {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: headers.apikey ?? '' },
    body: new URLSearchParams({ username, password }),
  })
  const { access } = (await answer.json()) as { access: string }
  return { apikey: headers.apikey ?? '', authorization: `Bearer ${access}` }
}

for (const [name, step] of steps) {
  test(`a job that waits for a retry runs at once when the clock is set back by ${name}`, async (t) => {
    const gone = await startCatcher()
    await gone.stop()
    const service = await open(t, { SMTP_URL: gone.url })
    const person = await service.person()
    service.clock.advance(step)
    const here = { ...person, headers: await signedIn(service, person) }
    await requestCode(service, here, 'later@example.org')
    const job = () => service.services.db.read.selectFrom('outbox').selectAll().executeTakeFirst()
    await eventually(async () => {
      const row = await job()
      return row?.tries === 1 && row.claimed_until === null
    })
    const catcher = await startCatcher(gone.port)
    t.after(catcher.stop)
    service.clock.advance(-step)
    // Its code was created for a future time: the job finishes without sending a mail.
    await eventually(async () => (await job()) === undefined)
  })

  test(`when the clock jumps ahead by ${name} people sign in again and find everything unchanged`, async (t) => {
    const catcher = await startCatcher()
    t.after(catcher.stop)
    const service = await open(t, { SMTP_URL: catcher.url })
    const person = await service.person()
    const url = `${service.base}/user/profile/`
    const patch = (headers: Record<string, string>, fields: Record<string, string>) =>
      fetch(url, { method: 'PATCH', headers, body: new URLSearchParams(fields) })
    assert.equal((await patch(person.headers, { first_name: 'Ada' })).status, 200)
    const proof = async (headers: Record<string, string>, email: string) => ({
      email,
      token_checksum_field: await requestCode(service, { ...person, headers }, email),
      token_field: await catcher.codeTo(email),
    })
    const old = await proof(person.headers, 'old@example.org')
    service.clock.advance(step)
    assert.equal((await fetch(url, { headers: person.headers })).status, 401)
    const headers = await signedIn(service, person)
    const refused = await patch(headers, old)
    const { error_codes } = (await refused.json()) as { error_codes: object }
    assert.deepEqual([refused.status, error_codes], [400, { token_field: ['token_mismatch'] }])
    const changed = await patch(headers, await proof(headers, 'new@example.org'))
    assert.equal(changed.status, 200)
    const user = await service.services.users.byId(person.id)
    assert.deepEqual([user?.firstName, user?.email], ['Ada', 'new@example.org'])
    const told = () =>
      catcher.mails.find(({ to, mail }) => to === person.email && /was changed/.test(mail.text ?? ''))
    await eventually(async () => told())
  })

  test(`pictures uploaded under a clock that ran ahead by ${name} no longer count once it is set back`, async (t) => {
    const service = await open(t, { PICTURES_PER_DAY: '1' })
    const person = await service.person()
    const image = new Blob([new Uint8Array(await detailed(60, 60).jpeg().toBuffer())])
    const upload = async (headers: Record<string, string>) => {
      const body = new FormData()
      body.set('image', image, 'a.jpg')
      return (await fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers, body })).status
    }
    service.clock.advance(step)
    const headers = await signedIn(service, person)
    assert.equal(await upload(headers), 200)
    assert.notEqual(await upload(headers), 200)
    service.clock.advance(-step)
    assert.equal(await upload(person.headers), 200)
    assert.notEqual(await upload(person.headers), 200, 'the allowance applies')
  })

  test(`a code and an access token from a clock that ran ahead by ${name} are invalid once it is set back`, async (t) => {
    const catcher = await startCatcher()
    t.after(catcher.stop)
    const service = await open(t, { SMTP_URL: catcher.url })
    const person = await service.person()
    service.clock.advance(step)
    const ahead = { ...person, headers: await signedIn(service, person) }
    const email = 'ahead@example.org'
    const checksum = await requestCode(service, ahead, email)
    const code = await catcher.codeTo(email)
    service.clock.advance(-step)
    const body = new URLSearchParams({ email, token_field: code, token_checksum_field: checksum })
    const url = `${service.base}/user/update/profile/`
    const change = (headers: Record<string, string>) => fetch(url, { method: 'POST', headers, body })
    assert.equal((await change(person.headers)).status, 400)
    assert.equal((await change(ahead.headers)).status, 401)
  })

  test(`upkeep removes only requests for codes from a clock that ran ahead by ${name}`, async (t) => {
    const catcher = await startCatcher()
    t.after(catcher.stop)
    const service = await open(t, { SMTP_URL: catcher.url })
    const [earlier, ahead] = [await service.person(), await service.person()]
    const rows = async () => {
      const { read } = service.services.db
      const change = await read.selectFrom('email_changes').select('user_id').execute()
      const recovery = await read.selectFrom('recoveries').select('user_id').execute()
      return [change, recovery].map((found) => found.map((row) => row.user_id))
    }
    const ask = async (person: Person) => {
      await requestCode(service, person, `${person.id}@example.org`)
      await service.services.passwords.forgot(person.email, '127.0.0.1')
      await eventually(async () => (await rows()).every((ids) => ids.includes(person.id)))
    }
    await ask(earlier)
    service.clock.advance(step)
    await ask({ ...ahead, headers: await signedIn(service, ahead) })
    service.clock.advance(-step)
    await service.services.passwords.purge()
    await service.services.undos.purge()
    assert.deepEqual(await rows(), [[earlier.id], [earlier.id]])
  })

  test(`doctor reports that the clock was set back by ${name}`, async (t) => {
    const service = await open(t)
    const { createChecks } = await import('../../src/cli/doctor/doctor-checks.ts')
    const look = async () =>
      (
        await createChecks(service.services, { grace: 0 })
          .find(({ name }) => name === 'clock')!
          .examine()
      ).isWrong
    const person = await service.person()
    assert.equal(await look(), false)
    service.clock.advance(step)
    await signedIn(service, person)
    service.clock.advance(-step)
    assert.equal(await look(), true)
  })

  test(`an abuse limit that was reached under a clock ${name} ahead is open once it is set back`, async (t) => {
    const { services } = await open(t)
    const clock = createTestClock()
    const limiter = createDatabaseLimiter(1, services.db, clock)
    const limit = { name: 'clock', points: 1, seconds: 900 }
    clock.advance(step)
    assert.equal(await limiter.consume(limit, 'a'), 0)
    assert.ok((await limiter.consume(limit, 'a')) > 0)
    assert.ok((await limiter.peek(limit, 'a')) > 0)
    clock.advance(-step)
    assert.equal(await limiter.peek(limit, 'a'), 0)
    assert.equal(await limiter.consume(limit, 'a'), 0)
    assert.ok((await limiter.consume(limit, 'a')) > 0, 'and applies again')
  })
}

test('how instants in the future count', () => {
  const now = Date.now()
  const undo = (expiresAt: number) =>
    judgeLink(
      {
        id: '1',
        userId: '1',
        oldEmail: 'a@example.com',
        oldEmailKey: 'a@example.com',
        createdAt: 0,
        usedAt: null,
        expiresAt,
      },
      now,
    )
  assert.equal(undo(now + UNDO_TIME), 'open')
  assert.equal(undo(now + UNDO_TIME + DAY), 'open', 'a day lost is no reason to let an intruder win')
  assert.equal(undo(now + UNDO_TIME + 2 * DAY), 'over')
  assert.equal(undo(now + 365 * DAY), 'over')
  // Clocks of nodes differ slightly, which must not make one node claim a job that another is running.
  assert.ok(claimedUntilMax(now) > now + LEASE + 60_000)
  assert.ok(runAtMax(now) < now + 2 * HOUR)
  assert.ok(countedSpan(now).until > now && countedSpan(now).until < now + HOUR)
})
