import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributes } from '../../common/attributes.ts'
import { readColumns } from '../../src/account/account.schema.ts'
import type { PersonUpdate } from '../../src/account/person-update.service.ts'
import { messagesOf } from '../../src/cli/command-error.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })

let counter = 0
const freshAddress = () => `moved${++counter}@example.org`
type Change = Omit<PersonUpdate, 'sent'> & { values: Parameters<typeof readColumns>[0] }
const update = (person: Pick<Person, 'id'>, { values, ...rest }: Change) =>
  service.services.personUpdates.update(person.id, { sent: readColumns(values), ...rest }, testOperator)
const updateEmail = (person: Person, email: string, more: Omit<PersonUpdate, 'sent'> = {}) =>
  update(person, { values: { email }, ...more })
const found = async (person: Person) => (await service.services.users.byId(person.id))!
const post = (path: string, headers: Record<string, string>, body: Record<string, string>) =>
  fetch(`${service.base}/user/${path}/`, { method: 'POST', headers, body: new URLSearchParams(body) })
const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Refusal, String(error))
  return error
}
const faultsOf = async (work: Promise<unknown>) => messagesOf((await refusal(work)).faults ?? {})
const events = (person: Person) =>
  service.services.db.read
    .selectFrom('audit_events')
    .select(['action', 'actor', 'operator', 'fields'])
    .where('user_id', '=', person.id)
    .where('action', '!=', 'session.started')
    .orderBy('id')
    .execute()
const undoLink = (text = '') => /\/email-change\/undo\/\S+/.exec(text)?.[0]

const wrong: Record<string, string>[] = [
  { first_name: 'x'.repeat(256) },
  { pronouns: 'x'.repeat(41), last_name: 'a\u0000b' },
  { phone_number: '12' },
  { phone_number: '1234', country_code: 'XX' },
  { phone_code: '999' },
  { email: 'nonsense' },
  { email: '' },
  { language: 'xx', timezone: 'Mars/Base', currency: 'FOO' },
]
for (const values of wrong) {
  test(`an operator gets the same error as the API gives: ${JSON.stringify(values).slice(0, 60)}`, async () => {
    const person = await service.person()
    const name = (column: string) => attributes.find((one) => one.column === column)!.apiName
    const body = Object.fromEntries(Object.entries(values).map(([column, value]) => [name(column), value]))
    const answer = await post('update/profile', person.headers, { email: person.email, ...body })
    const { errors } = (await answer.json()) as { errors: Record<string, string[]> }
    const faults = await faultsOf(update(person, { values }))
    const byName = Object.fromEntries(Object.entries(faults).map(([column, list]) => [name(column), list]))
    // The API also asks for the code of a new address; an operator needs none.
    delete errors.token_checksum_field
    delete errors.token_field
    assert.deepEqual(byName, errors)
    assert.ok(Object.keys(faults).length > 0)
    assert.deepEqual(await events(person), [], 'nothing was changed')
  })
}

test('only the given values change, an empty one is cleared, and the audit trail has names without values', async () => {
  const person = await service.person({ fields: { first_name: 'Ada', currency: 'EUR' } })
  const phone = { phone_number: '+33612345678' }
  const { user, changed } = await update(person, { values: { last_name: 'Byron', currency: '', ...phone } })
  assert.deepEqual(
    [user.firstName, user.lastName, user.currency, user.phoneCode, user.countryCode, user.email],
    ['Ada', 'Byron', '', '33', 'FR', person.email],
  )
  const names = ['last_name', 'phone_number', 'phone_code', 'country_code', 'currencies']
  assert.deepEqual(changed, names)
  const [event, ...none] = await events(person)
  assert.deepEqual(
    { ...event },
    {
      action: 'profile.updated',
      actor: 'operator',
      operator: 'tester',
      fields: JSON.stringify(names),
    },
  )
  assert.deepEqual((await update(person, { values: { last_name: 'Byron' } })).changed, [])
  assert.deepEqual([none.length, (await events(person)).length], [0, 1])
})

test('a new address takes effect immediately, is unverified, and the previous one can undo it', async () => {
  const person = await service.person()
  const email = freshAddress()
  const { user, changed } = await updateEmail(person, email)
  assert.deepEqual([user.email, user.emailVerifiedAt, changed], [email, null, ['email']])
  const [event] = await events(person)
  assert.deepEqual([event?.action, event?.actor, event?.fields], ['email.changed', 'operator', '["email"]'])
  const { text } = await catcher.mailTo(person.email)
  assert.match(text ?? '', /This was done by the people who run .*\./)
  const link = undoLink(text)
  assert.ok(link, text)
  assert.equal((await fetch(`${service.origin}${link}`, { method: 'POST' })).status, 200)
  assert.equal((await found(person)).email, person.email)
})

test('with --no-undo the previous address gets a mail without a link, and earlier changes cannot be undone', async () => {
  const person = await service.person()
  const [second, third] = [freshAddress(), freshAddress()]
  await updateEmail(person, second)
  const link = undoLink((await catcher.mailTo(person.email)).text)
  await updateEmail(person, third, { isFinal: true, emailVerified: true })
  const { text } = await catcher.mailTo(second)
  assert.match(text ?? '', /no longer be undone/)
  assert.match(text ?? '', /This was done by the people who run .*\./)
  assert.equal(undoLink(text), undefined)
  assert.match((await catcher.mailTo(person.email, 2)).text ?? '', /no longer be undone/)
  await fetch(`${service.origin}${link}`, { method: 'POST' })
  const user = await found(person)
  assert.equal(user.email, third)
  assert.notEqual(user.emailVerifiedAt, null)
  for (const free of [person.email, second])
    assert.equal((await updateEmail(await service.person(), free)).user.email, free)
})

test('an address that belongs to somebody else, or is reserved for an undo, is taken', async () => {
  const [one, other] = [await service.person(), await service.person()]
  assert.deepEqual(await faultsOf(updateEmail(one, other.email.toUpperCase())), {
    email: ['A user with that email already exists.'],
  })
  await updateEmail(other, freshAddress())
  assert.deepEqual(Object.keys(await faultsOf(updateEmail(one, other.email))), ['email'])
  const back = await updateEmail(other, other.email)
  assert.equal(back.user.email, other.email, 'the person it is reserved for gets it back')
})

test('an address in another spelling is not a new one: it stays verified, and nobody is notified', async () => {
  const person = await service.person()
  await update(person, { values: {}, emailVerified: true })
  const { user, changed } = await updateEmail(person, person.email.toUpperCase())
  assert.equal(user.email, person.email.toUpperCase())
  assert.deepEqual(changed, ['email'])
  assert.notEqual(user.emailVerifiedAt, null)
  const undos = await service.services.undos.listStored(person.id)
  // Mails of other people may arrive meanwhile.
  const mails = catcher.mails.filter(({ to }) => to.toLowerCase() === person.email.toLowerCase())
  assert.deepEqual([undos, mails], [[], []])
})

test('an operator marks address and number as verified until the value changes', async () => {
  const person = await service.person()
  assert.deepEqual(Object.keys(await faultsOf(update(person, { values: {}, phoneVerified: true }))), [
    'phone_number',
  ])
  const vouched = await update(person, {
    values: { phone_number: '+33612345678' },
    phoneVerified: true,
    emailVerified: true,
  })
  assert.deepEqual(vouched.changed.slice(-2), ['email_verified', 'phone_verified'])
  assert.notEqual(vouched.user.phoneVerifiedAt, null)
  const moved = await update(person, { values: { email: freshAddress(), phone_number: '+33612345679' } })
  assert.deepEqual([moved.user.emailVerifiedAt, moved.user.phoneVerifiedAt], [null, null])
  const again = await update(person, { values: {}, emailVerified: true })
  assert.deepEqual(again.changed, ['email_verified'])
  assert.deepEqual((await update(person, { values: {}, emailVerified: false })).changed, ['email_verified'])
  assert.deepEqual((await update(person, { values: {}, emailVerified: false })).changed, [])
})

test('an update of the address cancels a pending change by the person', async () => {
  const person = await service.person()
  const email = freshAddress()
  const asked = await post('token-generator', person.headers, { email })
  const { token_checksum } = (await asked.json()) as { token_checksum: string }
  const code = await catcher.codeTo(email)
  await updateEmail(person, freshAddress())
  const sent = { email, token_checksum_field: token_checksum, token_field: code }
  assert.equal((await post('update/profile', person.headers, sent)).status, 400)
})

test('a frozen account keeps its address, and other values can change', async () => {
  const person = await service.person()
  const { db, users, clock } = service.services
  await db.write((tx) => users.freeze(tx, person.id, clock.now()))
  assert.equal((await refusal(updateEmail(person, freshAddress()))).key, 'account_frozen')
  assert.equal((await found(person)).email, person.email)
  assert.deepEqual((await update(person, { values: { first_name: 'Ada' } })).changed, ['first_name'])
})

test('of sixteen concurrent updates for one version exactly one succeeds', async () => {
  const person = await service.person()
  const { version } = await found(person)
  const results = await Promise.allSettled(
    Array.from({ length: 16 }, (_, i) =>
      update(person, { values: { first_name: `Name ${i}`, email: freshAddress() }, ifVersion: version }),
    ),
  )
  const made = results.filter(({ status }) => status === 'fulfilled')
  const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason.key] : []))
  assert.deepEqual([made.length, new Set(refused)], [1, new Set(['precondition_failed'])])
  assert.equal((await events(person)).length, 1)
  const addresses = await service.services.db.read
    .selectFrom('email_addresses')
    .select('email_key')
    .where('user_id', '=', person.id)
    .execute()
  assert.equal(addresses.length, 2)
})

test('of sixteen people who are given the same address at once, one gets it', async () => {
  const people = await Promise.all(Array.from({ length: 16 }, () => service.person()))
  const email = freshAddress()
  const results = await Promise.allSettled(people.map((person) => updateEmail(person, email)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of results) if (one.status === 'rejected') assert.equal(one.reason.key, 'validation')
})
