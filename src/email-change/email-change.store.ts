import { addHash, codeExpiryMax } from '../one-time-code/one-time-code.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import type { EmailChangeRow } from '../tables/tables.ts'
import type { Mailbox, PendingChange } from './email-change.ts'

/** Replaces the person's earlier request. */
export async function replaceChange(tx: Transaction, row: EmailChangeRow): Promise<void> {
  const { user_id: _, ...rest } = row
  await tx
    .insertInto('email_changes')
    .values(row)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(rest))
    .execute()
}

/** Returns the person's request while it can be confirmed or resent. */
export async function findChange(reader: Reader, userId: string, now: number): Promise<PendingChange | null> {
  const row = await reader
    .selectFrom('email_changes')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', codeExpiryMax(now))
    .executeTakeFirst()
  return row ? toChange(row) : null
}

/** Returns the request with this id, unless it was replaced, canceled or used. */
export async function findChangeById(reader: Reader, id: string): Promise<PendingChange | null> {
  const row = await reader.selectFrom('email_changes').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toChange(row) : null
}

/** Invalidates the codes of a request and renews its lifetime. Returns whether it was still pending. */
export async function renewChange(
  tx: Transaction,
  id: string,
  now: number,
  expiresAt: number,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('email_changes')
      .set({ code_hash: null, current_code_hash: null, tries: 0, sent_at: now, expires_at: expiresAt })
      .where('id', '=', id)
      .where('expires_at', '>', now)
      .where('expires_at', '<=', codeExpiryMax(now)),
  )
}

/** Removes the person's request. */
export async function deleteChange(tx: Transaction, userId: string): Promise<void> {
  await tx.deleteFrom('email_changes').where('user_id', '=', userId).execute()
}

/**
 * Adds the hash of a code for a mailbox to those of earlier attempts. Returns whether the request, as of that
 * instant, is still pending.
 */
export async function setCode(
  tx: Transaction,
  change: PendingChange,
  mailbox: Mailbox,
  hash: string,
  now: number,
): Promise<boolean> {
  const column = mailbox === 'new' ? 'code_hash' : 'current_code_hash'
  const row = await tx
    .selectFrom('email_changes')
    .select(column)
    .where('id', '=', change.id)
    .executeTakeFirst()
  return changedOne(
    tx
      .updateTable('email_changes')
      .set({ [column]: addHash((row as Partial<EmailChangeRow>)?.[column] ?? null, hash) })
      .where('id', '=', change.id)
      .where('sent_at', '=', change.sentAt)
      .where('expires_at', '>', now)
      .where('expires_at', '<=', codeExpiryMax(now)),
  )
}

/** Identifies an active request by checksum and address. */
export interface ChangeKey {
  userId: string
  newEmailKey: string
  checksumHash: string
}

/**
 * Counts a try of the identified request. Returns it, or `null` if there is none or its tries are used up.
 */
export async function countTry(
  tx: Transaction,
  named: ChangeKey,
  triesMax: number,
  now: number,
): Promise<PendingChange | null> {
  const counted = tx
    .updateTable('email_changes')
    .set((set) => ({ tries: set('tries', '+', 1) }))
    .where('user_id', '=', named.userId)
    .where('new_email_key', '=', named.newEmailKey)
    .where('checksum_hash', '=', named.checksumHash)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', codeExpiryMax(now))
    .where('tries', '<', triesMax)
  return (await changedOne(counted)) ? findChange(tx, named.userId, now) : null
}

/** Returns a successful try, since the request may still be refused because of another field. */
export async function refundTry(tx: Transaction, change: PendingChange): Promise<void> {
  await tx
    .updateTable('email_changes')
    .set((set) => ({ tries: set('tries', '-', 1) }))
    .where('id', '=', change.id)
    .where('sent_at', '=', change.sentAt)
    .where('tries', '>', 0)
    .execute()
}

/** Consumes the identified request. Returns whether this call did: exactly one of several parallel calls. */
export async function consumeChange(tx: Transaction, named: ChangeKey, now: number): Promise<boolean> {
  return changedOne(
    tx
      .deleteFrom('email_changes')
      .where('user_id', '=', named.userId)
      .where('new_email_key', '=', named.newEmailKey)
      .where('checksum_hash', '=', named.checksumHash)
      .where('expires_at', '>', now)
      .where('expires_at', '<=', codeExpiryMax(now)),
  )
}

function toChange(row: EmailChangeRow): PendingChange {
  return {
    id: row.id,
    userId: row.user_id,
    newEmail: row.new_email,
    newEmailKey: row.new_email_key,
    codeHash: row.code_hash,
    currentCodeHash: row.current_code_hash,
    tries: row.tries,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
  }
}

/**
 * Removes requests that expired or were created by a clock that ran ahead, oldest first. Returns how many.
 */
export async function deleteEndedChanges(tx: Transaction, now: number): Promise<number> {
  return deleteOldest(tx, {
    table: 'email_changes',
    by: 'expires_at',
    until: now,
    max: codeExpiryMax(now),
  })
}
