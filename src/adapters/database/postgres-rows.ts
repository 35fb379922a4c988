import { setTimeout as sleep } from 'node:timers/promises'
import { type CompiledQuery, type Driver, Kysely, sql } from 'kysely'
import pg from 'pg'
import { ignoreErrors } from '../../basics/foreign-events.ts'
import { UnusableDatabase } from '../../tables/maintenance.ts'
import type { RowSnapshot, RowTarget } from '../../tables/rows.ts'
import { type Tables, tableNames } from '../../tables/tables.ts'
import { refuseNewer } from './migrate.ts'
import { APPLICATION_NAME, connectionOptions } from './postgres.ts'
import { postgresDialect, readConnection, runQuery, transactionDriver } from './postgres-dialect.ts'
import { isLockTimeout, translate } from './postgres-errors.ts'
import { createRowReader, createRowTarget } from './rows.ts'

/**
 * Number of checks for connections of a service, and the pause between them in milliseconds: the server
 * notices late that a connection has ended.
 */
const CHECKS = 10
const CHECK_PAUSE = 200

/** Connection options that distinguish a move from a service. */
const moveOptions = (url: string): pg.ClientConfig => ({
  ...connectionOptions(url),
  application_name: `${APPLICATION_NAME} move`,
})

/**
 * Opens a snapshot of all rows, read in one transaction on one connection. With `isHeld`, the transaction
 * also locks the tables against all writes. If its connection breaks, the lock is lost, but then reading
 * fails too, so rows that were read to the end were locked throughout.
 * @throws {UnusableDatabase} with `isHeld`, if a service is connected or a write is in progress
 */
export async function openPostgresSnapshot(
  url: string,
  { isHeld }: { isHeld: boolean },
): Promise<RowSnapshot> {
  const client = new pg.Client(moveOptions(url))
  ignoreErrors(client)
  const run = async <R>(query: CompiledQuery) => {
    try {
      return await runQuery<R>(client, query, false)
    } catch (error) {
      throw translate(error)
    }
  }
  const tables = new Kysely<Tables>({ dialect: postgresDialect(readConnection(run)) })
  try {
    await client.connect()
    if (isHeld) await refuseUsed(tables)
    // The first query takes the snapshot, after the locks are acquired.
    await client.query(`
      BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
      SET LOCAL idle_in_transaction_session_timeout = 0;
      SET LOCAL statement_timeout = 0;
    `)
    if (isHeld) await hold(client)
    await refuseNewer(tables)
  } catch (error) {
    await client.end()
    throw translate(error)
  }
  return { ...createRowReader(tables), close: () => client.end() }
}

/** Waits for running writes and prevents new ones. */
async function hold(client: pg.Client): Promise<void> {
  try {
    await client.query(`SET LOCAL lock_timeout = '10s'; LOCK TABLE ${tableNames.join(', ')} IN SHARE MODE`)
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    throw new UnusableDatabase('the database is being written to; first stop every service that uses it')
  }
}

/** An idle node holds no lock, but it is connected. */
async function refuseUsed(tables: Kysely<Tables>): Promise<void> {
  for (let look = 1; ; look++) {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and application_name = ${APPLICATION_NAME}
    `.execute(tables)
    if (rows.length === 0) return
    if (look === CHECKS) {
      const pids = rows.map((row) => row.pid).join(', ')
      throw new UnusableDatabase(
        `a service or command is using the database (server processes ${pids}); stop all of them first`,
      )
    }
    await sleep(CHECK_PAUSE)
  }
}

/**
 * Opens the database as the target of a move.
 * @throws {UnusableDatabase} if a service is connected
 */
export async function openPostgresTarget(url: string): Promise<RowTarget> {
  const pool = new pg.Pool({ ...moveOptions(url), max: 1 })
  ignoreErrors(pool)
  const driver = translating(transactionDriver(pool, ['BEGIN']))
  const tables = new Kysely<Tables>({ dialect: postgresDialect(driver) })
  const target = createRowTarget(tables, {
    refuseUsed: () => refuseUsed(tables),
    // Without fresh statistics, the first queries of the service would be planned for empty tables.
    settle: async () => {
      await sql.raw(`analyze ${tableNames.join(', ')}`).execute(tables)
    },
    close: () => pool.end(),
  })
  try {
    await refuseUsed(tables)
    await refuseNewer(tables)
  } catch (error) {
    await target.close()
    throw error
  }
  return target
}

/** Wraps a driver to convert its errors to those of the ports. */
function translating(driver: Driver): Driver {
  const known =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      try {
        return await work(...args)
      } catch (error) {
        throw translate(error)
      }
    }
  return {
    ...driver,
    acquireConnection: known(async () => {
      const connection = await driver.acquireConnection()
      connection.executeQuery = known(connection.executeQuery) as typeof connection.executeQuery
      return connection
    }),
    commitTransaction: known(driver.commitTransaction),
  }
}
