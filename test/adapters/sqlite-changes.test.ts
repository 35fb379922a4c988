import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { personRows, userId } from '../../bench/people.ts'
import { openSqlite } from '../../src/adapters/database/sqlite.ts'
import { createSqliteMaintenance } from '../../src/adapters/database/sqlite-maintenance.ts'
import { createTurns, type Turns } from '../../src/basics/turns.ts'
import type { Transaction } from '../../src/ports/database.ts'
import { selectLiveCaller } from '../../src/session/live-caller.row.ts'
import { callerTables } from '../../src/tables/caller-tables.ts'
import type { TableName, Tables } from '../../src/tables/tables.ts'

/** The application of everybody. */
const APPLICATION = 'app'

/** An empty database, which the test closes and removes. */
async function newDatabase(t: TestContext, turns?: Turns) {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-changes-'))
  const file = join(folder, 'watched.sqlite')
  const db = openSqlite(file, undefined, turns)
  t.after(async () => {
    await db.close()
    rmSync(folder, { recursive: true })
  })
  await createSqliteMaintenance(file, db).migrate()
  return { db, file }
}

/** A database with two people, each with a session of the application, and what is told of it. */
async function watched(t: TestContext) {
  const turns = createTurns()
  const { db, file } = await newDatabase(t, turns)
  const now = Date.now()
  await db.write(async (tx) => {
    await addApplication(tx)
    for (const i of [0, 1]) {
      const { users, sessions } = personRows(i, APPLICATION, now)
      await tx.insertInto('users').values(users).execute()
      await tx.insertInto('sessions').values(sessions).execute()
    }
  })
  const told: (string | null)[] = []
  const { callerChanges } = db
  callerChanges!.onChange((id) => told.push(id))
  turns.begin()
  assert.equal(callerChanges!.areKnown(), true)
  told.length = 0
  return { db, file, turns, told, changes: callerChanges! }
}

const applicationRow = (id: string) =>
  ({ id, name: id, kind: 'web', origins: '[]', refresh_policy: 'rotate', created_at: 1 }) as never

async function addApplication(tx: Transaction): Promise<void> {
  await tx.insertInto('applications').values(applicationRow(APPLICATION)).execute()
  await tx
    .insertInto('api_keys')
    .values({ id: 'key', application_id: APPLICATION, key_hash: 'hash', created_at: 1 } as never)
    .execute()
}

/** Table, what happens to its row, and whom that is about. */
const changes: readonly [TableName, string, (tx: Transaction) => Promise<unknown>, string | null][] = [
  [
    'users',
    'update',
    (tx) => tx.updateTable('users').set({ first_name: 'x' }).where('id', '=', userId(0)).execute(),
    userId(0),
  ],
  ['users', 'delete', (tx) => tx.deleteFrom('users').where('id', '=', userId(0)).execute(), userId(0)],
  [
    'sessions',
    'update',
    (tx) => tx.updateTable('sessions').set({ ended_at: 1 }).where('user_id', '=', userId(1)).execute(),
    userId(1),
  ],
  [
    'sessions',
    'delete',
    (tx) => tx.deleteFrom('sessions').where('user_id', '=', userId(1)).execute(),
    userId(1),
  ],
  ['applications', 'update', (tx) => tx.updateTable('applications').set({ revoked_at: 1 }).execute(), null],
  ['api_keys', 'update', (tx) => tx.updateTable('api_keys').set({ revoked_at: 1 }).execute(), null],
  ['api_keys', 'delete', (tx) => tx.deleteFrom('api_keys').execute(), null],
  [
    'applications',
    'delete',
    async (tx) => {
      await tx.insertInto('applications').values(applicationRow('unused')).execute()
      await tx.deleteFrom('applications').where('id', '=', 'unused').execute()
    },
    null,
  ],
]

for (const [table, event, change, whom] of changes)
  test(`${event} of ${table} is told before its write resolves, and not before its commit`, async (t) => {
    const { db, told } = await watched(t)
    let toldInside: unknown
    const write = db.write(async (tx) => {
      await change(tx)
      toldInside = [...told]
    })
    await write
    assert.deepEqual(toldInside, [])
    assert.ok(told.includes(whom), `${told}`)
    if (whom !== null) assert.deepEqual(new Set(told), new Set([whom]))
  })

test('each table that the check of a caller reads is watched, and no other', () => {
  const reader = new Kysely<Tables>({
    dialect: {
      createDriver: () => new DummyDriver(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
  const { sql } = selectLiveCaller(reader, { sessionId: '', keyHash: '', now: 0, startedAfter: 0 }).compile()
  const read = [...sql.matchAll(/(?:from|join) "(\w+)"/g)].map(([, table]) => table)
  assert.deepEqual(read.sort(), Object.keys(callerTables).sort())
})

test('every change of the tables was tried', () => {
  const tried = new Set(changes.map(([table, event]) => `${table} ${event}`))
  assert.equal(tried.size, 2 * Object.keys(callerTables).length)
})

test('changes of other tables are not told, nor are rows that are new', async (t) => {
  const { db, told } = await watched(t)
  await db.write(async (tx) => {
    const { users } = personRows(2, APPLICATION, Date.now())
    await tx.insertInto('users').values(users).execute()
    await tx.insertInto('limit_counters').values({ key: 'a', points: 1, expires_at: 1 }).execute()
  })
  assert.deepEqual(told, [])
})

test('a change that is rolled back may be told, and is not lost for a later one', async (t) => {
  const { db, told } = await watched(t)
  const fail = db.write(async (tx) => {
    await tx.updateTable('users').set({ first_name: 'x' }).where('id', '=', userId(0)).execute()
    throw new Error('refused')
  })
  await assert.rejects(fail, /refused/)
  told.length = 0
  await db.write((tx) =>
    tx.updateTable('users').set({ first_name: 'y' }).where('id', '=', userId(0)).execute(),
  )
  assert.deepEqual(told, [userId(0)])
})

test('how a row becomes is told if its transaction is committed and changes no other row of the person', async (t) => {
  const { db, changes } = await watched(t)
  const told: [string | null, object | undefined][] = []
  changes.onChange((id, become) => told.push([id, become]))
  const become = { before: {}, after: {} }
  const rename = async (tx: Transaction, i: number, first_name: string) => {
    await tx.updateTable('users').set({ first_name }).where('id', '=', userId(i)).execute()
    changes.expect(userId(i), become)
  }
  await db.write((tx) => rename(tx, 0, 'Ada'))
  assert.deepEqual(told.splice(0), [[userId(0), become]])
  await Promise.all([db.write((tx) => rename(tx, 0, 'Bob')), db.write((tx) => rename(tx, 1, 'Eve'))])
  assert.deepEqual(told.splice(0), [
    [userId(0), become],
    [userId(1), become],
  ])
  await db.write(async (tx) => {
    await tx.updateTable('sessions').set({ ended_at: 1 }).where('user_id', '=', userId(0)).execute()
    await rename(tx, 0, 'Ada')
  })
  assert.deepEqual(told.splice(0), [[userId(0), undefined]])
  const broken = db.write(async (tx) => {
    await rename(tx, 1, 'Bob')
    throw new Error('it broke')
  })
  await assert.rejects(broken, /it broke/)
  assert.ok(told.splice(0).every(([, how]) => how === undefined))
  await db.write((tx) =>
    tx.updateTable('users').set({ first_name: 'Dan' }).where('id', '=', userId(1)).execute(),
  )
  assert.deepEqual(told, [[userId(1), undefined]], 'what was rolled back is not expected later')
})

test('what another process commits is known in the next turn, whatever it is', async (t) => {
  const { file, turns, told, changes } = await watched(t)
  const other = new DatabaseSync(file)
  const before = changes.count()
  other.exec("update users set first_name = 'elsewhere'")
  turns.begin()
  assert.equal(changes.areKnown(), true)
  assert.deepEqual(told, [null])
  assert.ok(changes.count() > before)
  turns.begin()
  changes.areKnown()
  assert.deepEqual(told, [null], 'only once')
  other.close()
})

test('without anybody who tells of turns, each look is one', async (t) => {
  const { db, file } = await newDatabase(t)
  const told: unknown[] = []
  db.callerChanges!.onChange((id) => told.push(id))
  db.callerChanges!.areKnown()
  told.length = 0
  const other = new DatabaseSync(file)
  other.exec('create table other (id)')
  db.callerChanges!.areKnown()
  assert.deepEqual(told, [null])
  other.close()
})

test('before the rows are watched, nothing is known inside a transaction', async (t) => {
  const { db } = await newDatabase(t)
  await db.write(async () => assert.equal(db.callerChanges!.areKnown(), false))
  assert.equal(db.callerChanges!.areKnown(), true)
})
