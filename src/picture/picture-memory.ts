import { ORIGINAL_MAX, type PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'
import { centredSquare, type Rectangle, type Size } from './picture-crop.ts'

/**
 * How much memory work on pictures takes, in bytes beyond that of an idle worker: upper bounds of what was measured,
 * see `test/picture-memory.test.ts`. Whoever takes more is stopped, so a header that lies gains nothing.
 */

const MB = 1_000_000
/** What an idle worker takes that it does not share with the others. */
export const IDLE_MEMORY = 50 * MB
/** What any decode takes: libraries, the shrunk bitmap, its square and the encoding of both. */
const ANY_DECODE = 80 * MB
/** Turning the shrunk bitmap upright. */
const TURN = 30 * MB
/** What a second file of the same upload keeps meanwhile. */
const SECOND_FILE = 25 * MB
/** Cutting and encoding a stored master. */
export const RECROP_MEMORY = 100 * MB
const ANY_ENCODE = 40 * MB
/** The side of the square one. */
export const SQUARE_MAX = 1024

/** What the header of a picture says of its decode. */
export interface PictureHeader extends Size {
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'heif'
  channels: number
  /** Bytes of a decoded channel. */
  sampleBytes: 1 | 2
  /** Progressive (JPEG) or interlaced (PNG). */
  isProgressive: boolean
  /** JPEG with fewer samples for colour than for brightness. */
  isSubsampled: boolean
  /** Stored in another orientation than it is shown. */
  isTurned: boolean
}

/** Whether the square is finer than the shrunk bitmap, so that it is cut from the pixels of the file. */
export function isFine(upright: Size, square: Rectangle): boolean {
  const scale = Math.min(1, ORIGINAL_MAX / Math.max(upright.width, upright.height))
  return Math.floor(square.width * scale) < Math.min(square.width, SQUARE_MAX)
}

/** For the decode of a picture and the cut of its square; without one, of the largest that fits. */
export function decodeMemory(header: PictureHeader, square?: Rectangle): number {
  const cut = square ?? centredSquare({ x: 0, y: 0, width: header.width, height: header.height })
  const fine = isFine(header, cut)
  const turn = header.isTurned ? (fine ? pixelsOf(header) * header.channels * 1.25 : TURN) : 0
  return Math.ceil(ANY_DECODE + turn + formatMemory(header, fine))
}

/** For an upload with these files. */
export function uploadMemory(files: number[]): number {
  return Math.max(...files) + (files.length - 1) * SECOND_FILE
}

const pixelsOf = ({ width, height }: Size) => width * height

/** By how much a WebP is shrunk while it is read, at least. */
const shrinkOnLoad = ({ width, height }: Size) =>
  Math.max(1, Math.floor(Math.max(width, height) / ORIGINAL_MAX))

function formatMemory(header: PictureHeader, fine: boolean): number {
  const pixels = pixelsOf(header)
  const { width, channels, sampleBytes, isProgressive } = header
  switch (header.format) {
    case 'jpeg':
      // The coefficients of all scans, 16 bits each, and some rows.
      return (isProgressive ? pixels * channels * (header.isSubsampled ? 1 : 2) : 0) + width * 3 * 1000
    case 'png': {
      const bytes = pixels * channels * sampleBytes
      // Adam7 needs the whole picture; the rows are those from which one row of the shrunk picture is made.
      return (isProgressive ? bytes * 1.3 : 0) + Math.min(bytes * 8, width * channels * sampleBytes * 1000)
    }
    case 'webp':
      return fine ? pixels * 8 : (pixels * 4) / shrinkOnLoad(header) ** 2
    case 'gif':
      return pixels * 5.5 + Math.min(pixels * 32, width * 4000)
    case 'heif':
      // Read whole, before anything else takes memory.
      return Math.max(0, pixels * ((sampleBytes === 2 ? 26 : 19) + (channels > 3 ? 3 : 0)) - 50 * MB)
  }
}

/** For a form of a picture, made of its master. */
export function encodeMemory(size: PictureSize, format: PictureFormat): number {
  const side = size === 'original' ? ORIGINAL_MAX : size
  return ANY_ENCODE + side * side * { avif: 56, webp: 28, jpeg: 14 }[format]
}

/** How the memory of a process for pictures is shared out, in bytes, and how many may be decoded at a time. */
export interface MemoryShares {
  decode: number
  encode: number
  /** Decodes at a time. */
  decodes: number
  /** What each of them may take beyond an idle worker without asking for more. */
  perDecode: number
}

/** What a photograph of a phone takes, on its side. */
const COMMON_DECODE = ANY_DECODE + TURN + 15 * MB
/** The largest form of a picture that is made of its master. */
const LARGEST_ENCODE = encodeMemory('original', 'avif') + IDLE_MEMORY

/**
 * Shares the memory out: to encoding what the largest form needs, or a quarter, and never more than two fifths.
 * @param decodes most decodes at a time; fewer if there is not the memory for so many common pictures
 */
export function shareMemory(memory: number, decodes: number): MemoryShares {
  const encode = Math.min(memory * 0.4, Math.max(LARGEST_ENCODE, memory / 4))
  const decode = memory - encode
  const places = Math.max(1, Math.min(decodes, Math.floor(decode / (IDLE_MEMORY + COMMON_DECODE))))
  return { decode, encode, decodes: places, perDecode: Math.floor(decode / places) - IDLE_MEMORY }
}
