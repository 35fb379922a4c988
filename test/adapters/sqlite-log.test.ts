import assert from 'node:assert/strict'
import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { openConnection } from '../../src/adapters/database/sqlite-connection.ts'
import { openCommitLog } from '../../src/adapters/database/sqlite-log.ts'
import { createWriteQueue } from '../../src/adapters/database/sqlite-writes.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import type { Transaction } from '../../src/ports/database.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-profile-log-'))
after(() => rm(folder, { recursive: true, force: true }))

let files = 0
function newFile() {
  const path = join(folder, `${++files}.sqlite`)
  const writer = openConnection(path, {
    readOnly: false,
    prepare: (connection) =>
      connection.exec(
        'PRAGMA journal_mode = WAL; create table if not exists limit_counters (key, points, expires_at)',
      ),
  })
  after(() => writer.close())
  return { path, writer }
}
const put = (key: string) => (tx: Transaction) =>
  tx.insertInto('limit_counters').values({ key, points: 0, expires_at: 0 }).execute()
const sizeOf = async (path: string) => (await stat(`${path}-wal`)).size

/** A log whose syncs wait until they are let through, or fail. */
function startLog() {
  const waiting: ReturnType<typeof Promise.withResolvers<void>>[] = []
  const sync = () => {
    const gate = Promise.withResolvers<void>()
    waiting.push(gate)
    return gate.promise
  }
  return { waiting, log: { sync } }
}

test('a write resolves only after its commit is synced, and reads do not wait for that', async () => {
  const { path, writer } = newFile()
  const { waiting, log } = startLog()
  const queue = createWriteQueue(writer, log, { onCommit() {}, onEnd() {} })
  let isDone = false
  const write = queue.write(put('a')).then(() => {
    isDone = true
  })
  while (waiting.length === 0) await new Promise(setImmediate)
  const reader = new DatabaseSync(path, { readOnly: true })
  assert.equal(reader.prepare('select count(*) as n from limit_counters').get()?.n, 1)
  reader.close()
  assert.equal(isDone, false)
  waiting[0]!.resolve()
  await write
})

test('writes that arrive during a sync share the next commit', async () => {
  const { writer } = newFile()
  const { waiting, log } = startLog()
  const sizes: number[] = []
  const queue = createWriteQueue(writer, log, { onCommit: (writes) => sizes.push(writes), onEnd() {} })
  const first = queue.write(put('a'))
  while (waiting.length === 0) await new Promise(setImmediate)
  const others = Array.from({ length: 5 }, (_, n) => queue.write(put(`b${n}`)))
  waiting[0]!.resolve()
  await first
  while (waiting.length === 1) await new Promise(setImmediate)
  waiting[1]!.resolve()
  await Promise.all(others)
  assert.deepEqual(sizes, [1, 5])
})

test('a commit that cannot be synced is refused, and later ones wait until all are in the file', async () => {
  const { path, writer } = newFile()
  const { waiting, log } = startLog()
  const queue = createWriteQueue(writer, log, { onCommit() {}, onEnd() {} })
  const refused = queue.write(put('a'))
  while (waiting.length === 0) await new Promise(setImmediate)
  waiting[0]!.reject(new Unavailable('database'))
  await assert.rejects(refused, Unavailable)
  assert.ok((await sizeOf(path)) > 0)
  // A reader that still needs the log prevents that.
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('BEGIN; select * from limit_counters')
  await assert.rejects(queue.write(put('b')), Unavailable)
  assert.equal(waiting.length, 1)
  reader.exec('COMMIT')
  let emptied = -1
  const written = queue.write(async (tx) => {
    emptied = await sizeOf(path)
    await put('c')(tx)
  })
  while (waiting.length === 1) await new Promise(setImmediate)
  waiting[1]!.resolve()
  await written
  assert.equal(emptied, 0)
  reader.close()
})

test('a log that was replaced is synced in its place, and a missing one is not taken for durable', async () => {
  const { path, writer } = newFile()
  const log = openCommitLog(path)
  after(() => log.close())
  writer.exec("insert into limit_counters values ('a', 0, 0)")
  await log.sync()
  await rename(`${path}-wal`, `${path}-moved`)
  await assert.rejects(
    log.sync(),
    (error: Unavailable) => error instanceof Unavailable && /disk/.test(error.remedy ?? ''),
  )
  await rename(`${path}-moved`, `${path}-wal`)
  await log.sync()
})
