import type { Reader } from '../ports/database.ts'
import type { LiveAt, OwnSession } from './session.ts'

/** Sessions of the person, the last seen first: those that are live, or with `null` all that are stored. */
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
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    provedAt: row.proved_at ?? row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
  }))
}

/** The `User-Agent` of those of the sessions that are the person's and still stored, by id. */
export async function findUserAgents(
  reader: Reader,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('sessions')
    .select(['id', 'user_agent'])
    .where('id', 'in', ids)
    .where('user_id', '=', userId)
    .execute()
  return new Map(rows.map((row) => [row.id, row.user_agent]))
}
