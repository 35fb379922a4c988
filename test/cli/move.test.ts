import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import pg from 'pg'
import type { CommandError } from '../../src/cli/command-error.ts'
import { readPlan } from '../../src/cli/move/move-plan.ts'
import { readConfig } from '../../src/config/config.ts'
import { fill, type Held, use } from '../support/filled.ts'
import {
  type Content,
  embeddedPlace,
  here,
  type Place,
  scaledOutPlace,
  there,
  withoutOrphans,
} from '../support/places.ts'
import { isScaledOut } from '../support/setup.ts'
import { startCatcher } from '../support/smtp.ts'
import { eventually } from '../support/wait.ts'

interface Report {
  error?: string
  rows: { total: number; written: number; removed: number; tables: Record<string, number> } | null
  files: { live: number; orphaned: number; written: number; removed: number } | null
  differences: { count: number; named: string[] }
}

const orphan = `${'0'.repeat(31)}1/master-square.webp`

let mailPort: number
let source: Place
let held: Held
let beginning: Content
const opened: Place[] = []
async function open(make: typeof here): Promise<Place> {
  const place = await make({ PUBLIC_URL: 'https://id.example.com', SMTP_URL: `smtp://127.0.0.1:${mailPort}` })
  opened.push(place)
  return place
}
const move = (from: Place, to: Place, code = 0) => from.cli.json<Report>(['move', ...to.options], { code })

before(async () => {
  const catcher = await startCatcher()
  mailPort = catcher.port
  source = await open(here)
  held = await fill(source, catcher).finally(catcher.stop)
  await source.writeFile(orphan, Buffer.from('left over'))
  beginning = await source.content()
})
after(() => Promise.all(opened.map((place) => place.remove())))

test('all rows and pictures move to the other set-up, where everything that clients have works, and come back the same', async () => {
  const target = await open(there)
  const report = await move(source, target)
  assert.deepEqual([report.differences.count, report.files?.orphaned], [0, 1])
  const moved = await target.content()
  assert.ok(Object.keys(moved.files).length >= 9, 'masters and stored variants')
  for (const table of [
    'users',
    'sessions',
    'refresh_tokens',
    'signing_keys',
    'email_changes',
    'pictures',
    'outbox',
  ]) {
    assert.notEqual(moved.rows[table]?.length, 0, table)
  }
  assert.deepEqual(moved, withoutOrphans(beginning))
  assert.deepEqual(await source.content(), beginning, 'the source is unchanged')

  const back = await open(here)
  await move(target, back)
  assert.deepEqual(await back.content(), moved)
  await use(target, held, mailPort)
  await use(back, held, mailPort)
})

test('a service running on either side is named, and nothing is moved', async () => {
  const target = await open(there)
  const running = await source.cli.serve()
  const refused = await move(source, target, 1)
  assert.match(refused.error ?? '', isScaledOut ? /using the database .*stop/ : /is using .*stop it first/)
  await running.stop()

  const other = await target.cli.serve()
  const again = await move(source, target, 1)
  assert.match(again.error ?? '', isScaledOut ? /is using .*stop it first/ : /using the database .*stop/)
  await other.stop()
  assert.deepEqual((await target.content()).rows.users, [])
})

test('a single differing byte is found, in a row and in a file', async () => {
  const target = await open(there)
  await move(source, target)
  const compare = (code: number) => source.cli.json<Report>(['move', ...target.options, '--verify'], { code })
  assert.deepEqual((await compare(0)).differences, { count: 0, named: [] })
  const before = await target.content()
  const [key = ''] = Object.keys(before.files)
  const bytes = await target.readFile(key)
  bytes[bytes.length - 1]! ^= 1
  await target.writeFile(key, bytes)
  await target.query(`update users set last_name = 'x' where username = 'ada'`)
  await target.query(`delete from outbox`)
  await target.query(`insert into imports (id, created_at) values ('more', 1)`)
  const { differences } = await compare(1)
  const { id } = before.rows.users!.find((user) => user.username === 'ada')!
  assert.deepEqual(
    differences.named.sort(),
    [
      `file ${key} differs`,
      'row more of imports is only in the target',
      `row ${id} of users differs in last_name`,
      ...before.rows.outbox!.map((job) => `row ${job.id} of outbox is missing in the target`),
    ].sort(),
  )
  const more = await move(source, target, 1)
  assert.match(more.error ?? '', /is not empty .*no unfinished move/)
})

test('a move that is repeatedly killed can continue, nobody writes meanwhile, and no service starts on a partial copy', async () => {
  const target = await open(scaledOutPlace)
  const from = await open(scaledOutPlace)
  await move(source, from)
  await target.cli.run(['migrate'])
  const refuses = async () => {
    for (const args of [['serve'], ['app', 'list']]) {
      const ran = await target.cli.run(args)
      assert.deepEqual([ran.code, ran.stdout], [1, ''])
      assert.match(
        ran.stderr,
        /^user-profile: (DATABASE_URL|DATA_DIR): a move into this database was interrupted.*\n$/,
      )
    }
  }
  await killAt(from, target, 'lock table users in share mode', async () => {
    const write = from.query(`set lock_timeout = 100; update users set last_name = 'x'`)
    await assert.rejects(write, { code: '55P03' })
  })
  await refuses()

  await killAt(from, target, 'lock table pictures in share mode')
  await refuses()
  // Two people whose rows have been copied exchange their names.
  for (const [name, key] of [
    ['ada', 'x'],
    ['bea', 'ada'],
    ['ada', 'bea'],
  ]) {
    await from.query(`update users set username_key = '${key}' where username = '${name}'`)
  }
  // Everything has been copied and compared, and the mark is about to be removed.
  await killAt(from, target, 'lock table unfinished_move in access share mode')
  await refuses()
  await from.cli.json(['user', 'delete', 'eve', '--yes'])
  const { rows, files } = await move(from, target)
  assert.deepEqual(
    [rows?.written, files?.written],
    [6, 0],
    'new are the job that removes her files, the event of her end, for the trail and the feed, and that of her session for the feed, and her two earlier events have changed',
  )
  assert.equal(files?.removed, 2)
  assert.deepEqual(await target.content(), withoutOrphans(await from.content()))
  const service = await target.cli.serve()
  assert.equal(await service.stop(), 0)
})

/** Runs the move, kills it once it waits for the lock that the statement takes in the target, and releases the lock. */
async function killAt(
  from: Place,
  target: Place,
  statement: string,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  // Only in this database: other tests hold locks on the same server.
  const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  const url = target.options[1] ?? ''
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`begin; ${statement}`)
  const child = from.cli.start(['move', ...target.options])
  const closed = once(child, 'close')
  await eventually(async () => {
    assert.equal(child.exitCode, null, 'it ended before it waited')
    return (await target.query(`select pid ${waiting}`)).length > 0
  }, 60_000)
  await meanwhile()
  child.kill('SIGKILL')
  await closed
  // A statement that waits for a lock does not notice that its client is gone, and would eventually run.
  await target.query(`select pg_terminate_backend(pid) ${waiting}`)
  await client.query('rollback')
  await client.end()
}

test('a killed move into a folder can continue', async () => {
  const target = await open(embeddedPlace)
  const from = await open(scaledOutPlace)
  await move(source, from)
  const child = from.cli.start(['move', ...target.options])
  const closed = once(child, 'close')
  await eventually(async () => (await target.query('select 1 from users').catch(() => [])).length > 0)
  child.kill('SIGKILL')
  assert.deepEqual(await closed, [null, 'SIGKILL'])
  const ran = await target.cli.run(['serve'])
  assert.equal(ran.code, 1)
  assert.match(
    ran.stderr,
    /^user-profile: (DATABASE_URL|DATA_DIR): a move into this database was interrupted.*\n$/,
  )
  await move(from, target)
  assert.deepEqual(await target.content(), await from.content())
})

test('pictures can be moved without rows, and a store with other pictures is refused', async () => {
  const from = await open(embeddedPlace)
  await move(source, from)
  const target = await open(scaledOutPlace)
  const [, , , objects = ''] = target.options
  const stranger = `${'f'.repeat(32)}/512.webp`
  await target.cli.run(['migrate'])
  await target.writeFile(stranger, Buffer.from('of another'))
  const args = ['move', '--objects', objects]
  assert.match(
    (await from.cli.json<Report>(args, { code: 1 })).error ?? '',
    new RegExp(`contains ${stranger}`),
  )
  const empty = await scaledOutPlace()
  opened.push(empty)
  await from.cli.json(['move', '--objects', empty.options[3] ?? ''])
  const { files } = await empty.content()
  assert.deepEqual(files, (await from.content()).files)
  const types = { webp: 'image/webp', jpg: 'image/jpeg', avif: 'image/avif' }
  for (const key of Object.keys(files)) {
    assert.equal(await empty.contentType(key), types[key.split('.').at(-1) as keyof typeof types], key)
  }
})

test('no service starts on a picture store during a move into it', async () => {
  const place = await open(here)
  await place.cli.run(['migrate'])
  await place.writeFile('move.unfinished', Buffer.from('elsewhere'))
  const ran = await place.cli.run(['serve'])
  assert.equal(ran.code, 1)
  assert.match(
    ran.stderr,
    /^user-profile: (OBJECTS_URL|DATA_DIR): a move into this store of pictures was interrupted.*\n$/,
  )
})

for (const [name, options, problem] of [
  ['without a place', {}, /use --to, --objects or both/],
  ['to a database of another kind', { to: 'mysql://h/d' }, /--to: must be a postgres/],
  ['to two folders', { to: '/a', objects: '/b' }, /name different folders/],
  ['of only rows to another folder', { to: '/a' }, /pictures would stay in .*--objects/],
  ['of only pictures to another folder', { objects: '/a' }, /rows would stay in .*--to/],
  ['to its own source', { to: '/here', objects: '/here' }, /is both source and destination/],
] as const) {
  test(`a move ${name} is an invalid command line`, () => {
    const settings = { DATA_DIR: '/here' }
    assert.throws(
      () => readPlan(readConfig(settings), settings, options),
      (error: CommandError) => error.exitCode === 2 && problem.test(error.message),
    )
  })
}

test('without an installation there is nothing to move, and none is created', async () => {
  const place = await open(embeddedPlace)
  assert.match((await move(place, source, 1)).error ?? '', /^DATA_DIR: there is no database in/)
  await assert.rejects(place.content())
})
