import type { Kysely } from 'kysely'

/**
 * Protects accounts against stolen access tokens and old mailboxes: when a session last proved who it is,
 * when an address became current, new passwords that take effect later, and objections of addresses that lost
 * an account by an undo.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sessions').addColumn('proved_at', 'bigint').execute()
  await db.schema.alterTable('email_addresses').addColumn('claimed_at', 'bigint').execute()
  await db.schema.alterTable('users').addColumn('frozen_at', 'bigint').execute()
  await db.schema.alterTable('users').addColumn('recovered_at', 'bigint').execute()
  await db.schema.alterTable('recoveries').addColumn('is_delayed', 'integer').execute()
  await db.schema
    .createTable('waiting_passwords')
    .addColumn('user_id', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('takes_effect_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('waiting_passwords_effect')
    .on('waiting_passwords')
    .column('takes_effect_at')
    .execute()
  await db.schema
    .createTable('objections')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('undone_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .execute()
  await db.schema.createIndex('objections_user').on('objections').column('user_id').execute()
  await db.schema.createIndex('objections_expiry').on('objections').column('expires_at').execute()
}
