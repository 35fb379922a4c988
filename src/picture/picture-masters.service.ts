import { Refusal } from '../errors/errors.ts'
import { Unavailable } from '../errors/unavailable.ts'
import type { Database } from '../ports/database.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { ObjectStore } from '../ports/objects.ts'
import * as store from './picture.store.ts'
import { checksumOf, isIntact } from './picture-checksum.ts'
import { createFaultFilter, type PictureFault } from './picture-faults.ts'

export type MasterName = 'original' | 'square'

export type Masters = ReturnType<typeof createMasters>

/** The masters of pictures. Their checksums are verified on every read. */
export function createMasters(deps: {
  db: Database
  objects: ObjectStore
  metrics: Metrics
  /** Receives each problem once in a while. */
  onFault: (fault: PictureFault) => void
}) {
  const { db, objects, metrics } = deps
  const isNew = createFaultFilter()
  const report = (fault: PictureFault): void => {
    metrics.count('user_profile_picture_file_faults_total', { fault: fault.fault })
    if (isNew(fault)) deps.onFault(fault)
  }
  /** A picture that was removed meanwhile is not at fault. */
  const reportUnlessRemoved = async (picture: store.Picture, fault: PictureFault): Promise<void> => {
    if (await store.findPicture(db, picture.id)) report(fault)
  }
  const read = async (picture: store.Picture, name: MasterName): Promise<Buffer | null> => {
    const key = keyOf(picture, name)
    const checksum = picture[name]
    const bytes = await objects.read(key)
    if (bytes !== null && bytes.length > 0 && (checksum === null || isIntact(bytes, checksum))) return bytes
    await reportUnlessRemoved(picture, { fault: bytes === null ? 'missing' : 'damaged', key })
    return null
  }

  return {
    report,

    /** Returns the bytes of a master; null if it is missing or damaged, which is reported. */
    read,

    /**
     * Returns the result of `work` on a master, which it reads in its turn; null if the master is missing or
     * damaged.
     * @throws {Unavailable} if the work fails although the master is intact
     */
    async use<T>(
      picture: store.Picture,
      name: MasterName,
      work: (read: () => Promise<Buffer | null>) => Promise<T | null>,
    ): Promise<T | null> {
      let isRead = false
      try {
        return await work(async () => {
          const bytes = await read(picture, name)
          isRead = bytes !== null
          return bytes
        })
      } catch (error) {
        if (!isRead || error instanceof Refusal || error instanceof Unavailable) throw error
        if (picture[name] !== null) throw new Unavailable('pictures', { cause: error })
        await reportUnlessRemoved(picture, { fault: 'damaged', key: keyOf(picture, name) })
        return null
      }
    },

    /**
     * Stores checksums for a picture created before there were any, if `isWhole` confirms that both files can
     * be decoded. Returns whether it did.
     */
    async adopt(picture: store.Picture, isWhole: (bytes: Buffer) => Promise<boolean>): Promise<boolean> {
      const [original, square] = [await read(picture, 'original'), await read(picture, 'square')]
      if (!original || !square) return false
      for (const [name, bytes] of [['original', original] as const, ['square', square] as const]) {
        if (await isWhole(bytes)) continue
        await reportUnlessRemoved(picture, { fault: 'damaged', key: keyOf(picture, name) })
        return false
      }
      const checksums = { original: checksumOf(original), square: checksumOf(square) }
      await db.write((tx) => store.keepChecksums(tx, picture.id, checksums))
      return true
    },
  }
}

function keyOf(picture: store.Picture, name: MasterName): string {
  return name === 'original' ? picture.originalKey : picture.squareKey
}
