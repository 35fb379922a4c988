import type { FeedPosition, FeedType } from '../feed/feed.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, changedRows, deleteOldest, PURGE_BATCH } from '../tables/changed-rows.ts'
import type { WebhookDeliveryRow, WebhookEndpointRow } from '../tables/tables.ts'
import type { Delivery, DisabledReason, Endpoint, WebhookFault } from './webhook.ts'

function toEndpoint(row: WebhookEndpointRow): Endpoint {
  return {
    id: row.id,
    applicationId: row.application_id,
    url: row.url,
    types: row.types === null ? null : (JSON.parse(row.types) as FeedType[]),
    hasCard: row.has_card === 1,
    after: { transaction: row.after_transaction, id: row.after_id },
    createdAt: row.created_at,
    failingSince: row.failing_since,
    disabledAt: row.disabled_at,
    disabledReason: row.disabled_reason,
    previousUntil: row.previous_until,
  }
}

function toDelivery(row: WebhookDeliveryRow): Delivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    type: row.type,
    createdAt: row.created_at,
    status: row.status,
    fault: row.fault as WebhookFault | null,
    duration: row.duration,
  }
}

/** Stored secrets of an endpoint, sealed if a key is set. */
export interface StoredSecrets {
  secret: string
  previousSecret: string | null
  previousUntil: number | null
}

/** Adds an endpoint with its secret. */
export async function insertEndpoint(tx: Transaction, endpoint: Endpoint, secret: string): Promise<void> {
  const { after } = endpoint
  await tx
    .insertInto('webhook_endpoints')
    .values({
      id: endpoint.id,
      application_id: endpoint.applicationId,
      url: endpoint.url,
      types: endpoint.types === null ? null : JSON.stringify(endpoint.types),
      has_card: endpoint.hasCard ? 1 : 0,
      secret,
      previous_secret: null,
      previous_until: null,
      after_transaction: after.transaction,
      after_id: after.id,
      created_at: endpoint.createdAt,
      failing_since: null,
      disabled_at: null,
      disabled_reason: null,
    })
    .execute()
}

/** Counts the endpoints of an application. */
export async function countOf(reader: Reader, applicationId: string): Promise<number> {
  const row = await reader
    .selectFrom('webhook_endpoints')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/** Returns the endpoint with this id. */
export async function findEndpoint(reader: Reader, id: string): Promise<Endpoint | null> {
  const row = await reader.selectFrom('webhook_endpoints').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toEndpoint(row) : null
}

/** Returns the endpoint with its secrets, unless it or its application is disabled. */
export async function findActive(
  reader: Reader,
  id: string,
): Promise<{ endpoint: Endpoint; secrets: StoredSecrets } | null> {
  const row = await reader
    .selectFrom('webhook_endpoints')
    .innerJoin('applications', 'applications.id', 'webhook_endpoints.application_id')
    .selectAll('webhook_endpoints')
    .where('webhook_endpoints.id', '=', id)
    .where('webhook_endpoints.disabled_at', 'is', null)
    .where('applications.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const secrets = {
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousUntil: row.previous_until,
  }
  return { endpoint: toEndpoint(row), secrets }
}

/** Returns all endpoints, or those of one application, oldest first. */
export async function listEndpoints(reader: Reader, applicationId: string | null): Promise<Endpoint[]> {
  let query = reader.selectFrom('webhook_endpoints').selectAll()
  if (applicationId !== null) query = query.where('application_id', '=', applicationId)
  return (await query.orderBy('created_at').orderBy('id').execute()).map(toEndpoint)
}

/** Returns the places of the endpoints that receive events. */
export async function listActive(reader: Reader): Promise<{ id: string; after: FeedPosition }[]> {
  const rows = await reader
    .selectFrom('webhook_endpoints')
    .innerJoin('applications', 'applications.id', 'webhook_endpoints.application_id')
    .select(['webhook_endpoints.id', 'after_transaction', 'after_id'])
    .where('webhook_endpoints.disabled_at', 'is', null)
    .where('applications.revoked_at', 'is', null)
    .execute()
  return rows.map((row) => ({ id: row.id, after: { transaction: row.after_transaction, id: row.after_id } }))
}

/** What an operator can change. */
export type EndpointChange = Partial<Pick<Endpoint, 'url' | 'types' | 'hasCard'>> & {
  /** Null enables the endpoint again. */
  disabled?: { at: number; reason: DisabledReason } | null
}

/** Changes an endpoint. Returns whether it exists. */
export async function updateEndpoint(tx: Transaction, id: string, change: EndpointChange): Promise<boolean> {
  const { url, types, hasCard, disabled } = change
  return changedOne(
    tx
      .updateTable('webhook_endpoints')
      .set({
        id,
        ...(url !== undefined && { url }),
        ...(types !== undefined && { types: types === null ? null : JSON.stringify(types) }),
        ...(hasCard !== undefined && { has_card: hasCard ? 1 : 0 }),
        ...(disabled !== undefined && {
          disabled_at: disabled?.at ?? null,
          disabled_reason: disabled?.reason ?? null,
          failing_since: null,
        }),
      })
      .where('id', '=', id),
  )
}

/** Removes an endpoint and the log of its attempts. Returns whether it existed. */
export async function removeEndpoint(tx: Transaction, id: string): Promise<boolean> {
  await tx.deleteFrom('webhook_deliveries').where('endpoint_id', '=', id).execute()
  return changedOne(tx.deleteFrom('webhook_endpoints').where('id', '=', id))
}

/** Returns the stored secret of an endpoint. */
export async function findSecret(reader: Reader, id: string): Promise<string | null> {
  const row = await reader
    .selectFrom('webhook_endpoints')
    .select('secret')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.secret ?? null
}

/** Replaces the secret, if it is still the one that was read; the old one keeps signing until the instant. */
export async function replaceSecret(
  tx: Transaction,
  id: string,
  { old, previous, next, until }: { old: string; previous: string; next: string; until: number },
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('webhook_endpoints')
      .set({ secret: next, previous_secret: previous, previous_until: until })
      .where('id', '=', id)
      .where('secret', '=', old),
  )
}

/** Removes secrets that no longer sign. Returns how many. */
export async function clearPrevious(tx: Transaction, now: number): Promise<number> {
  return changedRows(
    tx
      .updateTable('webhook_endpoints')
      .set({ previous_secret: null, previous_until: null })
      .where('previous_until', '<=', now),
  )
}

/**
 * Moves the place of an active endpoint, if it is still the one that was read: then nobody else delivers for it. Returns
 * whether it was.
 */
export async function moveOn(
  tx: Transaction,
  id: string,
  from: FeedPosition,
  to: FeedPosition,
  failingSince: number | null,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('webhook_endpoints')
      .set({ after_transaction: to.transaction, after_id: to.id, failing_since: failingSince })
      .where('id', '=', id)
      .where('after_transaction', '=', from.transaction)
      .where('after_id', '=', from.id)
      .where('disabled_at', 'is', null),
  )
}

/** Disables an active endpoint. Returns whether this call did. */
export async function disableEndpoint(
  tx: Transaction,
  id: string,
  at: number,
  reason: DisabledReason,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('webhook_endpoints')
      .set({ disabled_at: at, disabled_reason: reason })
      .where('id', '=', id)
      .where('disabled_at', 'is', null),
  )
}

/** Adds attempts to the log; there must be at least one. */
export async function insertDeliveries(tx: Transaction, deliveries: readonly Delivery[]): Promise<void> {
  await tx
    .insertInto('webhook_deliveries')
    .values(
      deliveries.map((one) => ({
        id: one.id,
        endpoint_id: one.endpointId,
        event_id: one.eventId,
        type: one.type,
        created_at: one.createdAt,
        status: one.status,
        fault: one.fault,
        duration: one.duration,
      })),
    )
    .execute()
}

/** Returns the latest attempts of an endpoint, newest first. */
export async function listDeliveries(reader: Reader, endpointId: string, limit: number): Promise<Delivery[]> {
  const rows = await reader
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toDelivery)
}

/** Removes attempts up to the instant, oldest first. Returns how many. */
export const deleteDeliveriesUntil = (tx: Transaction, until: number): Promise<number> =>
  deleteOldest(tx, { table: 'webhook_deliveries', by: 'created_at', until })

/** Removes the oldest attempts of an endpoint beyond `max`. Returns how many, at most `PURGE_BATCH`. */
export async function deleteExcess(tx: Transaction, endpointId: string, max: number): Promise<number> {
  const first = await tx
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('endpoint_id', '=', endpointId)
    .orderBy('id', 'desc')
    .offset(max)
    .limit(1)
    .executeTakeFirst()
  if (!first) return 0
  return changedRows(
    tx
      .deleteFrom('webhook_deliveries')
      .where('id', 'in', (where) =>
        where
          .selectFrom('webhook_deliveries')
          .select('id')
          .where('endpoint_id', '=', endpointId)
          .where('id', '<=', first.id)
          .orderBy('id')
          .limit(PURGE_BATCH),
      ),
  )
}
