import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { promisify } from 'node:util'
import { commandLines } from '../../src/cli/serve/welcome.ts'
import { readConfig } from '../../src/config/config.ts'
import { signIn } from '../support/cli.ts'
import { embeddedSettings } from '../support/setup.ts'
import { startOnce } from '../support/start-once.ts'
import { eventually, freePort } from '../support/wait.ts'

const home = join(import.meta.dirname, '../..')
const run = promisify(execFile)
/** The start of a color sequence. */
const COLOR = '\u001b['

let root: string
/** Terminals whose service is still running. */
const open = new Set<ChildProcess>()
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-terminal-'))
})
afterEach(() => {
  // Closing a terminal ends what runs on it.
  for (const child of open) child.kill('SIGKILL')
})
after(() => rm(root, { recursive: true, force: true }))

const newFolder = () => mkdtemp(join(root, 'data folder-'))

interface Shown {
  /** The output so far, with LF as line ends. */
  text(): string
  stop(): Promise<number | null>
}

/** Starts the service on its own terminal and waits until everything is shown. */
async function onTerminal(env: Record<string, string>, args = ''): Promise<Shown> {
  const child = spawn('script', ['-qec', `exec bin/user-profile serve ${args}`, '/dev/null'], {
    cwd: home,
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...embeddedSettings, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text.replaceAll('\r\n', '\n')
  })
  open.add(child)
  const closed = once(child, 'close') as Promise<[number | null]>
  child.once('close', () => open.delete(child))
  const isTold = () =>
    /Next steps:\n\n(?: {2}.+\n)+\n/.test(shown) || shown.includes('no person is registered')
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`it ended: ${shown}`)
    return isTold()
  }, 30_000)
  return {
    text: () => shown,
    async stop() {
      // Ctrl+C.
      child.stdin.write('\u0003')
      const [code] = await closed
      return code
    },
  }
}

test('the first start shows where everything is, how to sign in and the next steps, and all of it works', async () => {
  const dataDir = await newFolder()
  const port = await freePort()
  const service = await onTerminal({ DATA_DIR: dataDir, PORT: `${port}` }, '--demo')
  const text = service.text()
  const origin = `http://127.0.0.1:${port}`
  for (const line of [
    `Page       ${origin}/`,
    `API        ${origin}/api/v1/`,
    `Reference  ${origin}/docs`,
    `Data       ${dataDir}`,
    `Mail       written to files in ${dataDir}/mail`,
    'User name  demo',
  ])
    assert.ok(text.includes(`\n  ${line}`), `${line}: ${text}`)
  const shownValue = (name: string) =>
    new RegExp(`\n  ${name} +\u001b\\[1m(\\S+)\u001b\\[22m\n`).exec(text)?.[1] ?? ''
  const session = await signIn(`${origin}/api/v1`, shownValue('API key'), 'demo', shownValue('Password'))
  assert.equal(session.status, 200)
  const curl = /^curl .+$/m.exec(text)?.[0] ?? ''
  assert.match((await run('sh', ['-c', `${curl} -s`])).stdout, /"username":"demo"/)
  assert.match(text, /\d\d:\d\d:\d\d\.\d{3}\S* \S*INFO \S* Server listening at/)
  // The next steps can be typed where the service was started.
  for (const name of ['Create your application', 'Create more people']) {
    const command = new RegExp(`^  ${name} +(.+)$`, 'm').exec(text)?.[1] ?? ''
    await run('sh', ['-c', command], { cwd: home, env: { PATH: process.env.PATH } })
  }
  await fetch(`${origin}/docs`)
  await eventually(async () => /INFO \S* GET \/docs 200 [\d.]+ ms\n/.test(service.text()))
  assert.equal(await service.stop(), 0)
  assert.match(service.text(), /stopping/)
})

test('a later start says who can sign in, and which command sets another password', async () => {
  const dataDir = await newFolder()
  await startOnce({ ...embeddedSettings, DATA_DIR: dataDir }, ['serve', '--demo'], 'curl')
  const port = await freePort()
  const service = await onTerminal({ DATA_DIR: dataDir, PORT: `${port}`, NO_COLOR: '1' }, '--demo')
  const text = service.text()
  assert.match(text, /Sign in as +demo, with the password that the first start showed/)
  assert.doesNotMatch(text, /curl|^ {2}(Password|API key) /m)
  const command = /^ {2}Set another password +(.+)$/m.exec(text)?.[1] ?? ''
  await run('sh', ['-c', `${command} --password 'correct horse battery staple'`], {
    cwd: home,
    env: { PATH: process.env.PATH },
  })
  const another = /^ {2}Create another API key +(.+)$/m.exec(text)?.[1] ?? ''
  const { stdout } = await run('sh', ['-c', `${another} --json`], {
    cwd: home,
    env: { PATH: process.env.PATH },
  })
  const base = `http://127.0.0.1:${port}/api/v1`
  const session = await signIn(base, JSON.parse(stdout).apikey, 'demo', 'correct horse battery staple')
  assert.equal(session.status, 200)
  assert.equal(await service.stop(), 0)
})

test('without a demo an empty installation shows the next steps', async () => {
  const service = await onTerminal({ DATA_DIR: await newFolder(), PORT: '0' })
  assert.match(service.text(), /Register an application +DATA_DIR='.*' bin\/user-profile app create /)
  assert.match(service.text(), /Register a person +DATA_DIR='.*' bin\/user-profile user create /)
  assert.doesNotMatch(service.text(), /Password|API key/)
  await service.stop()
})

test('without a terminal every line is JSON, also those about the next steps', async () => {
  const { stdout } = await startOnce(
    { ...embeddedSettings, DATA_DIR: await newFolder() },
    ['serve'],
    'no person is registered',
  )
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; command?: string })
  const commandOf = (msg: string) => lines.find((line) => line.msg === msg)?.command
  assert.match(commandOf('no application is registered yet') ?? '', /user-profile app create /)
  assert.match(commandOf('no person is registered yet') ?? '', /user-profile user create /)
})

/** One row per environment: whether log lines are for people, and whether they have colors. */
const forms: [what: string, env: Record<string, string>, isPretty: boolean, hasColors: boolean][] = [
  ['a terminal', {}, true, true],
  ['a terminal and NO_COLOR', { NO_COLOR: '1' }, true, false],
  ['a terminal without colors', { TERM: 'dumb' }, true, false],
  ['a terminal and LOG_FORMAT=json', { LOG_FORMAT: 'json' }, false, false],
]
for (const [what, env, isPretty, hasColors] of forms) {
  test(`on ${what} lines are ${isPretty ? 'for people' : 'JSON'}, ${hasColors ? 'in' : 'without'} color`, async () => {
    const service = await onTerminal({ DATA_DIR: await newFolder(), PORT: '0', ...env })
    assert.equal(await service.stop(), 0)
    const text = service.text().replace('^C', '')
    assert.equal(/^{"level":30/m.test(text), !isPretty)
    assert.equal(/INFO.* Server listening/.test(text), isPretty)
    assert.equal(text.includes('is ready.'), isPretty)
    assert.equal(text.includes(COLOR), hasColors)
  })
}

test('through a pipe LOG_FORMAT=pretty formats lines for people, without color', async () => {
  const { stdout } = await startOnce({
    ...embeddedSettings,
    DATA_DIR: await newFolder(),
    LOG_FORMAT: 'pretty',
    FORCE_COLOR: '1',
  })
  assert.match(stdout, /^\d\d:\d\d:\d\d\.\d{3} INFO {2}Server listening at /)
  assert.ok(!stdout.includes(COLOR))
})

test('every URL that is shown begins with PUBLIC_URL or PAGE_URL', async () => {
  const service = await onTerminal(
    {
      DATA_DIR: await newFolder(),
      PORT: '0',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://id.example.com/people',
      PAGE_URL: 'https://me.example.com/account',
    },
    '--demo',
  )
  const text = service.text()
  await service.stop()
  assert.match(text, /Page +https:\/\/me\.example\.com\/account\/\n/)
  assert.match(text, /API +https:\/\/id\.example\.com\/people\/api\/v1\/\n/)
  assert.match(text, /Reference +https:\/\/id\.example\.com\/people\/docs\n/)
  assert.match(text, /Listens on +0\.0\.0\.0:\d+\n/)
  const curl = /^curl .+$/m.exec(text)?.[0] ?? ''
  assert.deepEqual(curl.match(/https?:\/\/[^/]+\/\w+/g), [
    'https://id.example.com/people',
    'https://id.example.com/people',
  ])
})

test('a service that listens on all addresses uses a local URL by default, and says that others need another', async () => {
  for (const host of ['0.0.0.0', '::']) {
    assert.equal(readConfig({ HOST: host }).publicUrl, 'http://127.0.0.1:8080')
  }
  assert.equal(readConfig({ HOST: '2001:db8::1' }).publicUrl, 'http://[2001:db8::1]:8080')
  assert.equal(readConfig({ HOST: 'fe80::1%eth0' }).publicUrl, 'http://[fe80::1]:8080')
  const service = await onTerminal({ DATA_DIR: await newFolder(), PORT: '0', HOST: '0.0.0.0' })
  await service.stop()
  assert.match(service.text(), /Page +http:\/\/127\.0\.0\.1:\d+\/\n/)
  assert.match(service.text(), /Other machines reach this one at another address: set PUBLIC_URL/)
})

test('with --json the demo is a JSON document on its own line', async () => {
  const { stdout } = await startOnce(
    { ...embeddedSettings, DATA_DIR: await newFolder(), PUBLIC_URL: 'https://id.example.com' },
    ['serve', '--demo', '--json'],
    '"demo":',
  )
  const documents = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { api, docs, page, demo } = documents.find((one) => 'demo' in one)
  assert.deepEqual(
    [api, docs, page, demo.username],
    ['https://id.example.com/api/v1/', 'https://id.example.com/docs', 'https://id.example.com/', 'demo'],
  )
})

/** One row per data folder: the command as typed in `sh`. */
const typed: [folder: string | undefined, text: string][] = [
  [undefined, 'bin/user-profile x'],
  ['', 'bin/user-profile x'],
  ['./data', 'DATA_DIR=./data bin/user-profile x'],
  ['/srv/my data', "DATA_DIR='/srv/my data' bin/user-profile x"],
  ["/srv/it's $HOME", "DATA_DIR='/srv/it'\\''s $HOME' bin/user-profile x"],
]
for (const [folder, text] of typed) {
  test(`a command for ${folder ?? 'the default folder'} is shown as ${text}`, () =>
    assert.equal(commandLines({ DATA_DIR: folder }, true)('x'), text))
}

test('the command of an installed release is in the path', () =>
  assert.equal(commandLines({}, false)('x'), 'user-profile x'))
