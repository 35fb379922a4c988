import type { Kysely } from 'kysely'

/** What a transaction on PostgreSQL locks to run alone. It stays empty. SQLite, where writes take turns anyway, has it for one schema. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('write_turns')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .execute()
}
