import { changedRows } from '../ports/changed-rows.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { EmailAddressRow, UserRow } from '../ports/tables.ts'

/** Which of the username keys are taken. */
export async function findTakenUsernames(reader: Reader, keys: readonly string[]): Promise<Set<string>> {
  const rows = await reader
    .selectFrom('users')
    .select('username_key')
    .where('username_key', 'in', keys)
    .execute()
  return new Set(rows.map((row) => row.username_key))
}

/** Which of the address keys are in use, or reserved at the instant. */
export async function findTakenAddresses(
  reader: Reader,
  keys: readonly string[],
  now: number,
): Promise<Set<string>> {
  const rows = await reader
    .selectFrom('email_addresses')
    .select('email_key')
    .where('email_key', 'in', keys)
    .where((where) => where.or([where('reserved_until', 'is', null), where('reserved_until', '>', now)]))
    .execute()
  return new Set(rows.map((row) => row.email_key))
}

/** Adds many people with their addresses; where one name or address is taken it is a `UniqueViolation`. */
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

/** Adds an import that has not finished: its people do not exist for readers. */
export async function insertImport(tx: Transaction, id: string, now: number): Promise<void> {
  await tx.insertInto('imports').values({ id, created_at: now, finished_at: null }).execute()
}

/** Makes all people of the import visible at once. */
export async function finishImport(tx: Transaction, id: string, now: number): Promise<void> {
  await tx.updateTable('imports').set({ finished_at: now }).where('id', '=', id).execute()
}

/** Imports that still have work to clean up: unfinished ones, and finished ones whose people carry their mark. */
export async function listImports(
  db: Database,
): Promise<{ id: string; createdAt: number; isFinished: boolean }[]> {
  const rows = await db.read.selectFrom('imports').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at, isFinished: row.finished_at !== null }))
}

/** Takes the import's mark from some of its people. Returns how many, at most `limit`. */
export async function clearImport(tx: Transaction, id: string, limit: number): Promise<number> {
  return changedRows(
    tx
      .updateTable('users')
      .set({ import_id: null })
      .where('id', 'in', (where) =>
        where.selectFrom('users').select('id').where('import_id', '=', id).limit(limit),
      ),
  )
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

/** Removes the row of an import that nobody carries the mark of. */
export async function deleteImport(tx: Transaction, id: string): Promise<void> {
  await tx.deleteFrom('imports').where('id', '=', id).execute()
}
