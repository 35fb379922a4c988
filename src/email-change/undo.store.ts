import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import type { EmailUndoRow } from '../tables/tables.ts'
import type { Undo } from './email-change.ts'

/** Adds a change that can be undone; its link is created when it is mailed. */
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

/** Returns the undo with this id. */
export async function findUndoById(reader: Reader, id: string): Promise<Undo | null> {
  const row = await reader.selectFrom('email_undos').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toUndo(row) : null
}

/** Returns the undo for the token of a link. */
export async function findUndoByToken(reader: Reader, tokenHash: string): Promise<Undo | null> {
  const row = await reader
    .selectFrom('email_undos')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row ? toUndo(row) : null
}

/**
 * Adds a link of the undo by the hash of its token. A mail may be sent twice if the response to the first
 * attempt was lost: each further link is a separate row, equally valid, so that either copy of the mail
 * works. Using one invalidates the others. Returns whether the undo is still open.
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
 * Consumes the link, together with the links of later changes of the person: in one statement, so that
 * parallel uses of several links lock their rows in the same order. Returns the undos that this call ended;
 * exactly one of several parallel calls ends its own.
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

/** Ends all unused undos of the person and returns them. */
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

/** Returns all stored undos of the person, newest first; each only once, however many links it has. */
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

/** Removes undos that expired by the instant, oldest first. Returns how many. */
export async function deleteUndosUntil(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'email_undos', by: 'expires_at', until })
}
