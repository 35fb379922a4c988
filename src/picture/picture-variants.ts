import type { Sharp } from 'sharp'
import type { PictureSize } from '../../common/picture.ts'
import { expensive } from '../ports/expensive-work.ts'
import type { PictureFormat } from './picture.ts'
import { sharp } from './picture-library.ts'

/** Side length in pixels up to which a variant is encoded without visible loss, for a few hundred bytes more. */
const SMALL = 128
/** How a variant is encoded; qualities are on the scale of each format. */
interface Encoding {
  quality: Readonly<Record<PictureFormat, number>>
  /** Of AVIF: 0 takes a fifth of the time of 2 for 13 % more bytes. */
  effort: number
  /** Of WebP: sharper edges of strong colors, for as much time again. */
  smartSubsample: boolean
}

const ordinary: Encoding = { quality: { avif: 58, webp: 82, jpeg: 84 }, effort: 0, smartSubsample: false }
const fine: Encoding = { quality: { avif: 88, webp: 92, jpeg: 95 }, effort: 2, smartSubsample: true }
/** Letters and plain colors, whose edges are strong and whose encoding is cheap. */
const drawn: Encoding = { ...ordinary, smartSubsample: true }

/** Encodes a drawing. */
export const encodeDrawing = (image: Sharp, format: PictureFormat): Promise<Buffer> =>
  encode(image, format, drawn)

/** Encodes one variant. Effort stays low, since someone waits for the first request of each variant. */
function encode(image: Sharp, format: PictureFormat, encoding: Encoding): Promise<Buffer> {
  return expensive('picture encode', () => into(image, format, encoding).toBuffer())
}

function into(image: Sharp, format: PictureFormat, { quality, effort, smartSubsample }: Encoding): Sharp {
  if (format === 'avif') return image.avif({ quality: quality.avif, effort })
  if (format === 'webp') return image.webp({ quality: quality.webp, effort: 3, smartSubsample })
  return image.flatten({ background: '#ffffff' }).jpeg({ quality: quality.jpeg, progressive: true })
}

/** Derives a variant from its master. A square has exactly the requested size, even if that enlarges it. */
export async function encodeVariant(
  master: Buffer,
  size: PictureSize,
  format: PictureFormat,
): Promise<Buffer> {
  if (size === 'original') return encode(sharp(master, { failOn: 'error' }), format, ordinary)
  return encode(await resized(master, size), format, size <= SMALL ? fine : ordinary)
}

/**
 * Scales a master from all of its pixels. Shrinking on load would round the sides of the shrunk master, and so
 * move and blur what remains, by up to half a pixel of the result.
 */
export async function resized(master: Buffer, side: number): Promise<Sharp> {
  const { data, info } = await sharp(master, { failOn: 'error' }).raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return sharp(data, { raw: { width, height, channels } }).resize(side, side, { fit: 'fill' })
}
