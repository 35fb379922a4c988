import { type IRateLimiterStoreOptions, RateLimiterRes } from 'rate-limiter-flexible'
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js'
import { CLOCK_SKEW, type Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Limiter } from '../ports/limiter.ts'
import type { LimitCounterRow } from '../ports/tables.ts'
import { createLimiter, type LimitOptions } from './limiter.ts'

/** Counters removed in one transaction once they are over. */
const PURGE_BATCH = 500
type Count = Pick<LimitCounterRow, 'points' | 'expires_at'>

/** The counters of `limit_counters`, for the library that knows how to limit by them. */
export class DatabaseCounters extends RateLimiterStoreAbstract {
  readonly #db: Database
  readonly #clock: Clock

  constructor(options: LimitOptions, db: Database, clock: Clock) {
    super({ ...options, storeClient: db } as IRateLimiterStoreOptions)
    this.#db = db
    this.#clock = clock
  }

  /** Adds the points, or begins anew where the time is over or `forceExpire` says so. */
  async _upsert(key: string, points: number, duration: number, forceExpire = false): Promise<Count> {
    const now = this.#clock.now()
    const fresh = { points, expires_at: now + duration }
    return this.#db.write((tx) =>
      tx
        .insertInto('limit_counters')
        .values({ key, ...fresh })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((set) => {
            const isOver = forceExpire
              ? set.lit(true)
              : set.or([
                  set('limit_counters.expires_at', '<=', now),
                  set('limit_counters.expires_at', '>', this.#latest(now)),
                ])
            return {
              points: set
                .case()
                .when(isOver)
                .then(points)
                .else(set('limit_counters.points', '+', points))
                .end(),
              expires_at: set
                .case()
                .when(isOver)
                .then(fresh.expires_at)
                .else(set.ref('limit_counters.expires_at'))
                .end(),
            }
          }),
        )
        .returning(['points', 'expires_at'])
        .executeTakeFirstOrThrow(),
    )
  }

  /** A count that ends later was begun by a clock that ran ahead and was put back: it is over. */
  #latest(now: number): number {
    return now + Math.max(this.duration, this.blockDuration) * 1000 + CLOCK_SKEW
  }

  async _get(key: string): Promise<Count | null> {
    const now = this.#clock.now()
    const row = await this.#db.read
      .selectFrom('limit_counters')
      .select(['points', 'expires_at'])
      .where('key', '=', key)
      .where('expires_at', '>', now)
      .where('expires_at', '<=', this.#latest(now))
      .executeTakeFirst()
    return row ?? null
  }

  async _delete(key: string): Promise<boolean> {
    const result = await this.#db.write((tx) =>
      tx.deleteFrom('limit_counters').where('key', '=', key).executeTakeFirst(),
    )
    return Number(result.numDeletedRows) > 0
  }

  _getRateLimiterRes(_key: string, changed: number, count: Count): RateLimiterRes {
    const left = Math.max(0, this.points - count.points)
    const time = Math.max(0, count.expires_at - this.#clock.now())
    return new RateLimiterRes(left, time, count.points, count.points === changed)
  }
}

/** Counts in the database, for all that share it. */
export function createDatabaseLimiter(scale: number, db: Database, clock: Clock): Limiter {
  return createLimiter(scale, (options) => new DatabaseCounters(options, db, clock))
}

/** Removes counters that are over, a few at a time. Answers how many went. */
export async function purgeCounters(db: Database, now: number): Promise<number> {
  const over = await db.read
    .selectFrom('limit_counters')
    .select('key')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(PURGE_BATCH)
    .execute()
  if (over.length === 0) return 0
  const keys = over.map((row) => row.key)
  const result = await db.write((tx) =>
    tx
      .deleteFrom('limit_counters')
      .where('key', 'in', keys)
      .where('expires_at', '<=', now)
      .executeTakeFirst(),
  )
  return Number(result.numDeletedRows)
}
