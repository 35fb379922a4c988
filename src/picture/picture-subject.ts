import { largestSquare, UPPER_PLACE } from '../../common/first-square.ts'
import { RENDERING_SIDE } from '../../common/picture.ts'
import { type Bitmap, fromBitmap } from './picture-bitmap.ts'
import type { Rectangle, Size } from './picture-crop.ts'
import { type FaceNetwork, findFaces, type Rendering, readFaceNetwork } from './picture-faces.ts'
import { placeOfFaces } from './picture-framing.ts'
import { sharp } from './picture-library.ts'

/** Read with the first picture that needs them. */
let network: Promise<FaceNetwork> | null = null

/** Returns the largest square around the subject, in pixels of the upright picture. */
export async function findSubject(bitmap: Bitmap, upright: Size): Promise<Rectangle> {
  return largestSquare(upright, await findPlace(bitmap))
}

/**
 * Finds where the largest square of a picture begins: around faces if there are any, else where it has the
 * most to look at, which in a tall picture is not below the upper part. Both look at a small rendering, so that
 * a client that sends one gets the same place.
 * @returns the room to the left of the square (above it in a tall picture) as a share of all room beside it,
 * from 0 to 1; 0.5 for a square picture
 */
export async function findPlace(bitmap: Bitmap): Promise<number> {
  if (bitmap.width === bitmap.height) return 0.5
  const rendering = await render(bitmap, RENDERING_SIDE)
  network ??= readFaceNetwork()
  const half = await render({ ...rendering, channels: 3 }, RENDERING_SIDE / 2)
  const faces = findFaces(rendering, half, await network)
  if (faces.length > 0) return placeOfFaces(rendering, faces)
  const place = await attention(rendering)
  return rendering.height > rendering.width ? Math.min(place, UPPER_PLACE) : place
}

/** Scales a picture to this longest side, on white. */
async function render(bitmap: Bitmap, longest: number): Promise<Rendering> {
  const { data, info } = await fromBitmap(bitmap)
    .resize(longest, longest, { fit: 'inside' })
    .flatten({ background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Returns the place with the most edges, strong colors and tones of skin. */
async function attention({ data, width, height }: Rendering): Promise<number> {
  const side = Math.min(width, height)
  const { info } = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'cover', position: sharp.strategy.attention })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const offset = -((height > width ? info.cropOffsetTop : info.cropOffsetLeft) ?? 0)
  const room = Math.abs(width - height)
  return room === 0 ? 0.5 : Math.min(Math.max(0, offset / room), 1)
}
