import { changedOne } from '../ports/changed-rows.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { ApiKeyRow, ApplicationRow } from '../ports/tables.ts'
import type { Application } from './application.ts'

function toApplication(row: ApplicationRow): Application {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    origins: JSON.parse(row.origins) as string[],
    refreshPolicy: row.refresh_policy,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }
}

function toRow(application: Application): ApplicationRow {
  return {
    id: application.id,
    name: application.name,
    kind: application.kind,
    origins: JSON.stringify(application.origins),
    refresh_policy: application.refreshPolicy,
    created_at: application.createdAt,
    revoked_at: application.revokedAt,
  }
}

/** Adds the application; a taken name is a `UniqueViolation`. */
export async function insertApplication(tx: Transaction, application: Application): Promise<void> {
  await tx.insertInto('applications').values(toRow(application)).execute()
}

/** Adds an API key by its hash. */
export async function insertApiKey(tx: Transaction, key: ApiKeyRow): Promise<void> {
  await tx.insertInto('api_keys').values(key).execute()
}

/** Adds the application unless its id is there already. Returns whether it was added; a taken name is a `UniqueViolation`. */
export async function addApplication(tx: Transaction, application: Application): Promise<boolean> {
  return changedOne(
    tx
      .insertInto('applications')
      .values(toRow(application))
      .onConflict((conflict) => conflict.column('id').doNothing()),
  )
}

/** Adds the API key, or makes the one with this hash live again. */
export async function reviveApiKey(tx: Transaction, key: ApiKeyRow): Promise<void> {
  await tx
    .insertInto('api_keys')
    .values(key)
    .onConflict((conflict) => conflict.column('key_hash').doUpdateSet({ revoked_at: null }))
    .execute()
}

/** Gives an application other origins and makes it live, or ends it. */
export async function updateApplication(
  tx: Transaction,
  id: string,
  change: { origins?: string[]; revokedAt: number | null },
): Promise<void> {
  await tx
    .updateTable('applications')
    .set({
      revoked_at: change.revokedAt,
      ...(change.origins && { origins: JSON.stringify(change.origins) }),
    })
    .where('id', '=', id)
    .execute()
}

/** Names by id of those of the applications that exist, revoked ones too. */
export async function findNames(reader: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader.selectFrom('applications').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Sets the end of every key of the application that would live longer. */
export async function endApiKeys(tx: Transaction, applicationId: string, at: number): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('application_id', '=', applicationId)
    .where((where) => where.or([where('revoked_at', 'is', null), where('revoked_at', '>', at)]))
    .execute()
}

/** Revokes the application. Returns whether it was live. */
export async function revokeApplication(tx: Transaction, id: string, at: number): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('applications')
      .set({ revoked_at: at })
      .where('id', '=', id)
      .where('revoked_at', 'is', null),
  )
}

/** The live application whose live key has this hash. */
export async function findByApiKey(db: Database, keyHash: string, now: number): Promise<Application | null> {
  const row = await db.read
    .selectFrom('api_keys')
    .innerJoin('applications', 'applications.id', 'api_keys.application_id')
    .selectAll('applications')
    .where('api_keys.key_hash', '=', keyHash)
    .where('applications.revoked_at', 'is', null)
    .where((where) =>
      where.or([where('api_keys.revoked_at', 'is', null), where('api_keys.revoked_at', '>', now)]),
    )
    .executeTakeFirst()
  return row ? toApplication(row) : null
}

/** All applications, oldest first. */
export async function listApplications(db: Database): Promise<Application[]> {
  const rows = await db.read
    .selectFrom('applications')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toApplication)
}

/** The application with this id or name. */
export async function findApplication(db: Database, idOrName: string): Promise<Application | null> {
  const row = await db.read
    .selectFrom('applications')
    .selectAll()
    .where((where) => where.or([where('id', '=', idOrName), where('name', '=', idOrName)]))
    .executeTakeFirst()
  return row ? toApplication(row) : null
}

/** The application with this id. */
export async function findApplicationById(reader: Reader, id: string): Promise<Application | null> {
  const row = await reader.selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toApplication(row) : null
}

/** Origins of all live single-page apps. */
export async function listSpaOrigins(db: Database): Promise<string[]> {
  const rows = await db.read
    .selectFrom('applications')
    .select('origins')
    .where('kind', '=', 'spa')
    .where('revoked_at', 'is', null)
    .execute()
  return rows.flatMap((row) => JSON.parse(row.origins) as string[])
}
