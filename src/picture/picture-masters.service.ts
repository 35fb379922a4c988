import { Refusal } from '../errors.ts'
import type { Database } from '../ports/database.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { ObjectStore } from '../ports/objects.ts'
import { Unavailable } from '../ports/unavailable.ts'
import * as store from './picture.store.ts'
import { checksumOf, isIntact } from './picture-checksum.ts'
import { createFaultFilter, type PictureFault } from './picture-faults.ts'

export type MasterName = 'original' | 'square'

export type Masters = ReturnType<typeof createMasters>

/** The masters of pictures, which are compared with their checksums whenever they are read. */
export function createMasters(deps: {
  db: Database
  objects: ObjectStore
  metrics: Metrics
  /** Told of each fault once in a while. */
  onFault: (fault: PictureFault) => void
}) {
  const { db, objects, metrics } = deps
  const isNew = createFaultFilter()
  const report = (fault: PictureFault): void => {
    metrics.count('user_profile_picture_file_faults_total', { fault: fault.fault })
    if (isNew(fault)) deps.onFault(fault)
  }
  /** A picture that was removed meanwhile has no fault. */
  const blame = async (picture: store.Picture, fault: PictureFault): Promise<void> => {
    if (await store.findPicture(db, picture.id)) report(fault)
  }
  const read = async (picture: store.Picture, name: MasterName): Promise<Buffer | null> => {
    const key = keyOf(picture, name)
    const checksum = picture[name]
    const bytes = await objects.read(key)
    if (bytes !== null && bytes.length > 0 && (checksum === null || isIntact(bytes, checksum))) return bytes
    await blame(picture, { fault: bytes === null ? 'missing' : 'damaged', key })
    return null
  }

  return {
    report,

    /** The bytes of a master; null if it is missing or damaged, which is reported. */
    read,

    /**
     * What `work` makes of a master, which it reads when its turn has come; null if the master is missing or damaged.
     * @throws {Unavailable} if the work fails although the master is as it was stored
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
        await blame(picture, { fault: 'damaged', key: keyOf(picture, name) })
        return null
      }
    },

    /**
     * Keeps the checksums of a picture from before there were any, if `isWhole` says that both files can be decoded.
     * Returns whether it did.
     */
    async adopt(picture: store.Picture, isWhole: (bytes: Buffer) => Promise<boolean>): Promise<boolean> {
      const [original, square] = [await read(picture, 'original'), await read(picture, 'square')]
      if (!original || !square) return false
      for (const [name, bytes] of [['original', original] as const, ['square', square] as const]) {
        if (await isWhole(bytes)) continue
        await blame(picture, { fault: 'damaged', key: keyOf(picture, name) })
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
