import type { Kysely } from 'kysely'

/** Pronouns of a person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('users')
    .addColumn('pronouns', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
}
