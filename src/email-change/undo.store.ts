import { changedOne, deleteOldest } from '../ports/changed-rows.ts'
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

/**
 * Notes a link of the undo by the hash of its token. A mail may be sent twice, when the first try was accepted and the
 * answer got lost: each further link is a row of its own beside the first, as good and as long, so that either copy of
 * the mail works. The first that is used ends the others. Returns whether the undo is
 * still open.
 */
export async function addUndoLink(
  tx: Transaction,
  undoId: string,
  link: { id: string; tokenHash: string },
  now: number,
): Promise<boolean> {
  const row = await tx
    .selectFrom('email_undos')
    .selectAll()
    .where('id', '=', undoId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return false
  if (row.token_hash !== null) {
    await tx
      .insertInto('email_undos')
      .values({ ...row, id: link.id, token_hash: link.tokenHash })
      .execute()
    return true
  }
  return changedOne(
    tx
      .updateTable('email_undos')
      .set({ token_hash: link.tokenHash })
      .where('id', '=', undoId)
      .where('token_hash', 'is', null)
      .where('used_at', 'is', null),
  )
}

/**
 * Uses the link up, and with it the links of the changes that the person made after it: in one statement, so that parallel
 * uses of several links lock their rows in the same order. Returns the undos that this call ended; exactly one of
 * parallel calls ends its own.
 */
export async function endUndos(tx: Transaction, undo: Undo, now: number): Promise<Undo[]> {
  const rows = await tx
    .updateTable('email_undos')
    .set({ used_at: now })
    .where('user_id', '=', undo.userId)
    .where('created_at', '>=', undo.createdAt)
    .where('used_at', 'is', null)
    .returningAll()
    .execute()
  return rows.map(toUndo)
}

/** Ends every undo of the person that is not used yet. Returns those. */
export async function endAllUndos(tx: Transaction, userId: string, now: number): Promise<Undo[]> {
  const rows = await tx
    .updateTable('email_undos')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .returningAll()
    .execute()
  return rows.map(toUndo)
}

/** Every undo of the person that is stored, the newest first; one, however many links it has. */
export async function listUndos(reader: Reader, userId: string): Promise<Undo[]> {
  const rows = await reader
    .selectFrom('email_undos')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  const seen = new Set<string>()
  return rows.map(toUndo).filter(({ createdAt, oldEmailKey }) => {
    const change = `${createdAt} ${oldEmailKey}`
    return !seen.has(change) && seen.add(change)
  })
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

/** Removes undos that ended by the instant, oldest first. Returns how many. */
export async function deleteUndosUntil(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'email_undos', by: 'expires_at', until })
}
