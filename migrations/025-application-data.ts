import type { Kysely } from 'kysely'

/** What applications store about people for themselves: an object of JSON each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('application_data')
    .addColumn('application_id', 'text', (c) => c.notNull().references('applications.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('data', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('application_data_pkey', ['application_id', 'user_id'])
    .execute()
  await db.schema.createIndex('application_data_user').on('application_data').column('user_id').execute()
}
