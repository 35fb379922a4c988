import type { Kysely } from 'kysely'

/** Adds the time at which a person was reminded that their account is about to be removed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('deletion_reminded_at', 'bigint').execute()
}
