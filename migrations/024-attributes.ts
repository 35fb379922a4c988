import type { Kysely } from 'kysely'

/**
 * Declared attributes. A row of `attribute_declarations` is a version of a declaration; the latest one of a name is in force.
 * Values are in the row of the person, so that they are read with it; those that can be searched also have keys.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('attributes', 'text').execute()
  await db.schema
    .createTable('attribute_declarations')
    .addColumn('version', 'bigint', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('declaration', 'text')
    .addColumn('fill_after', 'text')
    .addColumn('operator', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('attribute_declarations_name')
    .on('attribute_declarations')
    .columns(['name', 'version'])
    .execute()
  await db.schema
    .createTable('attribute_keys')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('value_key', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('attribute_keys_pkey', ['name', 'value_key', 'user_id'])
    .execute()
  await db.schema
    .createIndex('attribute_keys_user')
    .on('attribute_keys')
    .columns(['user_id', 'name'])
    .execute()
}
