import sharp from 'sharp'
import { type Bitmap, pixels } from '../../../src/picture/picture-bitmap.ts'
import type { Size } from '../../../src/picture/picture-crop.ts'
import { findPlace } from '../../../src/picture/picture-subject.ts'
import type { MarkedFace, MarkedPicture } from './annotations.ts'

/** A way to place the square: the room before it as a share of all room beside it. */
export type Way = (bitmap: Bitmap) => Promise<number> | number

const isTall = ({ width, height }: Size) => height > width
const fixed =
  (place: number): Way =>
  (bitmap) =>
    isTall(bitmap) ? place : 0.5

/** As in earlier versions of the service. */
async function attention({ data, width, height, channels }: Bitmap): Promise<number> {
  const side = Math.min(256, width, height)
  const { info } = await sharp(data, { raw: { width, height, channels } })
    .resize(side, side, { fit: 'cover', position: sharp.strategy.attention })
    .toFormat('raw')
    .toBuffer({ resolveWithObject: true })
  const offset = -((height > width ? info.cropOffsetTop : info.cropOffsetLeft) ?? 0)
  const room = (Math.max(width, height) / Math.min(width, height)) * side - side
  return Math.min(Math.max(0, offset / room), 1)
}

/** The compared ways by name; the last is that of the service. */
export const ways: Record<string, Way> = {
  'attention, as in earlier versions': attention,
  'attention, in tall pictures at most 15 % down': async (bitmap) =>
    isTall(bitmap) ? Math.min(await attention(bitmap), 0.15) : attention(bitmap),
  'the middle': () => 0.5,
  'the top of tall pictures, else the middle': fixed(0),
  '15 % down in tall pictures, else the middle': fixed(0.15),
  '25 % down in tall pictures, else the middle': fixed(0.25),
  'faces, else attention at most 15 % down': findPlace,
}

/** Decodes the used part of a picture, upright and on white. */
export async function readPart(path: string, { part }: MarkedPicture): Promise<Bitmap> {
  const whole = await pixels(sharp(path).autoOrient().flatten({ background: '#fff' }))
  const { data, width, height, channels } = whole
  const [left, top] = [Math.round(part[0] * width), Math.round(part[1] * height)]
  const area = {
    left,
    top,
    width: Math.min(Math.round(part[2] * width), width - left),
    height: Math.min(Math.round(part[3] * height), height - top),
  }
  return pixels(sharp(data, { raw: { width, height, channels } }).extract(area))
}

/** The precision of the marks, as a share of the side of the square. */
const PRECISION = 0.005

/**
 * Counts the main faces, at least half as high as the largest, whose eyes and chin are in the square, of as many as one
 * square can show.
 */
export function countHeld(picture: Size, faces: MarkedFace[], place: number): { held: number; of: number } {
  const { width, height } = picture
  const side = Math.min(width, height)
  const [left, top] = [place * (width - side), place * (height - side)]
  const largest = Math.max(...faces.map((face) => face.chin - face.top))
  const main = faces.filter((face) => face.chin - face.top >= largest / 2)
  const slack = PRECISION * side
  const isHeld = ({ points }: MarkedFace) =>
    points.every(([x, y]) => {
      const [across, down] = [x * width - left, y * height - top]
      return Math.min(across, down) >= -slack && Math.max(across, down) <= side + slack
    })
  const extent = (face: MarkedFace): [number, number] =>
    isTall(picture)
      ? [Math.min(face.points[0]![1], face.points[1]![1]) * height, face.chin * height]
      : [face.left * width, face.right * width]
  const fitting = main.map((first) => {
    const start = extent(first)[0]
    return main.filter((face) => extent(face)[0] >= start && extent(face)[1] <= start + side).length
  })
  const of = Math.max(1, ...fitting)
  return { held: Math.min(of, main.filter(isHeld).length), of }
}
