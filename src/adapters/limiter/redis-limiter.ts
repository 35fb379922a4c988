import { Redis } from 'ioredis'
import { fromEvents, ignoreErrors, listen, within } from '../../basics/foreign-events.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Limiter } from '../../ports/limiter.ts'
import { createDatabaseCounters } from './database-limiter.ts'
import { type Count, type Counter, type Counters, createLimiter, HOLD_TIME } from './limiter.ts'

/** Timeout for opening a connection, in milliseconds. */
const CONNECT_TIME = 2_000
/** How long to wait for Redis, in milliseconds, before counting in the database instead. */
const ANSWER_TIME = 500
/** Maximum pause between two attempts to connect, in milliseconds. */
const PAUSE_MAX = 2_000

export interface RedisOptions {
  /** `redis://user:password@host:port/number`, or `rediss://` for TLS. */
  url: string
  /** Prefix of every key. */
  prefix: string
  scale: number
}

/**
 * Keys come in pairs: uses, and reservations. Arguments: cost, how much of it is reserved, lifetime of
 * reservations in milliseconds, then points and window of each pair. Returns nothing if the uses were added;
 * otherwise the number of the pair that would exceed its points, its uses, its reservations, and the
 * milliseconds until the end of its window.
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

/** Keys as above. Arguments: uses and reservations to subtract. */
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

/**
 * Creates a limiter that counts in Redis, for all nodes that share it; if Redis is unavailable, in the
 * database.
 */
export function createRedisLimiter(
  { url, prefix, scale }: RedisOptions,
  db: Database,
  clock: Clock,
): Limiter {
  const client = new Redis(url, {
    keyPrefix: prefix,
    connectTimeout: CONNECT_TIME,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (tries) => Math.min(PAUSE_MAX, 50 * 2 ** Math.min(tries, 10)),
    // Commands are refused while Redis loads its data; the database counts until then.
    enableReadyCheck: true,
    scripts: { takeUses: { lua: TAKE }, giveUses: { lua: GIVE } },
  })
  // `check` reports the problem; the client reconnects by itself.
  ignoreErrors(client)
  const lastError = rememberErrors(client)
  const tried = firstTry(client)
  const inTime = answering(client)
  const counters = withFallback(createRedisCounters(client, inTime), createDatabaseCounters(db, clock))
  return {
    ...createLimiter(scale, counters),
    async check() {
      await tried
      // If the database number is wrong, Redis reports it and then uses number 0.
      if (isRejection(lastError())) throw unavailable(lastError())
      try {
        await inTime(client.ping())
      } catch (error) {
        throw unavailable(lastError() ?? error)
      }
    },
    close: () => client.disconnect(),
  }
}

type InTime = <T>(command: Promise<T>) => Promise<T>

/**
 * Returns a function that rejects if a command is not answered in time, and disconnects from the silent server: commands
 * are refused immediately until a new connection is ready, so that only one use pays for the wait and the others go
 * straight to the database.
 */
function answering(client: Redis): InTime {
  const silent = new Error('Redis did not answer in time')
  return (command) =>
    within(ANSWER_TIME, command, () => silent).catch((error: unknown) => {
      if (error === silent) client.disconnect(true)
      throw error
    })
}

/** Returns the last error of the client, until a connection succeeds without one. */
function rememberErrors(client: Redis): () => unknown {
  let last: unknown
  let ofConnection: unknown
  listen('Redis', client, 'connect', () => {
    ofConnection = undefined
  })
  listen('Redis', client, 'error', (error) => {
    last = ofConnection = error
  })
  listen('Redis', client, 'ready', () => {
    last = ofConnection
  })
  return () => last
}

/** Resolves once the first connection has succeeded or failed. */
function firstTry(client: Redis): Promise<void> {
  return fromEvents<void>('Redis', ({ on, after, resolve }) => {
    for (const event of ['ready', 'error', 'close']) on(client, event, () => resolve())
    after(CONNECT_TIME, resolve)
  })
}

/** Replies after which only another address, or other permissions, help. */
const REJECTING = /^(WRONGPASS|NOAUTH|NOPERM|ERR (AUTH|invalid DB|DB index|invalid password))/

const isRejection = (error: unknown) => error instanceof Error && REJECTING.test(error.message)

function unavailable(cause: unknown): Unavailable {
  if (!isRejection(cause)) return new Unavailable('limits', { cause })
  const remedy = /DB/.test((cause as Error).message)
    ? 'Correct the database number in the address'
    : 'Correct the user name and password in the address, or the permissions of that user'
  return new Unavailable('limits', { cause, remedy, isRejection: true })
}

function createRedisCounters(client: Redis, inTime: InTime): Counters {
  const scripts = client as unknown as Scripts
  const keysOf = ({ limit, id }: Counter) => [`${limit}:${id}`, `${limit}:${id}:held`]
  const readCount = async (counter: Counter): Promise<Count | null> => {
    const [used = '', held = ''] = keysOf(counter)
    const results = await inTime(client.multi().mget(used, held).pttl(used).exec())
    const [[, counts] = [], [, left] = []] = results ?? []
    const [points, holds] = counts as [string | null, string | null]
    return points === null ? null : { used: Number(points), held: Number(holds ?? 0), left: Number(left) }
  }
  return {
    async take(counters, cost, isHeld) {
      const keys = counters.flatMap(keysOf)
      const bounds = counters.flatMap(({ points, window }) => [points, window])
      const result = await inTime(
        scripts.takeUses(keys.length, ...keys, cost, isHeld ? cost : 0, HOLD_TIME, ...bounds),
      )
      if (result.length === 0) return null
      const [index, used, held, left] = result
      return { index, count: { used, held, left } }
    },
    async give(counters, used, held) {
      const keys = counters.flatMap(keysOf)
      await inTime(scripts.giveUses(keys.length, ...keys, used, held))
    },
    get: readCount,
  }
}

/** Uses the first counters; if a call fails, the second. */
function withFallback(first: Counters, second: Counters): Counters {
  return {
    take: (...about) => first.take(...about).catch(() => second.take(...about)),
    give: (...about) => first.give(...about).catch(() => second.give(...about)),
    get: (counter) => first.get(counter).catch(() => second.get(counter)),
  }
}
