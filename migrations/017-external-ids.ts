import type { Kysely } from 'kysely'

/** Ids of people in the tables of applications: unique in an application, and at most one for each person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('external_ids')
    .addColumn('application_id', 'text', (c) => c.notNull().references('applications.id').onDelete('cascade'))
    .addColumn('external_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('external_ids_pkey', ['application_id', 'external_id'])
    .execute()
  await db.schema
    .createIndex('external_ids_user')
    .on('external_ids')
    .columns(['user_id', 'application_id'])
    .unique()
    .execute()
}
