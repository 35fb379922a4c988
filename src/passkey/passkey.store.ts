import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, changedRows, deleteOldest } from '../tables/changed-rows.ts'
import type { PasskeyChallengeRow, PasskeyRow } from '../tables/tables.ts'

export async function insertChallenge(tx: Transaction, row: PasskeyChallengeRow): Promise<void> {
  await tx.insertInto('passkey_challenges').values(row).execute()
}

/** Consumes a challenge that can still be used. Returns whether this call did. */
export async function takeChallenge(
  tx: Transaction,
  challenge: Omit<PasskeyChallengeRow, 'expires_at'>,
  now: number,
): Promise<boolean> {
  return changedOne(
    tx
      .deleteFrom('passkey_challenges')
      .where('challenge_hash', '=', challenge.challenge_hash)
      .where('purpose', '=', challenge.purpose)
      .where('user_id', challenge.user_id === null ? 'is' : '=', challenge.user_id)
      .where('application_id', '=', challenge.application_id)
      .where('expires_at', '>', now),
  )
}

/** Removes challenges that expired by the instant, oldest first. Returns how many. */
export async function purgeChallenges(tx: Transaction, now: number): Promise<number> {
  return deleteOldest(tx, { table: 'passkey_challenges', by: 'expires_at', until: now })
}

export async function insertPasskey(tx: Transaction, row: PasskeyRow): Promise<void> {
  await tx.insertInto('passkeys').values(row).execute()
}

/** Returns the passkeys of the person, oldest first. */
export async function listPasskeys(reader: Reader, userId: string): Promise<PasskeyRow[]> {
  return reader
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Returns the passkey with this credential ID. */
export async function findByCredential(reader: Reader, credentialId: string): Promise<PasskeyRow | null> {
  const row = await reader
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  return row ?? null
}

/**
 * Records the use of a passkey and its counter, which must increase if the authenticator maintains one.
 * Returns whether the passkey still exists and its counter is valid.
 */
export async function recordUse(
  tx: Transaction,
  id: string,
  use: { counter: number; isBackedUp: boolean; now: number },
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('passkeys')
      .set({ counter: use.counter, is_backed_up: use.isBackedUp ? 1 : 0, last_used_at: use.now })
      .where('id', '=', id)
      .where((where) => (use.counter === 0 ? where('counter', '=', 0) : where('counter', '<', use.counter))),
  )
}

/** Renames a passkey of the person. Returns whether it is theirs. */
export async function renamePasskey(
  tx: Transaction,
  userId: string,
  id: string,
  name: string,
): Promise<boolean> {
  return changedOne(
    tx.updateTable('passkeys').set({ name }).where('id', '=', id).where('user_id', '=', userId),
  )
}

/** Removes a passkey of the person. Returns whether it was theirs. */
export async function deletePasskey(tx: Transaction, userId: string, id: string): Promise<boolean> {
  return changedOne(tx.deleteFrom('passkeys').where('id', '=', id).where('user_id', '=', userId))
}

/** Removes passkeys that the person has had since the instant or later. Returns how many. */
export async function deletePasskeysSince(tx: Transaction, userId: string, since: number): Promise<number> {
  return changedRows(tx.deleteFrom('passkeys').where('user_id', '=', userId).where('created_at', '>=', since))
}
