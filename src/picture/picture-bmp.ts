import type { Size } from './picture-crop.ts'

/** What a BMP says before its pixels. */
export interface BmpHeader extends Size {
  bits: 1 | 2 | 4 | 8 | 16 | 24 | 32
  isTopDown: boolean
  /** Whether the pixels are run-length encoded. */
  isRle: boolean
  /** Where the pixels begin. */
  offset: number
  /** Red, green and blue of each color, one after the other. */
  palette: Uint8Array
  /** Bits of red, green, blue and alpha in a pixel; alpha 0 if there is none. */
  masks: readonly [number, number, number, number]
}

const RGB = 0
const RLE8 = 1
const RLE4 = 2
const BITFIELDS = 3
const ALPHA_BITFIELDS = 6

/** Sizes of the second header: OS/2 1 and 2 (short and full), and Windows 3, its two extensions, 4 and 5. */
const OS2_1 = 12
const headerSizes = [OS2_1, 16, 64, 40, 52, 56, 108, 124]
/** The first header. */
const FILE_HEADER = 14

/**
 * Reads the headers and the palette of a BMP. Returns null if they make no sense or say that the pixels are
 * encoded in a way that only printers know. Source: Microsoft, Bitmap Header Types, and [MS-WMF] 2.2.2.
 * @param head at least the first 1200 bytes, or the whole file
 */
export function readBmpHeader(head: Buffer): BmpHeader | null {
  if (head.length < FILE_HEADER + OS2_1 || head.toString('latin1', 0, 2) !== 'BM') return null
  const size = head.readUInt32LE(FILE_HEADER)
  if (!headerSizes.includes(size) || head.length < FILE_HEADER + size) return null
  const isOld = size === OS2_1
  const at = FILE_HEADER + 4
  const width = isOld ? head.readUInt16LE(at) : head.readInt32LE(at)
  const height = isOld ? head.readUInt16LE(at + 2) : head.readInt32LE(at + 4)
  const bits = head.readUInt16LE(isOld ? at + 6 : at + 10)
  const compression = isOld || size === 16 ? RGB : head.readUInt32LE(at + 12)
  // Without the headers, the masks of Windows 3 follow it.
  const extra = size !== 40 ? 0 : compression === BITFIELDS ? 12 : compression === ALPHA_BITFIELDS ? 16 : 0
  const tableAt = FILE_HEADER + size + extra
  const offset = head.readUInt32LE(10)
  if (width <= 0 || height === 0 || offset < tableAt || !isKnown(bits, compression, size)) return null
  const masks = masksOf(head, { bits, compression, hasAlpha: size >= 56 || extra === 16 })
  if (masks === null) return null
  const used = isOld || size === 16 ? 0 : head.readUInt32LE(at + 28)
  const palette =
    bits <= 8 ? readPalette(head.subarray(tableAt, offset), isOld ? 3 : 4, used || 2 ** bits) : none
  return {
    ...{ width, height: Math.abs(height), bits: bits as BmpHeader['bits'], isTopDown: height < 0 },
    ...{ isRle: compression === RLE8 || compression === RLE4, offset, palette, masks },
  }
}

const none = new Uint8Array()

function isKnown(bits: number, compression: number, size: number): boolean {
  if (compression === RGB) return [1, 2, 4, 8, 16, 24, 32].includes(bits)
  if (compression === RLE8) return bits === 8
  if (compression === RLE4) return bits === 4
  // In OS/2 2, the same number stands for another encoding.
  return (
    size !== 64 &&
    (compression === BITFIELDS || compression === ALPHA_BITFIELDS) &&
    (bits === 16 || bits === 32)
  )
}

function masksOf(
  head: Buffer,
  { bits, compression, hasAlpha }: { bits: number; compression: number; hasAlpha: boolean },
): BmpHeader['masks'] | null {
  if (compression !== BITFIELDS && compression !== ALPHA_BITFIELDS) {
    // Browsers ignore the fourth byte of 32 bits unless a mask says that it is alpha.
    return bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0]
  }
  const at = FILE_HEADER + 40
  if (head.length < at + 16) return null
  const mask = (n: number) => head.readUInt32LE(at + n * 4)
  return [mask(0), mask(1), mask(2), hasAlpha ? mask(3) : 0]
}

/** The palette in the file is in the order blue, green, red; a color may have an unused fourth byte. */
function readPalette(table: Buffer, entry: 3 | 4, count: number): Uint8Array {
  const entries = Math.min(count, 256, Math.floor(table.length / entry))
  const palette = new Uint8Array(256 * 3)
  for (let n = 0; n < entries; n++) {
    palette[n * 3] = table[n * entry + 2] as number
    palette[n * 3 + 1] = table[n * entry + 1] as number
    palette[n * 3 + 2] = table[n * entry] as number
  }
  return palette
}
