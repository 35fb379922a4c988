import type { Kysely } from 'kysely'

/** Time zone of a session, as reported by its client. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sessions')
    .addColumn('timezone', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
}
