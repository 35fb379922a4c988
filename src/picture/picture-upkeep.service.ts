import { MINUTE } from '../basics/durations.ts'
import { Refusal } from '../errors/errors.ts'
import { Unavailable } from '../errors/unavailable.ts'
import * as store from './picture.store.ts'
import { isPictureId, objectPrefix } from './picture.ts'
import { allowanceWindow } from './picture-allowance.ts'
import type { PictureDependencies, Removal } from './picture-dependencies.service.ts'
import { createPictureExamination } from './picture-examination.service.ts'
import * as replacedStore from './picture-replaced.store.ts'
import { lastEnd } from './picture-replaced.ts'

/** Keys removed at a time. */
const BATCH = 500
/** Milliseconds after which an unfinished write counts as interrupted; a write takes a few milliseconds. */
const UNFINISHED_AFTER = 5 * MINUTE
/** Number of people who receive their token per transaction. */
const TOKENS = 200
/** Number of replaced pictures removed per transaction. */
const ENDED = 100

/** Keeps rows and files consistent: removal after a commit, and the findings and repairs of `doctor`. */
export function createPictureUpkeep(
  deps: Pick<PictureDependencies, 'db' | 'objects' | 'clock' | 'work' | 'masters' | 'removals'>,
) {
  const { db, objects, clock, work, masters, removals } = deps
  /** Id of the last picture that `adoptSome` processed. */
  let adopted = ''

  const isWhole = async (bytes: Buffer): Promise<boolean> => {
    try {
      return (await work.encode(async () => bytes, 32, 'jpeg')) !== null
    } catch (error) {
      if (error instanceof Refusal || error instanceof Unavailable) throw error
      return false
    }
  }

  return {
    /**
     * Runs the outbox job: removes every object of the pictures, except of those that are in use, since the
     * commit of an abandoned upload may have succeeded. May run again.
     */
    async removeFiles(payload: unknown): Promise<void> {
      const ids = (payload as Removal).pictureIds.filter(isPictureId)
      const live = await store.liveAmong(db, ids)
      for (const id of ids.filter((one) => !live.has(one))) {
        const keys: string[] = []
        for await (const entry of objects.list(objectPrefix(id))) keys.push(entry.key)
        await objects.remove(keys)
      }
    },

    /** Removes leftovers of interrupted writes from the store. Returns how many. */
    removeUnfinished: (): Promise<number> => objects.removeUnfinished(clock.now() - UNFINISHED_AFTER),

    /**
     * Fills in the tokens of people who were added by a version without them, a few at a time. Returns how
     * many.
     */
    async fillTokens(): Promise<number> {
      const ids = await store.listWithoutToken(db, TOKENS)
      if (ids.length > 0) await db.write((tx) => store.fillTokens(tx, ids))
      return ids.length
    },

    /**
     * Stores the checksums of one older picture that has none, if its files can be decoded. Returns how many
     * pictures it processed; after the last one it starts over.
     */
    async adoptSome(): Promise<number> {
      const [picture] = await store.listUnchecked(db, adopted, 1)
      adopted = picture?.id ?? ''
      if (picture) await masters.adopt(picture, isWhole)
      return picture ? 1 : 0
    },

    /**
     * Removes replaced pictures that are no longer shown, and has their files removed, a few at a time. Returns
     * how many.
     */
    endReplaced(now: number = clock.now()): Promise<number> {
      return db.write(async (tx) => {
        const pictureIds = await replacedStore.listEnded(tx, now, lastEnd(now), ENDED)
        await store.markRemoved(tx, pictureIds, now)
        if (pictureIds.length > 0) await removals.enqueue(tx, { pictureIds })
        return pictureIds.length
      })
    },

    /**
     * Deletes rows of removed pictures that no longer count against an allowance, a few at a time. Returns
     * how many.
     */
    purgeExpired(now: number = clock.now()): Promise<number> {
      return db.write((tx) => store.deleteRemoved(tx, now - allowanceWindow))
    },

    examine: createPictureExamination(deps, isWhole),

    /** Removes the orphans found by `examine`. */
    async removeOrphans(keys: readonly string[]): Promise<void> {
      for (let start = 0; start < keys.length; start += BATCH) {
        await objects.remove(keys.slice(start, start + BATCH))
      }
    },
  }
}
