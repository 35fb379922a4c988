import type { Database, Transaction } from '../ports/database.ts'
import { prepareQuery } from '../tables/prepared-query.ts'
import type { SessionRow } from '../tables/tables.ts'
import { personColumns, toUser } from '../user/user.row.ts'
import type { LiveAt, SignedIn } from './session.ts'

const callers = prepareQuery((reader, is: LiveAt & { sessionId: string; keyHash: string }) =>
  reader
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .innerJoin('applications', 'applications.id', 'sessions.application_id')
    .innerJoin('api_keys', 'api_keys.application_id', 'applications.id')
    .select(personColumns)
    .select([
      'sessions.id as session_id',
      'sessions.created_at as session_created_at',
      'sessions.last_seen_at',
      'sessions.proved_at',
      'sessions.provider',
      'applications.id as application_id',
      'applications.kind as application_kind',
      'applications.origins as application_origins',
    ])
    .where('sessions.id', '=', is.sessionId)
    .where('api_keys.key_hash', '=', is.keyHash)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', is.now)
    .where('sessions.created_at', '>', is.startedAfter)
    .where('users.disabled_at', 'is', null)
    .where('applications.revoked_at', 'is', null)
    .where((where) =>
      where.or([where('api_keys.revoked_at', 'is', null), where('api_keys.revoked_at', '>', is.now)]),
    ),
)

/**
 * Verifies in one read that session, person, application and API key are active and belong together, like `findCaller`.
 * The id of the session follows from a verified token.
 */
export async function findForeignCaller(
  db: Database,
  sessionId: string,
  keyHash: string,
  at: LiveAt,
): Promise<{ caller: SignedIn; lastSeenAt: number } | null> {
  const [row] = await callers(db.read, { sessionId, keyHash, ...at })
  if (!row) return null
  const caller: SignedIn = {
    user: toUser(row),
    sessionId: row.session_id,
    provedAt: row.proved_at ?? row.session_created_at,
    provider: row.provider,
    hasForeignToken: true,
    application: {
      id: row.application_id,
      kind: row.application_kind,
      origins: JSON.parse(row.application_origins) as string[],
    },
  }
  return { caller, lastSeenAt: row.last_seen_at }
}

/** Returns a session, whatever its state. */
export async function findSession(tx: Transaction, id: string): Promise<SessionRow | undefined> {
  return tx.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Adds a session without a refresh token. @throws {UniqueViolation} if it is there already */
export async function insertForeignSession(tx: Transaction, row: SessionRow): Promise<void> {
  await tx.insertInto('sessions').values(row).execute()
}

/** Records another token of the session. */
export async function seeToken(
  tx: Transaction,
  id: string,
  seen: Pick<SessionRow, 'last_seen_at' | 'expires_at' | 'address' | 'proved_at'>,
): Promise<void> {
  await tx.updateTable('sessions').set(seen).where('id', '=', id).execute()
}
