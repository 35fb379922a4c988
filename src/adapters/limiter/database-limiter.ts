import { CLOCK_SKEW, type Clock } from '../../ports/clock.ts'
import type { Database, Reader, Transaction } from '../../ports/database.ts'
import type { Limiter } from '../../ports/limiter.ts'
import { changedRows, PURGE_BATCH } from '../../tables/changed-rows.ts'
import { type Count, type Counter, type Counters, createLimiter, HOLD_TIME } from './limiter.ts'

/** Creates a limiter that counts in the database, for all nodes that share it. */
export function createDatabaseLimiter(scale: number, db: Database, clock: Clock): Limiter {
  return createLimiter(scale, createDatabaseCounters(db, clock))
}

/** One of several counters has reached its limit: undoes the additions to those before it. */
class NoRoom extends Error {
  readonly index: number
  readonly count: Count
  constructor(index: number, count: Count) {
    super('a counter has reached its limit')
    this.index = index
    this.count = count
  }
}

const keyOf = ({ limit, id }: Counter) => `${limit}:${id}`
/** Key of the row that counts reservations. */
const heldKeyOf = (counter: Counter) => `${keyOf(counter)}:held`

/** Counters in the table `limit_counters`. */
export function createDatabaseCounters(db: Database, clock: Clock): Counters {
  return {
    take: (counters, cost, isHeld) =>
      db
        .write(async (tx) => {
          const now = clock.now()
          for (const [index, counter] of counters.entries()) {
            const { window, points } = counter
            if (cost > points || !(await add(tx, keyOf(counter), cost, now, now + window, points))) {
              throw new NoRoom(index, (await read(tx, counter, now)) ?? { used: 0, held: 0, left: window })
            }
            if (isHeld) await add(tx, heldKeyOf(counter), cost, now, now + HOLD_TIME, null)
          }
          return null
        })
        .catch((error: unknown) => {
          if (!(error instanceof NoRoom)) throw error
          return { index: error.index, count: error.count }
        }),
    give: (counters, used, held) =>
      db.write(async (tx) => {
        for (const counter of counters) {
          if (used > 0) await takeBack(tx, keyOf(counter), used)
          if (held > 0) await takeBack(tx, heldKeyOf(counter), held)
        }
      }),
    get: (counter) => read(db.read, counter, clock.now()),
  }
}

/**
 * Adds to a row, or restarts it if its window has expired, unless it would exceed `max`. Returns whether it
 * did. Without `max`, the row counts reservations, and its expiry is renewed by each.
 */
async function add(
  tx: Transaction,
  key: string,
  cost: number,
  now: number,
  end: number,
  max: number | null,
): Promise<boolean> {
  // A window that ends later was started by a clock that ran ahead and has since been corrected.
  const latest = end + CLOCK_SKEW
  const rows = await tx
    .insertInto('limit_counters')
    .values({ key, points: cost, expires_at: end })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((set) => {
          const isOver = set.or([
            set('limit_counters.expires_at', '<=', now),
            set('limit_counters.expires_at', '>', latest),
          ])
          const sum = set('limit_counters.points', '+', cost)
          const kept = max === null ? set.val(end) : set.ref('limit_counters.expires_at')
          return {
            points: set.case().when(isOver).then(cost).else(sum).end(),
            expires_at: set.case().when(isOver).then(end).else(kept).end(),
          }
        })
        .where((where) =>
          max === null
            ? where.lit(true)
            : where.or([
                where('limit_counters.expires_at', '<=', now),
                where('limit_counters.expires_at', '>', latest),
                where('limit_counters.points', '<=', max - cost),
              ]),
        ),
    )
    .returning('key')
    .execute()
  return rows.length > 0
}

async function takeBack(tx: Transaction, key: string, count: number): Promise<void> {
  await tx
    .updateTable('limit_counters')
    .set((set) => ({
      points: set
        .case()
        .when('points', '>', count)
        .then(set('points', '-', count))
        .else(set.lit(0))
        .end(),
    }))
    .where('key', '=', key)
    .execute()
}

async function read(reader: Reader, counter: Counter, now: number): Promise<Count | null> {
  const rows = await reader
    .selectFrom('limit_counters')
    .select(['key', 'points', 'expires_at'])
    .where('key', 'in', [keyOf(counter), heldKeyOf(counter)])
    .where('expires_at', '>', now)
    .where('expires_at', '<=', now + Math.max(counter.window, HOLD_TIME) + CLOCK_SKEW)
    .execute()
  const used = rows.find((row) => row.key === keyOf(counter))
  const held = rows.find((row) => row.key === heldKeyOf(counter))?.points ?? 0
  return used ? { used: used.points, held, left: used.expires_at - now } : null
}

/** Removes expired counters, a few at a time. Returns how many were removed. */
export async function purgeCounters(db: Database, now: number): Promise<number> {
  const expired = await db.read
    .selectFrom('limit_counters')
    .select('key')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(PURGE_BATCH)
    .execute()
  if (expired.length === 0) return 0
  const keys = expired.map((row) => row.key)
  return db.write((tx) =>
    changedRows(tx.deleteFrom('limit_counters').where('key', 'in', keys).where('expires_at', '<=', now)),
  )
}
