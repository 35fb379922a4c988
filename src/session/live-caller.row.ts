import { sql } from 'kysely'
import type { Reader } from '../ports/database.ts'
import { personColumns, toUser } from '../user/user.row.ts'
import type { LiveAt, SignedIn } from './session.ts'

/** Selects the callers of sessions and API keys; session, person, application and key are active and belong together. */
const selectLiveCallers = (reader: Reader, is: LiveAt) =>
  reader
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .innerJoin('applications', 'applications.id', 'sessions.application_id')
    .innerJoin('api_keys', 'api_keys.application_id', 'applications.id')
    .select(personColumns)
    .select([
      'sessions.id as session_id',
      'sessions.created_at as session_created_at',
      'sessions.expires_at as session_expires_at',
      'sessions.proved_at',
      'sessions.provider',
      'applications.id as application_id',
      'applications.kind as application_kind',
      'applications.origins as application_origins',
      'api_keys.revoked_at as key_ends_at',
    ])
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', is.now)
    .where('sessions.created_at', '>', is.startedAfter)
    .where('users.disabled_at', 'is', null)
    .where('applications.revoked_at', 'is', null)
    .where((where) =>
      where.or([where('api_keys.revoked_at', 'is', null), where('api_keys.revoked_at', '>', is.now)]),
    )

/** Selects the caller of a session and an API key. */
export const selectLiveCaller = (reader: Reader, is: LiveAt & { sessionId: string; keyHash: string }) =>
  selectLiveCallers(reader, is)
    .where('sessions.id', '=', is.sessionId)
    .where('api_keys.key_hash', '=', is.keyHash)

/** Selects the callers of any of the sessions and any of the keys (PostgreSQL). */
export const selectLiveAmong = (
  reader: Reader,
  is: LiveAt & { sessionIds: readonly string[]; keyHashes: readonly string[] },
) =>
  selectLiveCallers(reader, is)
    .select('api_keys.key_hash')
    .where('sessions.id', '=', sql<string>`any(${is.sessionIds})`)
    .where('api_keys.key_hash', '=', sql<string>`any(${is.keyHashes})`)

type LiveCallerRow = Awaited<ReturnType<ReturnType<typeof selectLiveCaller>['execute']>>[number]

/** Returns the caller of a row of `selectLiveCaller`. */
export const toSignedIn = (row: LiveCallerRow, hasForeignToken: boolean): SignedIn => ({
  user: toUser(row),
  sessionId: row.session_id,
  provedAt: row.proved_at ?? row.session_created_at,
  provider: row.provider,
  hasForeignToken,
  application: {
    id: row.application_id,
    kind: row.application_kind,
    origins: JSON.parse(row.application_origins) as string[],
  },
})

/** Returns the times of a row of `selectLiveCaller` that end it. */
export const endsOf = ({ session_created_at, session_expires_at, key_ends_at }: LiveCallerRow) => ({
  startedAt: session_created_at,
  expiresAt: session_expires_at,
  keyEndsAt: key_ends_at,
})
