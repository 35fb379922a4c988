import { Redis } from 'ioredis'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { hearErrors } from '../ports/foreign-events.ts'
import type { Limiter } from '../ports/limiter.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { createDatabaseCounters } from './database-limiter.ts'
import { type Count, type Counter, type Counters, createLimiter, HOLD_TIME } from './limiter.ts'

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

/**
 * Keys in pairs: uses, and uses held. Arguments: cost, what is held of it, milliseconds that holds live, then for each
 * pair its points and its window. Returns nothing if the uses were added, else the number of the pair that has no room,
 * its uses, its holds, and the milliseconds to the end of its window.
 */
const TAKE = `
for i = 1, #KEYS, 2 do
  local points = tonumber(ARGV[3 + i])
  local used = tonumber(redis.call('get', KEYS[i]) or '0')
  if used + ARGV[1] > points then
    local held = tonumber(redis.call('get', KEYS[i + 1]) or '0')
    local left = redis.call('pttl', KEYS[i])
    if left < 0 then left = tonumber(ARGV[4 + i]) end
    return { (i - 1) / 2, used, held, left }
  end
end
for i = 1, #KEYS, 2 do
  redis.call('set', KEYS[i], 0, 'PX', ARGV[4 + i], 'NX')
  redis.call('incrby', KEYS[i], ARGV[1])
  if ARGV[2] ~= '0' then
    redis.call('incrby', KEYS[i + 1], ARGV[2])
    redis.call('pexpire', KEYS[i + 1], ARGV[3])
  end
end
return {}`

/** Keys as above. Arguments: uses to give back, and holds. */
const GIVE = `
for i = 1, #KEYS do
  local count = tonumber(redis.call('get', KEYS[i]) or '0')
  local given = tonumber(ARGV[2 - i % 2])
  if given >= count then redis.call('del', KEYS[i]) else redis.call('decrby', KEYS[i], given) end
end`

interface Scripts {
  takeUses(count: number, ...args: (string | number)[]): Promise<[] | [number, number, number, number]>
  giveUses(count: number, ...args: (string | number)[]): Promise<null>
}

/** Counts in Redis, for all nodes that share it; while it is unavailable, in the database. */
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
    scripts: { takeUses: { lua: TAKE }, giveUses: { lua: GIVE } },
  })
  // What is wrong is said by `check`; the client goes on trying by itself.
  hearErrors(client)
  const counters = withStandIn(createRedisCounters(client), createDatabaseCounters(db, clock))
  return {
    ...createLimiter(scale, counters),
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

function createRedisCounters(client: Redis): Counters {
  const scripts = client as unknown as Scripts
  const keysOf = ({ limit, id }: Counter) => [`${limit}:${id}`, `${limit}:${id}:held`]
  const readCount = async (counter: Counter): Promise<Count | null> => {
    const [used = '', held = ''] = keysOf(counter)
    const results = await client.multi().mget(used, held).pttl(used).exec()
    const [[, counts] = [], [, left] = []] = results ?? []
    const [points, holds] = counts as [string | null, string | null]
    return points === null ? null : { used: Number(points), held: Number(holds ?? 0), left: Number(left) }
  }
  return {
    async take(counters, cost, isHeld) {
      const keys = counters.flatMap(keysOf)
      const bounds = counters.flatMap(({ points, window }) => [points, window])
      const result = await scripts.takeUses(
        keys.length,
        ...keys,
        cost,
        isHeld ? cost : 0,
        HOLD_TIME,
        ...bounds,
      )
      if (result.length === 0) return null
      const [index, used, held, left] = result
      return { index, count: { used, held, left } }
    },
    async give(counters, used, held) {
      const keys = counters.flatMap(keysOf)
      await scripts.giveUses(keys.length, ...keys, used, held)
    },
    get: readCount,
  }
}

/** Counts by the first; what fails there is counted by the second. */
function withStandIn(first: Counters, second: Counters): Counters {
  return {
    take: (...about) => first.take(...about).catch(() => second.take(...about)),
    give: (...about) => first.give(...about).catch(() => second.give(...about)),
    get: (counter) => first.get(counter).catch(() => second.get(counter)),
  }
}
