import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
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
import { UniqueViolation } from '../ports/database.ts'

/** Statements kept prepared per connection; the service uses fewer different ones. */
const PREPARED_MAX = 500

/** Tables change inside a transaction, whose `BEGIN IMMEDIATE` is the lock that other processes wait for. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** A kysely dialect on one `node:sqlite` connection that the caller opens and closes. */
export function sqliteDialect(connection: DatabaseSync): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => createDriver(connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function createDriver(database: DatabaseSync): Driver {
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

function createConnection(database: DatabaseSync): DatabaseConnection {
  const prepared = new Map<string, { statement: StatementSync; reads: boolean }>()
  const prepare = (sql: string) => {
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
      const { statement, reads } = prepare(query.sql)
      const parameters = query.parameters as SQLInputValue[]
      try {
        if (reads) return { rows: statement.all(...parameters) as R[] }
        return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
      } catch (error) {
        throw translate(error)
      }
    },
    async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      // A statement of its own: a prepared one is reset by its next use, which would cut this cursor short.
      const statement = database.prepare(query.sql)
      for (const row of statement.iterate(...(query.parameters as SQLInputValue[])))
        yield { rows: [row as R] }
    },
  }
}

const SQLITE_CONSTRAINT_PRIMARYKEY = 1555
const SQLITE_CONSTRAINT_UNIQUE = 2067

function translate(error: unknown): unknown {
  const code = (error as { errcode?: unknown }).errcode
  if (code !== SQLITE_CONSTRAINT_UNIQUE && code !== SQLITE_CONSTRAINT_PRIMARYKEY) return error
  const target = /failed: (.+)$/.exec((error as Error).message)?.[1] ?? 'unknown'
  return new UniqueViolation(target, { cause: error })
}
