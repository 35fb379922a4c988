import { changedOne, deleteOldest } from '../ports/changed-rows.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { PictureRow } from '../ports/tables.ts'
import { type Checksum, readVariants, type VariantChecksums, writeVariants } from './picture-checksum.ts'
import type { Rectangle } from './picture-crop.ts'
import { defaultToken } from './picture-token.ts'

/** Most people without a token whose tokens are computed to answer one request. */
const LOOKED_AT = 64

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
  /** The shown square in those pixels, or null if the client sent it as a file of its own. */
  crop: Rectangle | null
  /** Whether it counts against the daily allowance. */
  counts: boolean
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  /** What the masters must hold; null for a picture from before that was kept. */
  original: Checksum | null
  square: Checksum | null
}

/** A picture with what is known of its derived forms. */
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
      ...checksumColumns(picture),
      variants: null,
    })
    .execute()
}

/** The picture with this id, unless it was removed. */
export async function findPicture(db: Database, id: string): Promise<KeptPicture | null> {
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

/** Deletes rows of removed pictures that count no more, oldest first. Returns how many. */
export async function deleteRemoved(tx: Transaction, createdUntil: number): Promise<number> {
  return deleteOldest(tx, {
    table: 'pictures',
    by: 'created_at',
    until: createdUntil,
    ifSet: 'removed_at',
  })
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

/** Pictures from before checksums were kept, with an id after the given one, in order of id. */
export async function listUnchecked(db: Database, afterId: string, limit: number): Promise<Picture[]> {
  const rows = await db.read
    .selectFrom('pictures')
    .selectAll()
    .where('square_sha256', 'is', null)
    .where('removed_at', 'is', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toPicture)
}

/** Keeps the checksums of the masters of a picture that has none yet. */
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

/** Keeps the checksum of a derived form. Returns false if the picture was removed. */
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
 * Whether a person's default picture has this token in its address. People who were added by a version that did not keep
 * it are looked at one by one; if they are more than `LOOKED_AT`, they are being filled in, and any token may be one's.
 */
export async function hasDefaultToken(db: Database, token: string): Promise<boolean> {
  // One statement, so that nobody is given a token between two looks.
  const rows = await db.read
    .selectFrom('users')
    .select(['id', 'default_token'])
    .where('default_token', '=', token)
    .unionAll((union) =>
      union
        .selectFrom(
          union
            .selectFrom('users')
            .select(['id', 'default_token'])
            .where('default_token', 'is', null)
            .limit(LOOKED_AT + 1)
            .as('without'),
        )
        .select(['without.id', 'without.default_token']),
    )
    .execute()
  return (
    rows.length > LOOKED_AT ||
    rows.some(({ id, default_token }) => default_token === token || defaultToken(id) === token)
  )
}

/** People whose row has no token yet: at most `limit` ids. */
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

/** Gives people their tokens. The row keeps its version, since nothing that a client sees of it changes. */
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
