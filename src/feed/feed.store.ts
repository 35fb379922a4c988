import { type Expression, sql } from 'kysely'
import type { Reader, Transaction } from '../ports/database.ts'
import type { Insertion } from '../tables/change-then-insert.ts'
import { changedRows, PURGE_BATCH } from '../tables/changed-rows.ts'
import { isPostgres } from '../tables/engine.ts'
import { prepareChange } from '../tables/prepared-query.ts'
import type { FeedEventRow } from '../tables/tables.ts'
import type { FeedEvent, FeedPosition, FeedType, NewFeedEvent } from './feed.ts'

type NewRow = Omit<FeedEventRow, 'transaction'>

function toEvent(row: FeedEventRow): FeedEvent {
  return {
    transaction: row.transaction,
    id: row.id,
    createdAt: row.created_at,
    type: row.type as FeedType,
    userId: row.user_id,
    fields: row.fields === null ? null : (JSON.parse(row.fields) as string[]),
    applicationId: row.application_id,
    sessionId: row.session_id,
  }
}

function toRow(event: NewFeedEvent): NewRow {
  return {
    id: event.id,
    created_at: event.createdAt,
    type: event.type,
    user_id: event.userId,
    fields: event.fields === null ? null : JSON.stringify(event.fields),
    application_id: event.applicationId,
    session_id: event.sessionId,
  }
}

/** The number of the current transaction. On SQLite, commits are in order, and each sees the last. */
const numberOf = (tx: Transaction): Expression<number> =>
  isPostgres(tx)
    ? sql<number>`feed_number(pg_current_xact_id())`
    : sql<number>`(select coalesce(max("transaction"), 0) + 1 from feed_events)`

/** Returns the insertion of an event, for a statement that also makes the change. */
export const insertionOf = (event: NewFeedEvent): Insertion => ({
  table: 'feed_events',
  values: { ...toRow(event) },
  computed,
})

const computed = (tx: Transaction) => ({ transaction: numberOf(tx) })

const insertion = prepareChange((tx, row: NewRow) => {
  const { id, created_at, type, user_id, fields, application_id, session_id } = row
  return tx.insertInto('feed_events').values({
    transaction: numberOf(tx),
    id,
    created_at,
    type,
    user_id,
    fields,
    application_id,
    session_id,
  })
})

/** Adds an event. */
export async function insertEvent(tx: Transaction, event: NewFeedEvent): Promise<void> {
  await insertion(tx, toRow(event))
}

/** Adds many events; there must be at least one. */
export async function insertEvents(tx: Transaction, events: readonly NewFeedEvent[]): Promise<void> {
  await tx
    .insertInto('feed_events')
    .values(events.map((event) => ({ ...toRow(event), transaction: numberOf(tx) })))
    .execute()
}

/**
 * Events that all earlier ones precede for good. On PostgreSQL, a transaction that is still running may commit an event
 * before those of later transactions, so these wait for it.
 */
function settled(reader: Reader) {
  const events = reader.selectFrom('feed_events')
  return isPostgres(reader)
    ? events.where('transaction', '<', sql<number>`feed_number(pg_snapshot_xmin(pg_current_snapshot()))`)
    : events
}

const isAfter = ({ transaction, id }: FeedPosition) =>
  sql<boolean>`("transaction", id) > (${transaction}, ${id})`

/** Returns at most `limit` events after the place, in order. */
export async function listAfter(reader: Reader, after: FeedPosition, limit: number): Promise<FeedEvent[]> {
  const rows = await settled(reader)
    .selectAll()
    .where(isAfter(after))
    .orderBy('transaction')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toEvent)
}

/** Returns the place of the newest event that the feed shows; null if there is none. */
export async function newestPosition(reader: Reader): Promise<FeedPosition | null> {
  const row = await settled(reader)
    .select(['transaction', 'id'])
    .orderBy('transaction', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Whether there is an event at the place. */
export async function hasPosition(reader: Reader, { transaction, id }: FeedPosition): Promise<boolean> {
  const row = await reader
    .selectFrom('feed_events')
    .select('id')
    .where('transaction', '=', transaction)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Removes events before the last one that is as old as `until`, oldest first, so that the place of a reader who has
 * missed nothing remains. Events later than `max` were written by a clock that ran ahead, and hold up nothing. Returns how
 * many, at most `PURGE_BATCH`.
 */
export async function deleteUntil(tx: Transaction, until: number, max: number): Promise<number> {
  const oldest = await tx
    .selectFrom('feed_events')
    .select(['transaction', 'id', 'created_at'])
    .orderBy('transaction')
    .orderBy('id')
    .limit(PURGE_BATCH + 1)
    .execute()
  const kept = oldest.findIndex((row) => row.created_at > until && row.created_at <= max)
  const expired = kept === -1 ? oldest.length : kept
  const last = oldest[expired - 1]
  if (last === undefined || expired < 2) return 0
  const { transaction, id } = last
  return changedRows(
    tx.deleteFrom('feed_events').where(sql<boolean>`("transaction", id) < (${transaction}, ${id})`),
  )
}
