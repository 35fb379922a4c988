import type { Database, Reader, Transaction } from '../ports/database.ts'
import { changedRows } from '../tables/changed-rows.ts'
import type { EmailAddressRow, UserRow } from '../tables/tables.ts'

/** A person as an import looks them up; they may be invisible to readers. */
export interface FoundPerson {
  id: string
  usernameKey: string
  createdAt: number
  /** The unfinished import that added the person, or null. */
  importId: string | null
}

const found = ['id', 'username_key', 'created_at', 'import_id'] as const
const toFound = (row: Pick<UserRow, (typeof found)[number]>): FoundPerson => ({
  id: row.id,
  usernameKey: row.username_key,
  createdAt: row.created_at,
  importId: row.import_id,
})

/** Returns those of the people with these ids that exist. */
export async function findByIds(reader: Reader, ids: readonly string[]): Promise<FoundPerson[]> {
  if (ids.length === 0) return []
  return (await reader.selectFrom('users').select(found).where('id', 'in', ids).execute()).map(toFound)
}

/** Returns the people with these username keys. */
export async function findByUsernameKeys(reader: Reader, keys: readonly string[]): Promise<FoundPerson[]> {
  if (keys.length === 0) return []
  const query = reader.selectFrom('users').select(found).where('username_key', 'in', keys)
  return (await query.execute()).map(toFound)
}

/** Returns who holds which of the address keys at the instant, as their current address or by reservation. */
export async function findAddressHolders(
  reader: Reader,
  keys: readonly string[],
  now: number,
): Promise<{ emailKey: string; userId: string; isCurrent: boolean }[]> {
  if (keys.length === 0) return []
  const rows = await reader
    .selectFrom('email_addresses')
    .select(['email_key', 'user_id', 'reserved_until'])
    .where('email_key', 'in', keys)
    .where((where) => where.or([where('reserved_until', 'is', null), where('reserved_until', '>', now)]))
    .execute()
  return rows.map((row) => ({
    emailKey: row.email_key,
    userId: row.user_id,
    isCurrent: row.reserved_until === null,
  }))
}

/** Adds people with their addresses. Rejects with `UniqueViolation` if a name or address is taken. */
export async function insertPeople(
  tx: Transaction,
  rows: readonly UserRow[],
  addresses: readonly EmailAddressRow[],
  now: number,
): Promise<void> {
  await tx.insertInto('users').values(rows).execute()
  await tx
    .deleteFrom('email_addresses')
    .where(
      'email_key',
      'in',
      addresses.map((address) => address.email_key),
    )
    .where('reserved_until', '<=', now)
    .execute()
  await tx.insertInto('email_addresses').values(addresses).execute()
}

/** Adds an import in progress: its people are invisible to readers until it finishes. */
export async function insertImport(tx: Transaction, id: string, now: number): Promise<void> {
  await tx.insertInto('imports').values({ id, created_at: now, finished_at: null }).execute()
}

/** Makes all people of the import visible at once. */
export async function finishImport(tx: Transaction, id: string, now: number): Promise<void> {
  await tx.updateTable('imports').set({ finished_at: now }).where('id', '=', id).execute()
}

/**
 * Lists imports that need cleanup: unfinished ones, and finished ones whose people still carry their mark.
 */
export async function listImports(
  db: Database,
): Promise<{ id: string; createdAt: number; isFinished: boolean }[]> {
  const rows = await db.read.selectFrom('imports').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at, isFinished: row.finished_at !== null }))
}

/** Clears the import's mark from some of its people. Returns their ids, at most `limit`. */
export async function clearImport(tx: Transaction, id: string, limit: number): Promise<string[]> {
  const rows = await tx
    .updateTable('users')
    .set({ import_id: null })
    .where('id', 'in', (where) =>
      where.selectFrom('users').select('id').where('import_id', '=', id).limit(limit),
    )
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Removes some of the import's people. Returns how many, at most `limit`. */
export async function deleteImported(tx: Transaction, id: string, limit: number): Promise<number> {
  return changedRows(
    tx
      .deleteFrom('users')
      .where('id', 'in', (where) =>
        where.selectFrom('users').select('id').where('import_id', '=', id).limit(limit),
      ),
  )
}

/** Removes the row of an import whose mark no one carries. */
export async function deleteImport(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom('imports').where('id', '=', id).execute()
}
