import { hash } from 'node:crypto'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely'
import pg from 'pg'
import { CommitLost, isStalePlan, isUnavailable } from './postgres-errors.ts'

/** Maximum number of named prepared statements; the service uses fewer distinct ones. */
const PREPARED_MAX = 500
/**
 * Statements with more parameters are not prepared: they contain lists of varying length and are rarely
 * repeated.
 */
const PREPARED_PARAMETERS_MAX = 32

const INT8 = 20

/** How values are parsed: `int8` as a number, since instants in milliseconds and counts fit. */
export const valueTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

const names = new Map<string, string>()

/**
 * The name of a prepared statement is derived from its text. With a pooler that shares connections between
 * processes without tracking prepared statements, a mix-up can then only cause an error, never run another
 * statement.
 */
function nameOf(sql: string, parameters: number): string | undefined {
  const known = names.get(sql)
  if (known !== undefined || parameters > PREPARED_PARAMETERS_MAX || names.size >= PREPARED_MAX) return known
  const name = hash('sha256', sql, 'base64url')
  names.set(sql, name)
  return name
}

const COUNTED = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** Runs one query on the connection. With `prepares`, common statements are prepared once per connection. */
export async function runQuery<R>(
  client: Pick<pg.ClientBase, 'query'>,
  { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
  prepares: boolean,
): Promise<QueryResult<R>> {
  const name = prepares ? nameOf(sql, parameters.length) : undefined
  const { command, rowCount, rows } = await client.query({
    text: sql,
    values: parameters as unknown[],
    ...(name !== undefined && { name }),
  })
  return COUNTED.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
}

/** Key of kysely's own lock. */
const MIGRATION_LOCK = '3853314791062309107'

/**
 * The lock of a migration ends with its transaction. That of kysely belongs to the session: behind a pooler, it could be taken on one
 * connection to the server and not be released on another, and then no node would start for an hour.
 */
class LockingAdapter extends PostgresAdapter {
  override async acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    if (!db.isTransaction) throw new TypeError('migrations run in a transaction')
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)}::bigint)`.execute(db)
  }
  override async releaseMigrationLock(): Promise<void> {}
}

/** Creates a kysely dialect on the connections of a driver. */
export function postgresDialect(driver: Driver): Dialect {
  return {
    createAdapter: () => new LockingAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** A connection for queries only, each in its own transaction. */
export function readConnection(run: <R>(query: CompiledQuery) => Promise<QueryResult<R>>): Driver {
  const connection: DatabaseConnection = {
    executeQuery: run,
    streamQuery() {
      throw new TypeError('streaming is not supported; read rows in pages')
    },
  }
  const none = async () => {}
  const refuse = async () => {
    throw new TypeError('begin transactions with write()')
  }
  return {
    init: none,
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: none,
    destroy: none,
  }
}

interface PooledConnection extends DatabaseConnection {
  client: pg.PoolClient
  isBroken: boolean
  /** Why the transaction could not begin. */
  beginFault?: unknown
}

/**
 * Pooled connections for transactions that begin with the statements of `begin`. They are in pipeline mode,
 * so these are sent with the first statement and cost no round trip.
 */
export function transactionDriver(pool: pg.Pool, begin: readonly string[], prepares = false): Driver {
  const own = (connection: DatabaseConnection) => connection as PooledConnection
  return {
    init: async () => {},
    async acquireConnection() {
      return pooled(await pool.connect(), prepares)
    },
    async beginTransaction(connection) {
      // If one fails, the statements after it fail too.
      for (const statement of begin) {
        own(connection)
          .client.query(statement)
          .catch((error: unknown) => {
            own(connection).isBroken = true
            own(connection).beginFault ??= error
          })
      }
    },
    async commitTransaction(connection) {
      const { client } = own(connection)
      const { command } = await client.query('COMMIT').catch((error: unknown) => {
        throw isUnavailable(error) ? new CommitLost({ cause: error }) : error
      })
      if (command !== 'COMMIT')
        throw new Error('the transaction was aborted by a statement whose error was swallowed')
    },
    async rollbackTransaction(connection) {
      await own(connection)
        .client.query('ROLLBACK')
        .catch(() => {
          own(connection).isBroken = true
        })
    },
    async releaseConnection(connection) {
      own(connection).client.release(own(connection).isBroken)
    },
    destroy: async () => {},
  }
}

function pooled(client: pg.PoolClient, prepares: boolean): PooledConnection {
  const connection: PooledConnection = {
    client,
    isBroken: false,
    async executeQuery<R>(query: CompiledQuery) {
      try {
        return await runQuery<R>(client, query, prepares)
      } catch (error) {
        if (isUnavailable(error) || isStalePlan(error)) connection.isBroken = true
        throw connection.beginFault ?? error
      }
    },
    streamQuery() {
      throw new TypeError('streaming is not supported; read rows in pages')
    },
  }
  return connection
}
