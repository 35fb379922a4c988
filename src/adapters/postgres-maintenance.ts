import { Kysely, sql } from 'kysely'
import pg from 'pg'
import { hearErrors } from '../ports/foreign-events.ts'
import { Locked, type Maintenance, UnusableDatabase } from '../ports/maintenance.ts'
import type { Tables } from '../ports/tables.ts'
import { addIndexes, laterIndexNames } from './indexes.ts'
import { migrate, migrationStates, refuseUnfinishedMove } from './migrate.ts'
import { APPLICATION_NAME, connectionOptions } from './postgres.ts'
import { postgresDialect, transactionDriver } from './postgres-dialect.ts'
import { translate } from './postgres-errors.ts'
import { openPostgresSnapshot, openPostgresTarget } from './postgres-rows.ts'
import { openCopy } from './sqlite-maintenance.ts'
import { writeCopy } from './sqlite-rows.ts'

/** `server_version_num` of the oldest server that will do: PostgreSQL 15. */
const VERSION_MIN = 150_000

/** Upkeep of a PostgreSQL database. It uses connections of its own, on which a statement may take as long as it needs. */
export function createPostgresMaintenance(url: string): Maintenance {
  /** Runs the work on a connection that ends with it. */
  const connected = async <T>(work: (tables: Kysely<Tables>) => Promise<T>): Promise<T> => {
    const pool = new pg.Pool({ ...connectionOptions(url), max: 1 })
    hearErrors(pool)
    const tables = new Kysely<Tables>({ dialect: postgresDialect(transactionDriver(pool, ['BEGIN'])) })
    try {
      return await work(tables)
    } catch (error) {
      throw translate(error)
    } finally {
      await pool.end()
    }
  }
  return {
    migrate: ({ isMove = false } = {}) =>
      connected(async (tables) => {
        await refuseUnusable(tables)
        if (!isMove) await refuseUnfinishedMove(tables)
        const done = await migrate(tables)
        await addMissingIndexes(tables)
        return done
      }),
    lock: (name) => advisoryLock(url, name),
    migrations: () => connected(migrationStates),
    prepareBulkWrites() {},
    integrityProblems: () =>
      connected(async (tables) =>
        (await invalidIndexes(tables)).map((name) => `the index ${name} is not valid`),
      ),
    async copyTo(path, onProgress) {
      const snapshot = await openPostgresSnapshot(url, { isHeld: false })
      try {
        await writeCopy(path, snapshot, onProgress)
      } finally {
        await snapshot.close()
      }
    },
    openCopy,
    holdRows: () => openPostgresSnapshot(url, { isHeld: true }),
    openTarget: () => openPostgresTarget(url),
  }
}

async function refuseUnusable(tables: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding
  `.execute(tables)
  const { version = 0, encoding = '' } = rows[0] ?? {}
  if (version < VERSION_MIN) {
    throw new UnusableDatabase(
      `PostgreSQL 15 or later is needed; this one is ${Math.floor(version / 10_000)}`,
    )
  }
  if (encoding !== 'UTF8') {
    throw new UnusableDatabase(
      `the database must be in UTF8, not ${encoding}: createdb --encoding=UTF8 --template=template0`,
    )
  }
}

/** Names of indexes whose building was cut short. */
async function invalidIndexes(tables: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where not i.indisvalid and c.relnamespace = current_schema()::regnamespace
  `.execute(tables)
  return rows.map((row) => row.name)
}

/** One node adds the indexes; the others need not wait, since nothing but speed depends on them. */
async function addMissingIndexes(tables: Kysely<Tables>): Promise<void> {
  await tables.connection().execute(async (connection) => {
    const { rows: present } = await sql<{ name: string }>`
      select indexname as name from pg_indexes where schemaname = current_schema() and indexname in (${sql.join(laterIndexNames)})
    `.execute(connection)
    const broken = await invalidIndexes(connection)
    const whole = new Set(present.map((row) => row.name).filter((name) => !broken.includes(name)))
    const missing = laterIndexNames.filter((name) => !whole.has(name))
    if (missing.length === 0) return
    const { rows } = await sql<{
      held: boolean
    }>`select pg_try_advisory_lock(${lockId('indexes')}) as held`.execute(connection)
    if (!rows[0]?.held) return
    for (const name of broken.filter((name) => laterIndexNames.includes(name))) {
      await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(connection)
    }
    await addIndexes(connection, { names: missing, concurrently: true })
    await sql`select pg_advisory_unlock(${lockId('indexes')})`.execute(connection)
  })
}

/** The key of an advisory lock: the service's own half, and one that the name gives. */
function lockId(name: string) {
  return sql`hashtextextended(${`user-profile ${name}`}, 0)`
}

/** Holds the lock by a connection that stays open for as long. */
async function advisoryLock(url: string, name: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ ...connectionOptions(url), application_name: `${APPLICATION_NAME} lock` })
  hearErrors(client)
  try {
    await client.connect()
    const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [
      `user-profile ${name}`,
    ])
    if (!rows[0].held) throw new Locked(name)
  } catch (error) {
    await client.end()
    throw translate(error)
  }
  return () => client.end()
}
