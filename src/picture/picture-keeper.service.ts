import type { Actor } from '../audit/audit.ts'
import { MINUTE } from '../basics/durations.ts'
import { Refusal } from '../errors/errors.ts'
import { Unavailable } from '../errors/unavailable.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import type { Draft } from '../ports/objects.ts'
import * as store from './picture.store.ts'
import { masterKey } from './picture.ts'
import { allowanceExhausted, countedSpan, secondsUntilAllowed } from './picture-allowance.ts'
import { checksumOf } from './picture-checksum.ts'
import type { PictureDependencies, Removal } from './picture-dependencies.service.ts'
import type { Drafted } from './picture-draft.ts'
import type { MasterName } from './picture-masters.service.ts'
import * as replacedStore from './picture-replaced.store.ts'
import { REPLACED_MAX, REPLACED_SHOWN } from './picture-replaced.ts'

/** Milliseconds after which the files of an interrupted upload are removed; an upload takes seconds. */
const CUT_SHORT = 2 * MINUTE

/** What else happens in the transaction that adds a picture. Its errors undo that, and may be refusals. */
export interface BesideSaving {
  before?: (tx: Transaction) => Promise<void>
  after?: (tx: Transaction) => Promise<void>
}

/** How a picture is stored. */
interface Saving extends BesideSaving {
  /** Whether it counts against the daily allowance: an upload does, a crop of the stored picture does not. */
  counts: boolean
  /** Id of the picture that it must replace. */
  replaces?: string
  actor: Actor
  /** Where its masters may have been written. */
  drafts?: MasterDrafts | null
}

export type MasterDrafts = Record<MasterName, Draft>

/** The files of an upload that took too long are being removed. */
class RemovalBegun extends Unavailable {}

/** What is known about a picture that was not stored; an unknown write or commit may still take effect. */
type Certainty = 'write unknown' | 'commit unknown' | 'undone'

export type PictureKeeper = ReturnType<typeof createPictureKeeper>

/** Stores pictures: first the files, then the row, in whose transaction the allowance is checked. */
export function createPictureKeeper(
  deps: Pick<
    PictureDependencies,
    'db' | 'objects' | 'clock' | 'random' | 'users' | 'audit' | 'removals' | 'settings'
  >,
  removeFiles: (payload: Removal) => Promise<void>,
) {
  const { db, objects, clock, random, users, audit, removals, settings } = deps

  const refuseBeyondAllowance = async (reader: Reader, userId: string, now: number): Promise<void> => {
    const allowed = settings.picturesPerDay
    if (allowed === 0) throw allowanceExhausted(secondsUntilAllowed(null, now))
    const { after, until } = countedSpan(now)
    const blocking = await store.findBlocking(reader, userId, allowed, after, until)
    if (blocking !== null) throw allowanceExhausted(secondsUntilAllowed(blocking, now))
  }
  const retire = async (tx: Transaction, userId: string, now: number): Promise<string[]> => {
    const pictureIds = await store.livePictureIds(tx, userId)
    await store.markRemoved(tx, pictureIds, now)
    if (pictureIds.length > 0) await removals.enqueue(tx, { pictureIds })
    return pictureIds
  }
  /**
   * Marks the person's picture as replaced: it is still shown at its own address for a while. Returns its id, in
   * a list. Beyond `REPLACED_MAX`, the pictures that were replaced first are removed.
   */
  const replace = async (tx: Transaction, userId: string, now: number): Promise<string[]> => {
    const replaced = await replacedStore.unreplacedIds(tx, userId)
    await replacedStore.markReplaced(tx, replaced, now + REPLACED_SHOWN)
    const pictureIds = (await replacedStore.replacedIds(tx, userId)).slice(REPLACED_MAX)
    await store.markRemoved(tx, pictureIds, now)
    if (pictureIds.length > 0) await removals.enqueue(tx, { pictureIds })
    return replaced
  }
  const commit = async (
    tx: Transaction,
    picture: store.Picture,
    { replaces, actor, before, after }: Saving,
    cleanUp: string,
  ): Promise<void> => {
    const now = picture.createdAt
    await before?.(tx)
    // From here on the files remain. If it took so long that their removal has started, there is no picture.
    if (!(await removals.withdraw(tx, cleanUp))) throw new RemovalBegun('pictures')
    // Locks the person's row: of parallel uploads, the next one counts only after this one's commit.
    const found = await users.update(tx, picture.userId, { picture_id: picture.id }, now)
    if (!found) throw new Refusal('token_not_valid')
    if (picture.counts) await refuseBeyondAllowance(tx, picture.userId, now)
    const replaced = await replace(tx, picture.userId, now)
    if (replaces !== undefined && !replaced.includes(replaces)) throw new Refusal('precondition_failed')
    await store.insertPicture(tx, picture)
    const action = picture.counts ? 'picture.uploaded' : 'picture.cropped'
    await audit.record(tx, action, actor, { userId: picture.userId })
    await after?.(tx)
  }
  /** Removes the files of a failed upload. What cannot be done now is left to the job. */
  const discard = async (pictureId: string, cleanUp: string, certainty: Certainty): Promise<void> => {
    // The job and a commit that may still take effect determine in the database which of them is first.
    if (certainty === 'commit unknown') {
      await db.write((tx) => removals.makeDue(tx, cleanUp))
      return
    }
    await removeFiles({ pictureIds: [pictureId] })
    // An abandoned write may still arrive; then the job removes it.
    if (certainty === 'undone') await db.write((tx) => removals.withdraw(tx, cleanUp))
  }

  return {
    /** @throws {Refusal} `pictures_per_day` if the person's daily allowance is used up */
    refuseBeyondAllowance,

    /**
     * Marks the person's pictures as removed, replaced ones included, and has their files removed. Returns their
     * ids.
     */
    retire,

    /** Returns where a child process writes masters; null if the store takes only bytes, or nothing at the moment. */
    async drafts(): Promise<MasterDrafts | null> {
      if (!objects.draft) return null
      const draft = objects.draft
      const made = Promise.all([draft(), draft()]).catch(() => null)
      const [original, square] = (await made) ?? []
      return original && square ? { original, square } : null
    },

    /** Removes drafts that were not stored. What cannot be removed now is among the unfinished writes. */
    async forget({ original, square }: MasterDrafts): Promise<void> {
      await objects.remove([original.key, square.key]).catch(() => {})
    },

    /**
     * Returns the id of the new picture. If it is refused or fails, no file remains: a job that removes the
     * files is committed before the first one is written, and withdrawn by the commit that adds the picture.
     */
    async save(userId: string, prepared: Drafted, options: Saving): Promise<string> {
      const { original, square, ...about } = prepared
      const id = Buffer.from(random.secret(16), 'base64url').toString('hex')
      const keys = {
        originalKey: masterKey(id, 'original', original.contentType),
        squareKey: masterKey(id, 'square', square.contentType),
      }
      const checksums = { original: checksumOfMaster(original), square: checksumOfMaster(square) }
      const cleanUp = await db.write((tx) =>
        removals.enqueue(tx, { pictureIds: [id] }, clock.now() + CUT_SHORT),
      )
      let certainty: Certainty = 'write unknown'
      try {
        await settleAll([
          objects.put(keys.originalKey, contentOf(original, options.drafts?.original), original.contentType),
          objects.put(keys.squareKey, contentOf(square, options.drafts?.square), square.contentType),
        ])
        const { counts } = options
        const row = {
          ...about,
          ...keys,
          ...checksums,
          ...{ id, userId, counts, createdAt: clock.now(), shownUntil: null },
        }
        certainty = 'commit unknown'
        await db.write((tx) => commit(tx, row, options, cleanUp))
      } catch (error) {
        // Both are thrown inside the transaction, which was rolled back.
        if (error instanceof Refusal || error instanceof RemovalBegun) certainty = 'undone'
        await discard(id, cleanUp, certainty).catch(() => {})
        throw error
      }
      return id
    },
  }
}

type OneMaster = Drafted['original']

const checksumOfMaster = (master: OneMaster) =>
  'bytes' in master ? checksumOf(master.bytes) : master.checksum

function contentOf(master: OneMaster, draft: Draft | undefined): Buffer | Draft {
  if ('bytes' in master) return master.bytes
  if (draft === undefined) throw new TypeError('written without a draft')
  return draft
}

/**
 * Waits until all have ended, so that nothing is written after a failure was handled; rejects with the first
 * failure.
 */
async function settleAll(works: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
