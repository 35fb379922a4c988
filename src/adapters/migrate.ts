import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import { NewerDatabase, UnfinishedMove } from '../ports/maintenance.ts'
import type { Tables } from '../ports/tables.ts'

/** The table that is there while a move into the database has not finished. */
export const UNFINISHED_MOVE = 'unfinished_move'

/** The state of one migration. */
export interface MigrationState {
  name: string
  /** ISO 8601 instant, or null while it has not run. */
  executedAt: string | null
}

/**
 * Brings the tables up to date, each migration in a transaction of its own, so that nodes that start together do each
 * step once and wait for each other. Returns the names of those that ran now; rejects with the first error.
 */
export async function migrate(tables: Kysely<Tables>): Promise<string[]> {
  const done: string[] = []
  for (;;) {
    const { error, results } = await (await migrator(tables)).migrateUp()
    if (error) throw error
    const [step] = results ?? []
    if (!step) return done
    done.push(step.migrationName)
  }
}

/** Which migrations have run, those of a newer version too. */
export async function migrationStates(tables: Kysely<Tables>): Promise<MigrationState[]> {
  const all = await (await migrator(tables)).getMigrations()
  return all.map((m) => ({ name: m.name, executedAt: m.executedAt?.toISOString() ?? null }))
}

/** @throws {UnfinishedMove} if a move into the database was begun and not finished */
export async function refuseUnfinishedMove(tables: Kysely<Tables>): Promise<void> {
  if (await hasTable(tables, UNFINISHED_MOVE)) throw new UnfinishedMove('database')
}

/** @throws {NewerDatabase} if a newer version has run a migration, so that rows may hold what this one does not know */
export async function refuseNewer(tables: Kysely<Tables>): Promise<void> {
  const newer = (await executedMigrations(tables)).find((name) => !(name in migrations))
  if (newer !== undefined) throw new NewerDatabase(newer)
}

/** The names of all migrations that this version knows, in order. */
export function knownMigrations(): string[] {
  return Object.keys(migrations)
}

/** A migration that takes something away is named so: versions from before it do not start on its tables. */
const CONTRACTS = /^\d+-contract-/

/**
 * Knows the migrations that a newer version has run as well, and has nothing to do for them: during a rolling update
 * nodes of both versions start and stop on the same tables.
 * @throws {NewerDatabase} if one of them took away what this version needs
 */
async function migrator(tables: Kysely<Tables>): Promise<Migrator> {
  const known: Record<string, Migration> = { ...migrations }
  for (const name of await executedMigrations(tables)) {
    if (name in known) continue
    if (CONTRACTS.test(name)) throw new NewerDatabase(name)
    known[name] = { up: async () => {} }
  }
  return new Migrator({ db: tables, provider: { getMigrations: async () => known } })
}

async function executedMigrations(tables: Kysely<Tables>): Promise<string[]> {
  const all = tables as unknown as Kysely<{ kysely_migration: { name: string } }>
  if (!(await hasTable(tables, 'kysely_migration'))) return []
  return (await all.selectFrom('kysely_migration').select('name').execute()).map((row) => row.name)
}

export async function hasTable(tables: Kysely<Tables>, name: string): Promise<boolean> {
  const present = await tables.introspection.getTables({ withInternalKyselyTables: true })
  return present.some((table) => table.name === name)
}
