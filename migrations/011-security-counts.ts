import type { Kysely } from 'kysely'

/**
 * Number of occurrences of an event that the audit trail counts, such as failed sign-ins; null for a single
 * event.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit_events').addColumn('count', 'bigint').execute()
}
