import type { SeedPicture } from './picture-mutations.ts'
import { edges, withChecksums, writeNumber } from './picture-mutations.ts'

/** A number in the header of a picture. */
interface Field {
  at: number
  /** In bytes. */
  size: 1 | 2 | 4
  isLittle: boolean
}

/** Most fields looked for in a picture; the headers of the seeds have fewer. */
const MOST_FIELDS = 2000

const big = (at: number, ...sizes: Field['size'][]) => row(at, sizes, false)
const little = (at: number, ...sizes: Field['size'][]) => row(at, sizes, true)

/** Fields that follow each other. */
function row(at: number, sizes: Field['size'][], isLittle: boolean): Field[] {
  return sizes.map((size, n) => ({
    at: at + sizes.slice(0, n).reduce((sum, before) => sum + before, 0),
    size,
    isLittle,
  }))
}

const typeAt = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4)

/** Lengths of chunks, and IHDR, acTL, fcTL, gAMA, cHRM, cICP and the like (PNG, third edition). */
function pngFields(bytes: Buffer): Field[] {
  const fields: Field[] = []
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    fields.push(...big(at, 4))
    const type = typeAt(bytes, at + 4)
    if (type === 'IHDR') fields.push(...big(at + 8, 4, 4, 1, 1, 1, 1, 1))
    else if (type === 'fcTL') fields.push(...big(at + 8, 4, 4, 4, 4, 4, 2, 2, 1, 1))
    else if (type !== 'IDAT' && type !== 'fdAT') fields.push(...big(at + 8, 4, 4))
  }
  return fields
}

/** Markers with their lengths, frames, scans, and the entries of EXIF (ITU-T T.81, Exif 3.0). */
function jpegFields(bytes: Buffer): Field[] {
  const fields: Field[] = []
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!
    fields.push(...big(at + 1, 1, 2))
    if (marker >= 0xc0 && marker <= 0xc2) fields.push(...big(at + 4, 1, 2, 2, 1, 1, 1, 1, 1, 1, 1))
    if (marker === 0xda) fields.push(...big(at + 4, 1, 1, 1, 1, 1, 1))
    // The byte order follows the marker `Exif`, and the first directory the header of eight bytes.
    if (marker === 0xe1) fields.push(...row(at + 14, [4, 2, 2, 2, 4, 4], bytes[at + 10] === 0x49))
    if (marker === 0xda) break
  }
  return fields
}

/** The logical screen, and place, size and code size of each frame (GIF89a). */
function gifFields(bytes: Buffer): Field[] {
  const fields = little(6, 2, 2, 1, 1, 1)
  for (let at = bytes.indexOf(0x2c, 13); at !== -1; at = bytes.indexOf(0x2c, at + 1)) {
    fields.push(...little(at + 1, 2, 2, 2, 2, 1))
  }
  return fields
}

/** Sizes of chunks, the canvas, frames, and the sizes in both codecs (RFC 9649). */
function webpFields(bytes: Buffer): Field[] {
  const fields = little(4, 4)
  for (let at = 12; at + 8 <= bytes.length; ) {
    const type = typeAt(bytes, at)
    fields.push(...little(at + 4, 4))
    if (type === 'VP8X') fields.push(...little(at + 8, 4, 2, 1, 2, 1))
    if (type === 'ANMF') fields.push(...little(at + 8, 2, 1, 2, 1, 2, 1, 2, 1, 4))
    if (type === 'VP8L') fields.push(...little(at + 8, 1, 4))
    if (type === 'VP8 ') fields.push(...little(at + 8, 2, 1, 1, 2, 2, 2))
    at += type === 'ANMF' ? 24 : 8 + bytes.readUInt32LE(at + 4)
  }
  return fields
}

/** Boxes that contain others, with the bytes between their head and the first box in them. */
const containers: Readonly<Record<string, number>> = {
  ...{ meta: 4, iprp: 0, ipco: 0, iinf: 6, moov: 0, trak: 0, mdia: 0, minf: 0, stbl: 0, dinf: 0, stsd: 8 },
  ...{ edts: 0, av01: 78, hvc1: 78, iref: 4, dref: 8 },
}

/** Sizes of boxes, and the first numbers in each: sizes, counts and offsets (ISO/IEC 14496-12 and 23008-12). */
function boxFields(bytes: Buffer, from = 0, to = bytes.length, depth = 0): Field[] {
  const fields: Field[] = []
  for (let at = from; at + 8 <= to && depth < 10; ) {
    const type = typeAt(bytes, at + 4)
    const size = bytes.readUInt32BE(at)
    const end = size < 8 ? to : Math.min(to, at + size)
    fields.push(...big(at, 4))
    const skipped = containers[type]
    if (type !== 'mdat')
      for (let n = at + 8; n + 4 <= Math.min(end, at + 48); n += 4) fields.push(...big(n, 4))
    if (type === 'ipma' || type === 'iloc') {
      for (let n = at + 8; n + 2 <= end; n++) fields.push(...big(n, 1))
    }
    if (skipped !== undefined) fields.push(...boxFields(bytes, at + 8 + skipped, end, depth + 1))
    at = end
  }
  return fields
}

/** The whole file and information header, with masks and color space (BITMAPV5HEADER). */
const bmpFields = () => [
  ...little(2, 4, 2, 2, 4, 4, 4, 4, 2, 2),
  ...Array.from({ length: 27 }, (_, n) => little(30 + 4 * n, 4)).flat(),
]

/** The numbers of a JPEG XL codestream are not aligned to bytes (ISO/IEC 18181-1). */
const codestreamFields = () => Array.from({ length: 32 }, (_, n) => little(n, 1)).flat()

/** Returns the numbers in the header of a picture. */
export function fieldsOf(bytes: Buffer): Field[] {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\x89PNG')) return pngFields(bytes)
  if (head.startsWith('\xff\xd8')) return jpegFields(bytes)
  if (head.startsWith('GIF8')) return gifFields(bytes)
  if (head.startsWith('RIFF')) return webpFields(bytes)
  if (head.startsWith('BM')) return bmpFields()
  if (head.startsWith('\xff\x0a')) return codestreamFields()
  return boxFields(bytes)
}

/** Sizes at which decoders need much memory, or allocate nothing. */
const sizes = [0, 1, 2, 3, 100, 4096, 16_383, 16_384, 30_000, 65_535, 65_536, 100_000, 1_000_000]

/**
 * Returns a picture in which some numbers of the header are others: at the edges, sizes of large pictures, close to
 * the right ones, or random. Every fourth is cut off as well.
 */
export function withOtherHeader(seeds: readonly SeedPicture[], random: () => number): SeedPicture {
  const below = (n: number) => Math.floor(random() * n)
  const { name, bytes: original } = seeds[below(seeds.length)]!
  const bytes = Buffer.from(original)
  const fields = fieldsOf(original)
    .filter(({ at, size }) => at + size <= bytes.length)
    .slice(0, MOST_FIELDS)
  for (let n = 1 + below(3); n > 0; n--) {
    const { at, size, isLittle } = fields[below(fields.length)]!
    const present = isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)
    const value = [
      edges[below(edges.length)]!,
      sizes[below(sizes.length)]!,
      Math.max(0, present + below(9) - 4),
      below(2 ** (8 * size)),
    ][below(4)]!
    writeNumber(bytes, at, value, size, isLittle)
  }
  // A decoder stops reading a PNG at a wrong checksum, so the changed numbers would not be used.
  const whole = name.startsWith('png') ? withChecksums(bytes) : bytes
  return { name, bytes: below(4) === 0 ? whole.subarray(0, 1 + below(whole.length)) : whole }
}
