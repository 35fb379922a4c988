import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import type { Tables } from '../ports/tables.ts'

/** The state of one migration. */
export interface MigrationState {
  name: string
  /** ISO 8601 instant, or null while it has not run. */
  executedAt: string | null
}

/** Brings the tables up to date. Answers the names of the migrations that ran now; rejects with the first error. */
export async function migrate(tables: Kysely<Tables>): Promise<string[]> {
  const { error, results } = await migrator(tables).migrateToLatest()
  if (error) throw error
  return (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName)
}

/** Which migrations have run. */
export async function migrationStates(tables: Kysely<Tables>): Promise<MigrationState[]> {
  const all = await migrator(tables).getMigrations()
  return all.map((m) => ({ name: m.name, executedAt: m.executedAt?.toISOString() ?? null }))
}

/** The names of all migrations that this version knows, in order. */
export function knownMigrations(): string[] {
  return Object.keys(migrations)
}

function migrator(tables: Kysely<Tables>): Migrator {
  return new Migrator({ db: tables, provider: { getMigrations: async () => migrations } })
}
