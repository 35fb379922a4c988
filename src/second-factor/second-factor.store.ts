import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne } from '../tables/changed-rows.ts'
import type { SecondFactorRow } from '../tables/tables.ts'

/** Returns the row of the person, if there is one. */
export async function findFactor(reader: Reader, userId: string): Promise<SecondFactorRow | null> {
  const row = await reader
    .selectFrom('second_factors')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row ?? null
}

/** Counts the unused recovery codes of the person. */
export async function countCodes(reader: Reader, userId: string): Promise<number> {
  const row = await reader
    .selectFrom('recovery_codes')
    .select((select) => select.fn.countAll().as('count'))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Ensures that there is a row to change. */
async function makeRow(tx: Transaction, userId: string): Promise<void> {
  await tx
    .insertInto('second_factors')
    .values({
      user_id: userId,
      is_required: 0,
      secret: null,
      confirmed_at: null,
      last_step: 0,
      pending_secret: null,
      pending_until: null,
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .execute()
}

/** Stores a pending seed, replacing an earlier one. */
export async function setPending(
  tx: Transaction,
  userId: string,
  secret: string,
  until: number,
): Promise<void> {
  await makeRow(tx, userId)
  await tx
    .updateTable('second_factors')
    .set({ pending_secret: secret, pending_until: until })
    .where('user_id', '=', userId)
    .execute()
}

/** Activates the pending seed, replacing the previous one. Returns whether this call did. */
export async function confirmPending(
  tx: Transaction,
  userId: string,
  { until, secret, step, now }: { until: number; secret: string; step: number; now: number },
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('second_factors')
      .set({ secret, confirmed_at: now, last_step: step, pending_secret: null, pending_until: null })
      .where('user_id', '=', userId)
      .where('pending_until', '=', until)
      .where('pending_until', '>', now),
  )
}

/**
 * Consumes a time step of the seed confirmed at the instant, together with all earlier steps. Returns whether
 * this call did.
 */
export async function useStep(
  tx: Transaction,
  userId: string,
  confirmedAt: number,
  step: number,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('second_factors')
      .set({ last_step: step })
      .where('user_id', '=', userId)
      .where('confirmed_at', '=', confirmedAt)
      .where('last_step', '<', step),
  )
}

/** Consumes a recovery code. Returns when it was created, if this call consumed it. */
export async function useRecoveryCode(
  tx: Transaction,
  userId: string,
  codeHash: string,
  now: number,
): Promise<number | null> {
  const row = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .returning('created_at')
    .executeTakeFirst()
  return row?.created_at ?? null
}

/** Replaces all recovery codes. */
export async function replaceCodes(
  tx: Transaction,
  userId: string,
  codes: readonly { id: string; hash: string }[],
  now: number,
): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
  if (codes.length === 0) return
  const rows = codes.map(({ id, hash }) => ({
    id,
    user_id: userId,
    code_hash: hash,
    created_at: now,
    used_at: null,
  }))
  await tx.insertInto('recovery_codes').values(rows).execute()
}

/** Removes factor and codes, but not the operator's requirement. Returns whether there was a factor. */
export async function removeFactor(tx: Transaction, userId: string): Promise<boolean> {
  await replaceCodes(tx, userId, [], 0)
  return changedOne(
    tx
      .updateTable('second_factors')
      .set({ secret: null, confirmed_at: null, pending_secret: null, pending_until: null })
      .where('user_id', '=', userId)
      .where('secret', 'is not', null),
  )
}

/**
 * Removes a factor and recovery codes that the person has had since the instant or later. Returns whether
 * there was such a factor.
 */
export async function removeFactorSince(tx: Transaction, userId: string, since: number): Promise<boolean> {
  const factor = await findFactor(tx, userId)
  if (factor?.confirmed_at != null && factor.confirmed_at >= since) return removeFactor(tx, userId)
  await tx
    .deleteFrom('recovery_codes')
    .where('user_id', '=', userId)
    .where('created_at', '>=', since)
    .execute()
  await tx
    .updateTable('second_factors')
    .set({ pending_secret: null, pending_until: null })
    .where('user_id', '=', userId)
    .execute()
  return false
}

/** Sets whether the operator requires a factor of this person. Returns whether that changed. */
export async function setRequired(tx: Transaction, userId: string, isRequired: boolean): Promise<boolean> {
  await makeRow(tx, userId)
  return changedOne(
    tx
      .updateTable('second_factors')
      .set({ is_required: isRequired ? 1 : 0 })
      .where('user_id', '=', userId)
      .where('is_required', '=', isRequired ? 0 : 1),
  )
}

/**
 * Counts people who can sign in: all, those with a factor, and those who are individually required to have
 * one but do not.
 */
export async function countPeople(
  reader: Reader,
): Promise<{ people: number; enrolled: number; namedWithout: number }> {
  const people = await reader
    .selectFrom('users')
    .select((select) => select.fn.countAll().as('count'))
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  const factors = await reader
    .selectFrom('second_factors')
    .innerJoin('users', 'users.id', 'second_factors.user_id')
    .where('users.disabled_at', 'is', null)
    .select((select) => [
      select.fn.count('second_factors.confirmed_at').as('enrolled'),
      select.fn
        .sum<number>(
          select
            .case()
            .when(select.and([select('is_required', '=', 1), select('confirmed_at', 'is', null)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('named'),
    ])
    .executeTakeFirst()
  return {
    people: Number(people?.count ?? 0),
    enrolled: Number(factors?.enrolled ?? 0),
    namedWithout: Number(factors?.named ?? 0),
  }
}
