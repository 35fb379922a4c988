import { sql } from 'kysely'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import type { PictureRow } from '../tables/tables.ts'
import { type Checksum, readVariants, type VariantChecksums, writeVariants } from './picture-checksum.ts'
import type { Rectangle } from './picture-crop.ts'
import { defaultToken, type Named } from './picture-token.ts'

/** Maximum number of people without a token whose tokens are computed for one request. */
const COMPUTED_MAX = 64

/** A picture that a person shows. */
export interface Picture {
  id: string
  userId: string
  /** Object keys of the uncropped master and of the square one. */
  originalKey: string
  squareKey: string
  /** Dimensions of the upright picture as uploaded, in pixels. */
  width: number
  height: number
  /** The shown square in those pixels, or null if the client sent it as a separate file. */
  crop: Rectangle | null
  /** Whether it counts against the daily allowance. */
  counts: boolean
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  /** Until when it is shown although it was replaced; null if it was not. */
  shownUntil: number | null
  /** Checksums of the masters; null for a picture from before they were stored. */
  original: Checksum | null
  square: Checksum | null
}

/** A picture with what is known about its variants. */
export interface KeptPicture extends Picture {
  variants: VariantChecksums
}

function toPicture(row: PictureRow): KeptPicture {
  return {
    id: row.id,
    userId: row.user_id,
    originalKey: row.original_key,
    squareKey: row.square_key,
    width: row.width,
    height: row.height,
    crop: row.crop === null ? null : (JSON.parse(row.crop) as Rectangle),
    counts: row.counts === 1,
    createdAt: row.created_at,
    shownUntil: row.shown_until,
    original: toChecksum(row.original_size, row.original_sha256),
    square: toChecksum(row.square_size, row.square_sha256),
    variants: readVariants(row.variants),
  }
}

function toChecksum(size: number | null, sha256: string | null): Checksum | null {
  return size === null || sha256 === null ? null : { size, sha256 }
}

const checksumColumns = ({ original, square }: Pick<Picture, 'original' | 'square'>) => ({
  original_size: original?.size ?? null,
  original_sha256: original?.sha256 ?? null,
  square_size: square?.size ?? null,
  square_sha256: square?.sha256 ?? null,
})

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
      thumbhash: '',
      counts: picture.counts ? 1 : 0,
      created_at: picture.createdAt,
      removed_at: null,
      shown_until: picture.shownUntil,
      ...checksumColumns(picture),
      variants: null,
    })
    .execute()
}

/** Returns the picture with this id, unless it was removed; it may have been replaced. */
export async function findPicture(db: Database, id: string): Promise<KeptPicture | null> {
  const row = await db.read
    .selectFrom('pictures')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row ? toPicture(row) : null
}

/** Returns the picture that the person currently shows. */
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

/**
 * Returns the person's pictures, newest first, including removed ones whose row is retained for the
 * allowance.
 */
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

/** Returns the ids of the person's pictures that were not removed, replaced ones included. */
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

/** Returns the ids of all pictures of the person, including removed ones. */
export async function allPictureIds(reader: Reader, userId: string): Promise<string[]> {
  const rows = await reader
    .selectFrom('pictures')
    .select('id')
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Marks the pictures as removed, unless they are already; they are not served after the commit. */
export async function markRemoved(tx: Transaction, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('pictures')
    .set({ removed_at: now })
    .where('id', 'in', ids)
    .where('removed_at', 'is', null)
    .execute()
}

/**
 * Returns when the nth newest picture was accepted, where n is `allowance`, among those accepted after one
 * instant and until the other; null if there are fewer, so that one more may be accepted. `allowance` is at
 * least 1.
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

/** Deletes rows of removed pictures that no longer count, oldest first. Returns how many. */
export async function deleteRemoved(tx: Transaction, createdUntil: number): Promise<number> {
  return deleteOldest(tx, {
    table: 'pictures',
    by: 'created_at',
    until: createdUntil,
    ifSet: 'removed_at',
  })
}

/** Returns which of the ids belong to pictures that were not removed. */
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

/**
 * Not removed, written so that no index on `removed_at` matches it: SQLite would prefer that index, which contains almost
 * every picture, and sort them all for each page.
 */
const isLive = sql<boolean>`+${sql.ref('removed_at')} is null`

const livePage = (read: Reader, afterId: string, limit: number) =>
  read.selectFrom('pictures').selectAll().where('id', '>', afterId).where(isLive).orderBy('id').limit(limit)

/** Returns pictures that were not removed, with ids after the given one, in order of id. */
export async function listLive(
  { read }: Pick<Database, 'read'>,
  afterId: string,
  limit: number,
): Promise<Picture[]> {
  return (await livePage(read, afterId, limit).execute()).map(toPicture)
}

/** Returns those without checksums. */
export async function listUnchecked(
  { read }: Pick<Database, 'read'>,
  afterId: string,
  limit: number,
): Promise<Picture[]> {
  const unchecked = livePage(read, afterId, limit).where('square_sha256', 'is', null)
  return (await unchecked.execute()).map(toPicture)
}

/** Stores the checksums of the masters of a picture that has none yet. */
export async function keepChecksums(
  tx: Transaction,
  id: string,
  checksums: { original: Checksum; square: Checksum },
): Promise<void> {
  await tx
    .updateTable('pictures')
    .set(checksumColumns(checksums))
    .where('id', '=', id)
    .where('square_sha256', 'is', null)
    .execute()
}

/** Stores the checksum of a variant. Returns false if the picture was removed. */
export async function keepVariant(
  tx: Transaction,
  id: string,
  name: string,
  checksum: Checksum,
): Promise<boolean> {
  const row = await tx
    .selectFrom('pictures')
    .select('variants')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (!row) return false
  return changedOne(
    tx
      .updateTable('pictures')
      .set({ variants: writeVariants({ ...readVariants(row.variants), [name]: checksum }) })
      .where('id', '=', id)
      .where('removed_at', 'is', null),
  )
}

/**
 * Returns the person whose default picture has this token in its URL; null if there is none. People who were added by a
 * version without tokens are checked one by one; if there are more than `COMPUTED_MAX`, they are still being filled in,
 * and any token may be that of somebody: `'unknown'`.
 */
export async function findByDefaultToken(db: Database, token: string): Promise<Named | 'unknown' | null> {
  const columns = ['id', 'default_token', 'first_name', 'last_name', 'language'] as const
  // One statement, so that no token can be assigned between two queries.
  const rows = await db.read
    .selectFrom('users')
    .select(columns)
    .where('default_token', '=', token)
    .unionAll((union) =>
      union
        .selectFrom(
          union
            .selectFrom('users')
            .select(columns)
            .where('default_token', 'is', null)
            .limit(COMPUTED_MAX + 1)
            .as('without'),
        )
        .select(columns),
    )
    .execute()
  const row = rows.find(({ id, default_token }) => default_token === token || defaultToken(id) === token)
  if (row === undefined) return rows.length > COMPUTED_MAX ? 'unknown' : null
  return { firstName: row.first_name, lastName: row.last_name, language: row.language }
}

/** Returns the ids of at most `limit` people whose row has no token yet. */
export async function listWithoutToken(db: Database, limit: number): Promise<string[]> {
  const rows = await db.read
    .selectFrom('users')
    .select('id')
    .where('default_token', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Sets the tokens of people. The version of the row does not change, since clients see no difference. */
export async function fillTokens(tx: Transaction, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await tx
      .updateTable('users')
      .set({ default_token: defaultToken(id) })
      .where('id', '=', id)
      .where('default_token', 'is', null)
      .execute()
  }
}
