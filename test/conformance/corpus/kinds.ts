import { fileTypeFromBuffer } from 'file-type'

/** The kinds of pictures that the table tells apart, in its order. */
export const kinds = [
  'JPEG',
  'JPEG, turned by EXIF',
  'JPEG, progressive',
  'JPEG, gray',
  'JPEG, CMYK',
  'PNG',
  'PNG, interlaced',
  'PNG, 16 bits',
  'APNG',
  'GIF',
  'GIF, animated',
  'WebP',
  'WebP, lossless',
  'WebP, animated',
  'AVIF',
  'AVIF, 10 or 12 bits',
  'AVIF sequence',
  'HEIC',
  'HEIC sequence',
  'JPEG XL',
  'BMP',
  'TIFF',
  'SVG',
  'PDF',
  'PSD',
  'ICO',
  'camera raw',
  'something else',
] as const
export type Kind = (typeof kinds)[number]

/** The kinds that the service refuses by decision. */
export const refusedKinds: readonly Kind[] = [
  'TIFF',
  'SVG',
  'PDF',
  'PSD',
  'ICO',
  'camera raw',
  'something else',
]

/** Determines the kind of a picture from its bytes. */
export async function kindOf(bytes: Buffer): Promise<Kind> {
  const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? ''
  if (mime === 'image/jpeg') return jpegKind(bytes)
  if (mime === 'image/png' || mime === 'image/apng') return pngKind(bytes)
  if (mime === 'image/gif') return gifFrames(bytes) > 1 ? 'GIF, animated' : 'GIF'
  if (mime === 'image/webp') return webpKind(bytes)
  if (bytes.subarray(4, 8).toString('latin1') === 'ftyp') return heifKind(bytes)
  if (mime === 'image/jxl') return 'JPEG XL'
  if (mime === 'image/bmp' || bytes.subarray(0, 2).toString('latin1') === 'BM') return 'BMP'
  if (mime === 'image/tiff') return 'TIFF'
  if (mime === 'application/pdf') return 'PDF'
  if (mime === 'image/vnd.adobe.photoshop') return 'PSD'
  if (mime === 'image/x-icon') return 'ICO'
  if (/^image\/x-(adobe-dng|canon|nikon|sony|fujifilm|olympus|panasonic)/.test(mime)) return 'camera raw'
  if (/<svg[\s>]/.test(bytes.subarray(0, 4096).toString('latin1'))) return 'SVG'
  return 'something else'
}

function jpegKind(bytes: Buffer): Kind {
  let isTurned = false
  for (let at = 2; at + 10 < bytes.length; ) {
    if (bytes[at] !== 0xff) break
    const marker = bytes[at + 1]!
    if (marker === 0xff) at++
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const channels = bytes[at + 9]
      if (channels === 4) return 'JPEG, CMYK'
      if (isTurned) return 'JPEG, turned by EXIF'
      if (channels === 1) return 'JPEG, gray'
      return marker === 0xc2 ? 'JPEG, progressive' : 'JPEG'
    } else {
      const end = at + 2 + bytes.readUInt16BE(at + 2)
      if (marker === 0xe1) isTurned ||= exifOrientation(bytes.subarray(at + 4, end)) > 1
      at = end
    }
  }
  return 'JPEG'
}

function exifOrientation(segment: Buffer): number {
  const tiff = segment.subarray(6)
  if (segment.subarray(0, 4).toString('latin1') !== 'Exif' || tiff.length < 8) return 1
  const isLittle = tiff[0] === 0x49
  const short = (at: number) => {
    if (at + 2 > tiff.length) return 0
    return isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  }
  const start = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let n = 0; n < Math.min(short(start), 200); n++) {
    const entry = start + 2 + 12 * n
    if (short(entry) === 0x0112) return short(entry + 8)
  }
  return 1
}

function pngKind(bytes: Buffer): Kind {
  const animation = bytes.indexOf('acTL')
  if (animation !== -1 && animation < bytes.indexOf('IDAT')) return 'APNG'
  if (bytes[24] === 16) return 'PNG, 16 bits'
  return bytes[28] === 1 ? 'PNG, interlaced' : 'PNG'
}

/** Counts the frames of a GIF. */
function gifFrames(bytes: Buffer): number {
  const palette = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let at = 13 + palette(bytes[10] ?? 0)
  let frames = 0
  const skipBlocks = () => {
    while ((bytes[at] ?? 0) !== 0) at += 1 + bytes[at]!
    at++
  }
  while (at < bytes.length && bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) at += 2
    else if (bytes[at] === 0x2c) {
      frames++
      at += 11 + palette(bytes[at + 9] ?? 0)
    } else break
    skipBlocks()
  }
  return frames
}

function webpKind(bytes: Buffer): Kind {
  const first = bytes.subarray(12, 16).toString('latin1')
  if (first === 'VP8X' && ((bytes[20] ?? 0) & 2) !== 0) return 'WebP, animated'
  return first === 'VP8L' || bytes.includes('VP8L') ? 'WebP, lossless' : 'WebP'
}

function heifKind(bytes: Buffer): Kind {
  const brands = bytes.subarray(8, Math.min(bytes.length, bytes.readUInt32BE(0), 200)).toString('latin1')
  const head = bytes.subarray(0, 10_000)
  if (/avif|avis/.test(brands) || head.includes('av01')) {
    if (brands.startsWith('avis') || brands.startsWith('msf1')) return 'AVIF sequence'
    const configuration = head.indexOf('av1C')
    return configuration !== -1 && ((head[configuration + 6] ?? 0) & 0x40) !== 0
      ? 'AVIF, 10 or 12 bits'
      : 'AVIF'
  }
  if (/^(hevc|hevx|msf1)/.test(brands)) return 'HEIC sequence'
  return /heic|heix|mif1|heim|heis/.test(brands) ? 'HEIC' : 'something else'
}
