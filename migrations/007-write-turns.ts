import type { Kysely } from 'kysely'

/**
 * Locked by a PostgreSQL transaction that must run alone. Always empty. SQLite, where writes are serial
 * anyway, has it only to keep one schema.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('write_turns')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .execute()
}
