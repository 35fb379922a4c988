import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import tls from 'node:tls'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { createSmtpMailer } from '../../src/adapters/mailer/smtp-mailer.ts'
import { readConfig } from '../../src/config/config.ts'
import { MailFailure } from '../../src/ports/mailer.ts'
import { createCli } from '../support/cli.ts'

/** An address of this machine that is not the loopback one. */
const [address] = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ internal, family }) => !internal && family === 'IPv4')
  .map((one) => one.address)
const skip = address === undefined && 'this machine has only the loopback address'

let folder: string
let certificate: { key: string; cert: string; file: string }
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-tls-'))
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=mail.test', '-addext', `subjectAltName=IP:${address ?? '127.0.0.1'}`]
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      ...subject,
      '-keyout',
      key,
      '-out',
      file,
    ],
    { stdio: 'ignore' },
  )
  certificate = { key: await readFile(key, 'utf8'), cert: await readFile(file, 'utf8'), file }
})
after(() => rm(folder, { recursive: true, force: true }))

interface Seen {
  greeting: string
  isSecure: boolean
  login: string | undefined
}

/** A real mail server on that address, which records each mail. */
async function startServer(t: TestContext, options: SMTPServerOptions, host = address!) {
  const seen: Seen[] = []
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 50,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? '' }),
    onData(stream, session, done) {
      stream.resume()
      stream.on('end', () => {
        seen.push({
          greeting: session.hostNameAppearsAs,
          isSecure: session.secure,
          login: session.user as string | undefined,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  return { seen, authority: `${host}:${port}` }
}

const clear: SMTPServerOptions = { disabledCommands: ['STARTTLS'] }
const secured = (): SMTPServerOptions => ({ key: certificate.key, cert: certificate.cert })

/** Sends one mail as the service would with these settings; returns the error, or null. */
async function send(t: TestContext, url: string, settings = {}): Promise<MailFailure | null> {
  const config = readConfig({ SMTP_URL: url, ...settings })
  const mailer = createSmtpMailer({ ...config.mailServer!, from: 'Service <service@example.com>' })
  t.after(() => mailer.close())
  const mail = {
    to: 'ada@example.com',
    subject: 'Hello',
    text: 'Hello',
    images: [],
    html: '',
    language: 'en',
    id: 'one',
  }
  return mailer.send(mail).then(
    () => null,
    (error: unknown) => {
      assert.ok(error instanceof MailFailure)
      return error
    },
  )
}

/** Trusts the test's certificate for the rest of this process. */
const trustIt = () => tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.cert])

test('smtp:// to another machine sends nothing before STARTTLS, not even a password', { skip }, async (t) => {
  const server = await startServer(t, clear)
  const failure = await send(t, `smtp://user:password@${server.authority}`)
  assert.equal(failure?.fault, 'server')
  assert.match(failure?.message ?? '', /does not offer STARTTLS.*smtps:\/\/.*\?insecure=1/)
  assert.deepEqual(server.seen, [])
})

test('?insecure=1 sends in clear text if the server offers no STARTTLS', { skip }, async (t) => {
  const server = await startServer(t, clear)
  assert.equal(await send(t, `smtp://user:password@${server.authority}?insecure=1`), null)
  assert.deepEqual(
    server.seen.map(({ isSecure, login }) => ({ isSecure, login })),
    [{ isSecure: false, login: 'user' }],
  )
})

test('a server on this machine gets mail in clear text', async (t) => {
  const server = await startServer(t, clear, '127.0.0.1')
  assert.equal(await send(t, `smtp://${server.authority}`), null)
  assert.equal(server.seen[0]?.isSecure, false)
})

test('an untrusted certificate is refused, and the failure says what to do', {
  skip,
}, async (t) => {
  const server = await startServer(t, secured())
  const failure = await send(t, `smtp://${server.authority}`)
  assert.equal(failure?.fault, 'server')
  assert.match(failure?.message ?? '', /certificate.*NODE_EXTRA_CA_CERTS/)
  assert.deepEqual(server.seen, [])
})

test('with STARTTLS and a valid certificate mails are sent, and the greeting is the host of PUBLIC_URL', {
  skip,
}, async (t) => {
  trustIt()
  const server = await startServer(t, secured())
  const settings = { PUBLIC_URL: 'https://id.example.com/sub' }
  assert.equal(await send(t, `smtp://user:password@${server.authority}`, settings), null)
  assert.deepEqual(server.seen, [{ greeting: 'id.example.com', isSecure: true, login: 'user' }])
})

/** RFC 5321, 4.1.3: an address is in brackets. */
for (const [publicUrl, greeting] of [
  ['https://id.example.com', 'id.example.com'],
  ['http://192.0.2.7:8080', '[192.0.2.7]'],
  ['http://[2001:db8::1]:8080', '[IPv6:2001:db8::1]'],
] as const) {
  test(`a service at ${publicUrl} greets as ${greeting}`, async (t) => {
    const server = await startServer(t, clear, '127.0.0.1')
    assert.equal(await send(t, `smtp://${server.authority}`, { PUBLIC_URL: publicUrl }), null)
    // The test's server folds it.
    assert.equal(server.seen[0]?.greeting, greeting.toLowerCase())
  })
}

/** One row per address: whether STARTTLS is required. */
const demands: [string, boolean][] = [
  ['smtp://mail.example.com', true],
  ['smtp://mail.example.com?insecure=1', false],
  ['smtp://mail.example.com?requireTLS=true&insecure=1', true],
  ['smtp://mail.example.com?requireTLS=false', true],
  ['smtp://localhost', false],
  ['smtp://mail.localhost', false],
  ['smtp://127.9.9.9', false],
  ['smtp://[::1]', false],
  ['smtp://[::ffff:127.0.0.1]', false],
  ['smtp://localhost?requireTLS=true', true],
  ['smtp://127.0.0.1.example.com', true],
  ['smtp://localhost.example.com', true],
  ['smtp://10.0.0.5', true],
]
for (const [url, isDemanded] of demands) {
  test(`${url} ${isDemanded ? 'requires' : 'does not require'} STARTTLS`, () =>
    assert.equal(readConfig({ SMTP_URL: url }).mailServer?.requiresTls, isDemanded))
}

test('doctor says what to do about a mail server without STARTTLS', { skip }, async (t) => {
  const server = await startServer(t, clear)
  const cli = await createCli({ SMTP_URL: `smtp://user:GEHEIM@${server.authority}` })
  t.after(cli.remove)
  const ran = await cli.run(['doctor', '--json'])
  const { checks } = JSON.parse(ran.stdout) as { checks: { name: string; state: string; detail: string }[] }
  const mail = checks.find(({ name }) => name === 'mail')
  assert.equal(mail?.state, 'wrong')
  assert.match(mail?.detail ?? '', /STARTTLS.*\?insecure=1/)
  assert.doesNotMatch(ran.stdout + ran.stderr, /GEHEIM/)
})
