import { ORIGINAL_MAX, type PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'
import { centeredSquare, type Rectangle, type Size } from './picture-crop.ts'
import { storedSide } from './picture-shrink.ts'

/**
 * Memory required by work on pictures, in bytes in addition to that of an idle worker: upper bounds of
 * measurements, see `test/picture/picture-memory.test.ts`. Work that exceeds it is stopped, so a false header
 * gains nothing.
 */

const MB = 1_000_000
/** Memory of an idle worker that is not shared with the others. */
export const IDLE_MEMORY = 50 * MB
/** Memory of any decode: libraries, the shrunk bitmap, its square and the encoding of both. */
const ANY_DECODE = 80 * MB
/** Turning the shrunk bitmap upright. */
const TURN = 30 * MB
/** Memory for a file and its first frame of their own. */
const COPIES = 35 * MB
/** Memory retained for a second file of the same upload. */
const SECOND_FILE = 25 * MB
/** Turning, cropping and encoding a stored master. */
export const RECROP_MEMORY = 115 * MB
/** Finding the subject of a small rendering. */
export const SUGGEST_MEMORY = 100 * MB
const ANY_ENCODE = 40 * MB
/** WebAssembly of the decoders. */
const HEIC_LIBRARY = 30 * MB
const JXL_LIBRARY = 20 * MB
/** Side length of the square master. */
export const SQUARE_MAX = 1024

/**
 * How many times as many pixels a JPEG may have as other pictures. Its pixels are never in memory as a whole,
 * unless it is turned for a fine square; what a progressive one needs is estimated.
 */
const JPEG_PIXELS_FACTOR = 4

/** Returns the maximum number of pixels of a picture in this format; `maxPixels` is the operator's limit. */
export function pixelLimit(format: PictureHeader['format'], maxPixels: number): number {
  return format === 'jpeg' ? maxPixels * JPEG_PIXELS_FACTOR : maxPixels
}

/** What the header of a picture reveals about its decode. */
export interface PictureHeader extends Size {
  /** `heif` is AVIF, as in the picture library. */
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'heif' | 'heic' | 'jxl' | 'bmp'
  channels: number
  /** Bytes per decoded channel. */
  sampleBytes: 1 | 2
  /** Progressive (JPEG) or interlaced (PNG). */
  isProgressive: boolean
  /** JPEG with chroma subsampling. */
  isSubsampled: boolean
  /** Stored in a different orientation from the one shown. */
  isTurned: boolean
  /** Animated PNG whose first frame must be put on its canvas. */
  isComposed?: boolean
}

/** Whether the square is finer than the shrunk bitmap, so that it must be cut from the pixels of the file. */
export function isFine(picture: Size & Pick<PictureHeader, 'format'>, square: Rectangle): boolean {
  const scale = storedSide(picture, picture.format === 'jpeg') / Math.max(picture.width, picture.height)
  return Math.floor(square.width * scale) < Math.min(square.width, SQUARE_MAX)
}

/**
 * Estimates the memory for decoding a picture and cutting its square; without a square, the largest that
 * fits.
 */
export function decodeMemory(header: PictureHeader, square?: Rectangle): number {
  const cut = square ?? centeredSquare({ x: 0, y: 0, width: header.width, height: header.height })
  const fine = isFine(header, cut)
  const turn = header.isTurned ? (fine ? pixelsOf(header) * header.channels * 1.25 : TURN) : 0
  return Math.ceil(ANY_DECODE + turn + formatMemory(header, fine))
}

/** Estimates the memory for an upload with these files. */
export function uploadMemory(files: number[]): number {
  return Math.max(...files) + (files.length - 1) * SECOND_FILE
}

const pixelsOf = ({ width, height }: Size) => width * height

/** Minimum factor by which a WebP is shrunk on load. */
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
      const canvas = header.isComposed ? pixels * 4 + COPIES : 0
      // Adam7 requires the whole picture; otherwise only the rows from which one row of the shrunk picture is
      // made.
      return (
        canvas +
        (isProgressive ? bytes * 1.3 : 0) +
        Math.min(bytes * 8, width * channels * sampleBytes * 1000)
      )
    }
    case 'webp':
      return fine ? pixels * 8 : (pixels * 4) / shrinkOnLoad(header) ** 2
    case 'gif':
      return pixels * 5.5 + Math.min(pixels * 32, width * 4000)
    case 'heif':
      // Read completely before anything else needs memory.
      return Math.max(0, pixels * ((sampleBytes === 2 ? 26 : 19) + (channels > 3 ? 3 : 0)) - 50 * MB)
    case 'heic':
      return HEIC_LIBRARY + pixels * (channels > 3 ? 20 : 14)
    case 'jxl':
      return JXL_LIBRARY + pixels * 50
    case 'bmp':
      return pixels * 8
  }
}

/** Estimates the memory for deriving a variant from its master. */
export function encodeMemory(size: PictureSize, format: PictureFormat): number {
  const side = size === 'original' ? ORIGINAL_MAX : size
  return ANY_ENCODE + side * side * { avif: 56, webp: 28, jpeg: 14 }[format]
}

/** Shaping letters: HarfBuzz, and two fonts of up to 5 MB, each of them twice. */
const INITIALS = 60 * MB

/** Estimates the memory for drawing a default picture. */
export function drawMemory(initials: readonly string[], size: PictureSize, format: PictureFormat): number {
  return encodeMemory(size, format) + (initials.length > 0 ? INITIALS : 0)
}

/**
 * How the memory of a process for pictures is divided, in bytes, and how many pictures may be decoded
 * concurrently.
 */
export interface MemoryShares {
  decode: number
  encode: number
  /** Maximum number of concurrent decodes. */
  decodes: number
  /** What each of them may use in addition to an idle worker without reserving more. */
  perDecode: number
}

/** Memory for a photograph from a phone that must be turned. */
const COMMON_DECODE = ANY_DECODE + TURN + 15 * MB
/** Memory for the largest variant. */
const LARGEST_ENCODE = encodeMemory('original', 'avif') + IDLE_MEMORY

/**
 * Divides the memory: encoding gets what the largest variant needs, or a quarter, but never more than two
 * fifths.
 * @param decodes maximum number of concurrent decodes; reduced if there is not enough memory for so many
 * common pictures
 */
export function shareMemory(memory: number, decodes: number): MemoryShares {
  const encode = Math.min(memory * 0.4, Math.max(LARGEST_ENCODE, memory / 4))
  const decode = memory - encode
  const places = Math.max(1, Math.min(decodes, Math.floor(decode / (IDLE_MEMORY + COMMON_DECODE))))
  return { decode, encode, decodes: places, perDecode: Math.floor(decode / places) - IDLE_MEMORY }
}
