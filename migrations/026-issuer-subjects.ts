import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'

/**
 * People at OpenID providers, the key that hashes what they are called there, and which sessions belong to a provider.
 * The row of somebody who was removed stays for a while, without a person.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('issuer_subjects')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.references('users.id').onDelete('set null'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('not_before_at', 'bigint')
    .addColumn('removed_at', 'bigint')
    .execute()
  await db.schema.createIndex('issuer_subjects_user').on('issuer_subjects').column('user_id').execute()
  await db.schema.createIndex('issuer_subjects_removed').on('issuer_subjects').column('removed_at').execute()
  await db.schema.alterTable('sessions').addColumn('provider', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('subject_id', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('token_issued_at', 'bigint').execute()
  await addKey(db as Kysely<{ issuer_keys: { id: string; secret: string } }>)
}

async function addKey(db: Kysely<{ issuer_keys: { id: string; secret: string } }>): Promise<void> {
  await db.schema
    .createTable('issuer_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secret', 'text', (c) => c.notNull())
    .execute()
  await db
    .insertInto('issuer_keys')
    .values({ id: 'subjects', secret: randomBytes(32).toString('base64url') })
    .execute()
}
