import { deleteOldest } from '../ports/changed-rows.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import type { AuditEventRow } from '../ports/tables.ts'
import type { AuditEvent, AuditQuery, TrailAction } from './audit.ts'

function toEvent(row: AuditEventRow): AuditEvent {
  return {
    id: row.id,
    createdAt: row.created_at,
    action: row.action as TrailAction,
    userId: row.user_id,
    actor: row.actor,
    operator: row.operator,
    applicationId: row.application_id,
    sessionId: row.session_id,
    address: row.address,
    fields: row.fields === null ? [] : (JSON.parse(row.fields) as string[]),
    oldEmailHash: row.old_email_hash,
    newEmailHash: row.new_email_hash,
    count: row.count === null ? null : Number(row.count),
  }
}

function toRow(event: AuditEvent): AuditEventRow {
  return {
    id: event.id,
    created_at: event.createdAt,
    action: event.action,
    actor: event.actor,
    user_id: event.userId,
    operator: event.operator,
    application_id: event.applicationId,
    session_id: event.sessionId,
    address: event.address,
    fields: event.fields.length === 0 ? null : JSON.stringify(event.fields),
    old_email_hash: event.oldEmailHash,
    new_email_hash: event.newEmailHash,
    count: event.count,
  }
}

/** Adds an event. */
export async function insertEvent(tx: Transaction, event: AuditEvent): Promise<void> {
  await tx.insertInto('audit_events').values(toRow(event)).execute()
}

/** Adds rows with counts; where a row of that id is there already, its count grows. */
export async function addCounts(tx: Transaction, events: readonly AuditEvent[]): Promise<void> {
  await tx
    .insertInto('audit_events')
    .values(events.map(toRow))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        count: eb('audit_events.count', '+', eb.ref('excluded.count')),
      })),
    )
    .execute()
}

/** The key of the e-mail hashes. The migration makes it. */
export async function findEmailSecret(reader: Reader): Promise<string> {
  const row = await reader
    .selectFrom('audit_keys')
    .select('secret')
    .where('id', '=', 'email')
    .executeTakeFirstOrThrow()
  return row.secret
}

/** The instant of the newest event, or null. */
export async function newestInstant(reader: Reader): Promise<number | null> {
  const row = await reader
    .selectFrom('audit_events')
    .select('created_at')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.created_at ?? null
}

/** Events newest first, those after `last` in that order, at most `limit`. */
export async function listEvents(
  reader: Reader,
  query: AuditQuery,
  last: Pick<AuditEvent, 'id' | 'createdAt'> | null,
  limit: number,
): Promise<AuditEvent[]> {
  const { userId, emailHash, action, isChange, since, until } = query
  let select = reader.selectFrom('audit_events').selectAll()
  if (userId !== undefined) select = select.where('user_id', '=', userId)
  if (emailHash !== undefined) {
    select = select.where((where) =>
      where.or([where('old_email_hash', '=', emailHash), where('new_email_hash', '=', emailHash)]),
    )
  }
  if (action !== undefined) select = select.where('action', '=', action)
  if (isChange) select = select.where('count', 'is', null)
  if (since !== undefined) select = select.where('created_at', '>=', since)
  if (until !== undefined) select = select.where('created_at', '<', until)
  if (last) {
    select = select
      .where('created_at', '<=', last.createdAt)
      .where((where) => where.or([where('created_at', '<', last.createdAt), where('id', '<', last.id)]))
  }
  const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toEvent)
}

/** Takes from the person's events whatever is more than ids, action and hashes. */
export async function stripEvents(tx: Transaction, userId: string): Promise<void> {
  await tx
    .updateTable('audit_events')
    .set({ application_id: null, session_id: null, address: null, fields: null })
    .where('user_id', '=', userId)
    .execute()
}

/** Removes events up to the instant, oldest first. Returns how many. */
export async function deleteEventsUntil(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'audit_events', by: 'created_at', until })
}
