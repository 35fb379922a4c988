import type { Kysely } from 'kysely'

/** Names folded for the search of people. Upkeep fills them for existing people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['first_name_key', 'last_name_key'])
    await db.schema.alterTable('users').addColumn(column, 'text').execute()
}
