import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { openPostgres } from '../../src/adapters/database/postgres.ts'
import { createPostgresMaintenance } from '../../src/adapters/database/postgres-maintenance.ts'
import { systemRandom } from '../../src/adapters/system.ts'
import { listAfter } from '../../src/feed/feed.store.ts'
import { FEED_START, type FeedPosition } from '../../src/feed/feed.ts'
import { createFeedWriter } from '../../src/feed/feed-writer.service.ts'
import { newDatabase } from '../support/setup.ts'

const postgres = await newDatabase()
after(postgres.remove)
await createPostgresMaintenance(postgres.url).migrate()
const db = openPostgres({ url: postgres.url, connections: 8 })
after(() => db.close())
const writer = createFeedWriter({ random: systemRandom })

const recorded = (userId: string) => ({
  id: systemRandom.orderedId(),
  action: 'user.disabled',
  userId,
  fields: [],
  applicationId: null,
  sessionId: null,
  createdAt: 1,
})

/** Reads on from a place; returns whom the events are about. */
async function readOn(from: FeedPosition) {
  const events = await listAfter(db.read, from, 1000)
  const { transaction, id } = events.at(-1) ?? from
  return { people: events.map(({ userId }) => userId), place: { transaction, id } }
}

const end = async () => (await readOn(FEED_START)).place

test('an event that commits late, with an earlier number, is not skipped', async () => {
  let { place } = { place: await end() }
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { promise: written, resolve: begun } = Promise.withResolvers<void>()
  const early = db.write(async (tx) => {
    await writer.add(tx, recorded('early'))
    begun()
    await held
  })
  await written
  await db.write((tx) => writer.add(tx, recorded('late')))
  const meanwhile = await readOn(place)
  assert.deepEqual(meanwhile.people, [], 'the later one waits for the earlier')
  place = meanwhile.place
  release()
  await early
  assert.deepEqual((await readOn(place)).people, ['early', 'late'])
})

test('a transaction that rolls back holds nothing up for good', async () => {
  const place = await end()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { promise: written, resolve: begun } = Promise.withResolvers<void>()
  const lost = new Error('lost')
  const early = db.write(async (tx) => {
    await writer.add(tx, recorded('early'))
    begun()
    await held
    throw lost
  })
  await written
  await db.write((tx) => writer.add(tx, recorded('late')))
  release()
  await assert.rejects(early, lost)
  assert.deepEqual((await readOn(place)).people, ['late'])
})

test('a reader who follows many writers misses nothing and reads nothing twice', async () => {
  let place = await end()
  const seen: string[] = []
  const people = Array.from({ length: 200 }, () => randomUUID())
  let isDone = false
  const reading = (async () => {
    for (let last = false; ; last = isDone) {
      const part = await readOn(place)
      seen.push(...part.people)
      place = part.place
      if (last) return
    }
  })()
  const write = async (userId: string) => {
    await db.write(
      async (tx) => {
        await writer.add(tx, recorded(userId))
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
      },
      { isGuarded: true },
    )
  }
  await Promise.all(people.map(write))
  isDone = true
  await reading
  assert.deepEqual(seen.toSorted(), people.toSorted())
})

test('numbers that come from another server do not hold up the feed, and cursors stay right', async () => {
  const before = await end()
  const far = 9_000_000_000
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(
    `insert into feed_events ("transaction", id, created_at, type, user_id) values ($1, $2, 1, 'user.disabled', 'moved')`,
    [far, systemRandom.orderedId()],
  )
  await client.end()
  assert.deepEqual(
    (await readOn(before)).people,
    [],
    'its number is larger than that of any transaction here',
  )
  await createPostgresMaintenance(postgres.url).migrate()
  const moved = await readOn(before)
  assert.deepEqual(moved.people, ['moved'])
  assert.equal(moved.place.transaction, far)
  await db.write((tx) => writer.add(tx, recorded('next')))
  const next = await readOn(moved.place)
  assert.deepEqual(next.people, ['next'])
  await createPostgresMaintenance(postgres.url).migrate()
  assert.equal((await end()).transaction, next.place.transaction, 'another start changes nothing')
})
