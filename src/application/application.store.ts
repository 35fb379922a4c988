import type { Database, Reader, Transaction } from '../ports/database.ts'
import { changedOne } from '../tables/changed-rows.ts'
import { prepareQuery } from '../tables/prepared-query.ts'
import type { ApiKeyRow, ApplicationRow } from '../tables/tables.ts'
import type { ApiKey, Application, ApplicationChange } from './application.ts'

function toApplication(row: ApplicationRow): Application {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    origins: JSON.parse(row.origins) as string[],
    refreshPolicy: row.refresh_policy,
    scopes: JSON.parse(row.scopes ?? '[]') as Application['scopes'],
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
    scopes: application.kind === 'server' ? JSON.stringify(application.scopes) : null,
    created_at: application.createdAt,
    revoked_at: application.revokedAt,
  }
}

/** Adds the application. Rejects with `UniqueViolation` if the name is taken. */
export async function insertApplication(tx: Transaction, application: Application): Promise<void> {
  await tx.insertInto('applications').values(toRow(application)).execute()
}

/** Adds the hash of an API key. */
export async function insertApiKey(tx: Transaction, key: ApiKeyRow): Promise<void> {
  await tx.insertInto('api_keys').values(key).execute()
}

/**
 * Adds the application unless its id exists. Returns whether it was added. Rejects with `UniqueViolation` if
 * the name is taken.
 */
export async function addApplication(tx: Transaction, application: Application): Promise<boolean> {
  return changedOne(
    tx
      .insertInto('applications')
      .values(toRow(application))
      .onConflict((conflict) => conflict.column('id').doNothing()),
  )
}

/** Adds the API key, or reactivates the one with this hash. */
export async function reviveApiKey(tx: Transaction, key: ApiKeyRow): Promise<void> {
  await tx
    .insertInto('api_keys')
    .values(key)
    .onConflict((conflict) => conflict.column('key_hash').doUpdateSet({ revoked_at: null }))
    .execute()
}

/** Changes an application; with `isActive`, only if it is not revoked. Returns whether a row changed. */
export async function updateApplication(
  tx: Transaction,
  id: string,
  { origins, refreshPolicy, revokedAt, scopes, ...same }: ApplicationChange & { revokedAt?: number | null },
  { isActive = false }: { isActive?: boolean } = {},
): Promise<boolean> {
  let update = tx
    .updateTable('applications')
    .set({
      ...same,
      ...(origins && { origins: JSON.stringify(origins) }),
      ...(refreshPolicy && { refresh_policy: refreshPolicy }),
      ...(scopes && { scopes: JSON.stringify(scopes) }),
      ...(revokedAt !== undefined && { revoked_at: revokedAt }),
    })
    .where('id', '=', id)
  if (isActive) update = update.where('revoked_at', 'is', null)
  return changedOne(update)
}

/** Returns the names of the applications that exist, including revoked ones, by id. */
export async function findNames(reader: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader.selectFrom('applications').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Sets the expiry of every key of the application that would expire later. */
export async function endApiKeys(tx: Transaction, applicationId: string, at: number): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('application_id', '=', applicationId)
    .where((where) => where.or([where('revoked_at', 'is', null), where('revoked_at', '>', at)]))
    .execute()
}

/** Revokes the application. Returns whether it was active. */
export async function revokeApplication(tx: Transaction, id: string, at: number): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('applications')
      .set({ revoked_at: at })
      .where('id', '=', id)
      .where('revoked_at', 'is', null),
  )
}

/** Returns the application's keys, newest first. */
export async function listApiKeys(reader: Reader, applicationId: string): Promise<ApiKey[]> {
  const rows = await reader
    .selectFrom('api_keys')
    .selectAll()
    .where('application_id', '=', applicationId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    endsAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }))
}

/** Sets when a key ends, unless it has already ended; null: not at all. Returns whether it did. */
export async function setKeyEnd(
  tx: Transaction,
  applicationId: string,
  keyId: string,
  at: number | null,
  now: number,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('api_keys')
      .set({ revoked_at: at })
      .where('id', '=', keyId)
      .where('application_id', '=', applicationId)
      .where((where) => where.or([where('revoked_at', 'is', null), where('revoked_at', '>', now)])),
  )
}

/** Sets the day of the last use of a key, unless it is stored already. Returns whether it was not. */
export async function markKeyUsed(tx: Transaction, keyId: string, day: number): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('api_keys')
      .set({ last_used_at: day })
      .where('id', '=', keyId)
      .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<', day)])),
  )
}

/** An active key, with its application. */
export interface FoundKey {
  application: Application
  keyId: string
  lastUsedAt: number | null
}

const keys = prepareQuery((reader, is: { keyHash: string; now: number }) =>
  reader
    .selectFrom('api_keys')
    .innerJoin('applications', 'applications.id', 'api_keys.application_id')
    .selectAll('applications')
    .select(['api_keys.id as key_id', 'api_keys.last_used_at'])
    .where('api_keys.key_hash', '=', is.keyHash)
    .where('applications.revoked_at', 'is', null)
    .where((where) =>
      where.or([where('api_keys.revoked_at', 'is', null), where('api_keys.revoked_at', '>', is.now)]),
    ),
)

/** Returns the active key of this hash, if its application is active. */
export async function findByApiKey(db: Database, keyHash: string, now: number): Promise<FoundKey | null> {
  const [row] = await keys(db.read, { keyHash, now })
  return row ? { application: toApplication(row), keyId: row.key_id, lastUsedAt: row.last_used_at } : null
}

/** Returns all applications, oldest first. */
export async function listApplications(db: Database): Promise<Application[]> {
  const rows = await db.read
    .selectFrom('applications')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toApplication)
}

/** Returns the application with this id or name. */
export async function findApplication(db: Database, idOrName: string): Promise<Application | null> {
  const row = await db.read
    .selectFrom('applications')
    .selectAll()
    .where((where) => where.or([where('id', '=', idOrName), where('name', '=', idOrName)]))
    .executeTakeFirst()
  return row ? toApplication(row) : null
}

/** Returns the application with this id. */
export async function findApplicationById(reader: Reader, id: string): Promise<Application | null> {
  const row = await reader.selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toApplication(row) : null
}

/** Returns the origins of all active single-page apps. */
export async function listSpaOrigins(db: Database): Promise<string[]> {
  const rows = await db.read
    .selectFrom('applications')
    .select('origins')
    .where('kind', '=', 'spa')
    .where('revoked_at', 'is', null)
    .execute()
  return rows.flatMap((row) => JSON.parse(row.origins) as string[])
}
