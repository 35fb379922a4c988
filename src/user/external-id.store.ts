import type { Reader, Transaction } from '../ports/database.ts'
import { changedRows } from '../tables/changed-rows.ts'
import type { ExternalIdRow } from '../tables/tables.ts'
import type { ExternalId } from './external-id.ts'

const toExternalId = (row: ExternalIdRow): ExternalId => ({
  applicationId: row.application_id,
  externalId: row.external_id,
  userId: row.user_id,
  createdAt: row.created_at,
})

/**
 * Adds ids.
 * @throws {UniqueViolation} if an id is taken, or a person has one in the application already
 */
export async function insertExternalIds(tx: Transaction, ids: readonly ExternalId[]): Promise<void> {
  if (ids.length === 0) return
  const rows = ids.map((id) => ({
    application_id: id.applicationId,
    external_id: id.externalId,
    user_id: id.userId,
    created_at: id.createdAt,
  }))
  await tx.insertInto('external_ids').values(rows).execute()
}

/** Returns those of the external ids that people have in the application. */
export async function findByExternalIds(
  reader: Reader,
  applicationId: string,
  externalIds: readonly string[],
): Promise<ExternalId[]> {
  if (externalIds.length === 0) return []
  const rows = await reader
    .selectFrom('external_ids')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('external_id', 'in', externalIds)
    .execute()
  return rows.map(toExternalId)
}

/** Returns the ids that the people have in the application; some may have none. */
export async function findByPeople(
  reader: Reader,
  applicationId: string,
  userIds: readonly string[],
): Promise<ExternalId[]> {
  if (userIds.length === 0) return []
  const rows = await reader
    .selectFrom('external_ids')
    .selectAll()
    .where('user_id', 'in', userIds)
    .where('application_id', '=', applicationId)
    .execute()
  return rows.map(toExternalId)
}

/** Removes the id that the person has in the application. */
export async function deleteOfPerson(tx: Transaction, applicationId: string, userId: string): Promise<void> {
  await tx
    .deleteFrom('external_ids')
    .where('user_id', '=', userId)
    .where('application_id', '=', applicationId)
    .execute()
}

/** Returns the ids of the person in all applications, oldest first. */
export async function listOfPerson(reader: Reader, userId: string): Promise<ExternalId[]> {
  const rows = await reader
    .selectFrom('external_ids')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('application_id')
    .execute()
  return rows.map(toExternalId)
}

/** Removes ids in revoked applications, of at most `limit` people. Returns how many ids. */
export async function deleteOfRevoked(tx: Transaction, limit: number): Promise<number> {
  const revoked = tx.selectFrom('applications').select('id').where('revoked_at', 'is not', null)
  const some = tx
    .selectFrom('external_ids')
    .select('user_id')
    .where('application_id', 'in', revoked)
    .limit(limit)
  return changedRows(
    tx.deleteFrom('external_ids').where('application_id', 'in', revoked).where('user_id', 'in', some),
  )
}
