import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { startService, type TestService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

/*
 * A mail is sent twice if the server accepted it but its response got lost. Whichever copy arrives, or is read first, must work, and a mailbox that drops duplicates must not drop the valid one.
 */

/** A mail server that stores every mail, but disconnects instead of confirming the first `lost` of each subject. */
async function startLossy(t: TestContext, lost: number) {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 50,
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail)
        const copies = mails.filter(
          ({ subject, to }) => subject === mail.subject && textOf(to) === textOf(mail.to),
        )
        if (copies.length > lost) done()
        else done(Object.assign(new Error('the answer got lost'), { responseCode: 421 }))
      }, done)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, mails }
}

const textOf = (to: ParsedMail['to']) => JSON.stringify(to)

/** Advances time until there are that many mails. */
async function until(service: TestService, mails: ParsedMail[], count: number): Promise<void> {
  await eventually(async () => {
    const waiting = await service.services.db.read
      .selectFrom('outbox')
      .select('run_at')
      .where('claimed_until', 'is', null)
      .executeTakeFirst()
    const now = service.clock.now()
    if (waiting && waiting.run_at > now) service.clock.advance(waiting.run_at - now)
    return mails.length >= count
  }, 20_000)
}

const codeOf = (mail: ParsedMail | undefined) => /^(\d{6}|\S{4}-\S{4})$/m.exec(mail?.text ?? '')?.[1] ?? ''
const linkOf = (mail: ParsedMail | undefined) => /https?:\S+\/undo\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''

const post = (
  service: TestService,
  path: string,
  headers: Record<string, string>,
  fields: Record<string, string>,
) => fetch(`${service.base}/${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) })

for (const copy of [0, 1]) {
  test(`a code mail that is sent twice: copy ${copy + 1} works, and has its own id`, async (t) => {
    const { url, mails } = await startLossy(t, 1)
    const service = await startService({ SMTP_URL: url })
    t.after(service.stop)
    const person = await service.person()
    const email = 'twice@example.org'
    const asked = await post(service, 'user/token-generator/', person.headers, { email })
    const { token_checksum: checksum } = (await asked.json()) as { token_checksum: string }
    await until(service, mails, 2)
    assert.notEqual(mails[0]?.messageId, mails[1]?.messageId)
    const fields = { email, token_field: codeOf(mails[copy]), token_checksum_field: checksum }
    assert.equal((await post(service, 'user/update/profile/', person.headers, fields)).status, 200)
  })

  test(`a mail for a new password that is sent twice: the code of copy ${copy + 1} works`, async (t) => {
    const { url, mails } = await startLossy(t, 1)
    const service = await startService({ SMTP_URL: url })
    t.after(service.stop)
    const { email, headers } = await service.person()
    const application = { apikey: headers.apikey ?? '' }
    const checksum = await service.services.passwords.forgot(email, '127.0.0.1')
    await until(service, mails, 2)
    assert.notEqual(mails[0]?.messageId, mails[1]?.messageId)
    await service.services.passwords.reset({
      email,
      checksum,
      code: codeOf(mails[copy]),
      newPassword: 'another horse battery staple',
      applicationId: application.apikey,
      address: '127.0.0.1',
    })
  })

  test(`an undo mail that is sent repeatedly: the link of copy ${copy + 1} of 5 works once, and invalidates the others`, async (t) => {
    const { url, mails } = await startLossy(t, 0)
    const service = await startService({ SMTP_URL: url })
    t.after(service.stop)
    const person = await service.person()
    const email = 'moved@example.org'
    const asked = await post(service, 'user/token-generator/', person.headers, { email })
    const { token_checksum: checksum } = (await asked.json()) as { token_checksum: string }
    await until(service, mails, 1)
    const fields = { email, token_field: codeOf(mails[0]), token_checksum_field: checksum }
    assert.equal((await post(service, 'user/update/profile/', person.headers, fields)).status, 200)
    await until(service, mails, 2)
    // As if the response to the mail had been lost each time, and its job had stayed.
    const undo = await service.services.db.read
      .selectFrom('email_undos')
      .selectAll()
      .executeTakeFirstOrThrow()
    for (let i = 0; i < 4; i++) {
      await service.services.db.write((tx) =>
        service.services.outbox.enqueue(tx, 'mail.email-changed', {
          undoId: undo.id,
          newEmail: email,
          expiresAt: undo.expires_at,
        }),
      )
      await until(service, mails, 3 + i)
    }
    const links = mails.slice(1).map(linkOf)
    assert.equal(new Set(links).size, 5)
    const tokens = links.map((link) => link.split('/').at(-1) ?? '')
    const looks = async () =>
      Promise.all(tokens.map(async (token) => (await service.services.undos.preview(token)).state))
    assert.deepEqual(await looks(), Array(5).fill('open'))
    assert.equal((await service.services.undos.listStored(person.id)).length, 1, 'it is one change')
    // Sixteen at once, over all links: one of them undoes the change.
    const chosen = [tokens[copy] ?? '', ...Array.from({ length: 15 }, (_, i) => tokens[i % 5] ?? '')]
    const states = await Promise.all(
      chosen.map(async (token) => (await service.services.undos.undo(token, '127.0.0.1')).state),
    )
    assert.equal(states.filter((state) => state === 'done').length, 1)
    assert.deepEqual(await looks(), Array(5).fill('over'))
    assert.equal((await service.services.users.byId(person.id))?.email, person.email)
  })
}

test('a job whose payload is not JSON is given up at once, and doctor says so', async (t) => {
  const service = await startService()
  t.after(service.stop)
  const now = service.clock.now()
  for (const [i, payload] of ['{"broken', 'null', '7'].entries()) {
    await service.services.db.write((tx) =>
      tx
        .insertInto('outbox')
        .values({
          id: `bad-${i}`,
          kind: i === 1 ? 'mail.password-changed' : 'remove-files',
          payload,
          created_at: now,
          run_at: now,
          tries: 0,
          claimed_until: null,
          last_error: null,
          failed_at: null,
        })
        .execute(),
    )
  }
  await eventually(async () => (await service.services.outbox.failed()).length === 2)
  const lines = service.logged.filter((line) => line.msg === 'outbox job given up')
  assert.equal(lines.length, 3)
  assert.ok(!service.logged.some((line) => line.msg === 'outbox cannot be read'))
})
