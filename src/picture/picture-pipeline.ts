import { ORIGINAL_MAX } from '../../common/picture.ts'
import { expensive } from '../ports/expensive-work.ts'
import { type Bitmap, fromBitmap, pixels } from './picture-bitmap.ts'
import { isJpegComplete } from './picture-completeness.ts'
import { type Quarters, type Rectangle, type Size, scaleSquare } from './picture-crop.ts'
import type { Source } from './picture-header.ts'
import { sharp } from './picture-library.ts'
import { openFile } from './picture-loader.ts'
import { SQUARE_MAX } from './picture-memory.ts'
import { shrinkFactor } from './picture-shrink.ts'

/** A master in its stored form. */
export interface Master {
  bytes: Buffer
  contentType: 'image/jpeg' | 'image/webp'
}

/**
 * Decodes the whole picture, shrunk to about `ORIGINAL_MAX` while it is read and never enlarged. Returns null if the file is
 * truncated or damaged: every row is read, unlike when only the header is inspected. A JPEG with faults is
 * decoded again without regard to them if it contains its picture.
 */
export async function decode(source: Source): Promise<Bitmap | null> {
  const bitmap = await shrink(source, true)
  if (bitmap !== null || source.header.format !== 'jpeg') return bitmap
  return isJpegComplete(source.path) ? shrink(source, false) : null
}

async function shrink(source: Source, isStrict: boolean): Promise<Bitmap | null> {
  try {
    const factor = source.header.format === 'jpeg' ? shrinkFactor(source.upright) : 1
    const { image, color } = await openFile(source, { isStrict, factor })
    const fitting = image.resize(ORIGINAL_MAX, ORIGINAL_MAX, {
      ...{ fit: 'inside', withoutEnlargement: true },
      // Not a second time.
      fastShrinkOnLoad: factor === 1,
    })
    return await pixels(fitting, color)
  } catch {
    return null
  }
}

/** Decodes a stored master. */
export function decodeMaster(bytes: Buffer): Promise<Bitmap> {
  return pixels(sharp(bytes, { failOn: 'error' }))
}

/** Turns a picture clockwise. */
export function turn(bitmap: Bitmap, quarters: Quarters): Promise<Bitmap> | Bitmap {
  return quarters === 0 ? bitmap : pixels(fromBitmap(bitmap).rotate(quarters * 90))
}

/**
 * Cuts the square from the upright picture, scaled down to at most `SQUARE_MAX` pixels. If the crop is finer
 * than the shrunk bitmap, the file is decoded a second time; a stored master has no file any more.
 */
export async function cutSquare(
  bitmap: Bitmap,
  upright: Size,
  square: Rectangle,
  source: Source | null,
): Promise<Bitmap> {
  const target = Math.min(square.width, SQUARE_MAX)
  const area = scaleSquare(square, upright, bitmap)
  if (source !== null && area.width < target - 1) {
    const { x: left, y: top, width, height } = square
    const { image, color } = await openFile(source)
    const cut = image.extract({ left, top, width, height }).resize(target, target, { fit: 'fill' })
    return pixels(cut, color)
  }
  const side = Math.min(target, area.width)
  return pixels(
    fromBitmap(bitmap)
      .extract({ left: area.x, top: area.y, width: area.width, height: area.height })
      .resize(side, side, { fit: 'fill' }),
  )
}

/** Pixels of a picture that is stored as it is: lossy WebP has a quarter of the resolution for color. */
const TINY = 256 * 256

const isTiny = ({ width, height }: Size): boolean => width * height <= TINY

/**
 * Encodes a master without visible loss in variants: JPEG without chroma subsampling, or WebP for transparency.
 * Optimized Huffman tables would take three times as long for 2 to 4 % fewer bytes, of which people see none.
 */
export async function encodeMaster(bitmap: Bitmap): Promise<Master> {
  const image =
    bitmap.channels === 3
      ? fromBitmap(bitmap).jpeg({ quality: 93, chromaSubsampling: '4:4:4', optimiseCoding: false })
      : fromBitmap(bitmap).webp(
          isTiny(bitmap)
            ? { lossless: true, effort: 2 }
            : { quality: 93, alphaQuality: 100, effort: 2, smartSubsample: true },
        )
  const bytes = await expensive('picture encode', () => image.toBuffer())
  return { bytes, contentType: bitmap.channels === 3 ? 'image/jpeg' : 'image/webp' }
}
