import type { Kysely } from 'kysely'

/** The token of a person's generated picture, and the size and checksum of picture files. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('default_token', 'text').execute()
  for (const name of ['original', 'square'] as const) {
    await db.schema.alterTable('pictures').addColumn(`${name}_size`, 'bigint').execute()
    await db.schema.alterTable('pictures').addColumn(`${name}_sha256`, 'text').execute()
  }
  await db.schema.alterTable('pictures').addColumn('variants', 'text').execute()
}
