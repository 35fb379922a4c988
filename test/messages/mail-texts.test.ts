import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Person, serviceFixture } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const catcher = await catcherFixture()
// The setting with which mail can reach somebody who has proven nothing.
const service = await serviceFixture({ SMTP_URL: catcher.url, EMAIL_PROOF: 'current' })

async function post(person: Person, path: string, fields: Record<string, string>) {
  const init = { method: 'POST', headers: person.headers, body: new URLSearchParams(fields) }
  const answer = await fetch(`${service.base}/user/${path}/`, init)
  assert.equal(answer.status, 200, path)
  return (await answer.json()) as { token_checksum: string }
}

/** Moves the account to a stranger's address and triggers every possible mail there; returns all that arrived. */
async function mailsToStranger(person: Person, stranger: string) {
  const { token_checksum } = await post(person, 'token-generator', { email: stranger })
  const token_field = await catcher.codeTo(person.email)
  await post(person, 'update/profile', { email: stranger, token_checksum_field: token_checksum, token_field })
  const [old_password, new_password] = [person.password, 'a lake beside nine hills']
  await post(person, 'password/change', { old_password, new_password })
  await post(person, 'delete', { password: new_password })
  // A removal that is canceled before its mail is sent causes no mail.
  await catcher.mailTo(stranger, 2)
  await post(person, 'delete/cancel', {})
  await catcher.mailTo(stranger, 3)
  return catcher.mails.filter(({ to }) => to === stranger).map(({ mail }) => mail)
}

test('no part of a sentence in place of a name is mailed to anybody', async () => {
  const fields = {
    first_name: 'Your account is compromised,',
    last_name: 'visit http://evil.example',
  }
  const person = await service.person({ email: 'intruder@example.org', fields })
  for (const mail of await mailsToStranger(person, 'stranger@example.com')) {
    for (const part of [mail.subject, mail.text, String(mail.html)]) {
      assert.ok(part)
      assert.doesNotMatch(part, /compromised|evil/)
    }
    assert.match(mail.text ?? '', /^Hello,$/m)
  }
})

test('a mail greets a name of four words, and does not repeat a sentence in an address', async () => {
  const person = await service.person({ fields: { first_name: 'María del', last_name: 'Carmen García' } })
  const mails = await mailsToStranger(person, 'stranger+visit.evil.example@example.com')
  for (const { text } of mails) assert.match(text ?? '', /^Hi María del,$/m)
  const asking = await catcher.mailTo(person.email)
  assert.match(asking.text ?? '', /account to s•••@example\.com\./)
  assert.doesNotMatch(`${asking.text} ${asking.html}`, /evil/)
})
