import type { Reader, Transaction } from '../ports/database.ts'

/** Returns the ids of the person's pictures that were neither replaced nor removed: one, or none. */
export async function unreplacedIds(reader: Reader, userId: string): Promise<string[]> {
  const rows = await reader
    .selectFrom('pictures')
    .select('id')
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .where('shown_until', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

/** Marks the pictures as replaced, unless they were replaced or removed before. */
export async function markReplaced(
  tx: Transaction,
  ids: readonly string[],
  shownUntil: number,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('pictures')
    .set({ shown_until: shownUntil })
    .where('id', 'in', ids)
    .where('removed_at', 'is', null)
    .where('shown_until', 'is', null)
    .execute()
}

/** Returns the ids of the person's pictures that were replaced and not removed, the last replaced first. */
export async function replacedIds(reader: Reader, userId: string): Promise<string[]> {
  const rows = await reader
    .selectFrom('pictures')
    .select('id')
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .where('shown_until', 'is not', null)
    .orderBy('shown_until', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/**
 * Returns the ids of replaced pictures that are no longer shown, at most `limit`: their time was over at the
 * instant, or is later than `latest`.
 */
export async function listEnded(
  reader: Reader,
  now: number,
  latest: number,
  limit: number,
): Promise<string[]> {
  const ended = (comparison: '<=' | '>', instant: number, most: number) =>
    reader
      .selectFrom('pictures')
      .select('id')
      .where('shown_until', comparison, instant)
      .where('removed_at', 'is', null)
      .orderBy('shown_until')
      .limit(most)
      .execute()
  // Two statements, so that both are read in the order of the index.
  const past = await ended('<=', now, limit)
  const ahead = past.length < limit ? await ended('>', latest, limit - past.length) : []
  return [...past, ...ahead].map((row) => row.id)
}
