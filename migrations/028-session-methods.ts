import type { Kysely } from 'kysely'

/** How the person of a session signed in, for the tokens of that session (`amr`, RFC 8176). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sessions')
    .addColumn('methods', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
}
