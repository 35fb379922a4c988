import type { Reader, Transaction } from '../ports/database.ts'
import type { EmailUndoRow } from '../ports/tables.ts'
import type { Undo } from './email-change.ts'

/** Notes a change that can be undone; its link is made when it is mailed. */
export async function insertUndo(tx: Transaction, undo: Undo): Promise<void> {
  await tx
    .insertInto('email_undos')
    .values({
      id: undo.id,
      token_hash: null,
      user_id: undo.userId,
      old_email: undo.oldEmail,
      old_email_key: undo.oldEmailKey,
      created_at: undo.createdAt,
      expires_at: undo.expiresAt,
      used_at: undo.usedAt,
    })
    .execute()
}

/** The undo with this id. */
export async function findUndoById(reader: Reader, id: string): Promise<Undo | null> {
  const row = await reader.selectFrom('email_undos').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toUndo(row) : null
}

/** The undo that the token of a link stands for. */
export async function findUndoByToken(reader: Reader, tokenHash: string): Promise<Undo | null> {
  const row = await reader
    .selectFrom('email_undos')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row ? toUndo(row) : null
}

/** Notes the hash of the link's token. Answers whether the undo is still open. */
export async function setUndoToken(
  tx: Transaction,
  id: string,
  tokenHash: string,
  now: number,
): Promise<boolean> {
  const result = await tx
    .updateTable('email_undos')
    .set({ token_hash: tokenHash })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Uses the link up. Answers whether this call was the one that did: exactly one of parallel calls. */
export async function useUndo(tx: Transaction, id: string, now: number): Promise<boolean> {
  const result = await tx
    .updateTable('email_undos')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** The open undos of the changes that the person made after this one. */
export async function listLaterUndos(tx: Transaction, undo: Undo): Promise<Undo[]> {
  const rows = await tx
    .selectFrom('email_undos')
    .selectAll()
    .where('user_id', '=', undo.userId)
    .where('id', '!=', undo.id)
    .where('created_at', '>=', undo.createdAt)
    .where('used_at', 'is', null)
    .execute()
  return rows.map(toUndo)
}

/** Every undo of the person that is stored, the newest first. */
export async function listUndos(reader: Reader, userId: string): Promise<Undo[]> {
  const rows = await reader
    .selectFrom('email_undos')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toUndo)
}

function toUndo(row: EmailUndoRow): Undo {
  return {
    id: row.id,
    userId: row.user_id,
    oldEmail: row.old_email,
    oldEmailKey: row.old_email_key,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }
}

/** Removes undos that ended before the instant, oldest first. Answers how many, at most `limit`. */
export async function deleteUndosBefore(tx: Transaction, before: number, limit: number): Promise<number> {
  const old = tx
    .selectFrom('email_undos')
    .select('id')
    .where('expires_at', '<', before)
    .orderBy('expires_at')
    .limit(limit)
  const result = await tx.deleteFrom('email_undos').where('id', 'in', old).executeTakeFirst()
  return Number(result.numDeletedRows)
}
