import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { openStores } from '../../src/app/open-stores.ts'
import { HOUR } from '../../src/basics/durations.ts'
import { cliFixture, createCli, profileStatus, signIn } from '../support/cli.ts'

const PASSWORD = 'correct horse battery staple'

const cli = await cliFixture()
const service = await cli.serve()

const createApp = (name: string) =>
  cli.json<{ id: string; apikey: string }>(['app', 'create', '--name', name, '--kind', 'web'])
const createUser = (username: string) =>
  cli.json<{ id: string; username: string }>(
    ['user', 'create', '--username', username, '--email', `${username}@example.com`, '--password-stdin'],
    { input: `${PASSWORD}\n` },
  )

test('an application is registered, listed, given a new key and revoked while the service runs', async () => {
  const { id, apikey } = await createApp('Shop')
  await createUser('app-user')
  assert.equal((await signIn(service.base, apikey, 'app-user', PASSWORD)).status, 200)
  const taken = await cli.json<{ error: string }>(['app', 'create', '--name', 'Shop', '--kind', 'spa'], {
    code: 1,
  })
  assert.match(taken.error, /Shop/)

  const rotatedFrom = Date.now()
  const overlapped = await cli.json<{ apikey: string; previous_key_ends_at: string }>([
    'app',
    'rotate',
    id,
    '--overlap',
    '3600',
  ])
  const overlap = Date.parse(overlapped.previous_key_ends_at) - HOUR
  assert.ok(overlap >= rotatedFrom && overlap <= Date.now(), 'the overlap is in seconds')
  const session = await signIn(service.base, overlapped.apikey, 'app-user', PASSWORD)
  assert.equal(session.status, 200)
  assert.equal((await signIn(service.base, apikey, 'app-user', PASSWORD)).status, 200)

  assert.equal((await cli.run(['app', 'rotate', 'Shop'])).code, 2)
  const last = await cli.json<{ apikey: string }>(['app', 'rotate', 'Shop', '--yes'])
  assert.equal((await signIn(service.base, overlapped.apikey, 'app-user', PASSWORD)).status, 401)
  assert.equal(await profileStatus(service.base, last.apikey, session.access), 200)

  assert.equal((await cli.run(['app', 'revoke', 'Shop'])).code, 2)
  assert.equal(await profileStatus(service.base, last.apikey, session.access), 200)
  await cli.json(['app', 'revoke', 'Shop', '--yes'])
  assert.equal(await profileStatus(service.base, last.apikey, session.access), 401)
  const apps = await cli.json<{ id: string; revoked_at: string | null }[]>(['app', 'list'])
  assert.notEqual(apps.find((app) => app.id === id)?.revoked_at, null)
})

test('a person is added, shown, disabled, enabled, given a password and deleted by name and by id', async () => {
  const { apikey } = await createApp('People')
  const made = await createUser('grace')
  assert.equal(made.username, 'grace')
  const shown = await cli.json<Record<string, unknown>>(['user', 'show', made.id])
  assert.equal(shown.email, 'grace@example.com')

  const first = await signIn(service.base, apikey, 'grace', PASSWORD)
  assert.equal(await profileStatus(service.base, apikey, first.access), 200)
  await cli.json(['user', 'disable', 'grace'])
  assert.equal(await profileStatus(service.base, apikey, first.access), 401)
  assert.equal((await signIn(service.base, apikey, 'grace', PASSWORD)).status, 401)
  await cli.json(['user', 'enable', made.id])
  assert.equal(await profileStatus(service.base, apikey, first.access), 401)

  const second = await signIn(service.base, apikey, 'grace', PASSWORD)
  assert.equal(await profileStatus(service.base, apikey, second.access), 200)
  await cli.json(['user', 'set-password', 'GRACE', '--password-stdin'], { input: 'another long password 7' })
  assert.equal(await profileStatus(service.base, apikey, second.access), 401)
  assert.equal((await signIn(service.base, apikey, 'grace', PASSWORD)).status, 401)
  const third = await signIn(service.base, apikey, 'grace', 'another long password 7')
  assert.equal(third.status, 200)

  assert.equal((await cli.run(['user', 'delete', 'grace'])).code, 2)
  await cli.json(['user', 'delete', 'grace', '--yes'])
  assert.equal(await profileStatus(service.base, apikey, third.access), 401)
  assert.equal((await cli.run(['user', 'show', 'grace'])).code, 1)
  const people = await cli.json<{ username: string }[]>(['user', 'list'])
  assert.ok(people.every((person) => person.username !== 'grace'))
})

test('values on the command line follow the rules of the API, and all invalid ones are named', async () => {
  const args = ['user', 'create', '--username', 'not a name', '--email', 'nonsense', '--language', 'xx-none']
  const { fields } = await cli.json<{ fields: Record<string, string[]> }>(args, { code: 2 })
  assert.deepEqual(Object.keys(fields).sort(), ['email', 'language', 'username'])
  assert.deepEqual(fields.email, ['Enter a valid email address.'])
  await createUser('first')
  const taken = ['user', 'create', '--username', 'FIRST', '--email', 'first2@example.com']
  assert.deepEqual((await cli.json<{ fields: object }>(taken, { code: 1 })).fields, {
    username: ['A user with that username already exists.'],
  })
})

const refreshStatus = async (apikey: string, refresh: string) =>
  (
    await fetch(`${service.base}/user/token/refresh/`, {
      method: 'POST',
      headers: { apikey },
      body: new URLSearchParams({ refresh }),
    })
  ).status

test('the sessions of one person, or of everybody, end while the service runs', async () => {
  const { apikey } = await createApp('Sessions')
  const names = ['ended', 'other']
  for (const name of names) await createUser(name)
  const [one, two] = await Promise.all(names.map((name) => signIn(service.base, apikey, name, PASSWORD)))
  assert.equal((await cli.run(['user', 'sessions', 'end'])).code, 2)
  assert.equal((await cli.run(['user', 'sessions', 'end', 'ended', '--all', '--yes'])).code, 2)
  const first = await cli.json<{ sessions_ended: number }>(['user', 'sessions', 'end', 'ended'])
  assert.equal(first.sessions_ended, 1)
  assert.equal(await profileStatus(service.base, apikey, one!.access), 401)
  assert.equal(await refreshStatus(apikey, one!.refresh), 401)
  assert.equal(await profileStatus(service.base, apikey, two!.access), 200)
  assert.equal((await cli.run(['user', 'sessions', 'end', '--all'])).code, 2, 'it asks first')
  assert.ok((await cli.run(['user', 'sessions', 'end', '--all', '--yes'])).stdout.includes('people'))
  assert.equal(await profileStatus(service.base, apikey, two!.access), 401)
  assert.equal(await refreshStatus(apikey, two!.refresh), 401)
})

test('a new signing key leaves sessions alone, and revoking the old ones ends them', async () => {
  const { apikey } = await createApp('Keys')
  await createUser('keyed')
  const { access, refresh } = await signIn(service.base, apikey, 'keyed', PASSWORD)
  await cli.json(['keys', 'rotate'])
  assert.equal(await profileStatus(service.base, apikey, access), 200)
  assert.equal((await cli.run(['keys', 'rotate', '--revoke'])).code, 2)
  const { sessions_ended } = await cli.json<{ sessions_ended: number }>([
    'keys',
    'rotate',
    '--revoke',
    '--yes',
  ])
  assert.ok(sessions_ended > 0)
  assert.equal(await refreshStatus(apikey, refresh), 401)
  const deadline = Date.now() + 5000
  while ((await profileStatus(service.base, apikey, access)) !== 401) {
    assert.ok(Date.now() < deadline, 'the token is still valid')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
})

for (const [name, args, code] of [
  ['help is no fault', ['--help'], 0],
  ['an unknown command is', ['frobnicate'], 2],
  ['an unknown option is', ['app', 'list', '--frobnicate'], 2],
  ['a missing option is', ['app', 'create', '--kind', 'web'], 2],
  ['a wrong kind is', ['app', 'create', '--name', 'x', '--kind', 'toaster'], 2],
  [
    'an origin with a path is',
    ['app', 'create', '--name', 'x', '--kind', 'spa', '--origin', 'https://a.b/c'],
    2,
  ],
  ['a missing file fails', ['user', 'import', '/nonexistent.csv'], 1],
] as const) {
  test(`${name}: exit code ${code}`, async () => {
    const ran = await cli.run([...args])
    assert.equal(ran.code, code, ran.stderr)
    if (code !== 0) assert.equal(ran.stdout, '')
    if (code === 0) assert.match(ran.stdout, /Exit codes:/)
  })
}

test('the help of doctor gives its grace period in seconds, by default an hour', async () => {
  assert.match((await cli.run(['doctor', '--help'])).stdout, /--grace <seconds>[^-]*\(default: 3600\)/)
})

test('doctor finds leftovers, spares recent ones, and removes the rest', async () => {
  const planted = join(cli.dataDir, 'tmp', 'broken-upload')
  const young = join(cli.dataDir, 'tmp', 'young-upload')
  await writeFile(planted, 'x')
  await writeFile(young, 'x')
  const hoursAgo = new Date(Date.now() - 7_200_000)
  await utimes(planted, hoursAgo, hoursAgo)
  const { db, objects } = await openStores(cli.config)
  const orphan = `${'a'.repeat(32)}/512.webp`
  await objects.put(orphan, Buffer.from('x'), 'image/webp')
  await chmod(cli.dataDir, 0o755)

  type Report = { ok: boolean; checks: { name: string; state: string; items: string[] }[] }
  const wrong = (report: Report, state: string) =>
    report.checks.filter((check) => check.state === state).map((check) => check.name)
  const found = await cli.json<Report>(['doctor'], { code: 1 })
  assert.deepEqual(wrong(found, 'wrong').sort(), ['data folder', 'temporary files'])
  const fixed = await cli.json<Report>(['doctor', '--fix'])
  assert.deepEqual(wrong(fixed, 'fixed').sort(), ['data folder', 'temporary files'])
  assert.deepEqual(await readdir(join(cli.dataDir, 'tmp')), ['young-upload'])
  assert.ok(await objects.has(orphan))
  const all = await cli.json<Report>(['doctor', '--fix', '--grace', '0'])
  assert.deepEqual(wrong(all, 'fixed').sort(), ['picture files', 'temporary files'])
  assert.deepEqual(await readdir(join(cli.dataDir, 'tmp')), [])
  assert.equal(await objects.has(orphan), false)
  objects.close()
  await db.close()
})

test('the line that the demo prints returns 200, and only an empty data folder gets a demo', async () => {
  const other = await createCli()
  try {
    const demo = await other.serve(['--demo'])
    const deadline = Date.now() + 10_000
    // A warning may follow, such as about an outdated page.
    while (!/^curl .+\n[\s\S]*\n\n/m.test(demo.output())) {
      assert.ok(Date.now() < deadline, demo.output())
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const line = /^curl .+$/m.exec(demo.output())?.[0] ?? ''
    const { stdout } = await promisify(execFile)('sh', ['-c', `${line} -w '\n%{http_code}'`])
    assert.match(stdout, /"username":"demo"[\s\S]*\n200$/)
    assert.equal(await demo.stop(), 0)
    const again = await other.serve(['--demo'])
    while (!again.output().includes('app create')) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.doesNotMatch(again.output(), /curl/)
    assert.equal(await again.stop(), 0)
    assert.equal((await other.json<unknown[]>(['user', 'list'])).length, 1)
  } finally {
    await other.remove()
  }
})
