import type { Database, Transaction } from '../ports/database.ts'
import type { SigningKeyRow } from '../tables/tables.ts'

/** Returns keys that may still verify, oldest first. */
export async function listLiveKeys(db: Database, now: number): Promise<SigningKeyRow[]> {
  return db.read
    .selectFrom('signing_keys')
    .selectAll()
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Adds the key unless another node has added the first one meanwhile. */
export async function insertFirstKey(tx: Transaction, row: SigningKeyRow): Promise<void> {
  const present = await tx
    .selectFrom('signing_keys')
    .select('id')
    .where('retired_at', 'is', null)
    .executeTakeFirst()
  if (!present) await tx.insertInto('signing_keys').values(row).execute()
}

/** Adds the key; the others stop signing, and verify at most until the instant. */
export async function replaceKeys(
  tx: Transaction,
  row: SigningKeyRow,
  endOthersAt: number | null,
): Promise<void> {
  await tx
    .updateTable('signing_keys')
    .set({ retired_at: row.created_at })
    .where('retired_at', 'is', null)
    .execute()
  await tx
    .updateTable('signing_keys')
    .set({ expires_at: endOthersAt })
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', endOthersAt)]))
    .execute()
  // Expired keys are removed, so that the encryption key of a useless secret is no longer required.
  await tx.deleteFrom('signing_keys').where('expires_at', '<=', row.created_at).execute()
  await tx.insertInto('signing_keys').values(row).execute()
}
