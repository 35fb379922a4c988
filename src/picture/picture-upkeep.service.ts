import { Refusal } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { MINUTE } from '../ports/durations.ts'
import type { ObjectEntry, ObjectStore } from '../ports/objects.ts'
import { Unavailable } from '../ports/unavailable.ts'
import * as store from './picture.store.ts'
import { isPictureId, objectPrefix, pictureOfKey } from './picture.ts'
import { allowanceWindow } from './picture-allowance.ts'
import { type Checksum, isIntact } from './picture-checksum.ts'
import type { Masters } from './picture-masters.service.ts'
import type { PictureWork } from './picture-work.ts'

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
  /** Masters that do not hold what was stored. */
  damaged: { pictureId: string; key: string }[]
}

/** How to look at pictures. `grace` in milliseconds spares uploads that run now. */
export interface Examination {
  grace: number
  /** Whether the sizes of files are compared, and no file is read. */
  isQuick?: boolean
}

/** Rows and keys looked at in one go. */
const BATCH = 500
/** Milliseconds after which a write of one file has been cut short; it takes some milliseconds. */
const UNFINISHED_AFTER = 5 * MINUTE
/** Pictures whose files are read at the same time. */
const PARALLEL = 8
/** People who are given their token in one transaction. */
const TOKENS = 200

type MasterFindings = Pick<PictureFindings, 'missing' | 'damaged'>

/** The masters of a picture, and what they must hold as far as that is known. */
function mastersOf(picture: store.Picture): { key: string; checksum: Checksum | null }[] {
  return [
    { key: picture.originalKey, checksum: picture.original },
    { key: picture.squareKey, checksum: picture.square },
  ]
}

/** Whether the disk cannot give back this one file. */
function isUnreadable(error: unknown): boolean {
  const cause = error instanceof Unavailable ? error.cause : error
  return (cause as { code?: unknown } | undefined)?.code === 'EIO'
}

/** Keeps rows and files together: removal after a commit, and what the operator's `doctor` finds and mends. */
export function createPictureUpkeep(deps: {
  db: Database
  objects: ObjectStore
  clock: Clock
  work: PictureWork
  masters: Masters
}) {
  const { db, objects, clock, work, masters } = deps
  /** The id of the last picture of which `adoptSome` has tried to keep the checksums. */
  let adopted = ''

  const isWhole = async (bytes: Buffer): Promise<boolean> => {
    try {
      return (await work.encode(async () => bytes, 32, 'jpeg')) !== null
    } catch (error) {
      if (error instanceof Refusal || error instanceof Unavailable) throw error
      return false
    }
  }

  const orphansAmong = async (entries: ObjectEntry[]): Promise<string[]> => {
    const ids = new Set(entries.map((entry) => pictureOfKey(entry.key)).filter((id) => id !== null))
    const live = await store.liveAmong(db, [...ids])
    return entries.map((entry) => entry.key).filter((key) => !live.has(pictureOfKey(key) ?? ''))
  }
  const findOrphans = async (before: number): Promise<string[]> => {
    const found: string[] = []
    const batch: ObjectEntry[] = []
    for await (const entry of objects.listAll()) {
      if (entry.modifiedAt > before) continue
      if (entry.isUnfinished) found.push(entry.key)
      else batch.push(entry)
      if (batch.length === BATCH) found.push(...(await orphansAmong(batch.splice(0))))
    }
    found.push(...(await orphansAmong(batch)))
    return found
  }
  const isSound = async (key: string, checksum: Checksum | null, isQuick: boolean) => {
    if (isQuick) {
      const opened = await objects.open(key)
      opened?.body.destroy()
      return opened && opened.size > 0 && (checksum === null || opened.size === checksum.size)
    }
    const bytes = await objects.read(key).catch((error: unknown) => {
      if (isUnreadable(error)) return Buffer.alloc(0)
      throw error
    })
    return bytes && bytes.length > 0 && (checksum ? isIntact(bytes, checksum) : isWhole(bytes))
  }
  const examineMasters = async (picture: store.Picture, isQuick: boolean, found: MasterFindings) => {
    for (const { key, checksum } of mastersOf(picture)) {
      const sound = await isSound(key, checksum, isQuick)
      // A picture that was replaced since the page was read misses nothing.
      if (sound || !(await store.findPicture(db, picture.id))) continue
      const kind = sound === null ? 'missing' : 'damaged'
      found[kind].push({ pictureId: picture.id, key })
    }
  }
  const examinePictures = async (isQuick: boolean): Promise<MasterFindings> => {
    const found: MasterFindings = { missing: [], damaged: [] }
    let page: store.Picture[]
    let last = ''
    do {
      page = await store.listLive(db, last, BATCH)
      for (let start = 0; start < page.length; start += PARALLEL) {
        const some = page.slice(start, start + PARALLEL)
        await Promise.all(some.map((picture) => examineMasters(picture, isQuick, found)))
      }
      last = page.at(-1)?.id ?? last
    } while (page.length === BATCH)
    return found
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

    /** Removes what writes that were cut short have left in the store; returns how many. */
    removeUnfinished: (): Promise<number> => objects.removeUnfinished(clock.now() - UNFINISHED_AFTER),

    /** Gives people their tokens who were added by a version that did not keep them, a few at a time; returns how many. */
    async fillTokens(): Promise<number> {
      const ids = await store.listWithoutToken(db, TOKENS)
      if (ids.length > 0) await db.write((tx) => store.fillTokens(tx, ids))
      return ids.length
    },

    /**
     * Keeps the checksums of one picture from before they were kept, if its files can be decoded. Returns how many
     * pictures it looked at; after the last one it begins anew.
     */
    async adoptSome(): Promise<number> {
      const [picture] = await store.listUnchecked(db, adopted, 1)
      adopted = picture?.id ?? ''
      if (picture) await masters.adopt(picture, isWhole)
      return picture ? 1 : 0
    },

    /** Deletes rows of removed pictures that count against no allowance any more, a few at a time; returns how many. */
    purgeExpired(now: number = clock.now()): Promise<number> {
      return db.write((tx) => store.deleteRemoved(tx, now - allowanceWindow))
    },

    /** Looks at every object and every picture, and reads every master in full unless it is to be quick. */
    async examine({ grace, isQuick = false }: Examination): Promise<PictureFindings> {
      return { orphans: await findOrphans(clock.now() - grace), ...(await examinePictures(isQuick)) }
    },

    /** Removes the orphans that `examine` found. */
    async removeOrphans(keys: readonly string[]): Promise<void> {
      for (let start = 0; start < keys.length; start += BATCH) {
        await objects.remove(keys.slice(start, start + BATCH))
      }
    },
  }
}
