import type { Kysely } from 'kysely'

/** Where a session is used, as far as its client tells. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sessions')
    .addColumn('timezone', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
}
