import type { Kysely } from 'kysely'

/** Until when a replaced picture is still shown at its own address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('pictures').addColumn('shown_until', 'bigint').execute()
}
