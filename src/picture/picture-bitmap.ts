import type { Sharp } from 'sharp'
import { expensive } from '../ports/expensive-work.ts'
import { differsFromSrgb, type PictureColor, type SignaledColor, toSrgb } from './picture-color.ts'
import type { Size } from './picture-crop.ts'
import { sharp } from './picture-library.ts'

/** Decoded pixels: upright, sRGB, 8 bits per channel, no metadata. */
export interface Bitmap extends Size {
  data: Buffer
  /** 3, or 4 if some pixel is not opaque. */
  channels: 3 | 4
}

const SRGB: PictureColor = { kind: 'srgb' }

/**
 * Runs a pipeline: decodes what it reads, and converts it to sRGB.
 * @param color of the pixels that the pipeline results in
 * @throws {Error} if the decode fails
 */
export async function pixels(image: Sharp, color = SRGB): Promise<Bitmap> {
  const bitmap = differsFromSrgb(color)
    ? await converted(image, color)
    : await run(image.toColourspace('srgb'))
  return bitmap.channels === 4 && isOpaque(bitmap.data) ? withoutAlpha(bitmap) : bitmap
}

/** Runs a pipeline as it is. @throws {Error} if the decode fails */
export async function run(image: Sharp, options: { depth?: 'uchar' | 'ushort' } = {}): Promise<Bitmap> {
  const raw = image.raw(options)
  const { data, info } = await expensive('picture decode', () => raw.toBuffer({ resolveWithObject: true }))
  if (info.channels !== 3 && info.channels !== 4) throw new TypeError(`${info.channels} channels`)
  return { data, width: info.width, height: info.height, channels: info.channels }
}

/** Keeps 16 bits until the conversion: 8 bits of linear light are too few for shadows. */
async function converted(image: Sharp, color: SignaledColor): Promise<Bitmap> {
  const { data, ...rest } = await run(image.toColourspace('rgb16'), { depth: 'ushort' })
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  return { ...rest, data: toSrgb({ data: samples, channels: rest.channels }, color) }
}

function isOpaque(rgba: Buffer): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false
  return true
}

async function withoutAlpha(bitmap: Bitmap): Promise<Bitmap> {
  const data = await fromBitmap(bitmap).removeAlpha().raw().toBuffer()
  return { ...bitmap, data, channels: 3 }
}

/** Starts a pipeline that reads the pixels. */
export function fromBitmap({ data, width, height, channels }: Bitmap): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
}
