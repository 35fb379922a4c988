import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { DAY } from '../../src/basics/durations.ts'
import { addMark, BROWSER_KNOWN, knownBrowser } from '../../src/session/browser-marks.ts'
import { cliFixture } from '../support/cli.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const NEW = 'nine hills beside a lake'
/** The network of an account's owner, and unknown networks. */
const HOME = '192.0.2.1'
const ELSEWHERE = '198.51.100.200'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url, LIMIT_SCALE: '1', TRUST_PROXY: 'true' })
const cli = await cliFixture(service.place)

/** Gives different tests different networks for their guesses. */
let net = 0
beforeEach(() => {
  net++
})

const post = (path: string, body: Record<string, string>, address: string, headers = {}) =>
  fetch(`${service.base}/user/${path}/`, {
    method: 'POST',
    headers: { apikey: service.apiKey, 'x-forwarded-for': address, ...headers },
    body: new URLSearchParams(body),
  })
/** A busy machine may refuse before it checks anything; that does not count as a response. */
async function signIn(username: string, password: string, address: string, headers = {}): Promise<number> {
  return eventually(async () => {
    const { status } = await post('login', { username, password }, address, headers)
    return status !== 503 && status
  }, 60_000)
}
const statusOf = ({ username, password }: Person, address: string, headers = {}) =>
  signIn(username, password, address, headers)

/** A hundred wrong guesses from ten places. */
async function guess(username: string): Promise<void> {
  for (let place = 0; place < 10; place++) {
    const address = `10.${net}.${place}.1`
    const statuses = await Promise.all(Array.from({ length: 10 }, () => signIn(username, 'wrong', address)))
    assert.deepEqual(statuses, Array(10).fill(401))
  }
}

const eventsOf = async ({ id }: Person) => {
  const events = await service.services.audit.ofPerson(id, null, 20)
  return events.filter(({ action }) => action.startsWith('sign_in.'))
}
const mailsTo = async ({ email }: Person) => {
  // Pending mails have arrived once no job is left.
  const { db } = service.services
  const jobs = () => db.read.selectFrom('outbox').selectAll().where('kind', 'like', 'mail.%').execute()
  await eventually(async () => (await jobs()).length === 0)
  return catcher.mails.filter(({ to }) => to === email)
}

test('a hundred wrong guesses from ten places do not lock the owner out where they have signed in before', async () => {
  const person = await service.person()
  assert.equal(await statusOf(person, HOME), 200)
  await guess(person.username)
  assert.equal(await statusOf(person, ELSEWHERE), 429, 'nobody can keep guessing from anywhere else')
  assert.equal(await statusOf(person, HOME), 200)
  assert.equal(await statusOf(person, `${HOME}:50001`), 200, 'whatever the port')
})

/** The mails about refused sign-ins. */
const locksTo = async (person: Person) =>
  (await mailsTo(person)).filter(({ mail }) => /Many wrong passwords/.test(mail.subject ?? ''))

test('the owner gets one mail about it, and an event; nobody else does', async () => {
  const person = await service.person()
  await guess(person.username)
  await Promise.all(Array.from({ length: 16 }, () => statusOf(person, ELSEWHERE)))
  const { mail } = await eventually(async () => (await locksTo(person))[0])
  assert.match(mail.subject ?? '', /Many wrong passwords/)
  assert.match(mail.text ?? '', /don't need to do anything/)
  assert.match(mail.text ?? '', new RegExp(`^${service.origin}/forgot-password$`, 'm'))
  assert.doesNotMatch(`${mail.text}`, /10\.\d+\.\d+\.1/)
  assert.equal((await locksTo(person)).length, 1)
  const [event, ...more] = await eventually(async () => {
    const events = await eventsOf(person)
    return events.length > 0 && events
  })
  assert.deepEqual([event?.action, event?.actor, more.length], ['sign_in.locked', 'system', 0])

  // Sixteen that find the limit used up at once, with nothing recorded yet.
  const { db } = service.services
  await db.write((tx) =>
    tx.updateTable('sign_in_states').set({ locked_at: null }).where('user_id', '=', person.id).execute(),
  )
  const before = (await eventsOf(person)).length
  await Promise.all(Array.from({ length: 16 }, () => statusOf(person, ELSEWHERE)))
  await eventually(async () => (await eventsOf(person)).length > before)
  // Background writes are queued before this one.
  await db.write(async () => {})
  assert.equal((await eventsOf(person)).length, before + 1)

  // Used up again: an event each time, and one mail a day.
  const lockAgain = async (count: number) => {
    await service.services.signInLimits.unlock(person.id, testOperator)
    await guess(person.username)
    await eventually(async () => {
      const events = await eventsOf(person)
      return events.filter(({ action }) => action === 'sign_in.locked').length === count
    })
    return (await locksTo(person)).length
  }
  assert.equal(await lockAgain(3), 1)
  service.clock.advance(DAY + 1000)
  assert.equal(await lockAgain(4), 2)
})

test('an unknown name is refused in the same way, and its guesses count for no person', async () => {
  const person = await service.person()
  await guess('nobody-at-all')
  assert.equal(await signIn('nobody-at-all', 'wrong', ELSEWHERE), 429)
  assert.equal(await signIn('nobody-at-all', 'wrong', HOME), 429)
  // An id used as a name must not use up a person's own count.
  await guess(`${person.id}`)
  assert.equal(await statusOf(person, ELSEWHERE), 200)
})

test('a known network is no license to guess: after ten wrong ones it must wait, while others are unaffected', async () => {
  const person = await service.person()
  for (const home of [HOME, '192.0.2.2']) assert.equal(await statusOf(person, home), 200)
  for (let i = 0; i < 10; i++) assert.equal(await signIn(person.username, 'wrong', HOME), 401)
  assert.equal(await statusOf(person, HOME), 429)
  assert.equal(await statusOf(person, '192.0.2.2'), 200)
})

test('a network is known by its address block for thirty days, at most twenty per person, and no address is stored', async () => {
  const person = await service.person()
  const { db, signInLimits } = service.services
  assert.equal(await statusOf(person, '2001:db8:5:6::1'), 200)
  await guess(person.username)
  assert.equal(await statusOf(person, '2001:db8:5:6:ffff::9'), 200, 'the same /64')
  assert.equal(await statusOf(person, '2001:db8:5:7::1'), 429)
  const rows = JSON.stringify(await db.read.selectFrom('known_places').selectAll().execute())
  assert.doesNotMatch(rows, /2001:|:db8|192\.0|127\.0/)

  const other = await service.person()
  for (let i = 0; i < 25; i++) {
    service.clock.advance(1000)
    assert.equal(await statusOf(other, `203.0.${net}.${i}`), 200)
  }
  assert.equal((await signInLimits.places(other.id)).length, 20)
  await guess(other.username)
  assert.equal(await statusOf(other, `203.0.${net}.24`), 200)
  assert.equal(await statusOf(other, `203.0.${net}.1`), 429)
  service.clock.advance(30 * DAY + 1000)
  while ((await signInLimits.purge()) > 0);
  assert.deepEqual(await signInLimits.places(other.id), [])
})

test('no header that a stranger can set makes a place known', async () => {
  const person = await service.person()
  const agent = { 'user-agent': 'The browser of the owner' }
  assert.equal(await statusOf(person, HOME, agent), 200)
  await guess(person.username)
  assert.equal(await statusOf(person, ELSEWHERE, agent), 429)
  assert.equal(await statusOf(person, ELSEWHERE, { cookie: 'page_known=1' }), 429)
})

interface Browser {
  refresh: string
  known: string
}

const onPage = (person: Person, address: string, known = '', password = person.password) =>
  fetch(`${service.origin}/session/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-requested-with': 'page',
      'x-forwarded-for': address,
      ...(known && { cookie: `page_known=${known}` }),
    },
    body: JSON.stringify({ username: person.username, password }),
  })
const browserOf = (answer: Response): Browser => {
  const [refresh = '', known = ''] = answer.headers.getSetCookie().map((text) => text.split(';', 1)[0]!)
  return { refresh: refresh.split('=')[1]!, known: decodeURIComponent(known.split('=')[1] ?? '') }
}

test('a browser in which the owner has signed in is known on every network, by a cookie that no script can read', async () => {
  const [person, sibling, stranger] = [await service.person(), await service.person(), await service.person()]
  const first = await onPage(person, HOME)
  const cookie = first.headers.getSetCookie().find((text) => text.startsWith('page_known='))
  assert.match(cookie ?? '', /; Max-Age=15552000; Path=\/session\/; HttpOnly; SameSite=Strict$/)
  assert.ok(!cookie?.includes(person.id) && !cookie?.includes(person.username))
  const { known } = browserOf(first)
  const foreign = browserOf(await onPage(stranger, HOME)).known
  const shared = browserOf(await onPage(sibling, HOME, known)).known
  await guess(person.username)
  assert.equal((await onPage(person, ELSEWHERE)).status, 429)
  assert.equal((await onPage(person, ELSEWHERE, foreign)).status, 429, "another person's mark")
  const forged = known.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))
  assert.equal((await onPage(person, ELSEWHERE, forged.slice(0, -2))).status, 429)
  assert.equal((await onPage(person, ELSEWHERE, known)).status, 200)
  assert.equal(
    (await onPage(person, '198.51.100.201', shared)).status,
    200,
    'others have signed in there since',
  )
})

test('a stolen mark is no license to guess: after thirty wrong ones it no longer counts', async () => {
  const person = await service.person()
  const { known } = browserOf(await onPage(person, HOME))
  await guess(person.username)
  for (let i = 0; i < 30; i++)
    assert.equal((await onPage(person, `203.0.113.${i}`, known, 'wrong')).status, 401)
  assert.equal((await onPage(person, ELSEWHERE, known)).status, 429)
  assert.equal((await onPage(person, HOME, known)).status, 200, 'the network is still known')
})

test('a person can sign in to a recovered account at once, from there and from anywhere', async () => {
  const person = await service.person()
  await guess(person.username)
  const asked = await post('password/forgot', { email: person.email }, ELSEWHERE)
  const { data } = (await asked.json()) as { data: { token_checksum: string } }
  const code = await eventually(async () => {
    const mail = (await mailsTo(person)).find(({ mail }) => /code/.test(mail.subject ?? ''))
    return /^\S{4}-\S{4}$/m.exec(mail?.mail.text ?? '')?.[0]
  })
  const fields = { email: person.email, token_checksum_field: data.token_checksum, token_field: code }
  assert.equal((await post('password/reset', { ...fields, new_password: NEW }, ELSEWHERE)).status, 200)
  assert.equal(await signIn(person.username, NEW, '198.51.100.7'), 200)
  await guess(person.username)
  assert.equal(await signIn(person.username, NEW, ELSEWHERE), 200, 'the recovery was from there')
  assert.equal(await signIn(person.username, NEW, '198.51.100.8'), 429)
})

test('user unlock resets the count of failed sign-ins while the service runs, and leaves an event', async () => {
  const person = await service.person()
  await guess(person.username)
  for (let i = 0; i < 10; i++) await signIn(person.username, 'wrong', ELSEWHERE)
  assert.equal(await statusOf(person, ELSEWHERE), 429)
  const answer = await cli.json<{ unlocked: boolean }>(['user', 'unlock', person.username])
  assert.equal(answer.unlocked, true)
  assert.equal(await statusOf(person, ELSEWHERE), 200)
  const event = (await eventsOf(person)).find(({ action }) => action === 'sign_in.unlocked')
  assert.equal(event?.actor, 'operator')
  assert.equal((await cli.run(['user', 'unlock', 'nobody-there'])).code, 1)
})

test('marks work only for their person, browser and lifetime, and at most four are stored', () => {
  const secret = 'c'.repeat(43)
  const now = Date.now()
  const browser = (i: number) => String(i).padStart(22, 'x')
  let value = ''
  for (let i = 0; i < 6; i++) value = addMark(value, { secret, userId: `user ${i}` }, now + i, browser(i))
  for (let i = 0; i < 6; i++) {
    const found = knownBrowser(value, { secret, userId: `user ${i}` }, now + 10)
    assert.equal(found, i < 2 ? null : browser(i))
  }
  const key = { secret, userId: 'user 5' }
  assert.equal(knownBrowser(value, { ...key, secret: 'd'.repeat(43) }, now), null)
  assert.equal(knownBrowser(value, key, now + 5 + BROWSER_KNOWN), null)
  const again = addMark(value, key, now + 20, browser(9))
  assert.equal(again.split('~').length, 4)
  assert.equal(knownBrowser(again, key, now + 20), browser(9), 'the new one replaces the old')
  fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => knownBrowser(text, key, now) === null))
})
