import type { Kysely } from 'kysely'

/** What people ask to be called by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('users')
    .addColumn('pronouns', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
}
