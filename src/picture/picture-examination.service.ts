import { Unavailable } from '../errors/unavailable.ts'
import type { ObjectEntry } from '../ports/objects.ts'
import * as store from './picture.store.ts'
import { pictureOfKey } from './picture.ts'
import { type Checksum, isIntact } from './picture-checksum.ts'
import type { PictureDependencies } from './picture-dependencies.service.ts'

/** Inconsistencies between rows and files. */
export interface PictureFindings {
  /** Keys of objects without a picture, and of interrupted writes, older than the grace period. */
  orphans: string[]
  /** Masters that a picture needs but that do not exist. */
  missing: { pictureId: string; key: string }[]
  /** Masters that differ from what was stored. */
  damaged: { pictureId: string; key: string }[]
}

/** Options of an examination. `grace`, in milliseconds, excludes uploads in progress. */
export interface Examination {
  grace: number
  /** Whether only the sizes of files are compared, without reading them. */
  isQuick?: boolean
}

/** Rows and keys examined at a time. */
const BATCH = 500
/** Number of pictures whose files are read concurrently. */
const PARALLEL = 8

type MasterFindings = Pick<PictureFindings, 'missing' | 'damaged'>

/** Returns the masters of a picture, with their checksums if known. */
function mastersOf(picture: store.Picture): { key: string; checksum: Checksum | null }[] {
  return [
    { key: picture.originalKey, checksum: picture.original },
    { key: picture.squareKey, checksum: picture.square },
  ]
}

/** Whether the disk cannot read this particular file. */
function isUnreadable(error: unknown): boolean {
  const cause = error instanceof Unavailable ? error.cause : error
  return (cause as { code?: unknown } | undefined)?.code === 'EIO'
}

/** The examination of rows and files by `doctor`. */
export function createPictureExamination(
  { db, objects, clock }: Pick<PictureDependencies, 'db' | 'objects' | 'clock'>,
  isWhole: (bytes: Buffer) => Promise<boolean>,
) {
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
      // A picture that was replaced after the batch was read is not at fault.
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

  /** Examines every object and every picture, and reads every master completely unless `isQuick`. */
  return async ({ grace, isQuick = false }: Examination): Promise<PictureFindings> => ({
    orphans: await findOrphans(clock.now() - grace),
    ...(await examinePictures(isQuick)),
  })
}
