import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR } from '../../src/basics/durations.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const NEW = 'a lake beside nine hills'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })

let counter = 0
const freshAddress = () => `taken${++counter}@example.org`
const services = () => service.services

async function call(method: string, path: string, headers: Record<string, string>, body?: object) {
  const answer = await fetch(`${service.base}/user/${path}/`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, asserted field by field
  return { status: answer.status, body: (await answer.json()) as any }
}
const post = (person: Person, path: string, body: object = {}) => call('POST', path, person.headers, body)
const key = () => ({ apikey: service.apiKey })
const signIn = (person: Person, password = person.password) =>
  call('POST', 'login', key(), { username: person.username, password })
const signedIn = async (person: Person, password = person.password): Promise<Person> => {
  const { body } = await signIn(person, password)
  return { ...person, headers: { ...key(), authorization: `Bearer ${body.access}` } }
}
const emailOf = async (person: Person) => (await services().users.byId(person.id))?.email
const mailsTo = (address: string) => catcher.mails.filter(({ to }) => to === address).length
const actionsOf = async (person: Person) => {
  const rows = await services()
    .db.read.selectFrom('audit_events')
    .select('action')
    .where('user_id', '=', person.id)
    .orderBy('created_at')
    .execute()
  return rows.map(({ action }) => action)
}

/** Changes the address like a client of the published API, with only the access token and the new mailbox. */
async function move(person: Person, email = freshAddress()): Promise<string> {
  const asked = await post(person, 'token-generator', { email })
  const code = await catcher.codeTo(email, mailsTo(email) + 1)
  const sent = { email, token_checksum_field: asked.body.token_checksum, token_field: code }
  const { status, body } = await post(person, 'update/profile', sent)
  assert.equal(status, 200, JSON.stringify(body))
  return email
}

/** Requests a code for an address, reads it in the mailbox, and chooses a password with it. */
async function recover(email: string, mailbox: string, password = NEW) {
  const count = mailsTo(mailbox) + 1
  const { body } = await call('POST', 'password/forgot', key(), { email })
  const code = /^(\d{6}|[A-Z0-9]{4}-[A-Z0-9]{4})$/m.exec(
    (await catcher.mailTo(mailbox, count)).text ?? '',
  )?.[1]
  const sent = { email, token_checksum_field: body.token_checksum, token_field: code, new_password: password }
  return call('POST', 'password/reset', key(), sent)
}

const linkIn = async (address: string, kind: 'undo' | 'object', count: number) => {
  const { text } = await catcher.mailTo(address, count)
  const url = new RegExp(`/email-change/${kind}/\\S+`).exec(text ?? '')?.[0]
  assert.ok(url, text)
  return `${service.origin}${url}`
}
const press = async (url: string) => {
  const answer = await fetch(url, { method: 'POST' })
  return { status: answer.status, text: await answer.text() }
}

test('someone with a stolen access token moves the address, but gets no code for the password there', async () => {
  const person = await service.person({ email: freshAddress() })
  const intruder = await move(person)
  await catcher.mailTo(person.email)
  const answer = await recover(intruder, person.email)
  assert.equal(answer.status, 200)
  const effect = Date.parse(answer.body.data.takes_effect_at)
  assert.ok(Math.abs(effect - service.clock.now() - 24 * HOUR) < 60_000)
  // The code went to the previous address, and the new password is announced to the current one.
  const announced = (await catcher.mailTo(intruder, 2)).text ?? ''
  assert.equal(mailsTo(intruder), 2)
  assert.match(announced, /A new password was chosen/)
  assert.match(announced, /stop the new one/)
  assert.equal((await signIn(person, NEW)).status, 401)
  assert.equal((await signIn(person)).status, 200)
  assert.equal((await post(person, 'proof', { password: person.password })).status, 200)
})

test('the waiting password takes effect after its delay, once, however many nodes check', async () => {
  const person = await service.person({ email: freshAddress() })
  const moved = await move(person)
  await catcher.mailTo(person.email)
  await recover(moved, person.email)
  service.clock.advance(24 * HOUR - 60_000)
  await services().waiting.takeDue()
  assert.equal((await signIn(person, NEW)).status, 401)
  service.clock.advance(120_000)
  const done = await Promise.all(Array.from({ length: 8 }, () => services().waiting.takeDue()))
  assert.equal(done.reduce((sum, count) => sum + count, 0) >= 1, true)
  assert.equal((await actionsOf(person)).filter((action) => action === 'password.reset').length, 1)
  assert.equal((await signIn(person)).status, 401)
  assert.equal((await signIn(person, NEW)).status, 200)
  assert.equal((await call('GET', 'get/profile', person.headers)).status, 401)
})

test('the owner of a new address stops a waiting password with the current one', async () => {
  const person = await service.person({ email: freshAddress() })
  const moved = await move(person)
  await catcher.mailTo(person.email)
  await recover(person.email, person.email)
  const now = await signedIn(person)
  const shown = (await call('GET', 'password/reset', now.headers)).body.data.waiting
  assert.ok(shown.takes_effect_at)
  // A session may be the stolen one: however recent, it stops nothing.
  assert.deepEqual((await post(now, 'password/reset/cancel')).body.error_codes, { password: ['required'] })
  assert.equal((await post(now, 'password/reset/cancel', { password: 'wrong' })).status, 400)
  assert.equal((await post(now, 'password/reset/cancel', { password: person.password })).status, 200)
  assert.equal((await call('GET', 'password/reset', now.headers)).body.data.waiting, null)
  assert.match((await catcher.mailTo(person.email, 3)).text ?? '', /won't take effect/)
  service.clock.advance(25 * HOUR)
  await services().waiting.takeDue()
  assert.equal((await signIn(person, NEW)).status, 401)
  assert.equal((await signIn(person)).status, 200)
  assert.equal(await emailOf(person), moved)
})

test('a password that is stopped just when it is due either no longer waits or has taken effect, never both', async () => {
  const person = await service.person({ email: freshAddress() })
  await move(person)
  await catcher.mailTo(person.email)
  await recover(person.email, person.email)
  service.clock.advance(24 * HOUR + 1000)
  const now = await signedIn(person)
  const [stopped] = await Promise.all([
    post(now, 'password/reset/cancel', { password: person.password }),
    ...Array.from({ length: 4 }, () => services().waiting.takeDue()),
  ])
  const hasEffect = (await signIn(person, NEW)).status === 200
  const actions = await actionsOf(person)
  assert.equal(actions.includes('password.reset'), hasEffect)
  assert.equal(actions.includes('password.stopped'), !hasEffect)
  if (!hasEffect) assert.equal(stopped.status, 200)
})

test('after two changes within 72 hours, the code goes to the oldest address that can be restored', async () => {
  const person = await service.person({ email: freshAddress() })
  await move(person)
  await catcher.mailTo(person.email)
  service.clock.advance(HOUR)
  const last = await move(await signedIn(person))
  const answer = await recover(last, person.email)
  assert.equal(answer.status, 200)
  assert.ok(answer.body.data.takes_effect_at)
})

test('three days after the change the new address recovers the password at once', async () => {
  const person = await service.person({ email: freshAddress() })
  const moved = await move(person)
  service.clock.advance(72 * HOUR + 1000)
  const answer = await recover(moved, moved)
  assert.deepEqual(answer.body.data, { success: true })
  assert.equal((await signIn(person, NEW)).status, 200)
})

test('a first address recovers the password only after the delay', async () => {
  const person = await service.person({ email: freshAddress() })
  await services().db.write(async (tx) => {
    await services().users.releaseAddress(tx, person.id, person.email)
    await services().users.update(tx, person.id, { email: '' }, service.clock.now())
  })
  const first = await move(person)
  const answer = await recover(first, first)
  assert.ok(answer.body.data.takes_effect_at)
  assert.equal((await signIn(person)).status, 200)
})

test('a code requested before the address changed is invalid afterwards', async () => {
  const person = await service.person({ email: freshAddress() })
  const { body } = await call('POST', 'password/forgot', key(), { email: person.email })
  const code = await catcher.codeTo(person.email)
  await move(person)
  const sent = { token_checksum_field: body.token_checksum, token_field: code, new_password: NEW }
  const answer = await call('POST', 'password/reset', key(), { email: person.email, ...sent })
  assert.deepEqual(answer.body.error_codes, { token_field: ['token_mismatch'] })
})

test('the owner of an abandoned mailbox ends the undo period with the password, and a recent sign-in is not enough', async () => {
  const person = await service.person({ email: freshAddress() })
  const moved = await move(person)
  const undo = await linkIn(person.email, 'undo', 1)
  // The reader of the abandoned mailbox already has a waiting password.
  await recover(person.email, person.email)
  const open = (await call('GET', 'email-change', person.headers)).body.data.can_be_undone
  assert.deepEqual(
    open.map(({ email }: { email: string }) => email),
    [person.email],
  )
  assert.deepEqual((await post(person, 'email-change/undo/end')).body.error_codes, { password: ['required'] })
  assert.equal((await post(person, 'email-change/undo/end', { password: person.password })).status, 200)
  assert.deepEqual((await call('GET', 'email-change', person.headers)).body.data.can_be_undone, [])
  assert.equal((await press(undo)).status, 410)
  assert.equal(await emailOf(person), moved)
  await catcher.mailTo(person.email, 4)
  const told = catcher.mails.filter(({ to }) => to === person.email).slice(2)
  assert.deepEqual(
    told.map(({ mail }) => /can no longer be undone|won't take effect/.exec(mail.text ?? '')?.[0]).sort(),
    ['can no longer be undone', "won't take effect"],
  )
  // The link in the earlier mail no longer works, and the reader may be somebody else.
  for (const { mail } of told) assert.doesNotMatch(mail.text ?? '', /undo the change|Hello Ada/)
  service.clock.advance(25 * HOUR)
  await services().waiting.takeDue()
  assert.equal((await signIn(person, NEW)).status, 401)
  const answer = await recover(moved, moved)
  assert.deepEqual(answer.body.data, { success: true })
  // The previous address is free for somebody else.
  assert.equal(await services().users.addressHolder(person.email, service.clock.now()), null)
})

/** Somebody who reads the abandoned mailbox presses undo. */
async function undone() {
  const person = await service.person({ email: freshAddress() })
  const moved = await move(person)
  assert.equal((await press(await linkIn(person.email, 'undo', 1))).status, 200)
  const object = await linkIn(moved, 'object', 2)
  return { person, moved, object }
}

test('the address that an undo removes gets a notice, and opening its link changes nothing', async () => {
  const { person, moved, object } = await undone()
  const { text } = await catcher.mailTo(moved, 2)
  assert.match(text ?? '', /was undone/)
  assert.doesNotMatch(text ?? '', new RegExp(person.email))
  const page = await fetch(object)
  assert.equal(page.status, 200)
  assert.match(await page.text(), /<button class="button">Object<\/button>/)
  assert.equal((await services().users.byId(person.id))?.frozenAt, null)
  assert.equal((await fetch(`${object}x`)).status, 404)
  service.clock.advance(72 * HOUR + 1000)
  assert.equal((await press(object)).status, 410)
})

test('the reader of an abandoned mailbox undoes the change, but after the objection can neither recover the password nor move the account', async () => {
  const { person, moved, object } = await undone()
  const pages = await Promise.all(Array.from({ length: 8 }, () => press(object)))
  assert.deepEqual(pages.map(({ status }) => status).sort(), [200, ...Array(7).fill(410)])
  const answer = await recover(person.email, person.email)
  assert.deepEqual([answer.status, answer.body.error_codes], [403, { detail: 'account_frozen' }])
  assert.equal(await emailOf(person), person.email)
  // The owner has the previous password, which outranks a mailbox: they can sign in again, and nothing has moved.
  const back = await signedIn(person)
  assert.equal((await call('GET', 'get/profile', back.headers)).status, 200)
  assert.equal((await services().users.byId(person.id))?.frozenAt, null)
  assert.equal(await move(back, `again-${moved}`), `again-${moved}`)
  const actions = await actionsOf(person)
  assert.ok(actions.includes('account.frozen') && actions.includes('account.unfrozen'))
})

test('an objection after the recovery freezes address and removal, and the recovered password does not lift it', async () => {
  const { person, object } = await undone()
  assert.equal((await recover(person.email, person.email)).status, 200)
  const reader = await signedIn(person, NEW)
  assert.equal((await press(object)).status, 200)
  const frozen = { detail: 'account_frozen' }
  assert.deepEqual(
    (await post(reader, 'token-generator', { email: freshAddress() })).body.error_codes,
    frozen,
  )
  assert.deepEqual((await post(reader, 'delete', { password: NEW })).body.error_codes, frozen)
  assert.equal((await post(reader, 'proof', { password: NEW })).status, 200)
  assert.deepEqual((await post(reader, 'delete')).body.error_codes, frozen)
  assert.equal((await call('GET', 'get/profile', reader.headers)).status, 200)
  // The operator decides.
  assert.equal(await services().accounts.unfreeze({ id: person.id }, testOperator), true)
  assert.equal(await services().accounts.unfreeze({ id: person.id }, testOperator), false)
  assert.equal((await post(reader, 'token-generator', { email: freshAddress() })).status, 200)
})

test('an objection stops a requested removal, and a change that waits for its code', async () => {
  const { person, object } = await undone()
  await recover(person.email, person.email)
  const reader = await signedIn(person, NEW)
  const email = freshAddress()
  const asked = await post(reader, 'token-generator', { email })
  const sent = {
    email,
    token_checksum_field: asked.body.token_checksum,
    token_field: await catcher.codeTo(email),
  }
  assert.equal((await post(reader, 'delete', { password: NEW })).status, 200)
  await press(object)
  assert.deepEqual((await post(reader, 'update/profile', sent)).body.error_codes, {
    detail: 'account_frozen',
  })
  service.clock.advance(30 * 24 * HOUR)
  while ((await services().accounts.removeDue()) > 0);
  assert.ok(await services().users.byId(person.id))
})

test('no other undo link works on a frozen account', async () => {
  const person = await service.person({ email: freshAddress() })
  const second = await move(person)
  const firstUndo = await linkIn(person.email, 'undo', 1)
  service.clock.advance(HOUR)
  const third = await move(await signedIn(person))
  await press(await linkIn(second, 'undo', 2))
  assert.equal(await emailOf(person), second)
  await press(await linkIn(third, 'object', 2))
  const page = await press(firstUndo)
  assert.equal(page.status, 403)
  assert.match(page.text, /frozen/)
  assert.equal(await emailOf(person), second)
})
