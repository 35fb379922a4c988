import assert from 'node:assert/strict'
import { test } from 'node:test'
import { provenBy } from '../../src/profile/profile.ts'
import { type Person, serviceFixture, startService, type TestService } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url })

let counter = 0
const freshAddress = () => `proof${++counter}@example.org`
interface Body {
  token_checksum: string
  errors: object
  data: { UserVerified: { email_verified: boolean; phone_verified: boolean } }
}
async function call(at: TestService, { headers }: Pick<Person, 'headers'>, path: string, body: object) {
  const sent = { method: 'POST', headers, body: new URLSearchParams({ ...body }) }
  const answer = await fetch(`${at.base}/${path}/`, sent)
  return { status: answer.status, body: (await answer.json()) as Body }
}
const ask = async (person: Person, email: string, at = service) =>
  (await call(at, person, 'user/token-generator', { email })).body.token_checksum
const update = (person: Person, body: object, at = service) =>
  call(at, person, 'user/update/profile', { email: person.email, ...body })
async function verified(person: Person, at = service) {
  const answer = await fetch(`${at.base}/user/get/profile/`, { headers: person.headers })
  return ((await answer.json()) as Body).data.UserVerified
}
async function change(person: Person, email: string, at: TestService): Promise<void> {
  const mails = catcher.mails.filter(({ to }) => to === person.email).length
  const checksum = await ask(person, email, at)
  const { mailboxes } = at.services.emailChanges
  const user = (await at.services.users.byId(person.id))!
  const codes = await Promise.all(
    mailboxes(user).map((mailbox) =>
      mailbox === 'new' ? catcher.codeTo(email) : catcher.codeTo(person.email, mails + 1),
    ),
  )
  const [token_field, current_token_field] = codes
  const more = current_token_field === undefined ? {} : { current_token_field }
  const answer = await update(person, { email, token_checksum_field: checksum, token_field, ...more }, at)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}
const actionsOf = async (person: Person) => {
  const pages = service.services.audit.pages({ userId: person.id })
  return (await Array.fromAsync(pages)).flat().map(({ action }) => action)
}

test('a person created by an operator has proven neither address nor number', async () => {
  const person = await service.person()
  assert.deepEqual(await verified(person), { email_verified: false, phone_verified: false })
})

for (const [EMAIL_PROOF, isProven] of [
  ['new', true],
  ['both', true],
  ['current', false],
] as const) {
  test(`with EMAIL_PROOF=${EMAIL_PROOF} a change ${isProven ? 'verifies' : 'does not verify'} the new address`, async () => {
    const at = await startService({ SMTP_URL: catcher.url, EMAIL_PROOF })
    try {
      const person = await at.person({ email: freshAddress() })
      await at.services.db.write((tx) => at.services.users.markEmailVerified(tx, person.id, 1))
      const email = freshAddress()
      await change(person, email, at)
      assert.equal((await verified(person, at)).email_verified, isProven)
      // A single code to the new mailbox proves it afterwards, whichever mailbox must prove a change.
      if (isProven) return
      const checksum = await ask(person, email, at)
      const own = { email, token_checksum_field: checksum, token_field: await catcher.codeTo(email) }
      const answer = await update(person, own, at)
      assert.equal(answer.body.data.UserVerified.email_verified, true)
    } finally {
      await at.stop()
    }
  })
}

test('a code for the current address verifies it, and a wrong one changes nothing, as before', async () => {
  const person = await service.person({ email: freshAddress() })
  const checksum = await ask(person, person.email)
  const mail = await catcher.mailTo(person.email)
  assert.match(mail.text ?? '', /to verify the email address \S+ for/)
  const right = await catcher.codeTo(person.email)
  const proof = (token_field: string) => ({ token_checksum_field: checksum, token_field })
  const wrong = await update(person, proof(right === '111111' ? '222222' : '111111'))
  assert.deepEqual([wrong.status, wrong.body.data.UserVerified.email_verified], [200, false])
  const other = await update(person, { token_checksum_field: 'another', token_field: right })
  assert.deepEqual([other.status, other.body.data.UserVerified.email_verified], [200, false])
  const before = await actionsOf(person)
  const done = await update(person, { ...proof(right), first_name: 'Ada' })
  assert.deepEqual([done.status, done.body.data.UserVerified.email_verified], [200, true])
  assert.deepEqual(await actionsOf(person), ['email.verified', ...before])
  const waiting = await fetch(`${service.base}/user/email-change/`, { headers: person.headers })
  assert.equal(((await waiting.json()) as { data: { pending: unknown } }).data.pending, null)
  assert.equal(catcher.mails.filter(({ to }) => to === person.email).length, 1)
  // Another spelling is the same address.
  const respelled = await update(person, { email: person.email.toUpperCase() })
  assert.equal(respelled.body.data.UserVerified.email_verified, true)
})

test('five wrong attempts also end the code for one’s own address', async () => {
  const person = await service.person({ email: freshAddress() })
  const token_checksum_field = await ask(person, person.email)
  const token_field = await catcher.codeTo(person.email)
  const wrong = token_field === '111111' ? '222222' : '111111'
  await Promise.all(
    Array.from({ length: 16 }, () => update(person, { token_checksum_field, token_field: wrong })),
  )
  await update(person, { token_checksum_field, token_field })
  assert.equal((await verified(person)).email_verified, false)
})

test('of sixteen simultaneous proofs one counts, and all get a response', async () => {
  const person = await service.person({ email: freshAddress() })
  const token_checksum_field = await ask(person, person.email)
  const token_field = await catcher.codeTo(person.email)
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => update(person, { token_checksum_field, token_field })),
  )
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  const proofs = (await actionsOf(person)).filter((action) => action === 'email.verified')
  assert.deepEqual(proofs, ['email.verified'])
})

test('a recovery by a code mailed to the address verifies it', async () => {
  const person = await service.person({ email: freshAddress() })
  const { email } = person
  const asked = await call(service, person, 'user/password/forgot', { email })
  const token_field = await catcher.codeTo(email)
  const proof = { email, token_checksum_field: asked.body.token_checksum, token_field }
  const body = { ...proof, new_password: 'another battery staple' }
  assert.equal((await call(service, person, 'user/password/reset', body)).status, 200)
  assert.notEqual((await service.services.users.byId(person.id))?.emailVerifiedAt, null)
})

test('an undo by the link in the old mailbox verifies the old address', async () => {
  const person = await service.person({ email: freshAddress() })
  await change(person, freshAddress(), service)
  await service.services.db.write((tx) =>
    service.services.users.update(tx, person.id, { email_verified_at: null }, 1),
  )
  const { text } = await catcher.mailTo(person.email)
  const path = /(\/email-change\/undo\/\S+)/.exec(text ?? '')?.[1]
  assert.equal((await fetch(`${service.origin}${path}`, { method: 'POST' })).status, 200)
  const user = await service.services.users.byId(person.id)
  assert.equal(user?.email, person.email)
  assert.notEqual(user?.emailVerifiedAt, null)
})

test('a number stays verified until it changes', async () => {
  const fields = { phone_number: '+33612345678', phone_code: '33', country_code: 'FR' }
  const person = await service.person({ email: freshAddress(), fields })
  const prove = () =>
    service.services.db.write((tx) =>
      service.services.users.update(tx, person.id, { phone_verified_at: 1 }, 1),
    )
  await prove()
  await update(person, { ...fields, first_name: 'Ada' })
  assert.equal((await verified(person)).phone_verified, true)
  for (const other of [{ phone_number: '+33612345679' }, { phone_number: '' }]) {
    await prove()
    await update(person, other)
    assert.equal((await verified(person)).phone_verified, false)
  }
})

const rules: readonly (readonly [string, Parameters<typeof provenBy>, object])[] = [
  ['a name', [{ first_name: 'Ada' }, { isMoved: false, isMailboxProven: false, now: 5 }], {}],
  ['another spelling', [{ email: 'A@b.c' }, { isMoved: false, isMailboxProven: false, now: 5 }], {}],
  [
    'an address, unproven',
    [{ email: 'a@b.c' }, { isMoved: true, isMailboxProven: false, now: 5 }],
    { email_verified_at: null },
  ],
  [
    'an address, proven',
    [{ email: 'a@b.c' }, { isMoved: true, isMailboxProven: true, now: 5 }],
    { email_verified_at: 5 },
  ],
  ['a proof', [{}, { isMoved: false, isMailboxProven: true, now: 5 }], { email_verified_at: 5 }],
  [
    'a calling code',
    [{ phone_code: '44' }, { isMoved: false, isMailboxProven: false, now: 5 }],
    { phone_verified_at: null },
  ],
]
for (const [what, sent, expected] of rules) {
  test(`${what} changes the proofs to ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(provenBy(...sent), expected)
  })
}
