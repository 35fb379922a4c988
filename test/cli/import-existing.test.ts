import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { ImportOptions } from '../../src/cli/user/import.ts'
import type { Report } from '../../src/cli/user/import-report.ts'
import { hashPassword } from '../../src/password/password.ts'
import { importText } from '../support/import.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })

const importRows = (text: string, options: Partial<ImportOptions> = {}) => importText(service, text, options)
const counts = ({ created, updated, unchanged, skipped, refused }: Report) => ({
  ...(created && { created }),
  ...(updated && { updated }),
  ...(unchanged && { unchanged }),
  ...(skipped && { skipped }),
  ...(refused && { refused }),
})
const faults = ({ errors }: Report) => errors.map(({ line, errors: columns }) => [line, Object.keys(columns)])
const find = async (username: string) => (await service.services.users.byUsername(username))!
const signIn = async (username: string, password: string) => {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey },
    body: new URLSearchParams({ username, password }),
  })
  await answer.arrayBuffer()
  return answer.status
}
const isSignedIn = async ({ headers }: Person) => {
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers })
  await answer.arrayBuffer()
  return answer.status === 200
}
const eventsOf = async (userId: string) => {
  const events = await service.services.db.read
    .selectFrom('audit_events')
    .select(['action', 'actor', 'fields'])
    .where('user_id', '=', userId)
    .where('actor', '=', 'operator')
    .orderBy('id')
    .execute()
  return events.map(({ action, fields }) => [action, JSON.parse(fields ?? '[]')])
}
let serial = 0
/** A name that no other test uses. */
const unique = (name: string) => `${name}${++serial}`

test('an import that is repeated with --skip-existing adds those who are missing, and leaves the others as they are', async () => {
  const [a, b, c] = [unique('a'), unique('b'), unique('c')]
  const head = 'username,email,first_name\n'
  const first = await importRows(`${head}${a},${a}@example.com,Ada\n`)
  assert.deepEqual([first.code, counts(first.report)], [0, { created: 1 }])
  const rows = [
    // By user name, by address, and written otherwise.
    `${a.toUpperCase()},other@example.com,Changed`,
    `${b},${b}@example.com,Bob`,
    `${c},${a.toUpperCase()}@EXAMPLE.com,Changed`,
  ].join('\n')
  assert.equal((await importRows(head + rows)).code, 1)
  const again = await importRows(`${head}${rows}`, { skipExisting: true })
  assert.deepEqual([again.code, counts(again.report)], [0, { skipped: 3 }])
  assert.equal((await find(a)).firstName, 'Ada')
  assert.equal(await service.services.users.byUsername(c), null)
  assert.deepEqual(await eventsOf((await find(a)).id), [])
})

test('people are found by id and by external id, which are kept', async () => {
  const shop = await service.application('web')
  const [one, two] = [randomUUID(), randomUUID()]
  const [a, b] = [unique('a'), unique('b')]
  const app = shop.id
  const text = `id,external_id,username,email\n${one.toUpperCase()},7,${a},${a}@example.com\n${two},Ä 8,${b},${b}@example.com\n`
  const first = await importRows(text, { app })
  assert.deepEqual(counts(first.report), { created: 2 })
  assert.equal((await find(a)).id, one)
  assert.deepEqual(counts((await importRows(text, { app, skipExisting: true })).report), { skipped: 2 })
  const byId = `id,username,email\n${one},${unique('new')},${unique('new')}@example.com\n`
  assert.deepEqual(counts((await importRows(byId, { skipExisting: true })).report), { skipped: 1 })
  const byExternal = JSON.stringify({ external_id: 7, first_name: 'Ada' })
  const options = { app, update: true, format: 'jsonl' } as const
  assert.deepEqual(counts((await importRows(byExternal, options)).report), { updated: 1 })
  assert.equal((await find(a)).firstName, 'Ada')
})

test('ids of another form, ids that are taken and external ids without an application are refused', async () => {
  const shop = await service.application('web')
  const [a, b] = [unique('a'), unique('b')]
  const id = randomUUID()
  const rows = [
    `${id},7,${a},${a}@example.com`,
    `${id},8,${b},${b}@example.com`,
    `42,9,${b},${b}@example.com`,
    `,"x\u200b",${b},${b}@example.com`,
    `,7,${b},${b}@example.com`,
  ].join('\n')
  const { report } = await importRows(`id,external_id,username,email\n${rows}`, { app: shop.id })
  assert.deepEqual(counts(report), { created: 1, refused: 4 })
  assert.deepEqual(faults(report), [
    [3, ['id']],
    [4, ['id']],
    [5, ['external_id']],
    [6, ['external_id']],
  ])
  assert.match(report.errors[1]!.errors.id![0]!, /UUID.*external_id, with --app/)
  await assert.rejects(importRows(`external_id,username,email\n7,${b},${b}@x.org`), /requires --app/)
  const json = JSON.stringify({ external_id: 7, username: b, email: `${b}@example.com` })
  const refused = await importRows(json, { format: 'jsonl' })
  assert.match(refused.report.errors[0]!.errors.detail![0]!, /requires --app/)
  await assert.rejects(importRows('username,email\n', { app: 'nobody' }), /no application/)
  await assert.rejects(importRows('username,email\n', { app: 'page' }), /built in/)
  await service.services.applications.revoke(shop.id, testOperator)
  await assert.rejects(importRows('username,email\n', { app: shop.id }), /is revoked/)
})

test('a row that fits two people is refused, and so is one whose ids belong to another person', async () => {
  const shop = await service.application('web')
  const [a, b, c] = [unique('a'), unique('b'), unique('c')]
  const head = 'id,external_id,username,email\n'
  await importRows(`${head},7,${a},${a}@example.com\n,8,${b},${b}@example.com\n`, { app: shop.id })
  const [ada, bob] = [await find(a), await find(b)]
  const rows = [
    `,,${a},${b}@example.com`,
    `${ada.id},,${b},${b}@example.com`,
    `,7,${c},${b}@example.com`,
    `${randomUUID()},,${a},${a}@example.com`,
    `,9,${a},${a}@example.com`,
  ].join('\n')
  for (const options of [{ skipExisting: true }, { update: true }]) {
    const { code, report } = await importRows(head + rows, { ...options, app: shop.id })
    assert.deepEqual([code, counts(report)], [1, { refused: 5 }])
    assert.deepEqual(faults(report), [
      [2, ['email']],
      [3, ['username', 'email']],
      [4, ['email']],
      [5, ['id']],
      [6, ['external_id']],
    ])
    assert.match(report.errors[0]!.errors.email![0]!, /another person than this username/)
  }
  assert.deepEqual([await find(a), await find(b)], [ada, bob])
})

test('two rows of one file that share an address are two people, of whom none is skipped or overwritten', async () => {
  for (const options of [{}, { skipExisting: true }, { update: true }]) {
    const [a, b] = [unique('a'), unique('b')]
    const rows = `username,email\n${a},${a}@example.com\n${b},${a}@example.com\n`
    // More rows than one batch, so that the two are looked up at different times.
    const filler = Array.from({ length: 1100 }, () => unique('f'))
    const far = `username,email\n${[a, ...filler, b].map((name) => `${name}x,${name === b ? a : name}x@example.com`).join('\n')}`
    for (const text of [rows, far]) {
      const { report } = await importRows(text, options)
      assert.equal(report.refused, 1, JSON.stringify(counts(report)))
      assert.match(report.errors[0]!.errors.email![0]!, /already exists/)
    }
    assert.equal((await find(a)).email, `${a}@example.com`)
  }
})

test('--update changes the columns that the file has; what is absent or empty stays, unless it is to be cleared', async () => {
  const a = unique('a')
  const head = 'username,email,first_name,last_name,phone_number,currency,timezone'
  await importRows(`${head}\n${a},${a}@example.com,Ada,King,+33612345678,EUR,Europe/Paris\n`)
  const before = await find(a)
  const run = (text: string, more = {}) => importRows(text, { update: true, ...more })
  const updated = await run(`username,first_name,last_name,currency\n${a},Augusta,,USD\n`)
  assert.deepEqual(counts(updated.report), { updated: 1 })
  const after = await find(a)
  assert.deepEqual(after, {
    ...before,
    firstName: 'Augusta',
    currency: 'USD',
    version: after.version,
    updatedAt: after.updatedAt,
  })
  const same = await run(`username,first_name,last_name,currency\n${a},Augusta,,USD\n`)
  assert.deepEqual(counts(same.report), { unchanged: 1 })
  assert.equal((await find(a)).version, after.version)
  const cleared = await run(`username,email,last_name,phone_number,active\n${a},,,,\n`, { clearEmpty: true })
  assert.deepEqual(counts(cleared.report), { updated: 1 })
  const { lastName, phoneNumber, firstName, email, disabledAt } = await find(a)
  assert.deepEqual(
    [lastName, phoneNumber, firstName, email, disabledAt],
    ['', '', 'Augusta', before.email, null],
  )
  const json = JSON.stringify({ username: a, first_name: null, timezone: '' })
  await run(json, { format: 'jsonl', clearEmpty: true })
  const { timezone, firstName: gone } = await find(a)
  assert.deepEqual([gone, timezone], ['', ''])
  const wrong = await run(`username,currency,active\n${a},nonsense,perhaps\n`)
  assert.deepEqual(faults(wrong.report), [[2, ['active']]])
  assert.deepEqual(faults((await run(`username,currency\n${a},nonsense\n`)).report), [[2, ['currency']]])
  assert.deepEqual(await eventsOf(before.id), [
    ['profile.updated', ['first_name', 'currencies']],
    ['profile.updated', ['last_name', 'phone_number', 'phone_code', 'country_code']],
    ['profile.updated', ['first_name', 'timezones']],
  ])
})

test('--update adds who is missing, and refuses a row about nobody that lacks what a person needs', async () => {
  const a = unique('a')
  const { report } = await importRows(`username,email\n${a},${a}@example.com\n`, { update: true })
  assert.deepEqual(counts(report), { created: 1 })
  const lacking = await importRows(`username,first_name\n${unique('x')},Ada\n`, { update: true })
  assert.deepEqual(faults(lacking.report), [[2, ['email']]])
  const columns = importRows('first_name,last_name\nAda,King\n', { update: true })
  await assert.rejects(columns, /one of the columns id, external_id, username, email is needed/)
})

test('a new address takes effect at once and unverified, and the previous one is told and can take it back', async () => {
  const person = await service.person()
  const [a, moved] = [person.username, `${unique('moved')}@example.com`]
  await service.services.db.write((tx) =>
    service.services.users.markEmailVerified(tx, person.id, service.clock.now()),
  )
  const { report } = await importRows(`username,email\n${a},${moved}\n`, { update: true })
  assert.deepEqual(counts(report), { updated: 1 })
  const user = await find(a)
  assert.deepEqual([user.email, user.emailVerifiedAt], [moved, null])
  await catcher.mailTo(person.email)
  // It is kept for them, so nobody else gets it meanwhile.
  const other = unique('other')
  const late = await importRows(`username,email\n${other},${person.email}\n`, { update: true })
  assert.deepEqual(faults(late.report), [[2, ['email']]])
  assert.deepEqual(await eventsOf(person.id), [['email.changed', ['email', 'email_verified']]])
  assert.ok(await isSignedIn(person), 'sessions go on')
})

test('an address that somebody else has, or of an account that an objection froze, does not change', async () => {
  const [one, two] = [await service.person(), await service.person()]
  const { users, db, clock } = service.services
  const text = `id,email\n${one.id},${two.email}\n`
  // By the id it is the one, by the address the other.
  assert.deepEqual(faults((await importRows(text, { update: true })).report), [[2, ['email']]])
  await db.write((tx) => users.freeze(tx, one.id, clock.now()))
  const moved = await importRows(`id,email\n${one.id},${unique('m')}@example.com\n`, { update: true })
  assert.match(moved.report.errors[0]!.errors.email![0]!, /user unfreeze/)
  const other = await importRows(`id,first_name\n${one.id},Ada\n`, { update: true })
  assert.deepEqual(counts(other.report), { updated: 1 })
})

test('a user name changes by id, and one that an earlier row took is refused alone', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => service.person()))
  const [one, two, three] = people as [Person, Person, Person]
  const name = unique('renamed')
  const rows = [`${one.id},${name}`, `${two.id},${name}`, `${three.id},${unique('fine')}`].join('\n')
  const { report } = await importRows(`id,username\n${rows}\n`, { update: true })
  assert.deepEqual(counts(report), { updated: 2, refused: 1 })
  assert.deepEqual(faults(report), [[3, ['username']]])
  assert.equal((await find(name)).id, one.id)
  assert.equal(await signIn(name, one.password), 200)
  assert.deepEqual(await eventsOf(one.id), [['profile.updated', ['username']]])
})

test('of rows about one person the last one counts', async () => {
  const person = await service.person()
  const rows = ['Ada', 'Augusta', 'Countess'].map((name) => `${person.id},${name}`).join('\n')
  const { report } = await importRows(`id,first_name\n${rows}\n`, { update: true })
  assert.deepEqual(counts(report), { updated: 3 })
  assert.equal((await find(person.username)).firstName, 'Countess')
})

test('an external id is added to a person who has none, and never replaced', async () => {
  const shop = await service.application('web')
  const person = await service.person()
  const run = (external: string) =>
    importRows(`external_id,username\n${external},${person.username}\n`, { update: true, app: shop.id })
  assert.deepEqual(counts((await run('7')).report), { updated: 1 })
  assert.deepEqual(counts((await run('7')).report), { unchanged: 1 })
  assert.deepEqual(faults((await run('8')).report), [[2, ['external_id']]])
  const ids = await service.services.externalIds.ofPerson(person.id)
  assert.deepEqual(
    ids.map((one) => one.externalId),
    ['7'],
  )
  assert.deepEqual(await eventsOf(person.id), [['profile.updated', ['external_id']]])
})

test('active disables and enables people, and ends the sessions of those who are disabled', async () => {
  const person = await service.person()
  const run = (active: string) => importRows(`id,active\n${person.id},${active}\n`, { update: true })
  assert.deepEqual(counts((await run('no')).report), { updated: 1 })
  assert.equal(await signIn(person.username, person.password), 401)
  assert.deepEqual(counts((await run('')).report), { unchanged: 1 })
  assert.notEqual((await find(person.username)).disabledAt, null)
  assert.deepEqual(counts((await run('yes')).report), { updated: 1 })
  assert.equal(await signIn(person.username, person.password), 200)
  assert.equal(await isSignedIn(person), false)
  assert.deepEqual(await eventsOf(person.id), [
    ['user.disabled', []],
    ['user.enabled', []],
  ])
})

test('passwords are replaced with --update-passwords alone; then sessions end and the owner is told', async () => {
  const [kept, replaced] = [await service.person(), await service.person()]
  const hash = await hashPassword('a lake beside nine hills')
  const row = (person: Person, value = hash) => `id,password_hash\n${person.id},"${value}"\n`
  assert.deepEqual(counts((await importRows(row(kept), { update: true })).report), { unchanged: 1 })
  assert.ok(await isSignedIn(kept))
  const options = { update: true, updatePasswords: true }
  for (const none of ['', '!unusable'])
    assert.deepEqual(counts((await importRows(row(kept, none), options)).report), { unchanged: 1 })
  assert.equal(await signIn(kept.username, kept.password), 200)
  assert.deepEqual(counts((await importRows(row(replaced), options)).report), { updated: 1 })
  assert.equal(await isSignedIn(replaced), false)
  assert.equal(await signIn(replaced.username, 'a lake beside nine hills'), 200)
  await catcher.mailTo(replaced.email)
  assert.deepEqual(counts((await importRows(row(replaced), options)).report), { unchanged: 1 })
  assert.deepEqual(await eventsOf(replaced.id), [['password.set', []]])
  for (const bad of ['secret', '$2b$15$ucYO4yMw4SR2ImXWhpYKoOo44tke01ENBGMWc2FNWTX87DkK8DAm6', '$2b$10$cut'])
    assert.deepEqual(faults((await importRows(row(kept, bad), options)).report), [[2, ['password_hash']]])
})

test('who needs a recovery since an undo needs it after --update-passwords too', async () => {
  const person = await service.person()
  const { users, db, clock } = service.services
  await db.write((tx) => users.update(tx, person.id, { password_reset_required: 1 }, clock.now()))
  const hash = await hashPassword('a lake beside nine hills')
  await importRows(`id,password_hash\n${person.id},"${hash}"\n`, { update: true, updatePasswords: true })
  assert.equal((await find(person.username)).passwordResetRequired, true)
})

test('proofs count if the file is trusted, and what a person proved here stays proven', async () => {
  const person = await service.person()
  const run = (flag: string, more = {}) =>
    importRows(`id,email_verified\n${person.id},${flag}\n`, { update: true, ...more })
  assert.deepEqual(counts((await run('true')).report), { unchanged: 1 })
  assert.deepEqual(counts((await run('true', { trustVerified: true })).report), { updated: 1 })
  assert.deepEqual(counts((await run('false', { trustVerified: true })).report), { unchanged: 1 })
  assert.notEqual((await find(person.username)).emailVerifiedAt, null)
})

test('the time of a removal that a person asked for is not the business of an update', async () => {
  const person = await service.person()
  const past = '2020-01-01T00:00:00Z'
  const { report } = await importRows(`id,delete_at\n${person.id},${past}\n`, { update: true })
  assert.deepEqual(counts(report), { unchanged: 1 })
  assert.equal((await find(person.username)).deleteAt, null)
})

for (const [options, message] of [
  [{ skipExisting: true, update: true }, /choose one/],
  [{ strict: true, update: true }, /--strict cannot/],
  [{ updatePasswords: true }, /--update-passwords requires --update/],
  [{ clearEmpty: true, skipExisting: true }, /--clear-empty requires --update/],
] as const) {
  test(`${Object.keys(options).join(' and ')} together are refused before anything is read`, async () => {
    await assert.rejects(importRows('username,email\n', options), message)
  })
}

test('a strict import skips who is there, and adds the others only if no row is refused', async () => {
  const [a, b] = [unique('a'), unique('b')]
  await importRows(`username,email\n${a},${a}@example.com\n`)
  const good = `username,email\n${a},${a}@example.com\n${b},${b}@example.com\n`
  const options = { strict: true, skipExisting: true }
  const refused = await importRows(`${good}bad name,x\n`, options)
  assert.deepEqual([refused.code, counts(refused.report)], [1, { skipped: 1, refused: 1 }])
  assert.equal(await service.services.users.byUsername(b), null)
  assert.deepEqual(counts((await importRows(good, options)).report), { created: 1, skipped: 1 })
  // Twins of a strict import are found though nobody can see them yet.
  const c = unique('c')
  const twins = `username,email\n${c},${c}@example.com\n${unique('d')},${c}@example.com\n`
  assert.deepEqual(faults((await importRows(twins, options)).report), [[3, ['email']]])
  assert.equal(await service.services.users.byUsername(c), null)
})
