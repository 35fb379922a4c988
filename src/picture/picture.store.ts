import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { PictureRow } from '../ports/tables.ts'
import type { Rectangle } from './picture-crop.ts'

/** A picture that a person shows. */
export interface Picture {
  id: string
  userId: string
  /** Object keys of the uncropped master and of the square one. */
  originalKey: string
  squareKey: string
  /** Pixels of the upright picture as uploaded. */
  width: number
  height: number
  /** The shown square in those pixels, or null where the client sent it as a file of its own. */
  crop: Rectangle | null
  /** Base64. */
  thumbhash: string
  /** Whether it counts against the daily allowance. */
  counts: boolean
  /** Milliseconds since the Unix epoch. */
  createdAt: number
}

function toPicture(row: PictureRow): Picture {
  return {
    id: row.id,
    userId: row.user_id,
    originalKey: row.original_key,
    squareKey: row.square_key,
    width: row.width,
    height: row.height,
    crop: row.crop === null ? null : (JSON.parse(row.crop) as Rectangle),
    thumbhash: row.thumbhash,
    counts: row.counts === 1,
    createdAt: row.created_at,
  }
}

export async function insertPicture(tx: Transaction, picture: Picture): Promise<void> {
  await tx
    .insertInto('pictures')
    .values({
      id: picture.id,
      user_id: picture.userId,
      original_key: picture.originalKey,
      square_key: picture.squareKey,
      width: picture.width,
      height: picture.height,
      crop: picture.crop === null ? null : JSON.stringify(picture.crop),
      thumbhash: picture.thumbhash,
      counts: picture.counts ? 1 : 0,
      created_at: picture.createdAt,
      removed_at: null,
    })
    .execute()
}

/** The picture with this id, unless it was removed. */
export async function findPicture(db: Database, id: string): Promise<Picture | null> {
  const row = await db.read
    .selectFrom('pictures')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row ? toPicture(row) : null
}

/** The picture that the person shows now. */
export async function findCurrent(reader: Reader, userId: string): Promise<Picture | null> {
  const row = await reader
    .selectFrom('pictures')
    .innerJoin('users', 'users.picture_id', 'pictures.id')
    .selectAll('pictures')
    .where('users.id', '=', userId)
    .where('pictures.removed_at', 'is', null)
    .executeTakeFirst()
  return row ? toPicture(row) : null
}

/** The person's pictures, the newest first, with those whose row is kept for the allowance after their removal. */
export async function listOfPerson(
  reader: Reader,
  userId: string,
): Promise<(Picture & { removedAt: number | null })[]> {
  const rows = await reader
    .selectFrom('pictures')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...toPicture(row), removedAt: row.removed_at }))
}

/** Ids of the person's pictures that were not removed. */
export async function livePictureIds(reader: Reader, userId: string): Promise<string[]> {
  const rows = await reader
    .selectFrom('pictures')
    .select('id')
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Ids of all pictures of the person, removed ones too. */
export async function allPictureIds(reader: Reader, userId: string): Promise<string[]> {
  const rows = await reader
    .selectFrom('pictures')
    .select('id')
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Marks the pictures as removed; from the commit on they are not served. */
export async function markRemoved(tx: Transaction, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return
  await tx.updateTable('pictures').set({ removed_at: now }).where('id', 'in', ids).execute()
}

/**
 * When the picture was accepted that is `allowance` places from the newest of those accepted after one instant and until the other; null
 * where fewer were accepted, so that one more may be. `allowance` is at least 1.
 */
export async function findBlocking(
  reader: Reader,
  userId: string,
  allowance: number,
  after: number,
  until: number,
): Promise<number | null> {
  const row = await reader
    .selectFrom('pictures')
    .select('created_at')
    .where('user_id', '=', userId)
    .where('counts', '=', 1)
    .where('created_at', '>', after)
    .where('created_at', '<=', until)
    .orderBy('created_at', 'desc')
    .limit(1)
    .offset(allowance - 1)
    .executeTakeFirst()
  return row?.created_at ?? null
}

/** Deletes rows of removed pictures that count no more. Answers how many, at most `limit`. */
export async function deleteRemoved(tx: Transaction, createdBefore: number, limit: number): Promise<number> {
  const over = tx
    .selectFrom('pictures')
    .select('id')
    .where('removed_at', 'is not', null)
    .where('created_at', '<=', createdBefore)
    .orderBy('created_at')
    .limit(limit)
  const result = await tx.deleteFrom('pictures').where('id', 'in', over).executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Which of the ids belong to pictures that were not removed. */
export async function liveAmong(db: Database, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.read
    .selectFrom('pictures')
    .select('id')
    .where('id', 'in', ids)
    .where('removed_at', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.id))
}

/** Pictures that were not removed with an id after the given one, in order of id. */
export async function listLive(db: Database, afterId: string, limit: number): Promise<Picture[]> {
  const rows = await db.read
    .selectFrom('pictures')
    .selectAll()
    .where('id', '>', afterId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toPicture)
}
