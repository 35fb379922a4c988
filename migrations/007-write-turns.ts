import { type Kysely, PostgresAdapter, sql } from 'kysely'

/** What a transaction locks to have its turn alone. It has no rows; SQLite, where writes take turns anyway, has no need of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) await sql`create table write_turns ()`.execute(db)
}
