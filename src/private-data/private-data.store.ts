import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, changedRows, PURGE_BATCH } from '../tables/changed-rows.ts'
import type { ApplicationDataRow } from '../tables/tables.ts'

/** Which data it is: of a person, in an application. */
export interface PrivateDataKey {
  applicationId: string
  userId: string
}

export async function findData(
  reader: Reader,
  { applicationId, userId }: PrivateDataKey,
): Promise<ApplicationDataRow | undefined> {
  return reader
    .selectFrom('application_data')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Returns the data of the person in all applications. */
export async function listOfPerson(reader: Reader, userId: string): Promise<ApplicationDataRow[]> {
  return reader
    .selectFrom('application_data')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('application_id')
    .execute()
}

/** Adds the first data of the person in the application. @throws {UniqueViolation} if there is some */
export async function insertData(tx: Transaction, row: ApplicationDataRow): Promise<void> {
  await tx.insertInto('application_data').values(row).execute()
}

/** Replaces data of the version. Returns whether it was still there. */
export async function updateData(
  tx: Transaction,
  { applicationId, userId }: PrivateDataKey,
  version: number,
  change: Pick<ApplicationDataRow, 'data' | 'updated_at'>,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('application_data')
      .set({ ...change, version: version + 1 })
      .where('application_id', '=', applicationId)
      .where('user_id', '=', userId)
      .where('version', '=', version),
  )
}

/** Removes data in revoked applications, some people at a time. Returns how many rows. */
export async function deleteOfRevoked(tx: Transaction): Promise<number> {
  const revoked = await tx
    .selectFrom('applications')
    .innerJoin('application_data', 'application_data.application_id', 'applications.id')
    .select(['applications.id', 'application_data.user_id'])
    .where('applications.revoked_at', 'is not', null)
    .limit(PURGE_BATCH)
    .execute()
  const ids = [...new Set(revoked.map(({ id }) => id))]
  let removed = 0
  for (const id of ids)
    removed += await changedRows(
      tx
        .deleteFrom('application_data')
        .where('application_id', '=', id)
        .where(
          'user_id',
          'in',
          revoked.filter((row) => row.id === id).map((row) => row.user_id),
        ),
    )
  return removed
}
