import type { Kysely } from 'kysely'

/** When a person's account is removed, if they requested it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('delete_at', 'bigint').execute()
}
