import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type Database, type Transaction, UniqueViolation } from '../../src/ports/database.ts'
import { changeThenInsert } from '../../src/tables/change-then-insert.ts'
import { prepareColumns, prepareQuery } from '../../src/tables/prepared-query.ts'

/** The contract of every database. `open` returns one with migrated tables; the suite closes it. */
export function databaseContract(name: string, open: () => Promise<Database>): void {
  let db: Database
  before(async () => {
    db = await open()
  })
  after(() => db?.close())

  const put = (tx: Transaction, key: string, points: number) =>
    tx.insertInto('limit_counters').values({ key, points, expires_at: Date.now() }).execute()
  const pointsOf = async (reader: Database['read'], key: string) =>
    (await reader.selectFrom('limit_counters').select('points').where('key', '=', key).executeTakeFirst())
      ?.points
  const set = (tx: Transaction, key: string, points: number) =>
    tx.updateTable('limit_counters').set({ points }).where('key', '=', key).executeTakeFirst()

  test(`${name}: written data reads back after the write, instants as numbers and text unchanged`, async () => {
    const key = `${randomUUID()} é漢😀 "'\\`
    const now = Date.now()
    await db.write((tx) =>
      tx.insertInto('limit_counters').values({ key, points: -3, expires_at: now }).execute(),
    )
    const row = await db.read
      .selectFrom('limit_counters')
      .selectAll()
      .where('key', '=', key)
      .executeTakeFirst()
    assert.deepEqual({ ...row }, { key, points: -3, expires_at: now })
    const counted = await db.read
      .selectFrom('limit_counters')
      .select((select) => select.fn.countAll().as('count'))
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    assert.equal(Number(counted.count), 1)
  })

  test(`${name}: a write that rejects leaves nothing, whatever it did before`, async () => {
    const key = randomUUID()
    const failing = db.write(async (tx) => {
      await put(tx, key, 1)
      assert.equal(await pointsOf(tx, key), 1, 'it sees what it wrote')
      assert.equal(await pointsOf(db.read, key), undefined, 'others do not')
      throw new Error('no')
    })
    await assert.rejects(failing, /^Error: no$/)
    assert.equal(await pointsOf(db.read, key), undefined)
  })

  test(`${name}: a duplicate row is a UniqueViolation that names its table, and affects no other write`, async () => {
    const key = randomUUID()
    const name = randomUUID()
    const application = (id: string) => ({
      id,
      name,
      kind: 'web' as const,
      origins: '[]',
      refresh_policy: 'keep' as const,
      created_at: 0,
      revoked_at: null,
    })
    await db.write((tx) => tx.insertInto('applications').values(application(randomUUID())).execute())
    const [twice, other] = await Promise.allSettled([
      db.write((tx) => tx.insertInto('applications').values(application(randomUUID())).execute()),
      db.write((tx) => put(tx, key, 7)),
    ])
    assert.ok(twice.status === 'rejected' && twice.reason instanceof UniqueViolation)
    assert.match(twice.reason.target, /applications.*name/)
    assert.equal(other.status, 'fulfilled')
    assert.equal(await pointsOf(db.read, key), 7)
  })

  test(`${name}: an update says how many rows it changed`, async () => {
    const key = randomUUID()
    await db.write((tx) => put(tx, key, 1))
    const changed = await db.write(async (tx) => [await set(tx, key, 2), await set(tx, randomUUID(), 2)])
    assert.deepEqual(
      changed.map((result) => Number(result.numUpdatedRows)),
      [1, 0],
    )
  })

  test(`${name}: none of sixteen writes that read and then update the same row is lost`, async () => {
    const key = randomUUID()
    await db.write((tx) => put(tx, key, 0))
    const increment = () =>
      db.write(async (tx) => {
        const points = (await pointsOf(tx, key)) ?? 0
        await set(tx, key, points + 1)
      })
    await Promise.all(Array.from({ length: 16 }, increment))
    assert.equal(await pointsOf(db.read, key), 16)
  })

  test(`${name}: two writes that each read what the other changes do not both act on outdated data`, async () => {
    const [a, b] = [randomUUID(), randomUUID()]
    await db.write((tx) => put(tx, a, 1))
    await db.write((tx) => put(tx, b, 1))
    // Each may leave as long as the other stays.
    const leave = (self: string, other: string) =>
      db.write(async (tx) => {
        if ((await pointsOf(tx, other)) === 1) await set(tx, self, 0)
      })
    await Promise.all([leave(a, b), leave(b, a)])
    assert.equal(((await pointsOf(db.read, a)) ?? 0) + ((await pointsOf(db.read, b)) ?? 0), 1)
  })

  test(`${name}: a long write among many short ones that change what it reads finishes`, async () => {
    const key = randomUUID()
    await db.write((tx) => put(tx, key, 0))
    const increment = async (tx: Transaction, isLong: boolean) => {
      const points = (await pointsOf(tx, key)) ?? 0
      for (let i = 0; isLong && i < 30; i++) await pointsOf(tx, randomUUID())
      await set(tx, key, points + 1)
    }
    let isOver = false
    let count = 0
    const busy = Array.from({ length: 6 }, async () => {
      for (; !isOver; count++) await db.write((tx) => increment(tx, false))
    })
    try {
      await db.write((tx) => increment(tx, true))
    } finally {
      isOver = true
      await Promise.all(busy)
    }
    assert.equal(await pointsOf(db.read, key), count + 1)
  })

  test(`${name}: a guarded write changes what it names, or nothing`, async () => {
    const key = randomUUID()
    await db.write((tx) => put(tx, key, 0))
    const take = () =>
      db.write(
        async (tx) => {
          const result = await tx
            .updateTable('limit_counters')
            .set({ points: 1 })
            .where('key', '=', key)
            .where('points', '=', 0)
            .executeTakeFirst()
          return Number(result.numUpdatedRows)
        },
        { isGuarded: true },
      )
    const taken = await Promise.all(Array.from({ length: 16 }, take))
    assert.equal(
      taken.reduce((sum, one) => sum + one, 0),
      1,
    )
  })

  test(`${name}: of sixteen changes of one version, one takes place, and only its rows are inserted`, async () => {
    const key = randomUUID()
    await db.write((tx) => put(tx, key, 0))
    const changes = prepareColumns((on, columns, is: { counter: string }) =>
      on
        .updateTable('limit_counters')
        .set(columns as { expires_at: number })
        .set({ points: 1 })
        .where('key', '=', is.counter)
        .where('points', '=', 0),
    )
    const change = async (_: unknown, n: number) => {
      const made = changes({ expires_at: n }, { counter: key })
      const rows = ['', ' again'].map((more) => ({
        table: 'limit_counters' as const,
        values: { key: `${key} ${n}${more}`, points: n, expires_at: n },
      }))
      const write = (tx: Transaction) => changeThenInsert(tx, made, rows)
      return (await db.write(write, { isSingle: true })) ? n : null
    }
    const done = (await Promise.all(Array.from({ length: 16 }, change))).filter((n) => n !== null)
    const rows = await db.read
      .selectFrom('limit_counters')
      .selectAll()
      .where('key', 'like', `${key}%`)
      .execute()
    assert.equal(done.length, 1)
    assert.deepEqual(
      new Map(rows.map((row) => [row.key, [row.points, row.expires_at]])),
      new Map([
        [key, [1, done[0]]],
        [`${key} ${done[0]}`, [done[0], done[0]]],
        [`${key} ${done[0]} again`, [done[0], done[0]]],
      ]),
    )
  })

  test(`${name}: a query that is built once can run with other values`, async () => {
    const query = prepareQuery((reader, is: { key: string }) =>
      reader.selectFrom('limit_counters').select('points').where('key', '=', is.key),
    )
    const keys = [randomUUID(), randomUUID()]
    for (const [i, key] of keys.entries()) await db.write((tx) => put(tx, key, i))
    const rows = await Promise.all(keys.map((key) => query(db.read, { key })))
    assert.deepEqual(
      rows.flat().map((row) => row.points),
      [0, 1],
    )
  })

  test(`${name}: hundreds of simultaneous reads and writes all finish`, async () => {
    const keys = Array.from({ length: 300 }, () => randomUUID())
    await Promise.all(keys.map((key, i) => db.write((tx) => put(tx, key, i))))
    const found = await Promise.all(keys.map((key) => pointsOf(db.read, key)))
    assert.deepEqual(found, [...keys.keys()])
  })

  test(`${name}: the check passes on a working database`, () => db.check())
}
