import type { Kysely } from 'kysely'

/**
 * The devices on which people signed in recently, so that they can be notified of a new one after its session
 * is gone; and when a person last proved to own their address and phone number. Existing values count as
 * unproven, since it is not certain who proved them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('known_devices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('browser', 'text', (c) => c.notNull())
    .addColumn('os', 'text', (c) => c.notNull())
    .addColumn('first_seen_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .execute()
  for (const column of ['email_verified_at', 'phone_verified_at'])
    await db.schema.alterTable('users').addColumn(column, 'bigint').execute()
  await db.schema.createIndex('known_devices_user').on('known_devices').column('user_id').execute()
}
