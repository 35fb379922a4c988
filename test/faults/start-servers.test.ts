import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import { startPostgres, startRedis, type TestServer } from '../support/servers.ts'
import { server } from '../support/setup.ts'
import { type Ended, startOnce } from '../support/start-once.ts'

const run = promisify(execFile)

let root: string
let postgres: TestServer
let redis: TestServer
/** Accepts connections and never responds. */
let silent: Server
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-servers-'))
  await chmod(root, 0o755)
  const hba = join(root, 'pg_hba.conf')
  await writeFile(
    hba,
    `host all locked 127.0.0.1/32 scram-sha-256
host all tester,guest 127.0.0.1/32 trust
`,
  )
  const starting = [startPostgres({ hba_file: hba }), startRedis()] as const
  ;[postgres, redis] = await Promise.all(starting)
  await run('redis-cli', ['-p', new URL(redis.url).port, 'config', 'set', 'requirepass', 's3cr3t'])
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  for (const sql of [
    "create role locked login password 's3cr3t'",
    'create role guest login',
    "create database latin encoding 'LATIN1' template template0 locale 'C'",
    'create database fine',
    'create database empty',
  ])
    await client.query(sql)
  await client.end()
  silent = createServer().listen(0, '127.0.0.1')
})
after(async () => {
  silent?.close()
  await postgres?.remove()
  await redis?.remove()
  await rm(root, { recursive: true, force: true })
})

const database = (user: string, rest = '/fine') => `postgres://${user}@${new URL(postgres.url).host}${rest}`
const cache = (userinfo: string, rest = '') => `redis://${userinfo}@${new URL(redis.url).host}${rest}`
const portOf = (server: Server) => (server.address() as { port: number }).port

type Environment = Record<string, string>
type Fault = [what: string, env: () => Environment, line: RegExp, exitCode: 1 | 2]

/** Source of the reasons: PostgreSQL, Appendix A; Redis, ACL and SELECT; Amazon S3, Error responses. */
const faults: Fault[] = [
  [
    'a wrong password of the database',
    () => ({ DATABASE_URL: database('locked:s3cr3t-not') }),
    /^DATABASE_URL: .*password authentication failed .*Correct the user name and password/,
    2,
  ],
  [
    'no password of the database',
    () => ({ DATABASE_URL: database('locked') }),
    /^DATABASE_URL: .*password .*Correct the user name and password/,
    2,
  ],
  [
    'a user that the database does not admit',
    () => ({ DATABASE_URL: database('stranger') }),
    /^DATABASE_URL: .*pg_hba\.conf.*Correct the user name and database/,
    2,
  ],
  [
    'an unknown database',
    () => ({ DATABASE_URL: database('tester', '/nowhere') }),
    /^DATABASE_URL: .*"nowhere" does not exist\. Create that database, or correct its name/,
    2,
  ],
  [
    'a database in another encoding',
    () => ({ DATABASE_URL: database('tester', '/latin') }),
    /^DATABASE_URL: the database must be in UTF8, not LATIN1: createdb/,
    1,
  ],
  [
    'a database user that may not create tables',
    () => ({ DATABASE_URL: database('guest') }),
    /^DATABASE_URL: .*permission denied for schema public\. Allow its user to create tables/,
    1,
  ],
  [
    'TLS that the database does not support',
    () => ({ DATABASE_URL: database('tester', '/fine?sslmode=require') }),
    /^DATABASE_URL: .*does not support SSL.*sslmode=/,
    2,
  ],
  [
    'a parameter unknown to the database',
    () => ({ DATABASE_URL: database('tester', '/fine?options=-c%20nonsense%3D1') }),
    /^DATABASE_URL: .*"nonsense"\. Correct the parameters/,
    2,
  ],
  [
    'a database that does not respond',
    () => ({ DATABASE_URL: `postgres://u:s3cr3t@127.0.0.1:${portOf(silent)}/p` }),
    /^DATABASE_URL: the database cannot be reached: .*timeout.*Check that it is running there/,
    1,
  ],
  [
    'a server that is not a database',
    () => ({ DATABASE_URL: `postgres://u:s3cr3t@${new URL(redis.url).host}/p` }),
    /^DATABASE_URL: the database cannot be reached: /,
    1,
  ],
  [
    'a wrong password of Redis',
    () => ({ REDIS_URL: cache(':s3cr3t-not') }),
    /^REDIS_URL: Redis cannot be used: WRONGPASS .*Correct the user name and password/,
    2,
  ],
  [
    'no password of Redis',
    () => ({ REDIS_URL: redis.url }),
    /^REDIS_URL: Redis cannot be used: NOAUTH .*Correct the user name and password/,
    2,
  ],
  [
    'a database number unknown to Redis',
    () => ({ REDIS_URL: cache(':s3cr3t', '/99') }),
    /^REDIS_URL: Redis cannot be used: ERR .*DB index.*Correct the database number/,
    2,
  ],
  [
    'a key unknown to the picture store',
    () => ({ OBJECTS_URL: 's3://bucket', AWS_ACCESS_KEY_ID: 'STRANGER' }),
    /^OBJECTS_URL: the picture store rejects it: .*40[03].*AWS_ACCESS_KEY_ID/,
    2,
  ],
  [
    'a wrong secret key of the picture store',
    () => ({ OBJECTS_URL: 's3://bucket', AWS_SECRET_ACCESS_KEY: 's3cr3t-not' }),
    /^OBJECTS_URL: the picture store rejects it: Forbidden \(403\)\. .*AWS_SECRET_ACCESS_KEY/,
    2,
  ],
  [
    'a rejected bucket next to a working database',
    () => ({ DATABASE_URL: database('tester'), OBJECTS_URL: 's3://bucket', AWS_ACCESS_KEY_ID: 'STRANGER' }),
    /^OBJECTS_URL: the picture store rejects it: /,
    2,
  ],
]

/** Longer than the service waits for a server, and shorter than a server waits for a sign-in. */
const SOON = 15_000

const embedded = { DATABASE_URL: '', OBJECTS_URL: '', REDIS_URL: '' }

async function start(env: Environment, args?: string[]): Promise<Ended> {
  const dataDir = await mkdtemp(join(root, 'data-'))
  return startOnce({ ...embedded, DATA_DIR: dataDir, ...env }, args)
}

function assertRefused({ code, stderr, stdout }: Ended, line: RegExp, exitCode: number): void {
  assert.match(stderr, /^user-profile: [^\n]+\n$/, stdout)
  assert.match(stderr.slice('user-profile: '.length), line)
  assert.equal(code, exitCode)
  assert.doesNotMatch(stderr + stdout, /s3cr3t/)
}

for (const [what, env, line, exitCode] of faults) {
  test(`${what} stops the start soon, with one line that names the setting and the remedy`, async () => {
    const begun = performance.now()
    assertRefused(await start(env()), line, exitCode)
    assert.ok(performance.now() - begun < SOON)
  })
}

test('workers report once what stops their start, with the exit code of a single process', async () => {
  const wrong = { DATABASE_URL: database('locked:s3cr3t-not') }
  assertRefused(await start(wrong, ['serve', '--workers', '2']), /^DATABASE_URL: .*password/, 2)
  const taken = { DATABASE_URL: database('tester'), PORT: `${portOf(silent)}` }
  assertRefused(await start(taken, ['serve', '--workers', '2']), /^PORT: 127\.0\.0\.1:\d+ is in use/, 1)
})

test('several workers show once where everything is', async () => {
  const settings = {
    ...embedded,
    DATA_DIR: await mkdtemp(join(root, 'data-')),
    DATABASE_URL: database('tester'),
  }
  const { code, stdout } = await startOnce(
    settings,
    ['serve', '--workers', '2', '--demo'],
    'user-profile user create',
  )
  assert.equal(code, 0)
  assert.equal(stdout.split('is ready.').length, 2)
  assert.match(stdout, /\n {2}Data +postgres:\/\/\*\*\*@127/)
  assert.match(stdout, /\nRun the commands with the settings of the service\.\n/)
  assert.match(stdout, /^curl /m)
})

test('a move names the option of a destination that rejects it, and the setting of such a source', async () => {
  const from = await mkdtemp(join(root, 'from-'))
  const settings = { ...embedded, DATA_DIR: from }
  assert.equal((await startOnce(settings, ['migrate'])).code, 0)
  const move = (to: string, env: Environment = {}) =>
    startOnce({ ...settings, ...env }, ['move', '--to', to, '--objects', 's3://bucket'])
  assertRefused(await move(database('locked:s3cr3t-not')), /^--to: .*password authentication failed/, 2)
  assertRefused(await move(database('tester', '/nowhere')), /^--to: .*"nowhere" does not exist/, 2)
  const wrongKey = await move(database('tester', '/empty'), { AWS_ACCESS_KEY_ID: 'STRANGER' })
  assertRefused(wrongKey, /^--objects: the picture store rejects it: /, 2)
  const source = { DATABASE_URL: database('locked:s3cr3t-not') }
  assertRefused(await move(from, source), /^DATABASE_URL: .*password authentication failed/, 2)
})

test('with the right passwords the service uses the same servers', async () => {
  const { code, stderr } = await start({
    DATABASE_URL: database('tester'),
    REDIS_URL: cache(':s3cr3t', '/3'),
    OBJECTS_URL: 's3://user-profile-tests/start',
    AWS_ENDPOINT_URL_S3: server('TEST_S3'),
  })
  assert.equal(stderr, '')
  assert.equal(code, 0)
})
