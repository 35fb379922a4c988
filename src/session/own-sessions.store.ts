import type { Reader } from '../ports/database.ts'
import type { LiveAt, OwnSession, SessionClient } from './session.ts'

/**
 * Returns sessions of the person, with the id of the provider for its name, most recently seen first: active ones, or with `null` all that are stored.
 */
export async function listSessions(
  reader: Reader,
  userId: string,
  live: LiveAt | null,
  limit: number,
): Promise<OwnSession[]> {
  let select = reader
    .selectFrom('sessions')
    .innerJoin('applications', 'applications.id', 'sessions.application_id')
    .selectAll('sessions')
    .select('applications.name as application_name')
    .where('sessions.user_id', '=', userId)
  if (live !== null) {
    select = select
      .where('sessions.ended_at', 'is', null)
      .where('sessions.expires_at', '>', live.now)
      .where('sessions.created_at', '>', live.startedAfter)
      .where('applications.revoked_at', 'is', null)
  }
  const rows = await select
    .orderBy('sessions.last_seen_at', 'desc')
    .orderBy('sessions.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    application: { id: row.application_id, name: row.application_name },
    userAgent: row.user_agent,
    timezone: row.timezone,
    provider: row.provider ?? '',
    address: row.address,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    provedAt: row.proved_at ?? row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
  }))
}

/** Returns the application of a session; undefined if there is no such session. */
export async function findApplicationId(reader: Reader, id: string): Promise<string | undefined> {
  const row = await reader
    .selectFrom('sessions')
    .select('application_id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.application_id
}

/** Returns the clients of the person's sessions that are still stored, by id, with the id of the provider for its name. */
export async function findClients(
  reader: Reader,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, SessionClient>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('sessions')
    .select(['id', 'user_agent', 'timezone', 'provider'])
    .where('id', 'in', ids)
    .where('user_id', '=', userId)
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      { userAgent: row.user_agent, timezone: row.timezone, provider: row.provider ?? '' },
    ]),
  )
}
