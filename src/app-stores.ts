import { join } from 'node:path'
import { boundDatabase, boundObjects, type Deadlines } from './adapters/bounded.ts'
import { DATABASE_FILE } from './adapters/data-folder.ts'
import { createDatabaseLimiter } from './adapters/database-limiter.ts'
import { createFolderObjects } from './adapters/folder-objects.ts'
import { createMemoryLimiter } from './adapters/memory-limiter.ts'
import { openSqlite } from './adapters/sqlite.ts'
import { createSqliteMaintenance } from './adapters/sqlite-maintenance.ts'
import type { Config } from './config.ts'
import type { Clock } from './ports/clock.ts'
import type { Database } from './ports/database.ts'
import type { Limiter } from './ports/limiter.ts'
import { type Maintenance, UnfinishedMove } from './ports/maintenance.ts'
import { type Metrics, noMetrics, type Reading } from './ports/metrics.ts'
import { type ObjectStore, UNFINISHED_MOVE_KEY } from './ports/objects.ts'
import { Unavailable } from './ports/unavailable.ts'

/** What holds rows and pictures. */
export type Stores = { db: Database; objects: ObjectStore }

/** The stores with a deadline for each call. SQLite reads in the same turn, which no timer can interrupt. */
export async function openBoundedStores(
  config: Config,
  metrics: Metrics,
  around: (stores: Stores) => Stores,
  limits: Deadlines,
) {
  const opened = await openStores(config, metrics)
  const { db, objects } = around(opened)
  return {
    ...opened,
    db: boundDatabase(db, limits.database, { reads: opened.engine !== 'sqlite' }),
    objects: boundObjects(objects, limits.objects),
  }
}

/** What says where rows and pictures are. */
export type StoreSettings = Pick<
  Config,
  'dataDir' | 'databaseUrl' | 'databaseConnections' | 'databasePrepared' | 'objects'
>

/** Opens the rows and the pictures where the settings say they are, and changes nothing. The caller closes them. */
export async function openStores(config: StoreSettings, metrics: Metrics = noMetrics) {
  return { ...(await openDatabase(config, metrics)), objects: await openObjects(config) }
}

/** The engines of many machines are loaded where they are used: commands of an embedded installation start fast. */
async function openDatabase(
  config: StoreSettings,
  metrics: Metrics,
): Promise<{ db: Database; engine: 'sqlite' | 'postgresql'; maintenance: Maintenance }> {
  if (config.databaseUrl === undefined) {
    const file = join(config.dataDir, DATABASE_FILE)
    const db = openSqlite(file, (writes) =>
      metrics.observe('user_profile_database_commit_writes', writes, {}),
    )
    return { db, engine: 'sqlite', maintenance: createSqliteMaintenance(file, db) }
  }
  const { openPostgres } = await import('./adapters/postgres.ts')
  const { createPostgresMaintenance } = await import('./adapters/postgres-maintenance.ts')
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
  const { createS3Objects } = await import('./adapters/s3-objects.ts')
  return createS3Objects(objects)
}

/**
 * Makes a missing bucket. Where the store is unavailable profiles go on, and the bucket is made once it is back.
 * @throws {UnfinishedMove} if a move into the store was begun and not finished
 */
export async function prepareObjects(objects: ObjectStore, config: StoreSettings): Promise<void> {
  try {
    if (config.objects !== undefined) await objects.ping()
    if (await objects.has(UNFINISHED_MOVE_KEY)) throw new UnfinishedMove('store of pictures')
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
  }
}

export async function openLimiter(config: Config, db: Database, clock: Clock): Promise<Limiter> {
  const { redisUrl: url, redisPrefix: prefix, limitScale: scale } = config
  if (url !== undefined) {
    const { createRedisLimiter } = await import('./adapters/redis-limiter.ts')
    return createRedisLimiter({ url, prefix, scale }, db, clock)
  }
  return config.databaseUrl === undefined
    ? createMemoryLimiter(scale)
    : createDatabaseLimiter(scale, db, clock)
}

/** Connections and waiting writes, for the metrics. */
export function databaseReadings(db: Database): Reading[] {
  const stats = db.stats?.()
  if (!stats) return []
  return [
    ['user_profile_database_connections', stats.open, { state: 'open' }],
    ['user_profile_database_connections', stats.idle, { state: 'idle' }],
    ['user_profile_database_waiting_writes', stats.waiting, {}],
  ]
}
