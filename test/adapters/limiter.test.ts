import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openPostgres } from '../../src/adapters/database/postgres.ts'
import { createPostgresMaintenance } from '../../src/adapters/database/postgres-maintenance.ts'
import { openSqlite } from '../../src/adapters/database/sqlite.ts'
import { createSqliteMaintenance } from '../../src/adapters/database/sqlite-maintenance.ts'
import { createDatabaseLimiter, purgeCounters } from '../../src/adapters/limiter/database-limiter.ts'
import { createMemoryLimiter } from '../../src/adapters/limiter/memory-limiter.ts'
import { createRedisLimiter } from '../../src/adapters/limiter/redis-limiter.ts'
import { systemClock } from '../../src/adapters/system.ts'
import type { Use } from '../../src/ports/limiter.ts'
import { limiterContract } from '../contracts/limiter.ts'
import { createTestClock } from '../support/clock.ts'
import { newDatabase, server } from '../support/setup.ts'
import { eventually } from '../support/wait.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-profile-limiter-'))
const file = join(folder, 'limits.sqlite')
const sqlite = openSqlite(file)
await createSqliteMaintenance(file, sqlite).migrate()
const database = await newDatabase()
await createPostgresMaintenance(database.url).migrate()
const postgres = openPostgres({ url: database.url, connections: 10 })
after(async () => {
  await sqlite.close()
  await postgres.close()
  await database.remove()
  await rm(folder, { recursive: true, force: true })
})
const nothing = async () => {}

limiterContract('memory', async () => {
  const one = createMemoryLimiter(1)
  return { nodes: [one, one], close: nothing }
})
for (const [name, db] of [
  ['the SQLite database', sqlite],
  ['the PostgreSQL database', postgres],
] as const) {
  limiterContract(name, async () => {
    const node = () => createDatabaseLimiter(1, db, systemClock)
    return { nodes: [node(), node()], close: nothing }
  })
}
limiterContract('Redis', async () => {
  const node = () =>
    createRedisLimiter({ url: server('TEST_REDIS'), prefix: `${folder}:`, scale: 1 }, sqlite, systemClock)
  const nodes: [ReturnType<typeof node>, ReturnType<typeof node>] = [node(), node()]
  for (const one of nodes) {
    await eventually(() =>
      one.check().then(
        () => true,
        () => false,
      ),
    )
  }
  return { nodes, close: async () => nodes.forEach((one) => void one.close()) }
})

test('only expired counters are removed', async () => {
  for (const db of [sqlite, postgres]) {
    const clock = createTestClock()
    const limiter = createDatabaseLimiter(1, db, clock)
    await db.write((tx) => tx.deleteFrom('limit_counters').execute())
    await limiter.consume({ name: 'soon', points: 1, seconds: 60 }, 'a')
    await limiter.consume({ name: 'late', points: 1, seconds: 600 }, 'a')
    clock.advance(61_000)
    assert.equal(await purgeCounters(db, clock.now()), 1)
    assert.equal(await purgeCounters(db, clock.now()), 0)
    const left = await db.read.selectFrom('limit_counters').select('key').execute()
    assert.deepEqual(
      left.map((row) => row.key.split(':')[0]),
      ['late'],
    )
  }
})

test('stored keys have the same length, however long the key', async () => {
  for (const db of [sqlite, postgres]) {
    await db.write((tx) => tx.deleteFrom('limit_counters').execute())
    const limiter = createDatabaseLimiter(1, db, systemClock)
    await limiter.consume({ name: 'long', points: 1, seconds: 60 }, 'k'.repeat(100_000))
    const rows = await db.read.selectFrom('limit_counters').select('key').execute()
    assert.deepEqual(
      rows.map(({ key }) => key.length),
      ['long:'.length + 43],
    )
  }
})

test('however many names one address tries, at most as many as its points are stored', async () => {
  for (const db of [sqlite, postgres]) {
    await db.write((tx) => tx.deleteFrom('limit_counters').execute())
    const limiter = createDatabaseLimiter(1, db, systemClock)
    for (let i = 0; i < 50; i++) {
      const uses: Use[] = [
        [{ name: 'address', points: 5, seconds: 60 }, '192.0.2.7'],
        [{ name: 'name', points: 5, seconds: 60 }, `name ${i}`],
      ]
      if ((await limiter.reserve(uses)).state === 'held') await limiter.settle(uses, 'failed')
    }
    const rows = await db.read.selectFrom('limit_counters').select('key').execute()
    const names = rows.filter(({ key }) => key.startsWith('name:') && !key.endsWith(':held'))
    assert.equal(names.length, 5)
  }
})

test('an answer of Redis counts even if the process was too busy to read it in time', async () => {
  const prefix = `${folder}:busy:`
  const limiter = createRedisLimiter({ url: server('TEST_REDIS'), prefix, scale: 1 }, sqlite, systemClock)
  const isReady = () =>
    limiter
      .check()
      .then(() => true)
      .catch(() => false)
  await eventually(isReady)
  const limit = { name: 'busy', points: 1, seconds: 60 }
  const first = limiter.consume(limit, 'a')
  const end = performance.now() + 1000
  while (performance.now() < end);
  assert.equal(await first, 0)
  const counted = await sqlite.read.selectFrom('limit_counters').select('key').execute()
  assert.deepEqual(
    counted.filter(({ key }) => key.startsWith('busy:')),
    [],
    'the database counted',
  )
  limiter.close()
})
