import type { Database, Transaction } from '../ports/database.ts'
import { prepareQuery } from '../tables/prepared-query.ts'
import type { SessionRow } from '../tables/tables.ts'
import { selectLiveCaller, toSignedIn } from './live-caller.row.ts'
import type { LiveAt, SignedIn } from './session.ts'

const callers = prepareQuery((reader, is: LiveAt & { sessionId: string; keyHash: string }) =>
  selectLiveCaller(reader, is).select('sessions.last_seen_at'),
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
  return row ? { caller: toSignedIn(row, true), lastSeenAt: row.last_seen_at } : null
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
