import { Kysely, sql } from 'kysely'
import pg from 'pg'
import { ignoreErrors } from '../../basics/foreign-events.ts'
import { Locked, type Maintenance, UnusableDatabase } from '../../tables/maintenance.ts'
import type { Tables } from '../../tables/tables.ts'
import { addIndexes, laterIndexNames } from './indexes.ts'
import { migrate, migrationStates, refuseUnfinishedMove } from './migrate.ts'
import { APPLICATION_NAME, connectionOptions } from './postgres.ts'
import { postgresDialect, transactionDriver } from './postgres-dialect.ts'
import { translate } from './postgres-errors.ts'
import { openPostgresSnapshot, openPostgresTarget } from './postgres-rows.ts'
import { createSockets } from './postgres-sockets.ts'
import { writingCopy } from './sqlite-errors.ts'
import { openCopy } from './sqlite-maintenance.ts'
import { writeCopy } from './sqlite-rows.ts'

/** `server_version_num` of the oldest supported server: PostgreSQL 15. */
const VERSION_MIN = 150_000

/** Maintenance of a PostgreSQL database. Uses its own connections, on which statements have no time limit. */
export function createPostgresMaintenance(url: string): Maintenance {
  /** Runs the work on a temporary connection. */
  const connected = async <T>(work: (tables: Kysely<Tables>) => Promise<T>): Promise<T> => {
    const sockets = createSockets()
    const pool = new pg.Pool({ ...connectionOptions(url, sockets), max: 1 })
    ignoreErrors(pool)
    const tables = new Kysely<Tables>({ dialect: postgresDialect(transactionDriver(pool, ['BEGIN'])) })
    try {
      return await work(tables)
    } catch (error) {
      throw translate(error)
    } finally {
      // A connection whose sign-in failed would stay open until the server closes it.
      await sockets.end(pool.end())
    }
  }
  return {
    migrate: ({ isMove = false } = {}) =>
      connected(async (tables) => {
        await refuseUnusable(tables)
        if (!isMove) await refuseUnfinishedMove(tables)
        await addCollation(tables)
        await addFeedNumber(tables)
        const done = await migrate(tables)
        await keepFeedOrder(tables)
        await addMissingIndexes(tables, url)
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
        await writingCopy(path, () => writeCopy(path, snapshot, onProgress))
      } finally {
        await snapshot.close()
      }
    },
    openCopy,
    openLockedRows: () => openPostgresSnapshot(url, { isHeld: true }),
    openTarget: () => openPostgresTarget(url),
  }
}

async function refuseUnusable(tables: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding
  `.execute(tables)
  const { version = 0, encoding = '' } = rows[0] ?? {}
  if (version < VERSION_MIN) {
    throw new UnusableDatabase(`PostgreSQL 15 or later is required; this is ${Math.floor(version / 10_000)}`)
  }
  if (encoding !== 'UTF8') {
    throw new UnusableDatabase(
      `the database must be in UTF8, not ${encoding}: createdb --encoding=UTF8 --template=template0`,
    )
  }
}

/** Creates SQLite's collation `binary`, so that the same SQL orders text by its bytes on both engines. */
async function addCollation(tables: Kysely<Tables>): Promise<void> {
  const { rows } = await sql`
    select 1 from pg_collation where collname = 'binary' and collnamespace = current_schema()::regnamespace
  `.execute(tables)
  if (rows.length > 0) return
  await tables.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${lockId('collation')})`.execute(tx)
    await sql`create collation if not exists "binary" (provider = libc, locale = 'C')`.execute(tx)
  })
}

/** Replaces the function that numbers a transaction for the feed of events. */
const setFeedNumber = (tx: Kysely<Tables>, offset: number) =>
  sql`
    create or replace function feed_number(xid8) returns bigint language sql immutable parallel safe
    as ${sql.lit(`select $1::text::bigint + ${offset}`)}
  `.execute(tx)

/** Creates that function. It adds nothing, until `keepFeedOrder` finds that it must. */
async function addFeedNumber(tables: Kysely<Tables>): Promise<void> {
  const { rows } = await sql`
    select 1 from pg_proc where proname = 'feed_number' and pronamespace = current_schema()::regnamespace
  `.execute(tables)
  if (rows.length > 0) return
  await tables.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${lockId('feed number')})`.execute(tx)
    await setFeedNumber(tx, 0)
  })
}

/**
 * Rows that were moved or restored from elsewhere may have larger numbers than the next transaction of this server. From
 * now on, numbers continue after them, so that the order of the feed and the cursors of its readers stay right.
 */
async function keepFeedOrder(tables: Kysely<Tables>): Promise<void> {
  const excess = async (on: Kysely<Tables>) => {
    const { rows } = await sql<{ excess: number }>`
      select coalesce(max("transaction"), 0) - feed_number(pg_snapshot_xmax(pg_current_snapshot())) as excess
      from feed_events
    `.execute(on)
    return rows[0]!
  }
  if ((await excess(tables)).excess < 0) return
  await tables.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${lockId('feed number')})`.execute(tx)
    const found = await excess(tx)
    if (found.excess < 0) return
    const { rows } = await sql<{ offset: number }>`
      select feed_number('0'::xid8) as "offset"
    `.execute(tx)
    await setFeedNumber(tx, rows[0]!.offset + found.excess + 1)
  })
}

/** Names of indexes whose creation was interrupted. */
async function invalidIndexes(tables: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where not i.indisvalid and c.relnamespace = current_schema()::regnamespace
  `.execute(tables)
  return rows.map((row) => row.name)
}

/** One node adds the indexes. The others need not wait, since only speed depends on them. */
async function addMissingIndexes(tables: Kysely<Tables>, url: string): Promise<void> {
  const { rows: present } = await sql<{ name: string }>`
    select indexname as name from pg_indexes where schemaname = current_schema() and indexname in (${sql.join(laterIndexNames.postgresql)})
  `.execute(tables)
  const broken = await invalidIndexes(tables)
  const whole = new Set(present.map((row) => row.name).filter((name) => !broken.includes(name)))
  const missing = laterIndexNames.postgresql.filter((name) => !whole.has(name))
  if (missing.length === 0) return
  const release = await advisoryLock(url, 'indexes').catch((error: unknown) => {
    if (!(error instanceof Locked)) throw error
    return null
  })
  if (release === null) return
  try {
    for (const name of broken.filter((name) => laterIndexNames.postgresql.includes(name))) {
      await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(tables)
    }
    await addIndexes(tables, missing, { concurrently: true })
  } finally {
    await release()
  }
}

/** Key of an advisory lock: a constant of the service and a hash of the name. */
function lockId(name: string) {
  return sql`hashtextextended(${`user-profile ${name}`}, 0)`
}

/**
 * Holds the lock with a transaction that stays open until it is released: a pooler would give a lock of the session to
 * whoever uses the connection to the server next. The transaction keeps no snapshot, so it holds up neither vacuum nor indexes.
 * @throws {Locked} if another process holds it
 */
async function advisoryLock(url: string, name: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ ...connectionOptions(url), application_name: `${APPLICATION_NAME} lock` })
  ignoreErrors(client)
  try {
    await client.connect()
    await client.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0')
    // Without parameters: with them, the snapshot of the statement would stay until the next one.
    const id = client.escapeLiteral(`user-profile ${name}`)
    const { rows } = await client.query(
      `select pg_try_advisory_xact_lock(hashtextextended(${id}, 0)) as held`,
    )
    if (!rows[0].held) throw new Locked(name)
  } catch (error) {
    await client.end()
    throw translate(error)
  }
  return async () => {
    // A lost connection has released it.
    await client.query('COMMIT').catch(() => {})
    await client.end()
  }
}
