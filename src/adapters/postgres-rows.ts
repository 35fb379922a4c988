import { setTimeout as sleep } from 'node:timers/promises'
import { type CompiledQuery, type Driver, Kysely, sql } from 'kysely'
import pg from 'pg'
import { hearErrors } from '../ports/foreign-events.ts'
import { UnusableDatabase } from '../ports/maintenance.ts'
import type { RowSnapshot, RowTarget } from '../ports/rows.ts'
import { type Tables, tableNames } from '../ports/tables.ts'
import { refuseNewer } from './migrate.ts'
import { APPLICATION_NAME, connectionOptions } from './postgres.ts'
import { postgresDialect, readConnection, runQuery, transactionDriver } from './postgres-dialect.ts'
import { isLockTimeout, translate } from './postgres-errors.ts'
import { createRowReader, createRowTarget } from './rows.ts'

/** Looks for connections of a service, and milliseconds between them: the server learns late that one has ended. */
const LOOKS = 10
const BETWEEN_LOOKS = 200

/** How connections of a move are told from those of a service. */
const moveOptions = (url: string): pg.ClientConfig => ({
  ...connectionOptions(url),
  application_name: `${APPLICATION_NAME} move`,
})

/**
 * All rows as of now, read by one transaction on one connection. With `isHeld` that transaction also locks the tables
 * against every write until it ends: where its connection breaks the lock is gone, and no row more can be read, so what
 * was read to the end was held to the end.
 * @throws {UnusableDatabase} with `isHeld`, while a service is connected or somebody writes
 */
export async function openPostgresSnapshot(
  url: string,
  { isHeld }: { isHeld: boolean },
): Promise<RowSnapshot> {
  const client = new pg.Client(moveOptions(url))
  hearErrors(client)
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
    // The first query takes the snapshot, which is after the locks.
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

/** Waits for writes that run now, and lets no other begin. */
async function hold(client: pg.Client): Promise<void> {
  try {
    await client.query(`SET LOCAL lock_timeout = '10s'; LOCK TABLE ${tableNames.join(', ')} IN SHARE MODE`)
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    throw new UnusableDatabase('somebody writes to the database; stop every service that uses it first')
  }
}

/** A node at rest holds no lock, but it is connected. */
async function refuseUsed(tables: Kysely<Tables>): Promise<void> {
  for (let look = 1; ; look++) {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and application_name = ${APPLICATION_NAME}
    `.execute(tables)
    if (rows.length === 0) return
    if (look === LOOKS) {
      const pids = rows.map((row) => row.pid).join(', ')
      throw new UnusableDatabase(
        `a service or command is using the database (server processes ${pids}); stop every one first`,
      )
    }
    await sleep(BETWEEN_LOOKS)
  }
}

/**
 * Opens the rows to take others over.
 * @throws {UnusableDatabase} while a service is connected
 */
export async function openPostgresTarget(url: string): Promise<RowTarget> {
  const pool = new pg.Pool({ ...moveOptions(url), max: 1 })
  hearErrors(pool)
  const driver = translating(transactionDriver(pool, ['BEGIN']))
  const tables = new Kysely<Tables>({ dialect: postgresDialect(driver) })
  const target = createRowTarget(tables, {
    refuseUsed: () => refuseUsed(tables),
    // Without it the first queries of the service would be planned as if the tables were empty.
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

/** The same driver, whose errors are those of the ports. */
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
