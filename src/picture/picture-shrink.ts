import { ORIGINAL_MAX } from '../../common/picture.ts'
import type { Size } from './picture-crop.ts'

/**
 * Shrinking a JPEG while it is decoded: by these factors the decoder computes only the pixels of the result, in a
 * third of the time of decoding and scaling all of them. What is left over at the right and the bottom is cut off.
 */
const factors = [8, 4, 2] as const

export type ShrinkFactor = 1 | (typeof factors)[number]

/**
 * Longest side from which a picture shrunk by a factor is stored as it is, in pixels. Photographs of phones have a
 * little less than twice or four times `ORIGINAL_MAX`.
 */
const LONGEST_LEAST = 1920
/** The least of the other side, so that what is cut off is less than a fiftieth. */
const SHORTEST_LEAST = 50

/** Returns the largest factor by which enough pixels of a picture remain. */
export function shrinkFactor({ width, height }: Size): ShrinkFactor {
  const [longest, shortest] = [Math.max(width, height), Math.min(width, height)]
  const isEnough = (factor: number) =>
    Math.floor(longest / factor) >= LONGEST_LEAST && Math.floor(shortest / factor) >= SHORTEST_LEAST
  return factors.find(isEnough) ?? 1
}

/** Returns the longest side of the picture as it is stored, in pixels. */
export function storedSide(picture: Size, isJpeg: boolean): number {
  const factor = isJpeg ? shrinkFactor(picture) : 1
  return Math.min(ORIGINAL_MAX, Math.floor(Math.max(picture.width, picture.height) / factor))
}
