import type { Actor } from '../audit/audit.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import { invalid, Refusal, throttled } from '../errors/errors.ts'
import type { Limit } from '../ports/limiter.ts'
import { counted } from '../ports/measure.ts'
import type { PictureDependencies } from './picture-dependencies.service.ts'
import type { Drafted } from './picture-draft.ts'
import { type Checked, checkUpload, type Upload } from './picture-intake.ts'
import type { BesideSaving, MasterDrafts, PictureKeeper } from './picture-keeper.service.ts'

/** Limits refused uploads of one person. */
export const refusals: Limit = { name: 'picture-refused', points: 20, seconds: 3600 }

/** The upload of a picture. */
export function createPictureUpload(
  deps: Pick<PictureDependencies, 'db' | 'clock' | 'limiter' | 'metrics' | 'settings' | 'work' | 'linksOf'>,
  keep: PictureKeeper,
) {
  const { db, clock, limiter, metrics, settings, work, linksOf } = deps

  const refuseBeyondLimits = async (userId: string): Promise<void> => {
    await keep.refuseBeyondAllowance(db.read, userId, clock.now())
    const seconds = await limiter.peek(refusals, userId)
    if (seconds > 0) throw throttled(seconds)
  }
  const prepare = (userId: string, checked: Checked, drafts: MasterDrafts | null): Promise<Drafted> => {
    const paths = drafts && { original: drafts.original.path, square: drafts.square.path }
    // Checked again in its turn: while this upload waited, others may have used up the limits.
    const turn = () => refuseBeyondLimits(userId)
    return work.prepare(userId, checked, turn, paths).catch(async (error) => {
      if (error instanceof Refusal && error.key === 'validation') await limiter.consume(refusals, userId)
      throw error
    })
  }
  const accept = async (
    userId: string,
    upload: Upload,
    actor: Actor,
    beside: BesideSaving,
  ): Promise<PictureLinks> => {
    const checked = checkUpload(upload, settings)
    if (!checked.image && !checked.croppedImage) throw invalid(checked.faults)
    await refuseBeyondLimits(userId)
    const drafts = await keep.drafts()
    try {
      const prepared = await prepare(userId, checked, drafts)
      return linksOf(await keep.save(userId, prepared, { counts: true, actor, drafts, ...beside }))
    } catch (error) {
      if (drafts) await keep.forget(drafts)
      throw error
    }
  }

  /**
   * Accepts an uploaded picture (contract: POST user/profile-image/). The caller must remove the uploaded
   * files. `beside` runs in the transaction that adds the picture.
   * @throws {Refusal} `validation` with every faulty field, `pictures_per_day`, `throttled`, `unavailable`
   */
  return (userId: string, upload: Upload, actor: Actor, beside: BesideSaving = {}): Promise<PictureLinks> =>
    counted(metrics, 'user_profile_picture_uploads_total', 'accepted', () =>
      accept(userId, upload, actor, beside),
    )
}
