import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import tls from 'node:tls'
import { createSecurityLog } from '../../src/adapters/security-log/security-log.ts'
import { readConfig } from '../../src/config/config.ts'
import { securityEvents } from '../../src/ports/security-events.ts'
import { startService, type TestService, testOperator } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-log-'))
})
after(() => rm(folder, { recursive: true, force: true }))

interface Line {
  kind: string
  event: string
  [field: string]: unknown
}

async function start(t: TestContext, place: string): Promise<TestService> {
  const service = await startService({ SECURITY_LOG: place, TRUST_PROXY: 'true' })
  let isStopped = false
  const { stop } = service
  service.stop = async () => {
    if (!isStopped) await stop()
    isStopped = true
  }
  t.after(service.stop)
  return service
}

const fail = async (service: TestService, from = '203.0.113.9') => {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey: service.apiKey, 'x-forwarded-for': from },
    body: new URLSearchParams({ username: 'nobody', password: 'typed-7391' }),
  })
  assert.equal(answer.status, 401)
}
const linesIn = async (file: string): Promise<Line[]> =>
  (await readFile(file, 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
const failures = (lines: Line[]) => lines.filter(({ event }) => event === 'sign_in.failed')

test('attempts and audit events are written to a file as they happen, once committed', async (t) => {
  const file = join(folder, 'events.log')
  const service = await start(t, `file://${file}`)
  const person = await service.person()
  await fail(service)
  const lines = await eventually(async () => {
    const found = await linesIn(file)
    return failures(found).length === 1 && found
  })
  assert.deepEqual(
    lines.map(({ kind, event }) => `${kind} ${event}`),
    // The page's application, and that of the test.
    [
      'audit application.created',
      'audit application.created',
      'audit session.started',
      'security sign_in.failed',
    ],
  )
  assert.equal(lines[2]?.user, person.id)
  assert.deepEqual(Object.keys(lines[3] ?? {}).slice(0, 5), ['time', 'kind', 'event', 'address', 'user'])
  assert.equal((await stat(file)).mode & 0o777, 0o640 & ~process.umask())

  // A rolled back change leaves none.
  const { audit, db } = service.services
  await assert.rejects(
    db.write(async (tx) => {
      await audit.record(tx, 'keys.undone' as never, testOperator)
      throw new Error('undone')
    }),
  )
  await fail(service)
  const more = await eventually(async () => {
    const found = await linesIn(file)
    return failures(found).length === 2 && found
  })
  assert.ok(more.every(({ event }) => event !== 'keys.undone'))
})

test('a rotated or removed file is reopened without a signal', async (t) => {
  const file = join(folder, 'rotated.log')
  const service = await start(t, `file://${file}`)
  await fail(service)
  await eventually(async () => failures(await linesIn(file)).length === 1)
  await rename(file, `${file}.1`)
  await fail(service)
  await eventually(async () => failures(await linesIn(file)).length === 1)
  assert.equal(failures(await linesIn(`${file}.1`)).length, 1)
  await rm(file)
  await fail(service)
  await eventually(async () => failures(await linesIn(file)).length === 1)
  await writeFile(file, '')
  await fail(service)
  await eventually(async () => failures(await linesIn(file)).length === 1)
})

/** RFC 5424, 6: PRI of facility 10, VERSION, TIMESTAMP, HOSTNAME, APP-NAME, PROCID, MSGID, no structured data, MSG. */
const message =
  /^<84>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [!-~]+ user-profile \d+ sign_in\.failed - (\{"time".*\})$/

async function listenTcp(t: TestContext, server: Server, at: number | string = 0) {
  let received = ''
  server.on('connection', (socket) => {
    socket.on('error', () => {})
    if (server instanceof tls.Server) return
    socket.on('data', (bytes) => {
      received += bytes
    })
  })
  server.on('secureConnection', (socket) =>
    socket.on('data', (bytes: Buffer) => {
      received += bytes
    }),
  )
  typeof at === 'string' ? server.listen(at) : server.listen(at, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { received: () => received, port: (server.address() as AddressInfo).port }
}

/** RFC 6587, 3.4.1: the length in bytes, a blank, the message. */
function unframed(text: string): string[] {
  const messages: string[] = []
  for (let rest = text; rest !== ''; ) {
    const [head = '', length = ''] = /^(\d+) /.exec(rest) ?? []
    messages.push(rest.slice(head.length, head.length + Number(length)))
    rest = rest.slice(head.length + Number(length))
    if (head === '') break
  }
  return messages
}
const hasFailure = (messages: string[]) => messages.find((one) => message.test(one))

test('syslog over UDP gets one RFC 5424 message in each datagram', async (t) => {
  const socket = createSocket('udp4')
  const received: string[] = []
  socket.on('message', (bytes) => received.push(String(bytes)))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  const service = await start(t, `syslog://127.0.0.1:${socket.address().port}`)
  await fail(service)
  const found = await eventually(async () => hasFailure(received))
  assert.equal((JSON.parse(message.exec(found)?.[1] ?? '') as Line).address, '203.0.113.9')
})

test('syslog over TCP gets counted messages, and a recovered server gets the rest', async (t) => {
  const server = createServer()
  const { received, port } = await listenTcp(t, server)
  const service = await start(t, `syslog+tcp://127.0.0.1:${port}`)
  await fail(service)
  await eventually(async () => hasFailure(unframed(received())))
  await service.stop()
  server.close()
  await once(server, 'close').catch(() => {})

  const log = createSecurityLog({
    place: { kind: 'tcp', host: '127.0.0.1', port },
    onDropped: () => assert.fail('a line was dropped'),
    log: () => null,
  })
  const line = {
    time: '2026-01-01T00:00:00.000Z',
    event: 'sign_in.failed',
    isWarning: true,
    json: '{"time":1}',
  }
  log.write(line)
  const again = await listenTcp(t, createServer(), port)
  await eventually(async () => unframed(again.received()).length === 1)
  await log.close()
})

test('syslog over TLS checks the certificate, and sends if it is valid', async (t) => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=log', '-addext', 'subjectAltName=IP:127.0.0.1']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  const pem = await readFile(cert, 'utf8')
  const server = tls.createServer({ key: await readFile(key), cert: pem })
  server.on('tlsClientError', () => {})
  const { received, port } = await listenTcp(t, server)
  const service = await start(t, `syslog+tls://127.0.0.1:${port}`)
  await fail(service)
  await eventually(async () => service.logged.some(({ msg }) => msg === 'SECURITY_LOG cannot be written'))
  assert.equal(received(), '')
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), pem])
  await eventually(async () => hasFailure(unframed(received())))
})

test('syslog over a unix socket works with streams by lines, and with datagrams such as /dev/log', async (t) => {
  const stream = join(folder, 'stream.sock')
  const { received } = await listenTcp(t, createServer(), stream)
  const service = await start(t, `syslog+unix://${stream}`)
  await fail(service)
  await eventually(async () => hasFailure(received().split('\n')))

  const path = join(folder, 'log.sock')
  const program = `use IO::Socket::UNIX; $|=1; my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die; print "ready\n"; while (defined $s->recv(my $m, 9000)) { print "$m\n" }`
  const receiver = spawn('perl', ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => receiver.kill())
  let heard = ''
  receiver.stdout.on('data', (text) => {
    heard += text
  })
  await eventually(async () => heard.includes('ready'))
  const other = await start(t, `syslog+unix://${path}`)
  await fail(other)
  const found = await eventually(async () =>
    heard.split('\n').find((one) => one.includes('"sign_in.failed"')),
  )
  assert.match(
    found,
    /^<84>.*user-profile.*\{"time":"[^"]+","kind":"security","event":"sign_in\.failed","address":"203\.0\.113\.9"/,
  )
})

test('a silent or unavailable server delays nothing: lines wait up to a bound, then are dropped and counted', async () => {
  for (const port of [1, 0]) {
    const silent = createServer((socket) => {
      socket.pause()
      socket.on('error', () => {})
    })
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    let dropped = 0
    const log = createSecurityLog({
      place: { kind: 'tcp', host: '127.0.0.1', port: port || (silent.address() as AddressInfo).port },
      onDropped: () => {
        dropped += 1
      },
      log: () => null,
    })
    const line = {
      time: 't',
      event: 'sign_in.failed',
      isWarning: true,
      json: JSON.stringify('x'.repeat(8000)),
    }
    for (let n = 0; n < 6000; n += 1) log.write(line)
    assert.equal(dropped, 1000)
    await log.close()
    log.write(line)
    assert.ok(dropped > 1001, 'unsent lines are counted')
    silent.close()
  }
})

test('a file that cannot be written is reported once, and the service keeps running', async (t) => {
  const service = await start(t, `file://${join(folder, 'none', 'events.log')}`)
  for (let n = 0; n < 5; n += 1) await fail(service)
  const told = await eventually(async () => {
    const lines = service.logged.filter(({ msg }) => msg === 'SECURITY_LOG cannot be written')
    return lines.length > 0 && lines
  })
  assert.equal(told.length, 1)
  assert.equal(told[0]?.code, 'ENOENT')
})

for (const [value, place] of [
  ['stderr', { kind: 'stderr' }],
  ['file:///var/log/a%20b.log', { kind: 'file', path: '/var/log/a b.log' }],
  ['syslog://log.example.com', { kind: 'udp', host: 'log.example.com', port: 514 }],
  ['syslog+tcp://[2001:db8::1]', { kind: 'tcp', host: '2001:db8::1', port: 601 }],
  ['syslog+tls://log.example.com:1', { kind: 'tls', host: 'log.example.com', port: 1 }],
  ['syslog+unix:///dev/log', { kind: 'unix', path: '/dev/log' }],
] as const) {
  test(`SECURITY_LOG=${value} is read`, () =>
    assert.deepEqual(readConfig({ SECURITY_LOG: value }).securityLog, place))
}
for (const value of [
  'file://relative',
  '/var/log/x',
  'http://host',
  'syslog://',
  'syslog://u:secret@host',
  'syslog://host/x',
]) {
  test(`SECURITY_LOG=${value} is refused with its name`, () =>
    assert.throws(
      () => readConfig({ SECURITY_LOG: value }),
      (error: Error) => /^SECURITY_LOG: must/.test(error.message) && !error.message.includes('secret'),
    ))
}

const filter = new URL('../../deploy/fail2ban/filter.d/user-profile.conf', import.meta.url).pathname

/** Lines as the service writes them, in each format that an operator may use. */
async function written(t: TestContext): Promise<string[]> {
  const file = join(folder, `${t.name.length}-fail2ban.log`)
  const service = await start(t, `file://${file}`)
  await fail(service)
  await fail(service, '2001:db8::7')
  await eventually(async () => failures(await linesIn(file)).length === 2)
  const sent = (await readFile(file, 'utf8')).trim().split('\n')
  const [line = ''] = sent.slice(-1)
  // In pino's format, with the clock of `serve`.
  const own = line.replace('{"time"', '{"level":40,"time"')
  const head = `<84>1 ${(JSON.parse(line) as { time: string }).time} host user-profile 7 sign_in.failed - `
  return [
    ...sent,
    own,
    own.replace('Z",', 'Z","worker":3,'),
    `Nov 28 22:59:18 host user-profile[7]: ${own}`,
    head + line,
  ]
}

test('the filter for fail2ban finds the addresses in lines of the service, and in no other line', async (t) => {
  const lines = await written(t)
  const log = join(folder, 'to-filter.log')
  await writeFile(log, `${lines.join('\n')}\n`)
  const ran = spawnSync('fail2ban-regex', ['-v', '--print-all-matched', log, filter], { encoding: 'utf8' })
  assert.equal(ran.error, undefined, 'fail2ban-regex is installed: see scripts/provide.ts')
  assert.match(ran.stdout, /Lines: 8 lines, 0 ignored, 6 matched, 2 missed/, ran.stdout)
  assert.match(ran.stdout, /203\.0\.113\.9 /)
  assert.match(ran.stdout, /2001:db8::7 /)
})

test('the regular expression of the filter matches exactly the right lines', async (t) => {
  const conf = await readFile(filter, 'utf8')
  const value = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(conf)?.[1] ?? ''
  const source = value('failregex')
    .replace('%(_head)s', value('_head'))
    .replace('%(_events)s', value('_events'))
    .replace('<ADDR>', '(?<address>[0-9a-f.:]+)')
  // fail2ban first removes the time from a line.
  const addressOf = (line: string) =>
    new RegExp(source).exec(line.replace(/"time":"[^"]*"/, ''))?.groups?.address
  assert.deepEqual((await written(t)).map(addressOf), [
    undefined,
    undefined,
    '203.0.113.9',
    ...Array.from({ length: 5 }, () => '2001:db8::7'),
  ])
  for (const event of Object.keys(securityEvents)) {
    const line = `{"time":"2026-11-28T22:59:18.123Z","kind":"security","event":"${event}","address":"203.0.113.9"`
    const isBanned = ![
      'origin.refused',
      'server_key.exposed',
      'foreign_token.refused',
      'refresh_token.reused',
    ].includes(event)
    assert.equal(addressOf(line), isBanned ? '203.0.113.9' : undefined, event)
  }
  assert.equal(addressOf('{"time":"x","kind":"security","event":"sign_in.failed","address":null'), undefined)
})

test('docs/security/events.md lists every event', async () => {
  const text = await readFile(new URL('../../docs/security/events.md', import.meta.url), 'utf8')
  const listed = [...text.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \|/gm)].map(([, name]) => name)
  assert.deepEqual(listed, Object.keys(securityEvents))
})
