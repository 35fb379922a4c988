import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import pg from 'pg'
import type { CommandError } from '../src/cli/command-error.ts'
import { readPlan } from '../src/cli/move-plan.ts'
import { readConfig } from '../src/config.ts'
import { fill, type Held, use } from './support/filled.ts'
import {
  type Content,
  embeddedPlace,
  here,
  type Place,
  scaledOutPlace,
  there,
  withoutOrphans,
} from './support/places.ts'
import { isScaledOut } from './support/setup.ts'
import { startCatcher } from './support/smtp.ts'
import { eventually } from './support/wait.ts'

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

test('all rows and pictures go to the other set-up, where everything that clients hold works, and come back the same', async () => {
  const target = await open(there)
  const report = await move(source, target)
  assert.deepEqual([report.differences.count, report.files?.orphaned], [0, 1])
  const moved = await target.content()
  assert.ok(Object.keys(moved.files).length >= 9, 'masters and kept forms')
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
  assert.deepEqual(await source.content(), beginning, 'the source is as it was')

  const back = await open(here)
  await move(target, back)
  assert.deepEqual(await back.content(), moved)
  await use(target, held, mailPort)
  await use(back, held, mailPort)
})

test('a service that runs on either side is named, and nothing is moved', async () => {
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

test('one byte that differs is found, in a row and in a file', async () => {
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
      'row more of imports is in the target alone',
      `row ${id} of users differs in last_name`,
      ...before.rows.outbox!.map((job) => `row ${job.id} of outbox is missing in the target`),
    ].sort(),
  )
  const more = await move(source, target, 1)
  assert.match(more.error ?? '', /is not empty .*no unfinished move/)
})

test('a move that is killed again and again goes on, nobody writes beside it, and no service starts on a half', async () => {
  const target = await open(scaledOutPlace)
  const from = await open(scaledOutPlace)
  await move(source, from)
  await target.cli.run(['migrate'])
  const refuses = async () => {
    for (const args of [['serve'], ['app', 'list']]) {
      const ran = await target.cli.run(args)
      assert.deepEqual([ran.code, ran.stdout], [1, ''])
      assert.match(ran.stderr, /^user-profile: a move into this database was cut short.*\n$/)
    }
  }
  await killAt(from, target, 'lock table users in share mode', async () => {
    const write = from.query(`set lock_timeout = 100; update users set last_name = 'x'`)
    await assert.rejects(write, { code: '55P03' })
  })
  await refuses()

  await killAt(from, target, 'lock table pictures in share mode')
  await refuses()
  // Two people exchange their names, of which the rows are there already.
  for (const [name, key] of [
    ['ada', 'x'],
    ['bea', 'ada'],
    ['ada', 'bea'],
  ]) {
    await from.query(`update users set username_key = '${key}' where username = '${name}'`)
  }
  // All is copied and compared, and the mark is about to go.
  await killAt(from, target, 'lock table unfinished_move in access share mode')
  await refuses()
  await from.cli.json(['user', 'delete', 'eve', '--yes'])
  const { rows, files } = await move(from, target)
  assert.deepEqual(
    [rows?.written, files?.written],
    [4, 0],
    'new are the job that removes her files and the event of her end, and her two earlier events have changed',
  )
  assert.equal(files?.removed, 2)
  assert.deepEqual(await target.content(), withoutOrphans(await from.content()))
  const service = await target.cli.serve()
  assert.equal(await service.stop(), 0)
})

/** Runs the move, kills it once it waits for what the statement locks in the target, and lets go of that. */
async function killAt(
  from: Place,
  target: Place,
  statement: string,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  // Of this database alone: other tests hold locks on the same server.
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
  // A statement that waits for a lock does not learn that its client is gone, and would be carried out in the end.
  await target.query(`select pg_terminate_backend(pid) ${waiting}`)
  await client.query('rollback')
  await client.end()
}

test('a move into a folder that is killed goes on', async () => {
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
  assert.match(ran.stderr, /^user-profile: a move into this database was cut short.*\n$/)
  await move(from, target)
  assert.deepEqual(await target.content(), await from.content())
})

test('the pictures alone can be moved, and a store with pictures of others is not taken', async () => {
  const from = await open(embeddedPlace)
  await move(source, from)
  const target = await open(scaledOutPlace)
  const [, , , objects = ''] = target.options
  const stranger = `${'f'.repeat(32)}/512.webp`
  await target.cli.run(['migrate'])
  await target.writeFile(stranger, Buffer.from('of another'))
  const args = ['move', '--objects', objects]
  assert.match((await from.cli.json<Report>(args, { code: 1 })).error ?? '', new RegExp(`holds ${stranger}`))
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

test('no service starts on a store of pictures that is moved into', async () => {
  const place = await open(here)
  await place.cli.run(['migrate'])
  await place.writeFile('move.unfinished', Buffer.from('elsewhere'))
  const ran = await place.cli.run(['serve'])
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /^user-profile: a move into this store of pictures was cut short.*\n$/)
})

for (const [name, options, problem] of [
  ['without a place', {}, /give --to, --objects or both/],
  ['to a database of another kind', { to: 'mysql://h/d' }, /DATABASE_URL must be a postgres/],
  ['to two folders', { to: '/a', objects: '/b' }, /two folders/],
  ['of rows alone to another folder', { to: '/a' }, /pictures would stay in .*--objects/],
  ['of pictures alone to another folder', { objects: '/a' }, /rows would stay in .*--to/],
  ['to where it comes from', { to: '/here', objects: '/here' }, /is where it is moved from/],
] as const) {
  test(`a move ${name} is a wrong command line`, () => {
    const settings = { DATA_DIR: '/here' }
    assert.throws(
      () => readPlan(readConfig(settings), settings, options),
      (error: CommandError) => error.exitCode === 2 && problem.test(error.message),
    )
  })
}

test('where there is no installation there is nothing to move, and none is made', async () => {
  const place = await open(embeddedPlace)
  assert.match((await move(place, source, 1)).error ?? '', /no database in .*DATA_DIR/)
  await assert.rejects(place.content())
})
