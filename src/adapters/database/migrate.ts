import type { Kysely } from 'kysely'
import { DEFAULT_MIGRATION_LOCK_TABLE, MIGRATION_LOCK_ID, type Migration, Migrator } from 'kysely/migration'
import { migrations } from '../../../migrations/index.ts'
import { NewerDatabase, UnfinishedMove } from '../../tables/maintenance.ts'
import type { Tables } from '../../tables/tables.ts'

/** Table that marks the target of an unfinished move. */
export const UNFINISHED_MOVE = 'unfinished_move'

/** The state of one migration. */
export interface MigrationState {
  name: string
  /** ISO 8601 instant, or null if it has not run. */
  executedAt: string | null
}

/**
 * Brings the tables up to date, each migration in its own transaction, so that nodes that start together run
 * each one once and wait for each other. Returns the names of the migrations that ran; rejects with the first
 * error.
 */
export async function migrate(tables: Kysely<Tables>): Promise<string[]> {
  const done: string[] = []
  for (;;) {
    const step = await tables.transaction().execute(runNext)
    if (!step) return done
    done.push(step)
  }
}

const LOCK = { lockTable: DEFAULT_MIGRATION_LOCK_TABLE, lockRowId: MIGRATION_LOCK_ID }

/** Runs the next migration, if there is one. Returns its name. */
async function runNext(tx: Kysely<Tables>): Promise<string | undefined> {
  // Before anything is read: kysely creates its own tables without its lock.
  await tx.getExecutor().adapter.acquireMigrationLock(tx, LOCK)
  const { error, results } = await (await migrator(tx)).migrateUp()
  if (error) throw error
  return results?.[0]?.migrationName
}

/** Returns all migrations and whether they have run, including those of a newer version. */
export async function migrationStates(tables: Kysely<Tables>): Promise<MigrationState[]> {
  const all = await (await migrator(tables)).getMigrations()
  return all.map((m) => ({ name: m.name, executedAt: m.executedAt?.toISOString() ?? null }))
}

/** @throws {UnfinishedMove} if a move into the database was not finished */
export async function refuseUnfinishedMove(tables: Kysely<Tables>): Promise<void> {
  if (await hasTable(tables, UNFINISHED_MOVE)) throw new UnfinishedMove('database')
}

/** @throws {NewerDatabase} if a newer version has run a migration, so that rows may contain unknown data */
export async function refuseNewer(tables: Kysely<Tables>): Promise<void> {
  const newer = (await executedMigrations(tables)).find((name) => !(name in migrations))
  if (newer !== undefined) throw new NewerDatabase(newer)
}

/** Returns the names of all migrations that this version knows, in order. */
export function knownMigrations(): string[] {
  return Object.keys(migrations)
}

/** Name of a migration that removes something: older versions do not start after it has run. */
const CONTRACTS = /^\d+-contract-/

/**
 * Creates a migrator that tolerates the migrations of newer versions and treats them as no-ops: during a
 * rolling update, nodes of both versions start and stop on the same tables.
 * @throws {NewerDatabase} if one of them removed what this version needs
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
