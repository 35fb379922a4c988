import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from '../../tables/tables.ts'
import { fixedConnection, type SqliteConnection } from './sqlite-connection.ts'

/** Maximum number of prepared statements per connection; the service uses fewer distinct ones. */
const PREPARED_MAX = 500

/** Migrations run inside a transaction, whose `BEGIN IMMEDIATE` is the lock that other processes wait for. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Creates a kysely dialect on a `node:sqlite` connection that the caller opens and closes. */
export function sqliteDialect(on: SqliteConnection | DatabaseSync): Dialect {
  const connection = on instanceof DatabaseSync ? fixedConnection(on) : on
  return dialectOf(connection, createStatements(connection))
}

/** Creates the tables on a connection, which also run prepared queries without the layers of kysely. */
export function sqliteTables(connection: SqliteConnection) {
  const statements = createStatements(connection)
  const tables = new Kysely<Tables>({ dialect: dialectOf(connection, statements) })
  return Object.assign(tables, {
    run: async <R>(query: CompiledQuery<R>) => statements.execute<R>(query),
  })
}

function dialectOf(connection: SqliteConnection, statements: Statements): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => createDriver(connection, statements),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function createDriver(database: SqliteConnection, statements: Statements): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async (query) => statements.execute(query),
    streamQuery: statements.stream,
  }
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
  /** Names of the columns of its rows; none for a change. */
  columns: readonly string[]
}

type Statements = ReturnType<typeof createStatements>

/** Returns a function that runs a statement without values or rows, which is prepared once. */
export function createCommands(connection: SqliteConnection): (sql: string) => void {
  const statements = createStatements(connection)
  return (sql) => void statements.execute({ sql, parameters: [] })
}

/** Prepares each statement of a connection once. */
function createStatements(connection: SqliteConnection) {
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
    // As arrays, since `node:sqlite` creates objects at twice the cost.
    statement.setReturnArrays(true)
    const made = { statement, columns: statement.columns().map(({ name }) => name) }
    prepared.set(sql, made)
    return made
  }
  return {
    execute<R>(query: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<R> {
      const parameters = query.parameters as SQLInputValue[]
      try {
        const { statement, columns } = prepare(query.sql)
        if (columns.length > 0) return { rows: toRows<R>(statement.all(...parameters), columns) }
        return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
      } catch (error) {
        throw connection.failed(error)
      }
    },
    async *stream<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      try {
        // Not a cached statement: its next use would reset it and end this cursor early.
        const statement = connection.use().prepare(query.sql)
        for (const row of statement.iterate(...(query.parameters as SQLInputValue[])))
          yield { rows: [row as R] }
      } catch (error) {
        throw connection.failed(error)
      }
    },
  }
}

function toRows<R>(rows: unknown, columns: readonly string[]): R[] {
  return (rows as SQLOutputValue[][]).map((values) => {
    const row: Record<string, SQLOutputValue> = {}
    for (let i = 0; i < columns.length; i++) row[columns[i]!] = values[i]!
    return row as R
  })
}
