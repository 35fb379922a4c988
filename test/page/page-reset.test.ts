/** The reset of a forgotten password on the page, which also signs the person in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageHeader } from '../../common/page-header.ts'
import { usernameKey } from '../../src/user/user.ts'
import { codeOf, enroll } from '../support/second-factor.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

const NEW = 'a lake beside nine hills'
const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })

interface Answer {
  status: number
  cookies: string
  body: {
    access: string
    takes_effect_at?: string
    second_factor_ticket: string
    error_codes: Record<string, string[]>
  }
}

async function post(path: string, body: object, cookie = ''): Promise<Answer> {
  const answer = await fetch(`${service.origin}/session/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [pageHeader.name]: pageHeader.value, cookie },
    body: JSON.stringify(body),
  })
  const cookies = answer.headers.getSetCookie().map((text) => text.split(';')[0])
  return { status: answer.status, cookies: cookies.join('; '), body: (await answer.json()) as Answer['body'] }
}

const CODE_LINE = /^[2-9A-Z]{4}-[2-9A-Z]{4}$/m

/** The text of the mail with a code, among those about other events. */
const mailTo = (address: string) =>
  eventually(async () =>
    catcher.mails
      .filter(({ to }) => to === address)
      .map(({ mail }) => mail.text ?? '')
      .find((text) => CODE_LINE.test(text)),
  )

/** Asks for a code; returns the body of the reset with it. */
async function ask(person: Pick<Person, 'email'>) {
  const asked = await fetch(`${service.base}/user/password/forgot/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ email: person.email }),
  })
  const { token_checksum } = (await asked.json()) as { token_checksum: string }
  return {
    email: person.email,
    token_checksum_field: token_checksum,
    token_field: CODE_LINE.exec(await mailTo(person.email))?.[0] ?? '',
    new_password: NEW,
    timezone: 'Europe/Berlin',
  }
}

const profile = (access: string) =>
  fetch(`${service.base}/user/get/profile/`, {
    headers: { apikey: 'page', authorization: `Bearer ${access}` },
  })
const actionsOf = async ({ id }: Person) =>
  (await service.services.audit.ofPerson(id, null, 10)).map(({ action }) => action)
const signIn = ({ username, password }: Pick<Person, 'username' | 'password'>) =>
  post('', { username, password })

test('whoever resets the password on the page is signed in, and nobody else is any longer', async () => {
  const person = await service.person()
  const before = await signIn(person)
  const done = await post('reset/', await ask(person), before.cookies)
  assert.equal(done.status, 200)
  assert.deepEqual(Object.keys(done.body).sort(), ['access', 'expires_in'])
  assert.match(done.cookies, /page_refresh=./)
  const refreshed = await post('refresh/', {}, done.cookies)
  assert.equal(refreshed.status, 200)
  assert.equal((await post('refresh/', {}, before.cookies)).status, 401)
  const [newest, previous] = await actionsOf(person)
  assert.deepEqual([newest, previous], ['session.started', 'password.reset'])
  assert.equal((await signIn({ ...person, password: NEW })).status, 200)
  assert.equal((await signIn(person)).status, 401)
})

test('a wrong or used code signs nobody in', async () => {
  const person = await service.person()
  const request = await ask(person)
  const wrong = await post('reset/', { ...request, token_field: 'CCCC-CCCC' })
  assert.equal(wrong.status, 400)
  assert.deepEqual(wrong.body.error_codes.token_field, ['token_mismatch'])
  assert.equal(wrong.cookies, '')
  assert.equal((await post('reset/', request)).status, 200)
  const again = await post('reset/', { ...request, new_password: `${NEW} again` })
  assert.equal(again.status, 400)
  assert.equal(again.cookies, '')
})

test('after a reset the second factor is still asked for', async () => {
  const person = await service.person()
  const { secret } = await enroll(service, person)
  const asked = await post('reset/', await ask(person))
  assert.equal(asked.status, 401)
  assert.equal(asked.cookies, '')
  service.clock.advance(30_000)
  const code = codeOf(secret, service.clock.now())
  const { second_factor_ticket } = asked.body
  const done = await post('second-factor/', { second_factor_ticket, code, timezone: '' })
  assert.equal(done.status, 200)
  assert.equal((await signIn({ ...person, password: NEW })).status, 401, 'nor without it later')
})

test('a password that takes effect later signs nobody in', async () => {
  const person = await service.person()
  const { db, users } = service.services
  const now = service.clock.now()
  const email = `fresh-${person.username}@example.com`
  await db.write(async (tx) => {
    await users.claimAddress(tx, person.id, email, now, now)
    await users.update(tx, person.id, { email }, now)
  })
  const done = await post('reset/', await ask({ email }))
  assert.equal(done.status, 200)
  assert.deepEqual(Object.keys(done.body), ['takes_effect_at'])
  assert.equal(done.cookies, '')
  assert.equal((await signIn(person)).status, 200)
})

test('a disabled person gets no session', async () => {
  const person = await service.person()
  const request = await ask(person)
  const user = await service.services.users.byId(person.id)
  assert.ok(user)
  await service.services.accounts.disable(user, testOperator)
  const refused = await post('reset/', request)
  assert.equal(refused.status, 401)
  assert.equal(refused.cookies, '')
})

test('the mail with the code tells a person the user name, unless it is the address', async () => {
  const named = await service.person()
  await ask(named)
  assert.match(await mailTo(named.email), new RegExp(`Username: ${named.username}$`, 'm'))
  const same = await service.person()
  const { db, users } = service.services
  await db.write((tx) =>
    users.update(
      tx,
      same.id,
      { username: same.email, username_key: usernameKey(same.email) },
      service.clock.now(),
    ),
  )
  await ask(same)
  assert.doesNotMatch(await mailTo(same.email), /user ?name/i)
})

test('the session of the page belongs to the person who read the mail', async () => {
  const [reader, other] = [await service.person(), await service.person()]
  const before = await signIn(other)
  const done = await post('reset/', await ask(reader), before.cookies)
  const answer = (await (await profile(done.body.access)).json()) as {
    data: { UserProfile: { username: string }[] }
  }
  assert.equal(answer.data.UserProfile[0]?.username, reader.username)
  assert.equal((await post('refresh/', {}, before.cookies)).status, 401)
})
