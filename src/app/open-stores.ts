import { join } from 'node:path'
import { openSqlite } from '../adapters/database/sqlite.ts'
import { createSqliteMaintenance } from '../adapters/database/sqlite-maintenance.ts'
import { boundDatabase, boundObjects, type Deadlines } from '../adapters/decorators/bounded.ts'
import { DATABASE_FILE } from '../adapters/files/data-folder.ts'
import { createDatabaseLimiter } from '../adapters/limiter/database-limiter.ts'
import { createMemoryLimiter } from '../adapters/limiter/memory-limiter.ts'
import { createFolderObjects } from '../adapters/objects/folder-objects.ts'
import { createTurns, type Turns } from '../basics/turns.ts'
import type { Config } from '../config/config.ts'
import { Unavailable } from '../errors/unavailable.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Limiter } from '../ports/limiter.ts'
import { type Metrics, noMetrics, type Reading } from '../ports/metrics.ts'
import { type ObjectStore, UNFINISHED_MOVE_KEY } from '../ports/objects.ts'
import { type Maintenance, UnfinishedMove } from '../tables/maintenance.ts'

/** The stores of rows and pictures. */
export type Stores = { db: Database; objects: ObjectStore }

/**
 * Opens the stores with a deadline for each call. Reads of SQLite are synchronous, so no timer can interrupt
 * them.
 */
export async function openBoundedStores(
  config: Config,
  metrics: Metrics,
  turns: Turns,
  { wrap, limits }: { wrap: (stores: Stores) => Stores; limits: Deadlines },
) {
  const opened = await openStores(config, metrics, turns)
  const { db, objects } = wrap(opened)
  return {
    ...opened,
    db: boundDatabase(db, limits.database, { reads: opened.engine !== 'sqlite' }),
    objects: boundObjects(objects, limits.objects),
  }
}

/** Settings that locate rows and pictures. */
export type StoreSettings = Pick<
  Config,
  'dataDir' | 'databaseUrl' | 'databaseConnections' | 'databasePrepared' | 'objects'
>

/**
 * Opens rows and pictures at the configured locations without changing anything. The caller must close them.
 */
export async function openStores(
  config: StoreSettings,
  metrics: Metrics = noMetrics,
  turns: Turns = createTurns(),
) {
  return { ...(await openDatabase(config, metrics, turns)), objects: await openObjects(config) }
}

/**
 * Drivers of servers are loaded only if they are used, so that commands of an embedded installation start
 * fast.
 */
async function openDatabase(
  config: StoreSettings,
  metrics: Metrics,
  turns: Turns,
): Promise<{ db: Database; engine: 'sqlite' | 'postgresql'; maintenance: Maintenance }> {
  if (config.databaseUrl === undefined) {
    const file = join(config.dataDir, DATABASE_FILE)
    const onCommit = (writes: number) => metrics.observe('user_profile_database_commit_writes', writes, {})
    const db = openSqlite(file, onCommit, turns)
    return { db, engine: 'sqlite', maintenance: createSqliteMaintenance(file, db) }
  }
  const { openPostgres } = await import('../adapters/database/postgres.ts')
  const { createPostgresMaintenance } = await import('../adapters/database/postgres-maintenance.ts')
  return {
    engine: 'postgresql',
    db: openPostgres({
      url: config.databaseUrl,
      connections: config.databaseConnections,
      prepares: config.databasePrepared,
      onRetry: () => metrics.count('user_profile_database_retries_total', {}),
    }),
    maintenance: createPostgresMaintenance(config.databaseUrl),
  }
}

async function openObjects({ dataDir, objects }: StoreSettings): Promise<ObjectStore> {
  if (objects === undefined) return createFolderObjects(join(dataDir, 'pictures'))
  const { createS3Objects } = await import('../adapters/objects/s3-objects.ts')
  return createS3Objects(objects)
}

/**
 * Creates the bucket if it is missing. If the store is unavailable, profiles still work, and the bucket is
 * created when it recovers.
 * @throws {UnfinishedMove} if a move into the store was not finished
 */
export async function prepareObjects(objects: ObjectStore, config: StoreSettings): Promise<void> {
  try {
    if (config.objects !== undefined) await objects.ping()
    if (await objects.has(UNFINISHED_MOVE_KEY)) throw new UnfinishedMove('store of pictures')
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
  }
}

/**
 * Opens the limiter. While Redis is unavailable the database counts, so the service starts anyway.
 * @throws {Unavailable} if this is the service, and Redis rejects the address
 */
export async function openLimiter(
  config: Config,
  db: Database,
  clock: Clock,
  { isService }: { isService: boolean },
): Promise<Limiter> {
  const { redisUrl: url, redisPrefix: prefix, limitScale: scale } = config
  if (url !== undefined) {
    const { createRedisLimiter } = await import('../adapters/limiter/redis-limiter.ts')
    const limiter = createRedisLimiter({ url, prefix, scale }, db, clock)
    if (isService) await requireAccepted(limiter)
    return limiter
  }
  return config.databaseUrl === undefined
    ? createMemoryLimiter(scale)
    : createDatabaseLimiter(scale, db, clock)
}

async function requireAccepted(limiter: Limiter): Promise<void> {
  try {
    await limiter.check()
  } catch (error) {
    if (!(error instanceof Unavailable) || !error.isRejection) return
    limiter.close()
    throw error
  }
}

/** Returns connections and waiting writes, for the metrics. */
export function databaseReadings(db: Database): Reading[] {
  const stats = db.stats?.()
  if (!stats) return []
  return [
    ['user_profile_database_connections', stats.open, { state: 'open' }],
    ['user_profile_database_connections', stats.idle, { state: 'idle' }],
    ['user_profile_database_waiting_writes', stats.waiting, {}],
  ]
}
