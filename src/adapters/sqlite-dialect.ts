import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { fixedConnection, type SqliteConnection } from './sqlite-connection.ts'

/** Statements kept prepared per connection; the service uses fewer different ones. */
const PREPARED_MAX = 500

/** Tables change inside a transaction, whose `BEGIN IMMEDIATE` is the lock that other processes wait for. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** A kysely dialect on one `node:sqlite` connection that the caller opens and closes. */
export function sqliteDialect(on: SqliteConnection | DatabaseSync): Dialect {
  const connection = on instanceof DatabaseSync ? fixedConnection(on) : on
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => createDriver(connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function createDriver(database: SqliteConnection): Driver {
  const connection = createConnection(database)
  const run = (sql: string) => async (): Promise<void> => database.exec(sql)
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: run('BEGIN IMMEDIATE'),
    commitTransaction: run('COMMIT'),
    rollbackTransaction: run('ROLLBACK'),
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

interface Prepared {
  statement: StatementSync
  reads: boolean
}

function createConnection(connection: SqliteConnection): DatabaseConnection {
  let prepared = new Map<string, Prepared>()
  let preparedOn: DatabaseSync | undefined
  const prepare = (sql: string): Prepared => {
    const database = connection.use()
    if (database !== preparedOn) {
      prepared = new Map()
      preparedOn = database
    }
    const known = prepared.get(sql)
    if (known) return known
    if (prepared.size >= PREPARED_MAX) prepared.clear()
    const statement = database.prepare(sql)
    const made = { statement, reads: statement.columns().length > 0 }
    prepared.set(sql, made)
    return made
  }
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const parameters = query.parameters as SQLInputValue[]
      try {
        const { statement, reads } = prepare(query.sql)
        if (reads) return { rows: statement.all(...parameters) as R[] }
        return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
      } catch (error) {
        throw connection.failed(error)
      }
    },
    async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      try {
        // A statement of its own: a prepared one is reset by its next use, which would cut this cursor short.
        const statement = connection.use().prepare(query.sql)
        for (const row of statement.iterate(...(query.parameters as SQLInputValue[])))
          yield { rows: [row as R] }
      } catch (error) {
        throw connection.failed(error)
      }
    },
  }
}
