import type { Actor } from '../audit/audit.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import { invalid } from '../errors/errors.ts'
import { consumeOrRefuse, type Limit } from '../ports/limiter.ts'
import * as store from './picture.store.ts'
import { masterType } from './picture.ts'
import { type CropFields, cropFaults, cropFields, readCrop, readTurn, turnedSize } from './picture-crop.ts'
import type { PictureDependencies } from './picture-dependencies.service.ts'
import type { PictureKeeper } from './picture-keeper.service.ts'
import type { Master } from './picture-pipeline.ts'

/** The crop fields, and `rotate`: degrees clockwise by which the picture is turned first. */
export type RecropFields = CropFields & { rotate?: unknown }

/** Limits crops of stored pictures by one person. */
export const recrops: Limit = { name: 'picture-crop', points: 60, seconds: 3600 }

/** A new crop of the stored picture. */
export function createPictureRecrop(
  deps: Pick<PictureDependencies, 'db' | 'limiter' | 'work' | 'masters' | 'linksOf'>,
  keep: PictureKeeper,
) {
  const { db, limiter, work, masters, linksOf } = deps

  /** @throws {Refusal} `no_picture` if its file is missing or damaged */
  const readOriginal = async (picture: store.Picture): Promise<Master> => {
    const bytes = await masters.read(picture, 'original')
    if (bytes === null) throw invalid({ image: [{ key: 'no_picture' }] })
    return { bytes, contentType: masterType(picture.originalKey) }
  }

  /**
   * Crops the stored picture again: creates a new picture with a new URL, which does not count against the
   * allowance. The numbers are pixels of the upright picture as uploaded, after the turn; all four are required.
   * A person without a picture gets `no_picture` on the field `image`.
   * @throws {Refusal} `validation`, `throttled`, `unavailable`, `precondition_failed` if the picture was
   * replaced meanwhile
   */
  return async (userId: string, fields: RecropFields, actor: Actor): Promise<PictureLinks> => {
    const { crop, faults } = readCrop(fields)
    const turn = readTurn(fields.rotate)
    if ('fault' in turn) faults.rotate = [turn.fault]
    const quarters = 'value' in turn ? turn.value : 0
    const picture = await store.findCurrent(db.read, userId)
    if (!picture) faults.image = [{ key: 'no_picture' }]
    if (picture && crop && 'value' in turn)
      Object.assign(faults, cropFaults(crop, turnedSize(picture, quarters)))
    if (!crop && !cropFields.some((name) => name in faults)) {
      for (const name of cropFields) faults[name] = [{ key: 'required' }]
    }
    if (!picture || !crop || Object.keys(faults).length > 0) throw invalid(faults)
    await consumeOrRefuse(limiter, recrops, userId)
    const size = { width: picture.width, height: picture.height }
    const prepared = await work.recrop(userId, () => readOriginal(picture), { upright: size, quarters, crop })
    const id = await keep.save(userId, prepared, { counts: false, replaces: picture.id, actor })
    return linksOf(id)
  }
}
