import type { Kysely } from 'kysely'

/** Counters of abuse limits, shared by all nodes that use the database instead of Redis. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('limit_counters')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('points', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('limit_counters_expiry').on('limit_counters').column('expires_at').execute()
}
