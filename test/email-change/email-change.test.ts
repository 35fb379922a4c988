import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { DAY, HOUR } from '../../src/basics/durations.ts'
import { tableNames } from '../../src/tables/tables.ts'
import { type Person, serviceFixture, startService } from '../support/service.ts'
import { isScaledOut } from '../support/setup.ts'
import { catcherFixture } from '../support/smtp.ts'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })

let counter = 0
const freshAddress = () => `new${++counter}@example.org`

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, asserted field by field
  body: any
}
async function call(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Record<string, string>,
  at = service,
): Promise<Answer> {
  const answer = await fetch(`${at.base}/${path}`, {
    method,
    headers,
    ...(body && { body: new URLSearchParams(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}
async function ask(person: Person, email: string, at = service): Promise<string> {
  const { status, body } = await call('POST', 'user/token-generator/', person.headers, { email }, at)
  assert.equal(status, 200, JSON.stringify(body))
  return body.token_checksum
}
const update = (person: Person, email: string, checksum: string, code: string, more = {}, at = service) =>
  call(
    'POST',
    'user/update/profile/',
    person.headers,
    { email, token_checksum_field: checksum, token_field: code, ...more },
    at,
  )
const refused = (answer: Answer, field = 'token_field') => {
  assert.equal(answer.status, 400, JSON.stringify(answer.body))
  assert.deepEqual(answer.body.errors, { [field]: ['Token is not matching.'] })
}
const another = (code: string) => (code === '111111' ? '222222' : '111111')
async function emailOf(person: Person, at = service): Promise<string> {
  return (await call('GET', 'user/get/profile/', person.headers, undefined, at)).body.data.UserProfile[0]
    .email
}
async function undoPathOf(address: string, count = 1): Promise<string> {
  const { text } = await catcher.mailTo(address, count)
  const path = /(\/email-change\/undo\/\S+)/.exec(text ?? '')?.[1]
  assert.ok(path, text)
  return path
}
async function change(person: Person, email: string): Promise<void> {
  const checksum = await ask(person, email)
  const answer = await update(person, email, checksum, await catcher.codeTo(email))
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

test('a code mailed to the new address changes the address, by POST, PUT and method override', async () => {
  for (const [method, headers] of [
    ['POST', {}],
    ['PUT', {}],
    ['POST', { 'X-METHODOVERRIDE': 'PUT' }],
  ] as const) {
    const person = await service.person()
    const email = freshAddress()
    const asked = await call(method, 'user/token-generator', { ...person.headers, ...headers }, { email })
    assert.equal(asked.status, 200)
    assert.equal(asked.body.success, true)
    assert.deepEqual(asked.body.data, { success: true, token_checksum: asked.body.token_checksum })
    const code = await catcher.codeTo(email)
    assert.equal((await update(person, email, asked.body.token_checksum, code)).status, 200)
    assert.equal(await emailOf(person), email)
  }
})

test('the mail is text and HTML in the language it names, and loads nothing', async () => {
  const person = await service.person({ fields: { first_name: 'Visit https://evil.example/ now' } })
  const email = freshAddress()
  await ask(person, email)
  const mail = await catcher.mailTo(email)
  const html = String(mail.html)
  assert.match(html, /<html lang="en" dir="ltr">/)
  assert.doesNotMatch(html, /<script|<link|src="(?!data:)|url\(|https?:/)
  assert.doesNotMatch(mail.text ?? '', /evil/)
  assert.doesNotMatch(mail.subject ?? '', /\d/)
  assert.match(mail.messageId ?? '', /^<[0-9a-f-]{36}@/)
})

test('a code is invalid after ten minutes, after its use and after a new request', async () => {
  const person = await service.person()
  const email = freshAddress()
  const first = await ask(person, email)
  const firstCode = await catcher.codeTo(email)
  const second = await ask(person, email)
  const secondCode = await catcher.codeTo(email, 2)
  refused(await update(person, email, first, firstCode))
  service.clock.advance(10 * 60_000)
  const again = await service.person()
  refused(await update({ ...person, headers: (await signIn(person)).headers }, email, second, secondCode))
  assert.notEqual(await emailOf(again), email)
  const signedIn = await signIn(person)
  await change(signedIn, `used-${email}`)
  const code = await catcher.codeTo(`used-${email}`)
  refused(await update(signedIn, email, first, code))
})

async function signIn(person: Person, at = service): Promise<Person> {
  const { status, body } = await call(
    'POST',
    'user/login/',
    { apikey: at.apiKey },
    { username: person.username, password: person.password },
    at,
  )
  assert.equal(status, 200, JSON.stringify(body))
  return { ...person, headers: { apikey: at.apiKey, authorization: `Bearer ${body.access}` } }
}

test('a code works only for its person, address and checksum', async () => {
  const person = await service.person()
  const other = await service.person()
  const email = freshAddress()
  const checksum = await ask(person, email)
  const code = await catcher.codeTo(email)
  await ask(other, freshAddress())
  refused(await update(other, email, checksum, code))
  refused(await update(person, freshAddress(), checksum, code))
  refused(await update(person, email, 'another', code))
  assert.equal((await update(person, email, checksum, code)).status, 200)
})

test('a checksum of another length than the issued one does not match, and costs no attempt', async () => {
  const person = await service.person()
  const email = freshAddress()
  const checksum = await ask(person, email)
  const code = await catcher.codeTo(email)
  for (const length of [1, checksum.length - 1, checksum.length + 1, 1001, 30_000])
    refused(await update(person, email, checksum.repeat(1000).slice(0, length), code))
  refused(await update(person, email, checksum, '1'.repeat(1001)))
  assert.equal((await update(person, email, checksum, code)).status, 200)
})

test('an address in characters that map to those of the stored one must be proven, and is stored in its normal form', async () => {
  const person = await service.person({ email: `spelled${freshAddress()}` })
  const [local, domain = ''] = person.email.split('@')
  const spellings = [
    domain.replace('x', 'x\u200b'),
    domain.replace('e', 'ⓔ'),
    domain.replace('e', 'ｅ'),
    domain.replace('.', '。'),
    domain.replace('m', '\u00adm'),
  ]
  for (const spelling of spellings) {
    const unproven = await call('POST', 'user/update/profile/', person.headers, {
      email: `${local}@${spelling}`,
    })
    assert.equal(unproven.status, 400, spelling)
    assert.deepEqual(unproven.body.error_codes, {
      token_checksum_field: ['required'],
      token_field: ['required'],
    })
    assert.equal(await emailOf(person), person.email)
  }

  const spelled = `${local}@${spellings[1]}`
  const answer = await update(person, spelled, await ask(person, spelled), await catcher.codeTo(person.email))
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  assert.equal(await emailOf(person), person.email)
  // It was the current address all along, so there is nothing to undo, and nobody else gets it.
  assert.deepEqual(await service.services.undos.listStored(person.id), [])
  const other = await service.person()
  const checksum = await ask(other, spelled)
  assert.match((await catcher.mailTo(person.email, 2)).text ?? '', /tried to use this email address/)
  refused(await update(other, spelled, checksum, '111111'))

  const moved = freshAddress()
  const written = moved.replace('example', 'ⓔxam\u00adple')
  const proof = await ask(person, written)
  const pending = await call('GET', 'user/email-change/', person.headers)
  assert.equal(pending.body.data.pending.email, moved)
  const change = await update(person, written, proof, await catcher.codeTo(moved))
  assert.deepEqual([change.status, change.body.data.UserProfile[0].email], [200, moved])
})

test('five wrong attempts end a code, even if sixteen arrive at once', async () => {
  const person = await service.person()
  const email = freshAddress()
  const checksum = await ask(person, email)
  const code = await catcher.codeTo(email)
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => update(person, email, checksum, another(code))),
  )
  for (const answer of answers) refused(answer)
  const row = await service.services.db.read
    .selectFrom('email_changes')
    .select('tries')
    .where('user_id', '=', person.id)
    .executeTakeFirstOrThrow()
  assert.equal(row.tries, 5)
  refused(await update(person, email, checksum, code))
})

test('a right code in an update with another faulty field is not used up', async () => {
  const person = await service.person()
  const email = freshAddress()
  const checksum = await ask(person, email)
  const code = await catcher.codeTo(email)
  for (let i = 0; i < 6; i++) {
    const answer = await update(person, email, checksum, code, { first_name: 'x'.repeat(256) })
    assert.deepEqual(Object.keys(answer.body.errors), ['first_name'])
  }
  assert.equal((await update(person, email, checksum, code)).status, 200)
})

test('sixteen simultaneous confirmations make the change once', async () => {
  const person = await service.person()
  const email = freshAddress()
  const checksum = await ask(person, email)
  const code = await catcher.codeTo(email)
  const proof = service.services.emailChanges.addressProof
  const user = await service.services.users.byId(person.id)
  assert.ok(user)
  const actor = { kind: 'person' } as const
  const applied = await Promise.all(
    Array.from({ length: 16 }, async () => {
      if ((await proof.check(user, email, { checksum, code })) !== null) return false
      return service.services.db.write((tx) => proof.apply(tx, user, email, checksum, actor))
    }),
  )
  assert.equal(applied.filter(Boolean).length, 1)
  const undos = await service.services.db.read
    .selectFrom('email_undos')
    .select('id')
    .where('user_id', '=', person.id)
    .execute()
  assert.equal(undos.length, 1)
})

test('two simultaneous copies of a confirmation both return the new profile', async () => {
  for (let round = 0; round < 5; round++) {
    const person = await service.person()
    const email = freshAddress()
    const checksum = await ask(person, email)
    const fields = { email, token_checksum_field: checksum, token_field: await catcher.codeTo(email) }
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => call('PATCH', 'user/profile/', person.headers, fields)),
    )
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    assert.ok(answers.every(({ body }) => body.data.UserProfile[0].email === email))
    assert.equal((await service.services.undos.listStored(person.id)).length, 1)
    const late = await call('PATCH', 'user/profile/', person.headers, { ...fields, first_name: 'Ada' })
    assert.equal(late.status, 200)
  }
})

test('of many people racing for one address, in any case, exactly one gets it', async () => {
  const email = freshAddress()
  const people = await Promise.all(Array.from({ length: 4 }, () => service.person()))
  const proven: [Person, string, string, string][] = []
  for (const [i, person] of people.entries()) {
    const spelling = i % 2 === 0 ? email : email.toUpperCase()
    const checksum = await ask(person, spelling)
    proven.push([person, spelling, checksum, await catcher.codeTo(email, i + 1)])
  }
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => update(...(proven[i % 4] as [Person, string, string, string]))),
  )
  const winners = new Set(answers.flatMap((answer, i) => (answer.status === 200 ? [i % 4] : [])))
  assert.equal(winners.size, 1)
  const rows = await service.services.db.read
    .selectFrom('users')
    .select('id')
    .where('email', 'in', [email, email.toUpperCase()])
    .execute()
  assert.equal(rows.length, 1)
})

test('a pending change can be viewed, resent and canceled', async () => {
  const person = await service.person()
  assert.equal((await call('GET', 'user/email-change/', person.headers)).body.data.pending, null)
  assert.equal((await call('POST', 'user/email-change/resend/', person.headers)).status, 404)
  const email = freshAddress()
  const checksum = await ask(person, email)
  const first = await catcher.codeTo(email)
  const shown = (await call('GET', 'user/email-change/', person.headers)).body.data.pending
  assert.equal(shown.email, email)
  assert.equal(shown.tries_left, 5)
  assert.equal((await call('POST', 'user/email-change/resend/', person.headers)).status, 200)
  const second = await catcher.codeTo(email, 2)
  if (first !== second) refused(await update(person, email, checksum, first))
  assert.equal((await call('DELETE', 'user/email-change/', person.headers)).status, 200)
  assert.equal((await call('GET', 'user/email-change/', person.headers)).body.data.pending, null)
  refused(await update(person, email, checksum, second))
  const third = await ask(person, email)
  await catcher.mailTo(email, 3)
  await call('POST', 'user/email-change/resend/', person.headers)
  const code = await catcher.codeTo(email, 4)
  assert.equal((await update(person, email, third, code)).status, 200)
})

test('the recipients of codes are known before one is requested', async () => {
  const person = await service.person()
  const { data } = (await call('GET', 'user/email-change/', person.headers)).body
  assert.deepEqual(data, { pending: null, mailboxes: ['new'], can_be_undone: [] })
})

test('an address in use gets the same response but no code, and its owner gets a notice', async () => {
  const owner = await service.person()
  const person = await service.person()
  const { status, body } = await call('POST', 'user/token-generator/', person.headers, {
    email: owner.email.toUpperCase(),
  })
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body).sort(), ['data', 'errors', 'status_code', 'success', 'token_checksum'])
  const mail = await catcher.mailTo(owner.email.toUpperCase())
  assert.match(mail.text ?? '', /still belongs to your account/)
  assert.doesNotMatch(`${mail.subject} ${mail.text}`, /\d{6}/)
  refused(await update(person, owner.email.toUpperCase(), body.token_checksum, '000000'))
})

test('an address that somebody else got meanwhile no longer matches', async () => {
  const person = await service.person()
  const email = freshAddress()
  const checksum = await ask(person, email)
  const code = await catcher.codeTo(email)
  await service.person({ email })
  refused(await update(person, email, checksum, code))
  assert.equal(await emailOf(person), person.email)
})

test('at most five codes an hour for a person, and three for an address, resends included', async () => {
  const strict = await startService({ SMTP_URL: catcher.url, LIMIT_SCALE: '1' })
  try {
    const person = await strict.person()
    for (let i = 0; i < 4; i++) await ask(person, freshAddress(), strict)
    assert.equal((await call('POST', 'user/email-change/resend/', person.headers, {}, strict)).status, 200)
    const sixth = await call(
      'POST',
      'user/token-generator/',
      person.headers,
      { email: freshAddress() },
      strict,
    )
    assert.equal(sixth.status, 429)
    const email = freshAddress()
    for (let i = 0; i < 3; i++) await ask(await strict.person(), email, strict)
    const fourth = await strict.person()
    const body = { email: email.toUpperCase() }
    assert.equal((await call('POST', 'user/token-generator/', fourth.headers, body, strict)).status, 429)
  } finally {
    await strict.stop()
  }
})

test('if both mailboxes must prove the change, each code is required and each wrong one is reported', async () => {
  const both = await startService({ SMTP_URL: catcher.url, EMAIL_PROOF: 'both' })
  try {
    const person = await both.person({ email: `both-${freshAddress()}` })
    const email = freshAddress()
    const checksum = await ask(person, email, both)
    const code = await catcher.codeTo(email)
    const current = await catcher.codeTo(person.email)
    const told = await call('GET', 'user/email-change/', person.headers, undefined, both)
    assert.deepEqual(told.body.data.mailboxes, ['new', 'current'])
    const missing = await update(person, email, checksum, code, {}, both)
    assert.deepEqual(missing.body.errors, { current_token_field: ['This field is required.'] })
    const wrong = { current_token_field: another(current) }
    refused(await update(person, email, checksum, code, wrong, both), 'current_token_field')
    refused(await update(person, email, checksum, another(code), { current_token_field: current }, both))
    const right = { current_token_field: current }
    assert.equal((await update(person, email, checksum, code, right, both)).status, 200)
    assert.equal(await emailOf(person, both), email)
  } finally {
    await both.stop()
  }
})

test('if the current address must prove the change, only its code counts and the new one gets none', async () => {
  const current = await startService({ SMTP_URL: catcher.url, EMAIL_PROOF: 'current' })
  try {
    const person = await current.person({ email: `current-${freshAddress()}` })
    const email = freshAddress()
    const checksum = await ask(person, email, current)
    const code = await catcher.codeTo(person.email)
    assert.equal((await update(person, email, checksum, code, {}, current)).status, 200)
    assert.equal(catcher.mails.filter(({ to }) => to === email).length, 0)
  } finally {
    await current.stop()
  }
})

test('opening the undo link changes nothing; its button undoes the change, ends all sessions and requires a new password', async () => {
  const person = await service.person()
  const intruder = freshAddress()
  await change(person, intruder)
  const path = await undoPathOf(person.email)
  const page = await fetch(`${service.origin}${path}`)
  assert.equal(page.status, 200)
  const html = await page.text()
  assert.match(html, /<form method="post">/)
  assert.doesNotMatch(html, /style=|<script|<style/)
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  assert.equal(
    (await fetch(`${service.origin}/assets/pages.css`)).headers.get('content-type'),
    'text/css; charset=utf-8',
  )
  assert.equal(await emailOf(person), intruder)
  await change(person, `later-${intruder}`)
  const later = await undoPathOf(intruder, 2)
  const posts = await Promise.all(
    Array.from({ length: 16 }, () => fetch(`${service.origin}${path}`, { method: 'POST' })),
  )
  assert.deepEqual(posts.map((answer) => answer.status).sort(), [
    200,
    ...Array.from({ length: 15 }, () => 410),
  ])
  assert.equal((await call('GET', 'user/get/profile/', person.headers)).status, 401)
  const login = await call(
    'POST',
    'user/login/',
    { apikey: service.apiKey },
    { username: person.username, password: person.password },
  )
  assert.equal(login.status, 401)
  assert.equal(login.body.error_codes.detail, 'password_reset_required')
  const user = await service.services.users.byId(person.id)
  assert.equal(user?.email, person.email)
  assert.equal((await fetch(`${service.origin}${later}`, { method: 'POST' })).status, 410)
  assert.equal((await fetch(`${service.origin}/email-change/undo/unknown`)).status, 404)
  const held = await service.services.db.read
    .selectFrom('email_addresses')
    .select(['email_key', 'reserved_until'])
    .where('user_id', '=', person.id)
    .execute()
  assert.deepEqual(
    held.map((row) => ({ ...row })),
    [{ email_key: person.email, reserved_until: null }],
  )
})

test('an undo cancels a removal requested by an intruder, and says so on the page and by mail', async () => {
  const person = await service.person()
  const intruder = freshAddress()
  await change(person, intruder)
  const asked = await call('POST', 'user/delete/', person.headers, { password: person.password })
  assert.equal(asked.status, 200)
  const warning = await catcher.mailTo(person.email, 2)
  assert.match(warning.subject ?? '', /will be deleted/)
  assert.match(warning.text ?? '', /use the link in our email about that change/)
  assert.match((await catcher.mailTo(intruder, 2)).subject ?? '', /will be deleted/)
  const page = await fetch(`${service.origin}${await undoPathOf(person.email)}`, { method: 'POST' })
  assert.equal(page.status, 200)
  assert.match(await page.text(), /was about to be deleted. We canceled that/)
  assert.match((await catcher.mailTo(person.email, 3)).subject ?? '', /won't be deleted/)
  assert.equal((await service.services.users.byId(person.id))?.deleteAt, null)
  const events = await service.services.audit.ofPerson(person.id, null, 9)
  assert.deepEqual(
    events
      .slice(0, 2)
      .map(({ action, actor }) => [action, actor])
      .sort(),
    [
      ['deletion.cancelled', 'link'],
      ['email.undone', 'link'],
    ],
  )
  service.clock.advance(30 * DAY)
  while ((await service.services.accounts.removeDue()) > 0);
  assert.ok(await service.services.users.byId(person.id))
})

test('without a grace period nobody is removed while a change of the address can be undone', async () => {
  const hasty = await startService({ SMTP_URL: catcher.url, DELETION_GRACE_DAYS: '0' })
  try {
    const { accounts, users } = hasty.services
    const person = await hasty.person()
    const hours = (count: number) => hasty.clock.advance(count * HOUR)
    const moved = freshAddress()
    const ask = (path: string, body: Record<string, string>) =>
      fetch(`${hasty.base}/${path}`, {
        method: 'POST',
        headers: person.headers,
        body: new URLSearchParams(body),
      })
    const { token_checksum } = (await (await ask('user/token-generator/', { email: moved })).json()) as {
      token_checksum: string
    }
    const fields = {
      email: moved,
      first_name: 'A',
      last_name: 'B',
      token_checksum_field: token_checksum,
      token_field: await catcher.codeTo(moved),
    }
    assert.equal((await ask('user/update/profile/', fields)).status, 200)
    const until = hasty.clock.now() + 72 * HOUR
    const asked = await ask('user/delete/', { password: person.password })
    const { data } = (await asked.json()) as { data: { delete_at: string } }
    assert.ok(Math.abs(Date.parse(data.delete_at) - until) < 60_000)
    hours(71)
    assert.equal(await accounts.removeDue(), 0)
    // Also if the day was set before the address changed.
    await hasty.services.db.write((tx) => users.update(tx, person.id, { delete_at: 1 }, 0))
    assert.equal(await accounts.removeDue(), 0)
    assert.ok(await users.byId(person.id))
    hours(2)
    assert.equal(await accounts.removeDue(), 1)
  } finally {
    await hasty.stop()
  }
})

test('the old address stays reserved for 72 hours, only for its person, and is then free', async () => {
  const person = await service.person()
  const other = await service.person()
  await change(person, freshAddress())
  const path = await undoPathOf(person.email)
  await ask(other, person.email)
  assert.match((await catcher.mailTo(person.email, 2)).text ?? '', /still belongs to your account/)
  service.clock.advance(72 * HOUR)
  assert.equal((await fetch(`${service.origin}${path}`)).status, 410)
  const later = await signIn(other)
  const checksum = await ask(later, person.email)
  const code = await catcher.codeTo(person.email, 3)
  assert.equal((await update(later, person.email, checksum, code)).status, 200)
})

/** Returns the bytes of the database files, or the contents of every PostgreSQL table. */
async function everythingStored(): Promise<Buffer> {
  const { db } = service.services
  if (isScaledOut) {
    const rows = tableNames.map((table) => db.read.selectFrom(table).selectAll().execute())
    return Buffer.from(JSON.stringify(await Promise.all(rows)))
  }
  const files = (await readdir(service.dataDir)).filter((name) => name.startsWith('user-profile.sqlite'))
  return Buffer.concat(await Promise.all(files.map((name) => readFile(join(service.dataDir, name)))))
}

test('no code, checksum or link token is in the database or the log', async () => {
  const person = await service.person()
  const email = freshAddress()
  const checksum = await ask(person, email)
  const code = await catcher.codeTo(email)
  assert.equal((await update(person, email, checksum, code)).status, 200)
  const token = (await undoPathOf(person.email)).split('/').at(-1) ?? ''
  await fetch(`${service.origin}/email-change/undo/${token}`)
  const stored = await everythingStored()
  assert.ok(stored.includes(person.id))
  const logged = JSON.stringify(service.logged)
  for (const secret of [checksum, token]) assert.ok(!stored.includes(secret) && !logged.includes(secret))
  for (const { mail } of catcher.mails) {
    const found = /^(\d{6})$/m.exec(mail.text ?? '')?.[1]
    // Six digits also appear in instants and identifiers; a code would be on its own.
    if (found) assert.doesNotMatch(stored.toString('latin1'), new RegExp(`"${found}"|:${found}[,}]`))
  }
  assert.ok(!logged.includes(email))
})

test('expired data is removed: requests and reservations at once, undo links after a month', async () => {
  const late = await startService({ SMTP_URL: catcher.url })
  const person = await late.person()
  const email = freshAddress()
  const checksum = await ask(person, email, late)
  assert.equal((await update(person, email, checksum, await catcher.codeTo(email), {}, late)).status, 200)
  await ask(person, freshAddress(), late)
  const { db, undos } = late.services
  const count = async () => ({
    requests: (await db.read.selectFrom('email_changes').select('id').execute()).length,
    addresses: (await db.read.selectFrom('email_addresses').select('email_key').execute()).length,
    links: (await db.read.selectFrom('email_undos').select('id').execute()).length,
  })
  await undos.purge()
  assert.deepEqual(await count(), { requests: 1, addresses: 2, links: 1 })
  late.clock.advance(73 * HOUR)
  assert.equal(await undos.purge(), 2)
  assert.deepEqual(await count(), { requests: 0, addresses: 1, links: 1 })
  late.clock.advance(30 * 24 * HOUR)
  assert.equal(await undos.purge(), 1)
  await late.stop()
})

test('if both mailboxes must prove a change, a person without an address proves only the first one', async () => {
  const both = await startService({ SMTP_URL: catcher.url, EMAIL_PROOF: 'both' })
  const person = await both.person()
  const { db, users } = both.services
  await db.write(async (tx) => {
    await users.releaseAddress(tx, person.id, person.email)
    await users.update(tx, person.id, { email: '' }, both.clock.now())
  })
  const email = freshAddress()
  const checksum = await ask(person, email, both)
  assert.equal((await update(person, email, checksum, await catcher.codeTo(email), {}, both)).status, 200)
  await both.stop()
})
