import type { Kysely } from 'kysely'

/** What keys of servers may do, the day on which a key was last used, and the key in the events of its use. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('applications').addColumn('scopes', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('last_used_at', 'bigint').execute()
  await db.schema.alterTable('audit_events').addColumn('key_id', 'text').execute()
}
