import type { Kysely } from 'kysely'

/** How often something happened that the audit trail counts, such as failed sign-ins; null for what is one event. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit_events').addColumn('count', 'bigint').execute()
}
