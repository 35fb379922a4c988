import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

/** The audit trail, and the key for its e-mail hashes. No foreign keys: the trail outlives the people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  let table = db.schema
    .createTable('audit_events')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
  for (const name of [
    'user_id',
    'operator',
    'application_id',
    'session_id',
    'address',
    'fields',
    'old_email_hash',
    'new_email_hash',
  ]) {
    table = table.addColumn(name, 'text')
  }
  await table.execute()
  await db.schema
    .createIndex('audit_events_user')
    .on('audit_events')
    .columns(['user_id', 'created_at'])
    .execute()
  await db.schema.createIndex('audit_events_time').on('audit_events').column('created_at').execute()
  // Few events have an address. Partial indexes leave the others out, so that they add no cost to profile
  // changes.
  for (const column of ['old_email_hash', 'new_email_hash']) {
    await db.schema
      .createIndex(`audit_events_${column}`)
      .on('audit_events')
      .column(column)
      .where(sql.ref(column), 'is not', null)
      .execute()
  }
  await addKey(db as Kysely<{ audit_keys: { id: string; secret: string } }>)
}

async function addKey(db: Kysely<{ audit_keys: { id: string; secret: string } }>): Promise<void> {
  await db.schema
    .createTable('audit_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secret', 'text', (c) => c.notNull())
    .execute()
  await db
    .insertInto('audit_keys')
    .values({ id: 'email', secret: randomBytes(32).toString('base64url') })
    .execute()
}
