import { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { hearErrors } from '../ports/foreign-events.ts'
import type { Limiter } from '../ports/limiter.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { DatabaseCounters } from './database-limiter.ts'
import { createLimiter } from './limiter.ts'

/** How long a connection may take to open, in milliseconds. */
const CONNECT_TIME = 2_000
/** How long Redis may take to answer, in milliseconds, before the database counts instead. */
const ANSWER_TIME = 500
/** Longest pause between two tries to connect, in milliseconds. */
const PAUSE_MAX = 2_000

export interface RedisOptions {
  /** `redis://user:password@host:port/number`, or `rediss://` for TLS. */
  url: string
  /** What every key begins with. */
  prefix: string
  scale: number
}

/** Counts in Redis, for all nodes that share it; while it is away, in the database. */
export function createRedisLimiter(
  { url, prefix, scale }: RedisOptions,
  db: Database,
  clock: Clock,
): Limiter {
  const client = new Redis(url, {
    keyPrefix: prefix,
    connectTimeout: CONNECT_TIME,
    commandTimeout: ANSWER_TIME,
    // A server that is silent for as long is left: until a new connection is ready, commands are refused at once, so that
    // one use alone pays for the wait and the others go straight to the database.
    socketTimeout: ANSWER_TIME,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (tries) => Math.min(PAUSE_MAX, 50 * 2 ** Math.min(tries, 10)),
    // Commands are refused while it loads its data; the database counts until then.
    enableReadyCheck: true,
  })
  // What is wrong is said by `check`; the client goes on trying by itself.
  hearErrors(client)
  const limiter = createLimiter(
    scale,
    (options) =>
      new RateLimiterRedis({
        ...options,
        storeClient: client,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new DatabaseCounters(options, db, clock),
      }),
  )
  return {
    ...limiter,
    async check() {
      try {
        await client.ping()
      } catch (error) {
        throw new Unavailable('limits', { cause: error })
      }
    },
    close: () => client.disconnect(),
  }
}
