import type { Kysely } from 'kysely'

/** The IP address from which a session was last used, so that its person can tell whether it is theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sessions')
    .addColumn('address', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
}
