import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createSmtpMailer } from '../../src/adapters/mailer/smtp-mailer.ts'
import { DAY } from '../../src/basics/durations.ts'
import { MailFailure } from '../../src/ports/mailer.ts'
import { startService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const mail = {
  to: 'a@example.org',
  subject: 's',
  text: 't',
  html: '<p>t</p>',
  images: [],
  language: 'en',
  id: 'id',
}

/** A mail server with the given replies, by command; `null` never replies. */
async function startScript(t: TestContext, replies: Record<string, string | null>, port = 0) {
  const sockets = new Set<Socket>()
  const said: string[] = []
  const reply = (socket: Socket, command: string, usual: string) => {
    const text = command in replies ? replies[command] : usual
    if (text !== null) socket.write(`${text}\r\n`)
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    reply(socket, 'CONN', '220 ready')
    let isData = false
    let rest = ''
    socket.on('data', (chunk) => {
      rest += chunk
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (isData && line !== '.') continue
        const command = isData ? 'END' : (/^(MAIL FROM|RCPT TO|\w+)/i.exec(line)?.[1]?.toUpperCase() ?? '')
        said.push(command)
        isData = command === 'DATA' && !('DATA' in replies)
        const auth = 'AUTH' in replies ? '250-scripted\r\n250 AUTH PLAIN' : '250 scripted'
        const usual = command === 'EHLO' ? auth : command === 'DATA' ? '354 go' : '250 ok'
        reply(socket, command, usual)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  t.after(close)
  const taken = (server.address() as AddressInfo).port
  return { port: taken, said, close, authority: `127.0.0.1:${taken}` }
}

const table = [
  { step: 'CONN', reply: '554 no service', fault: 'server' },
  { step: 'EHLO', reply: '550 not you', more: { HELO: '550 not you' }, fault: 'server' },
  { step: 'AUTH', reply: '535 wrong password', fault: 'server' },
  { step: 'MAIL FROM', reply: '550 sender refused', fault: 'server' },
  { step: 'RCPT TO', reply: '550 no such user', fault: 'recipient' },
  { step: 'DATA', reply: '554 transaction failed', fault: 'server' },
  { step: 'END', reply: '552 too large', fault: 'recipient' },
  { step: 'CONN', reply: '421 try later', fault: 'unreachable' },
  { step: 'MAIL FROM', reply: '451 try later', fault: 'unreachable' },
  { step: 'RCPT TO', reply: '450 greylisted', fault: 'unreachable' },
  { step: 'END', reply: '451 try later', fault: 'unreachable' },
]
for (const { step, reply, fault, more = {} } of table) {
  test(`${reply} in reply to ${step} blames: ${fault}`, async (t) => {
    const server = await startScript(t, { [step]: reply, ...more })
    const login = step === 'AUTH' ? 'user:password@' : ''
    const mailer = createSmtpMailer({
      url: `smtp://${login}${server.authority}`,
      from: 'Service <service@example.com>',
    })
    t.after(() => mailer.close())
    const failure = await mailer.send(mail).then(
      () => null,
      (error: unknown) => error,
    )
    assert.ok(failure instanceof MailFailure)
    assert.equal(failure.fault, fault, `${failure.command} ${failure.message}`)
    const seen = await mailer.ping().then(
      () => null,
      (error: MailFailure) => error.fault,
    )
    assert.equal(seen, fault === 'recipient' ? null : fault, 'what readiness says')
  })
}

const requestCode = async (service: Awaited<ReturnType<typeof startService>>, email: string) => {
  const person = await service.person()
  const body = new URLSearchParams({ email })
  const url = `${service.base}/user/token-generator/`
  assert.equal((await fetch(url, { method: 'POST', headers: person.headers, body })).status, 200)
}
const jobs = ({ services }: Awaited<ReturnType<typeof startService>>) =>
  services.db.read.selectFrom('outbox').selectAll().execute()

test('a permanently refused recipient is tried once, and that is not a problem of the service', async (t) => {
  const server = await startScript(t, { 'RCPT TO': '550 no such user' })
  const service = await startService({ SMTP_URL: `smtp://${server.authority}` })
  t.after(service.stop)
  await requestCode(service, 'nobody@example.org')
  const [job] = await eventually(async () => {
    const found = await jobs(service)
    return found[0]?.failed_at != null && found
  })
  assert.equal(job?.tries, 1)
  service.clock.advance(DAY)
  await service.services.outbox.runDue()
  assert.equal(server.said.filter((command) => command === 'RCPT TO').length, 1)
  assert.deepEqual(await service.services.outbox.failed(), [
    { kind: 'mail.email-change-code', count: 1, isRefusal: true },
  ])
  const ready = (await (await fetch(`${service.origin}/readyz`)).json()) as { status: string }
  assert.equal(ready.status, 'ok')
  service.clock.advance(31 * DAY)
  assert.equal(await service.services.outbox.purge(), 1)
})

test('a server that refuses the service is retried, and readiness says so until it accepts mail', async (t) => {
  const server = await startScript(t, { 'MAIL FROM': '550 sender refused' })
  const service = await startService({ SMTP_URL: `smtp://${server.authority}` })
  t.after(service.stop)
  await requestCode(service, 'somebody@example.org')
  await eventually(async () => (await jobs(service))[0]?.last_error)
  const ready = async () =>
    (await (await fetch(`${service.origin}/readyz`)).json()) as {
      status: string
      checks: Record<string, string>
    }
  const bad = await eventually(async () => {
    const now = await ready()
    return now.status === 'degraded' && now
  })
  assert.equal(bad.checks.mail, 'degraded')
  assert.equal((await jobs(service))[0]?.failed_at, null)
  await server.close()
  await startScript(t, {}, server.port)
  service.clock.advance(10_000)
  await eventually(async () => (await jobs(service)).length === 0)
  await eventually(async () => (await ready()).status === 'ok')
})

// A server that is paused, or never greets.
for (const step of ['CONN', 'EHLO', 'MAIL FROM', 'RCPT TO', 'DATA', 'END']) {
  test(`a mail server that is silent after ${step} delays only mails: files are removed meanwhile`, async (t) => {
    const server = await startScript(t, { [step]: null })
    const service = await startService({ SMTP_URL: `smtp://${server.authority}` })
    t.after(service.stop)
    for (let i = 0; i < 8; i++) await requestCode(service, `nobody${i}@example.org`)
    const running = async () => (await jobs(service)).filter((job) => job.claimed_until !== null).length
    await eventually(async () => (await running()) === 4)
    await service.services.db.write((tx) =>
      service.services.outbox.enqueue(tx, 'remove-files', { pictureIds: ['gone'] }),
    )
    await eventually(async () => !(await jobs(service)).some((job) => job.kind === 'remove-files'), 5_000)
    assert.equal(await running(), 4, 'the mails still wait for the server')
  })
}
