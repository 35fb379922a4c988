import { type Kysely, SqliteAdapter, sql } from 'kysely'

/**
 * What happened to people, for applications. No foreign keys: the last event of a person outlives them. The key is the
 * only index, and its order is that of the feed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const table = db.schema
    .createTable('feed_events')
    .addColumn('transaction', 'bigint', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('fields', 'text')
    .addColumn('application_id', 'text')
    .addColumn('session_id', 'text')
    .addPrimaryKeyConstraint('feed_events_pkey', ['transaction', 'id'])
  const { adapter } = db.getExecutor()
  // Otherwise SQLite would store the key twice. PostgreSQL does not know the clause.
  await (adapter instanceof SqliteAdapter ? table.modifyEnd(sql`without rowid`) : table).execute()
}
