import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import pg from 'pg'
import { connectionOptions } from '../src/adapters/database/postgres.ts'
import { postgresDialect, transactionDriver } from '../src/adapters/database/postgres-dialect.ts'
import { sqliteDialect } from '../src/adapters/database/sqlite-dialect.ts'
import type { Tables } from '../src/tables/tables.ts'

/** Opens the tables of an installation, bypassing the service. */
export function openTables(place: { DATA_DIR?: string; DATABASE_URL?: string }): {
  tables: Kysely<Tables>
  close: () => Promise<void>
} {
  if (place.DATABASE_URL === undefined) {
    const connection = new DatabaseSync(join(place.DATA_DIR!, 'user-profile.sqlite'))
    connection.exec('PRAGMA busy_timeout = 10000')
    return {
      tables: new Kysely<Tables>({ dialect: sqliteDialect(connection) }),
      close: async () => connection.close(),
    }
  }
  const pool = new pg.Pool({ ...connectionOptions(place.DATABASE_URL), max: 1 })
  const dialect = postgresDialect(transactionDriver(pool, ['BEGIN']))
  return { tables: new Kysely<Tables>({ dialect }), close: () => pool.end() }
}
