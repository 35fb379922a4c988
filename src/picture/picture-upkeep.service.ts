import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { ObjectEntry, ObjectStore } from '../ports/objects.ts'
import * as store from './picture.store.ts'
import { isPictureId, objectPrefix, pictureOfKey } from './picture.ts'
import { allowanceWindow } from './picture-allowance.ts'

/** The payload of the outbox job that removes the files of pictures. */
export interface Removal {
  pictureIds: string[]
}

/** What is amiss between rows and files. */
export interface PictureFindings {
  /** Keys of objects without a picture, and of broken writes, older than the grace. */
  orphans: string[]
  /** Masters that a picture needs and that are not there. */
  missing: { pictureId: string; key: string }[]
}

/** Rows and keys looked at in one go. */
const BATCH = 500

/** Keeps rows and files together: removal after a commit, and what the operator's `doctor` finds and mends. */
export function createPictureUpkeep(deps: { db: Database; objects: ObjectStore; clock: Clock }) {
  const { db, objects, clock } = deps

  const orphansAmong = async (entries: ObjectEntry[]): Promise<string[]> => {
    const ids = new Set(entries.map((entry) => pictureOfKey(entry.key)).filter((id) => id !== null))
    const live = await store.liveAmong(db, [...ids])
    return entries.map((entry) => entry.key).filter((key) => !live.has(pictureOfKey(key) ?? ''))
  }
  const findOrphans = async (before: number): Promise<string[]> => {
    const found: string[] = []
    const batch: ObjectEntry[] = []
    for await (const entry of objects.list('')) {
      if (entry.modifiedAt <= before) batch.push(entry)
      if (batch.length === BATCH) found.push(...(await orphansAmong(batch.splice(0))))
    }
    found.push(...(await orphansAmong(batch)))
    for await (const entry of objects.unfinished()) if (entry.modifiedAt <= before) found.push(entry.key)
    return found
  }
  const findMissing = async (): Promise<PictureFindings['missing']> => {
    const missing: PictureFindings['missing'] = []
    let page: store.Picture[]
    let last = ''
    do {
      page = await store.listLive(db, last, BATCH)
      for (const picture of page) {
        for (const key of [picture.originalKey, picture.squareKey]) {
          const opened = await objects.open(key)
          opened?.body.destroy()
          // A picture that was replaced since the page was read misses nothing.
          if (!opened && (await store.findPicture(db, picture.id)))
            missing.push({ pictureId: picture.id, key })
        }
      }
      last = page.at(-1)?.id ?? last
    } while (page.length === BATCH)
    return missing
  }

  return {
    /**
     * Does the outbox job: removes every object of the pictures, except of those that are shown: the commit of one that
     * was given up may have taken place. May run again.
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

    /** Deletes rows of removed pictures that count against no allowance any more, a few at a time; answers how many. */
    purgeExpired(now: number = clock.now()): Promise<number> {
      return db.write((tx) => store.deleteRemoved(tx, now - allowanceWindow, BATCH))
    },

    /** Looks at every object and every picture. `grace` in milliseconds spares uploads that run now. */
    async examine(grace: number): Promise<PictureFindings> {
      return { orphans: await findOrphans(clock.now() - grace), missing: await findMissing() }
    },

    /** Removes the orphans that `examine` found. */
    async removeOrphans(keys: readonly string[]): Promise<void> {
      for (let start = 0; start < keys.length; start += BATCH) {
        await objects.remove(keys.slice(start, start + BATCH))
      }
    },
  }
}
