import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openConnection } from '../../src/adapters/database/sqlite-connection.ts'
import { createWriteQueue } from '../../src/adapters/database/sqlite-writes.ts'
import type { Transaction } from '../../src/ports/database.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-profile-writes-'))
after(() => rm(folder, { recursive: true, force: true }))

let files = 0
function newQueue() {
  const writer = openConnection(join(folder, `${++files}.sqlite`), {
    readOnly: false,
    prepare: (connection) =>
      connection.exec('PRAGMA journal_mode = WAL; create table limit_counters (key, points, expires_at)'),
  })
  after(() => writer.close())
  const commits: number[] = []
  const runs = new Map<string, number>()
  const queue = createWriteQueue(
    writer,
    { sync: async () => {} },
    { onCommit: (count) => commits.push(count), onEnd() {} },
  )
  const put =
    (key: string, isBad = false) =>
    async (tx: Transaction) => {
      runs.set(key, (runs.get(key) ?? 0) + 1)
      await tx.insertInto('limit_counters').values({ key, points: 0, expires_at: 0 }).execute()
      if (isBad) throw new Error(`${key} is refused`)
      return key
    }
  const stored = () => {
    const rows = writer.use().prepare('select key from limit_counters order by key').all()
    return rows.map(({ key }) => key)
  }
  const outcomes = (keys: readonly string[], bad: readonly string[]) =>
    Promise.allSettled(keys.map((key) => queue.write(put(key, bad.includes(key))))).then((all) =>
      all.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message)),
    )
  return { queue, commits, runs, stored, outcomes }
}

test('a write that fails leaves nothing, and the others of its commit are there once', async () => {
  const { stored, outcomes, commits } = newQueue()
  assert.deepEqual(await outcomes(['a', 'b', 'c'], ['b']), ['a', 'b is refused', 'c'])
  assert.deepEqual(stored(), ['a', 'c'])
  assert.deepEqual(commits, [3])
})

test('writes run twice at most, and once while savepoints are used after a failure', async () => {
  const { stored, outcomes, runs } = newQueue()
  await outcomes(['a', 'b', 'c'], ['b'])
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => runs.get(key)),
    [2, 2, 1],
  )
  await outcomes(['d', 'e', 'f'], ['e'])
  assert.deepEqual(
    ['d', 'e', 'f'].map((key) => runs.get(key)),
    [1, 1, 1],
  )
  assert.deepEqual(stored(), ['a', 'c', 'd', 'f'])
})

test('a write that fails alone runs once', async () => {
  const { stored, outcomes, runs } = newQueue()
  assert.deepEqual(await outcomes(['a'], ['a']), ['a is refused'])
  assert.deepEqual([stored(), runs.get('a')], [[], 1])
})

test('writes without a failure use no savepoint', async () => {
  const { queue, stored } = newQueue()
  const release = (tx: Transaction) => tx.executeQuery({ sql: 'RELEASE job', parameters: [] } as never)
  const writes = [1, 2].map(() => queue.write(async (tx) => assert.rejects(release(tx), /no such savepoint/)))
  await Promise.all(writes)
  assert.deepEqual(stored(), [])
})
