import { readFile } from 'node:fs/promises'
import type { Metadata } from 'sharp'
import { acceptedFormats, type SourceFormat, sourceFormats } from '../../common/picture.ts'
import type { Fault } from '../errors/errors.ts'
import { readBmpHeader } from './picture-bmp.ts'
import type { PictureColor } from './picture-color.ts'
import type { Size } from './picture-crop.ts'
import { readJxlSize } from './picture-jxl.ts'
import { sharp } from './picture-library.ts'
import { type PictureHeader, pixelLimit } from './picture-memory.ts'
import { hidesFirstFrame, readPngChunks } from './picture-png.ts'
import { repaired } from './picture-repair.ts'
import { readColor } from './picture-signals.ts'
import { sniff } from './picture-sniff.ts'

/** An upload with a valid header. */
export interface Source {
  path: string
  /** The content, if the picture library cannot open the file as it is. */
  bytes?: Buffer
  /** Dimensions of the upright picture. */
  upright: Size
  /** For its format. */
  maxPixels: number
  header: PictureHeader
  /** What it signals about its color; null if nothing but its profile, if it has one. */
  signals: PictureColor | null
  /** Whether the picture library converts by a profile, unless something else is signaled. */
  hasProfile: boolean
}

type Read = Pick<Source, 'bytes' | 'upright' | 'header' | 'hasProfile'> & { pixels: number }

/**
 * Formats of which browsers apply the orientation in EXIF; the page and the service show the same. AVIF and
 * HEIC have properties of their own for it, which their decoders apply, and JPEG XL a field of its header.
 * Source: measured in Chromium 156, see `test/web/picture-agreement.test.ts`.
 */
const turnedByExif: readonly string[] = ['jpeg', 'png']

/**
 * Reads the header of an upload. Decodes no pixels, and opens only files of accepted formats.
 * @param formats accepted formats
 */
export async function inspect(
  path: string,
  maxPixels: number,
  formats: readonly SourceFormat[] = acceptedFormats(true),
): Promise<Source | { fault: Fault }> {
  const { format, head } = await sniff(path)
  if (format === null) return { fault: { key: 'image_invalid' } }
  try {
    const found = format === 'other' ? null : await read(path, format, head)
    if (found === null || (found.header.format === 'heic' && !formats.includes('heic'))) {
      const names = formats.map((one) => sourceFormats[one].name).join(', ')
      return { fault: { key: 'unsupported_format', params: { formats: names } } }
    }
    const { pixels, ...source } = found
    const limit = pixelLimit(source.header.format, maxPixels)
    if (pixels > limit) {
      return { fault: { key: 'too_many_pixels', params: { megapixels: limit / 1e6 } } }
    }
    const signals = await readColor(path, source.header.format, source.hasProfile)
    const isComposed = await needsComposing(path, source.header)
    return { ...source, header: { ...source.header, isComposed }, path, maxPixels: limit, signals }
  } catch {
    return { fault: { key: 'image_invalid' } }
  }
}

/** An animation that is turned by EXIF is shown as programs show it that know no animations. */
async function needsComposing(path: string, { format, isTurned }: PictureHeader): Promise<boolean> {
  return format === 'png' && !isTurned && hidesFirstFrame(await readPngChunks(path))
}

/** Null if the container is accepted, but not what it contains. @throws {Error} if the header is damaged */
function read(path: string, format: SourceFormat, head: Buffer): Promise<Read | null> | Read {
  if (format === 'bmp') return readBmp(head)
  if (format === 'jxl') return readJxl(path)
  return readByLibrary(path, format, head)
}

function readBmp(head: Buffer): Read {
  const size = readBmpHeader(head)
  if (size === null) throw new Error('damaged')
  return plain('bmp', size)
}

async function readJxl(path: string): Promise<Read> {
  return plain('jxl', await readJxlSize(path))
}

function plain(format: 'bmp' | 'jxl', { width, height }: Size): Read {
  return {
    upright: { width, height },
    pixels: width * height,
    hasProfile: false,
    header: {
      ...{ format, width, height, channels: 4, sampleBytes: 1 },
      ...{ isProgressive: false, isSubsampled: false, isTurned: false },
    },
  }
}

/** What the library calls the container of AVIF and HEIC, by what is in it. */
const inHeif: Record<string, 'heif' | 'heic'> = { av1: 'heif', hevc: 'heic' }

/**
 * The picture library goes by the major brand, and takes `mif1` for HEVC whatever it is. What says otherwise, the codec's
 * configuration or the other brands, is at the beginning (ISO/IEC 23008-12, 10; AV1 Image File Format, 8).
 */
function codecOf({ compression }: Metadata, head: Buffer): string {
  const brands = head.toString('latin1', 8, Math.min(head.readUInt32BE(0), head.length))
  const isAv1 = head.includes('av1C') || (brands.includes('avif') && !/hei[cx]|hevc/.test(brands))
  return compression === 'hevc' && isAv1 && !head.includes('hvcC') ? 'av1' : (compression ?? '')
}

async function readByLibrary(path: string, format: SourceFormat, head: Buffer): Promise<Read | null> {
  const isSequence = head.toString('latin1', 4, 12) === 'ftypavis'
  const bytes = isSequence ? await readStill(path) : await repaired(path, format)
  const header = await sharp(bytes ?? path, { failOn: 'error', limitInputPixels: false }).metadata()
  if (header.format !== (format === 'avif' ? 'heif' : format)) throw new Error('damaged')
  const decoder = format === 'avif' ? inHeif[codecOf(header, head)] : header.format
  if (decoder === undefined) return null
  const isTurned = turnedByExif.includes(format) && (header.orientation ?? 1) > 1
  const { width, height } = isTurned
    ? header.autoOrient
    : { width: header.width, height: header.pageHeight ?? header.height }
  return {
    ...(bytes && { bytes }),
    upright: { width, height },
    // Only the first frame is ever decoded.
    pixels: header.width * (header.pageHeight ?? header.height),
    hasProfile: header.hasProfile,
    header: headerOf(decoder as PictureHeader['format'], header, isTurned),
  }
}

/**
 * Reads an image sequence as the still picture that it contains as well, which is its first frame: the library
 * knows files by their brand, and not that of sequences. Source: AV1 Image File Format, 6.
 */
async function readStill(path: string): Promise<Buffer> {
  const bytes = await readFile(path)
  bytes.write('avif', 8, 'latin1')
  return bytes
}

function headerOf(format: PictureHeader['format'], header: Metadata, isTurned: boolean): PictureHeader {
  return {
    format,
    width: header.width,
    height: header.pageHeight ?? header.height,
    channels: header.channels,
    // HEIC is decoded to 8 bits.
    sampleBytes: header.depth === 'uchar' || format === 'heic' ? 1 : 2,
    isProgressive: header.isProgressive,
    isSubsampled: header.chromaSubsampling !== undefined && !header.chromaSubsampling.startsWith('4:4:4'),
    isTurned,
  }
}
