import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import type { IssuerSubjectRow } from '../tables/tables.ts'
import type { IssuerSubject } from './issuer-subject.ts'

const toSubject = (row: IssuerSubjectRow): IssuerSubject => ({
  id: row.id,
  issuer: row.issuer,
  userId: row.user_id,
  createdAt: row.created_at,
  notBefore: row.not_before_at,
})

/** Returns the key that hashes subjects. */
export async function findSubjectKey(reader: Reader): Promise<string> {
  const row = await reader
    .selectFrom('issuer_keys')
    .select('secret')
    .where('id', '=', 'subjects')
    .executeTakeFirstOrThrow()
  return row.secret
}

export async function findSubject(reader: Reader, id: string): Promise<IssuerSubject | null> {
  const row = await reader.selectFrom('issuer_subjects').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toSubject(row) : null
}

/** Adds a subject with its person. @throws {UniqueViolation} if it is there already */
export async function insertSubject(
  tx: Transaction,
  { id, issuer, userId, createdAt }: Omit<IssuerSubject, 'notBefore'>,
): Promise<void> {
  await tx
    .insertInto('issuer_subjects')
    .values({ id, issuer, user_id: userId, created_at: createdAt, not_before_at: null, removed_at: null })
    .execute()
}

/** Gives a subject whose person was removed another one. Returns whether this call did. */
export async function reviveSubject(
  tx: Transaction,
  { id, userId, createdAt }: Pick<IssuerSubject, 'id' | 'userId' | 'createdAt'>,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('issuer_subjects')
      .set({ user_id: userId, created_at: createdAt, removed_at: null })
      .where('id', '=', id)
      .where('user_id', 'is', null),
  )
}

/** Returns the subjects of the person, oldest first. */
export async function listSubjects(reader: Reader, userId: string): Promise<IssuerSubject[]> {
  const rows = await reader
    .selectFrom('issuer_subjects')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toSubject)
}

/** Leaves the subjects of a removed person without one, and with the instant from which tokens count again. */
export async function burySubjects(tx: Transaction, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('issuer_subjects')
    .set({ user_id: null, not_before_at: now, removed_at: now })
    .where('id', 'in', ids)
    .execute()
}

/** Removes subjects whose people were removed by the instant. Returns how many. */
export async function purgeSubjects(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'issuer_subjects', by: 'removed_at', until })
}
