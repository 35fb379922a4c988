import type { Kysely } from 'kysely'

/**
 * Requests for a new password, several per person. Replaces `password_resets`, which allowed one per person;
 * nodes of the previous version still use that table.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recoveries')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('checksum_hash', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('recoveries_user').on('recoveries').column('user_id').execute()
  await db.schema.createIndex('recoveries_expiry').on('recoveries').column('expires_at').execute()
}
