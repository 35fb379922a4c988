import { largestSquare } from '../../common/first-square.ts'
import { RENDERING_BYTES } from '../../common/picture.ts'
import type { FieldResult } from '../basics/fields.ts'
import { invalid } from '../errors/errors.ts'
import { consumeOrRefuse, type Limit } from '../ports/limiter.ts'
import type { PictureDependencies } from './picture-dependencies.service.ts'
import { sizeFault, type UploadedFile } from './picture-intake.ts'

/** Limits requests of one person for a crop. */
export const suggestions: Limit = { name: 'picture-suggestion', points: 120, seconds: 3600 }

/** A part of a picture, in shares of its sides from 0 to 1. */
interface SharedRectangle {
  x: number
  y: number
  width: number
  height: number
}

/** The crop that an upload would get. */
export function createPictureSuggestion({ limiter, work }: Pick<PictureDependencies, 'limiter' | 'work'>) {
  /**
   * Returns the square that an upload without a crop would show, found in a small rendering of the picture. The
   * caller must remove the uploaded file.
   * @throws {Refusal} `validation`, `throttled`, `unavailable`
   */
  return async (userId: string, image: FieldResult<UploadedFile>): Promise<SharedRectangle> => {
    const fault = 'fault' in image ? image.fault : sizeFault(image.value.size, RENDERING_BYTES)
    if (fault !== null || !('value' in image)) throw invalid({ image: [fault ?? { key: 'file_missing' }] })
    await consumeOrRefuse(limiter, suggestions, userId)
    const outcome = await work.suggest(userId, image.value.path)
    if (outcome.kind === 'refused') throw invalid({ image: [outcome.fault] })
    const { width, height } = outcome.upright
    const square = largestSquare({ width, height })
    // Not rounded to pixels of the rendering, which are many pixels of the picture.
    const shares = { width: square.width / width, height: square.height / height }
    return { x: (1 - shares.width) * outcome.place, y: (1 - shares.height) * outcome.place, ...shares }
  }
}
