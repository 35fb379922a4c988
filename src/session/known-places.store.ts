import type { Database, Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'

/** State of the failed sign-ins of a person, in addition to the counters. */
export interface SignInState {
  /** Part of the keys of their counters. */
  round: number
  /** When their limit was last used up; null if never, or if it was lifted since. */
  lockedAt: number | null
}

/** Returns the key for hashes of networks. */
export async function findPlaceSecret(reader: Reader): Promise<string> {
  const row = await reader
    .selectFrom('place_keys')
    .select('secret')
    .where('id', '=', 'places')
    .executeTakeFirstOrThrow()
  return row.secret
}

/** Returns the state of the person; reads the same way for one that does not exist. */
export async function findState(db: Database, userId: string): Promise<SignInState> {
  const row = await db.read
    .selectFrom('sign_in_states')
    .select(['round', 'locked_at'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return { round: row?.round ?? 0, lockedAt: row?.locked_at ?? null }
}

/** Whether the place has been seen since the instant. */
export async function isKnownPlace(db: Database, id: string, since: number): Promise<boolean> {
  const row = await db.read
    .selectFrom('known_places')
    .select('id')
    .where('id', '=', id)
    .where('seen_at', '>', since)
    .executeTakeFirst()
  return row !== undefined
}

/** Returns when the person last signed in from each place, newest first. */
export async function listPlaces(reader: Reader, userId: string): Promise<number[]> {
  const rows = await reader
    .selectFrom('known_places')
    .select('seen_at')
    .where('user_id', '=', userId)
    .orderBy('seen_at', 'desc')
    .execute()
  return rows.map((row) => row.seen_at)
}

/**
 * Records a place of the person, unless it was recorded after `recently`, and removes all but the `max` most
 * recent ones.
 */
export async function rememberPlace(
  tx: Transaction,
  { id, userId }: { id: string; userId: string },
  now: number,
  recently: number,
  max: number,
): Promise<void> {
  const noted = await tx
    .insertInto('known_places')
    .values({ id, user_id: userId, seen_at: now })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ seen_at: now }).where('known_places.seen_at', '<', recently),
    )
    .returning('id')
    .execute()
  if (noted.length === 0) return
  const beyond = tx
    .selectFrom('known_places')
    .select('id')
    .where('user_id', '=', userId)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .limit(max)
    .offset(max)
  await tx.deleteFrom('known_places').where('id', 'in', beyond).execute()
}

/** Removes places not seen since the instant. Returns how many. */
export async function purgePlaces(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'known_places', by: 'seen_at', until })
}

/**
 * Records that the person's limit is used up, unless that was recorded after `since`. Returns whether this
 * call did.
 */
export async function recordLock(
  tx: Transaction,
  userId: string,
  now: number,
  since: number,
): Promise<boolean> {
  const noted = await tx
    .insertInto('sign_in_states')
    .values({ user_id: userId, round: 0, locked_at: now, told_at: null })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ locked_at: now })
        .where((where) =>
          where.or([
            where('sign_in_states.locked_at', 'is', null),
            where('sign_in_states.locked_at', '<=', since),
          ]),
        ),
    )
    .returning('user_id')
    .execute()
  return noted.length > 0
}

/**
 * Records that the person is being notified, unless they were after `since`. Returns whether this call did.
 */
export async function recordNotification(
  tx: Transaction,
  userId: string,
  now: number,
  since: number,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('sign_in_states')
      .set({ told_at: now })
      .where('user_id', '=', userId)
      .where((where) => where.or([where('told_at', 'is', null), where('told_at', '<=', since)])),
  )
}

/** Restarts the counters of the person. */
export async function nextRound(tx: Transaction, userId: string): Promise<void> {
  await tx
    .insertInto('sign_in_states')
    .values({ user_id: userId, round: 1, locked_at: null, told_at: null })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet((set) => ({ round: set('sign_in_states.round', '+', 1), locked_at: null })),
    )
    .execute()
}
