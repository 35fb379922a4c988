import sharp, { type Metadata, type Sharp } from 'sharp'
import { ORIGINAL_MAX } from '../../common/picture.ts'
import type { Fault } from '../errors.ts'
import { expensive } from '../ports/expensive-work.ts'
import { centredSquare, type Rectangle, type Size, scaleSquare } from './picture-crop.ts'
import { type PictureHeader, SQUARE_MAX } from './picture-memory.ts'
import { sniff } from './picture-sniff.ts'

// Uploads are opened as files and by these loaders alone; the buffer loaders read what the service itself has made.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    ...['Jpeg', 'Uhdr', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}File`),
    ...['Jpeg', 'Webp', 'Svg'].map((name) => `VipsForeignLoad${name}Buffer`),
  ],
})
// Every upload is a new file, so that a cache would hold memory and file handles for nothing.
sharp.cache(false)

/** Side at which the subject is looked for, in pixels. */
const SUBJECT_SIDE = 256

/** An upload that is a picture as far as its header goes. */
export interface Source {
  path: string
  /** Pixels of the upright picture. */
  upright: Size
  maxPixels: number
  header: PictureHeader
}

/** Decoded pixels: upright, sRGB, 8 bits a channel, no metadata. */
export interface Bitmap extends Size {
  data: Buffer
  /** 3, or 4 where some pixel is not opaque. */
  channels: 3 | 4
}

/** A master as it is stored. */
export interface Master {
  bytes: Buffer
  contentType: 'image/jpeg' | 'image/webp'
}

/** Reads the header of an upload. Nothing is decoded here, and no file but those of the five formats is opened. */
export async function inspect(path: string, maxPixels: number): Promise<Source | { fault: Fault }> {
  const format = await sniff(path)
  if (format === null) return { fault: { key: 'image_invalid' } }
  try {
    const header = await sharp(path, { failOn: 'error', limitInputPixels: false }).metadata()
    if (header.format !== format || (format === 'heif' && header.compression !== 'av1')) {
      return { fault: { key: 'image_invalid' } }
    }
    if (header.width * (header.pageHeight ?? header.height) * (header.pages ?? 1) > maxPixels) {
      return { fault: { key: 'too_many_pixels', params: { megapixels: maxPixels / 1e6 } } }
    }
    const upright = { width: header.autoOrient.width, height: header.autoOrient.height }
    return { path, upright, maxPixels, header: headerOf(format, header) }
  } catch {
    return { fault: { key: 'image_invalid' } }
  }
}

function headerOf(format: PictureHeader['format'], header: Metadata): PictureHeader {
  return {
    format,
    width: header.width,
    height: header.pageHeight ?? header.height,
    channels: header.channels,
    sampleBytes: header.depth === 'uchar' ? 1 : 2,
    isProgressive: header.isProgressive,
    isSubsampled: header.chromaSubsampling !== undefined && !header.chromaSubsampling.startsWith('4:4:4'),
    isTurned: (header.orientation ?? 1) > 1,
  }
}

/**
 * Decodes the whole picture, shrunk on load to `ORIGINAL_MAX` and never enlarged. Null where the file is truncated or
 * damaged: every row is read, which a look at the header does not do.
 */
export async function decode(source: Source): Promise<Bitmap | null> {
  try {
    return await pixels(
      openFile(source).resize(ORIGINAL_MAX, ORIGINAL_MAX, { fit: 'inside', withoutEnlargement: true }),
    )
  } catch {
    return null
  }
}

/** Reads a stored master. */
export function decodeMaster(bytes: Buffer): Promise<Bitmap> {
  return pixels(sharp(bytes, { failOn: 'error' }))
}

function openFile({ path, maxPixels }: Source): Sharp {
  return sharp(path, { failOn: 'error', limitInputPixels: maxPixels }).autoOrient()
}

async function pixels(image: Sharp): Promise<Bitmap> {
  const raw = image.toColourspace('srgb').raw()
  const { data, info } = await expensive('picture decode', () => raw.toBuffer({ resolveWithObject: true }))
  if (info.channels !== 3 && info.channels !== 4) throw new TypeError(`${info.channels} channels`)
  const bitmap: Bitmap = { data, width: info.width, height: info.height, channels: info.channels }
  return bitmap.channels === 4 && isOpaque(data) ? withoutAlpha(bitmap) : bitmap
}

function isOpaque(rgba: Buffer): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false
  return true
}

async function withoutAlpha(bitmap: Bitmap): Promise<Bitmap> {
  const data = await fromBitmap(bitmap).removeAlpha().raw().toBuffer()
  return { ...bitmap, data, channels: 3 }
}

function fromBitmap({ data, width, height, channels }: Bitmap): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
}

/** The square around the subject, in pixels of the upright picture. */
export async function findSubject(bitmap: Bitmap, upright: Size): Promise<Rectangle> {
  const side = Math.min(SUBJECT_SIDE, bitmap.width, bitmap.height)
  const { info } = await fromBitmap(bitmap)
    .resize(side, side, { fit: 'cover', position: sharp.strategy.attention })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const square = centredSquare({ x: 0, y: 0, ...upright })
  const scale = square.width / side
  const offset = (crop: number | undefined, room: number) =>
    Math.min(Math.max(0, Math.round(-(crop ?? 0) * scale)), room)
  return {
    ...square,
    x: offset(info.cropOffsetLeft, upright.width - square.width),
    y: offset(info.cropOffsetTop, upright.height - square.height),
  }
}

/**
 * Cuts the square out of the upright picture, `SQUARE_MAX` pixels wide or as wide as it is. Where the crop is finer
 * than the shrunk bitmap the file is decoded a second time; a stored master has no file any more.
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
    return pixels(
      openFile(source).extract({ left, top, width, height }).resize(target, target, { fit: 'fill' }),
    )
  }
  const side = Math.min(target, area.width)
  return pixels(
    fromBitmap(bitmap)
      .extract({ left: area.x, top: area.y, width: area.width, height: area.height })
      .resize(side, side, { fit: 'fill' }),
  )
}

/** Encodes a master so that variants show no trace of it: JPEG without colour subsampling, or WebP for transparency. */
export async function encodeMaster(bitmap: Bitmap): Promise<Master> {
  const image =
    bitmap.channels === 3
      ? fromBitmap(bitmap).jpeg({ quality: 93, chromaSubsampling: '4:4:4' })
      : fromBitmap(bitmap).webp({ quality: 93, alphaQuality: 100, effort: 2 })
  const bytes = await expensive('picture encode', () => image.toBuffer())
  return { bytes, contentType: bitmap.channels === 3 ? 'image/jpeg' : 'image/webp' }
}
