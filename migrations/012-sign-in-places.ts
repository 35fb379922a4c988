import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'

/**
 * Where a person has signed in, the number in the keys of their sign-in limits, and the key that hashes both;
 * and the successor of a used refresh token, which only the used one can decrypt.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('refresh_tokens').addColumn('next_sealed', 'text').execute()
  await db.schema
    .createTable('known_places')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('known_places_user')
    .on('known_places')
    .columns(['user_id', 'seen_at'])
    .execute()
  await db.schema.createIndex('known_places_seen').on('known_places').column('seen_at').execute()
  await db.schema
    .createTable('sign_in_states')
    .addColumn('user_id', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
    .addColumn('round', 'integer', (c) => c.notNull())
    .addColumn('locked_at', 'bigint')
    .addColumn('told_at', 'bigint')
    .execute()
  await addKey(db as Kysely<{ place_keys: { id: string; secret: string } }>)
}

async function addKey(db: Kysely<{ place_keys: { id: string; secret: string } }>): Promise<void> {
  await db.schema
    .createTable('place_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secret', 'text', (c) => c.notNull())
    .execute()
  await db
    .insertInto('place_keys')
    .values({ id: 'places', secret: randomBytes(32).toString('base64url') })
    .execute()
}
