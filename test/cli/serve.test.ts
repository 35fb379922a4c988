import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { readConfig } from '../../src/config/config.ts'
import { SettingError } from '../../src/config/settings.ts'
import { createLocalInfo } from '../../src/local-info/local-info.ts'
import { startProcess } from '../support/process.ts'
import { program } from '../support/program.ts'
import { eventually } from '../support/wait.ts'

let dataDir: string
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'user-profile-serve-'))
})
after(() => rm(dataDir, { recursive: true, force: true }))

test('a client with an open connection is asked to reconnect elsewhere before the service stops', async () => {
  const service = await startProcess(dataDir, { SHUTDOWN_DELAY_SECONDS: '1' })
  const { origin } = new URL(service.base)
  const wish = async () => (await fetch(`${origin}/healthz`)).headers.get('connection')
  assert.equal(await wish(), 'keep-alive')
  const ended = service.end('SIGTERM')
  await eventually(async () => (await wish()) === 'close')
  assert.equal(await ended, 0)
})

test('SIGTERM turns readyz to 503, waits the configured delay, lets a running request finish and exits with 0', async () => {
  const service = await startProcess(dataDir, { SHUTDOWN_DELAY_SECONDS: '1' })
  const origin = new URL(service.base).origin
  assert.equal((await fetch(`${origin}/readyz`)).status, 200)
  const slow = startSlowLogin(service.base)
  await slow.started
  const ended = service.end('SIGTERM')
  await eventually(async () => (await fetch(`${origin}/readyz`)).status === 503)
  assert.equal((await fetch(`${origin}/healthz`)).status, 200, 'it still responds during the delay')
  await eventually(async () =>
    fetch(`${origin}/healthz`).then(
      () => false,
      () => true,
    ),
  )
  slow.finish()
  assert.equal(await slow.status, 401, 'the running request gets a response')
  assert.equal(await ended, 0)
})

/** Starts a request and holds back its last byte. It has a wrong key, so the response waits for the body. */
function startSlowLogin(base: string) {
  const request = http.request(`${base}/user/login/`, {
    method: 'POST',
    headers: { apikey: 'x', 'content-type': 'application/json', 'content-length': 2 },
  })
  const status = new Promise<number | undefined>((resolve, reject) => {
    request.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
  })
  const started = new Promise<void>((resolve) => {
    request.write('{', () => setTimeout(resolve, 100))
  })
  return { started, status, finish: () => request.end('}') }
}

/** Opens a connection to the service, sends the text, reads nothing and keeps the connection open. */
async function open(base: string, text: string): Promise<net.Socket> {
  const { port } = new URL(base)
  const socket = net.connect(Number(port), '127.0.0.1')
  // The service destroys it.
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.write(text, () => resolve()))
  return socket
}

/** Requests that would delay the shutdown forever. */
const stuckClients = {
  'an upload that stops':
    'POST /email-change/undo/x HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n--B\r\n',
  'half a body':
    'POST /email-change/undo/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  'requests for answers that nobody reads': 'GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(
    200,
  ),
  'one request on a connection that is kept': 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  nothing: '',
  'half a header': 'GET /healthz HTTP/1.1\r\nHost',
}
test('SIGTERM ends the service with 0 after the grace period, whatever its clients keep open', async () => {
  const service = await startProcess(dataDir, { SHUTDOWN_GRACE_SECONDS: '1' })
  const sockets = await Promise.all(Object.values(stuckClients).map((text) => open(service.base, text)))
  await fetch(`${new URL(service.base).origin}/healthz`)
  const start = performance.now()
  assert.equal(await service.end('SIGTERM'), 0)
  assert.ok(performance.now() - start < 9000)
  for (const socket of sockets) socket.destroy()
  // Everything was closed in order, and nothing was abandoned.
  assert.doesNotMatch(service.output(), /step failed, stopping continues/)
})

const crash = { NODE_OPTIONS: `--import=${join(import.meta.dirname, '../support/crash.mjs')}` }
for (const [what, signal, message] of [
  ['an error that is thrown in a timer', 'SIGUSR2', 'thrown in a timer'],
  ['a promise that is rejected unheard', 'SIGWINCH', 'rejected unheard'],
] as const) {
  test(`after ${what} a running request gets its response, and the process exits so that it is restarted`, async () => {
    const service = await startProcess(dataDir, crash)
    const { origin } = new URL(service.base)
    const slow = startSlowLogin(service.base)
    await slow.started
    const ended = service.end(signal)
    await eventually(async () =>
      fetch(`${origin}/readyz`).then(
        (answer) => answer.status === 503,
        () => true,
      ),
    )
    slow.finish()
    assert.equal(await slow.status, 401)
    // 2 would tell systemd that a setting is invalid.
    assert.equal(await ended, 1)
    const fatal = service
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":60'))
    assert.equal(fatal.length, 1)
    assert.match(fatal[0] ?? '', new RegExp(message))
  })
}

test('a stuck client does not keep a failed process from exiting', async () => {
  const service = await startProcess(dataDir, { ...crash, SHUTDOWN_GRACE_SECONDS: '1' })
  const socket = await open(service.base, stuckClients['an upload that stops'])
  assert.equal(await service.end('SIGUSR2'), 1)
  socket.destroy()
})

test('an error in a callback that belongs to no request is logged, and the service keeps running', async () => {
  const service = await startProcess(dataDir, crash)
  service.child.kill('SIGPWR')
  await eventually(async () => service.output().includes('thrown in a callback'))
  assert.equal((await fetch(`${new URL(service.base).origin}/readyz`)).status, 200)
  assert.match(service.output(), /"level":50.*"callback":"a test"/)
  assert.equal(await service.end('SIGTERM'), 0)
})

/** One row per setting: the operator's value, and what the line must name. */
const wrongSettings: [string, string, RegExp][] = [
  ['PORT', 'eighty', /PORT: must be a whole number from 0 to 65535\. Example: PORT=8080/],
  ['PORT', '70000', /PORT: must be a whole number/],
  [
    'PUBLIC_URL',
    'example.com',
    /PUBLIC_URL: must be an http:\/\/ or https:\/\/ address\. Example: PUBLIC_URL=https/,
  ],
  ['API_PREFIX', 'a/b', /API_PREFIX: must be one path segment/],
  ['SMTP_URL', 'mail.example.com', /SMTP_URL: must be an smtp:\/\/ or smtps:\/\/ address/],
  ['EMAIL_PROOF', 'old', /EMAIL_PROOF: must be one of new, both, current/],
  ['LIMIT_SCALE', '0', /LIMIT_SCALE: must be greater than 0/],
  ['LANGUAGES', 'en,xx', /LANGUAGES: .*xx/],
  ['TIMEZONES', 'Mars/Olympus', /TIMEZONES: .*Mars\/Olympus/],
  ['DEFAULT_CURRENCY', 'XXZ', /DEFAULT_CURRENCY: .*XXZ/],
  ['TRUST_PROXY', 'nonsense', /TRUST_PROXY: .*nonsense/],
  ['DATABASE_CONNECTIONS', '0', /DATABASE_CONNECTIONS: must be a whole number from 1/],
  ['OBJECTS_URL', 'https://bucket', /OBJECTS_URL: must be s3:\/\/bucket or s3:\/\/bucket\/prefix/],
  ['OBJECTS_URL', 's3://bucket/../x', /OBJECTS_URL: must be/],
  ['OBJECTS_PATH_STYLE', 'yes', /OBJECTS_PATH_STYLE: must be true or false/],
  ['PICTURE_DELIVERY', 'signed', /PICTURE_DELIVERY: requires OBJECTS_URL/],
  ['REDIS_URL', 'cache:6379', /REDIS_URL: must be a redis:\/\/ or rediss:\/\/ address/],
  ['REDIS_PREFIX', 'a b', /REDIS_PREFIX: must be letters/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL: must be one of/],
  ['METRICS_PORT', '8080', /METRICS_PORT: must differ from PORT/],
  [
    'DATABASE_URL',
    'mysql://db.example.com/x',
    /DATABASE_URL: must be a postgres:\/\/ or postgresql:\/\/ address/,
  ],
]
for (const [name, value, line] of wrongSettings) {
  test(`${name}=${value} is refused with one line that names it`, () => {
    assert.throws(
      () => createLocalInfo(readConfig({ [name]: value })),
      (error: Error) =>
        error instanceof SettingError && line.test(error.message) && !error.message.includes('\n'),
    )
  })
}

test('an invalid setting prevents the start, with only that line', async () => {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', LANGUAGES: 'en,xx' }
  const failed = await promisify(execFile)(program, ['serve'], { env, timeout: 20_000 }).then(
    () => assert.fail('it started'),
    (error: { code: number; stderr: string; stdout: string }) => error,
  )
  assert.deepEqual([failed.code, failed.stdout], [2, ''])
  assert.match(failed.stderr, /^user-profile: LANGUAGES: .*xx.*\n$/)
})

test('a port in use prevents the start, with a line that says which setting to change', async () => {
  const service = await startProcess(dataDir)
  const { port } = new URL(service.base)
  try {
    for (const setting of ['PORT', 'METRICS_PORT']) {
      const folder = await mkdtemp(join(dataDir, 'second-'))
      const env = { ...process.env, DATA_DIR: folder, PORT: '0', [setting]: port }
      const failed = await promisify(execFile)(program, ['serve'], { env, timeout: 60_000 }).then(
        () => assert.fail('it started'),
        (error: { code: number; stderr: string }) => error,
      )
      assert.equal(failed.code, 1)
      assert.match(failed.stderr, new RegExp(`:${port} is in use.* ${setting}=`))
    }
  } finally {
    await service.end('SIGTERM')
  }
})
