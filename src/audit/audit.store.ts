import { hiddenActions } from '../../common/audit-actions.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import type { Insertion } from '../tables/change-then-insert.ts'
import { deleteOldest } from '../tables/changed-rows.ts'
import { prepareChange, prepareQuery } from '../tables/prepared-query.ts'
import type { AuditEventRow } from '../tables/tables.ts'
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
    keyId: row.key_id,
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
    key_id: event.keyId,
    address: event.address,
    fields: event.fields.length === 0 ? null : JSON.stringify(event.fields),
    old_email_hash: event.oldEmailHash,
    new_email_hash: event.newEmailHash,
    count: event.count,
  }
}

const insertion = prepareChange((tx, row: AuditEventRow) => {
  const { id, created_at, action, actor, user_id, operator, application_id, session_id } = row
  const { key_id, address, fields, old_email_hash, new_email_hash, count } = row
  const who = { actor, user_id, operator, application_id, session_id, key_id, address }
  return tx
    .insertInto('audit_events')
    .values({ id, created_at, action, ...who, fields, old_email_hash, new_email_hash, count })
})

/** Adds an event. */
export async function insertEvent(tx: Transaction, event: AuditEvent): Promise<void> {
  await insertion(tx, toRow(event))
}

/** Returns the insertion of an event, for a statement that also makes the change. */
export const insertionOf = (event: AuditEvent): Insertion => ({
  table: 'audit_events',
  values: { ...toRow(event) },
})

const byId = prepareQuery((reader, is: { id: string }) =>
  reader.selectFrom('audit_events').select('id').where('id', '=', is.id),
)

/** Whether the event was recorded. */
export async function hasEvent(reader: Reader, id: string): Promise<boolean> {
  return (await byId(reader, { id })).length > 0
}

/** Adds rows with counts; if a row of that id exists, its count is increased. */
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

/** Returns the key of the e-mail hashes, which a migration created. */
export async function findEmailSecret(reader: Reader): Promise<string> {
  const row = await reader
    .selectFrom('audit_keys')
    .select('secret')
    .where('id', '=', 'email')
    .executeTakeFirstOrThrow()
  return row.secret
}

/** Returns the instant of the newest event, or null. */
export async function newestInstant(reader: Reader): Promise<number | null> {
  const row = await reader
    .selectFrom('audit_events')
    .select('created_at')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.created_at ?? null
}

/** Returns at most `limit` events, newest first, starting after `last`. */
export async function listEvents(
  reader: Reader,
  query: AuditQuery,
  last: Pick<AuditEvent, 'id' | 'createdAt'> | null,
  limit: number,
): Promise<AuditEvent[]> {
  const { userId, emailHash, actions, isChange, isVisible, since, until } = query
  let select = reader.selectFrom('audit_events').selectAll()
  if (userId !== undefined) select = select.where('user_id', '=', userId)
  if (emailHash !== undefined) {
    select = select.where((where) =>
      where.or([where('old_email_hash', '=', emailHash), where('new_email_hash', '=', emailHash)]),
    )
  }
  if (actions !== undefined) select = select.where('action', 'in', actions)
  if (isChange) select = select.where('count', 'is', null)
  if (isVisible) select = select.where('action', 'not in', hiddenActions)
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

/** Removes everything but ids, actions and hashes from the person's events. */
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
