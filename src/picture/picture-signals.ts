import { type Chromaticities, chromaticitiesByCode, type PictureColor } from './picture-color.ts'
import { readAt, reading } from './picture-file.ts'
import type { PictureHeader } from './picture-memory.ts'
import { readPngChunks } from './picture-png.ts'
import { isSrgbTransfer } from './picture-transfer.ts'

const SRGB: PictureColor = { kind: 'srgb' }
/** Maximum number of boxes that are looked at in each. */
const MAX_PARTS = 1000
/** Maximum size of the boxes that describe the items of a HEIF file, in bytes. */
const MAX_META = 4_000_000

/**
 * Reads what an upload signals about its color. Null if nothing: then an embedded profile counts, else sRGB is
 * assumed. A PNG with a profile is null, too.
 * @param hasProfile whether the picture library found a profile that it can read
 */
export async function readColor(
  path: string,
  format: PictureHeader['format'],
  hasProfile: boolean,
): Promise<PictureColor | null> {
  if (format === 'png') return pngColor(await readPngChunks(path), hasProfile)
  return format === 'heif' || format === 'heic' ? readHeifColor(path) : null
}

/**
 * Chooses among the chunks that signal a color space. Source: PNG (third edition), 4.3: cICP, iCCP, sRGB, then
 * gAMA and cHRM; like browsers, one that is not valid or unknown gives way to the next.
 */
function pngColor(chunks: ReadonlyMap<string, Buffer>, hasProfile: boolean): PictureColor | null {
  const order = [...chunks.keys()]
  const isMisplaced = order.indexOf('cICP') > order.indexOf('PLTE') && chunks.has('PLTE')
  const coded = isMisplaced ? null : cicpColor(chunks.get('cICP'))
  if (coded) return coded
  if (hasProfile) return null
  return chunks.has('sRGB') ? SRGB : gammaColor(chunks.get('gAMA'), chunks.get('cHRM'))
}

/** Other matrices than that of RGB, and narrow ranges, are not valid in a PNG. */
function cicpColor(chunk: Buffer | undefined): PictureColor | null {
  if (chunk?.length !== 4 || chunk[2] !== 0 || chunk[3] !== 1) return null
  const [primaries, transfer] = chunk as unknown as [number, number]
  const chromaticities = chromaticitiesByCode[primaries]
  if (!chromaticities) return null
  // What cameras encode by their own curve is meant for screens of BT.1886. In AVIF, browsers take it for sRGB.
  if ([1, 6, 11, 14, 15].includes(transfer)) return { kind: 'gamma', gamma: 1 / 2.4, chromaticities }
  return transfer === 13 || !isSrgbTransfer(transfer) ? { kind: 'cicp', primaries, transfer } : null
}

/** A gamma of about 1/2.2 alone is that of sRGB; chromaticities alone say nothing. Browsers do the same. */
function gammaColor(gama: Buffer | undefined, chrm: Buffer | undefined): PictureColor {
  const gamma = gama?.length === 4 ? gama.readUInt32BE() / 100_000 : 0
  const isUsual = Math.abs(gamma * 2.2 - 1) < 0.05
  if (gamma === 0 || (isUsual && !chrm)) return SRGB
  if (!chrm) return { kind: 'gamma', gamma, chromaticities: null }
  const chromaticities = chrm.length === 32 ? chromaticitiesOf(chrm) : null
  return chromaticities ? { kind: 'gamma', gamma, chromaticities } : SRGB
}

/** The chromaticities of cHRM, in hundred-thousandths; null if they span no triangle. */
function chromaticitiesOf(chunk: Buffer): Chromaticities | null {
  const point = (n: number) =>
    [chunk.readUInt32BE(n * 8) / 100_000, chunk.readUInt32BE(n * 8 + 4) / 100_000] as const
  const [white, red, green, blue] = [point(0), point(1), point(2), point(3)]
  const area = (red[0] - blue[0]) * (green[1] - blue[1]) - (green[0] - blue[0]) * (red[1] - blue[1])
  const isUsable = Math.abs(area) > 0.001 && white[1] > 0 && white[0] + white[1] <= 1
  return isUsable ? [red, green, blue, white] : null
}

/** What the primary picture of an AVIF or HEIC file signals: its ICC profile, else its code points. */
function readHeifColor(path: string): Promise<PictureColor | null> {
  return reading(path, async (file) => {
    let at = 0
    for (let parts = 0; parts < MAX_PARTS && Number.isSafeInteger(at); parts++) {
      const head = await readAt(file, at, 16)
      const box = boxOf(head, 0, Number.MAX_SAFE_INTEGER)
      if (box === null) break
      if (box.type === 'meta') {
        return box.size > MAX_META ? null : heifColor(await readAt(file, at + box.head, box.size - box.head))
      }
      at += box.size
    }
    return null
  })
}

interface Box {
  type: string
  /** With its head, in bytes. */
  size: number
  head: 8 | 16
}

/** The box at `at`; null if it is cut off or ends after `end`. */
function boxOf(bytes: Buffer, at: number, end: number): Box | null {
  if (at + 8 > Math.min(end, bytes.length)) return null
  const short = bytes.readUInt32BE(at)
  const head = short === 1 ? 16 : 8
  if (at + head > bytes.length) return null
  const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short
  if (size < head || at + size > end) return null
  return { type: bytes.toString('latin1', at + 4, at + 8), size, head }
}

/** The contents of the boxes in a box. */
function* boxesIn(bytes: Buffer): Generator<{ type: string; content: Buffer }> {
  let at = 0
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    const box = boxOf(bytes, at, bytes.length)
    if (box === null) return
    yield { type: box.type, content: bytes.subarray(at + box.head, at + box.size) }
    at += box.size
  }
}

const findBox = (bytes: Buffer, type: string) => {
  for (const box of boxesIn(bytes)) if (box.type === type) return box.content
  return Buffer.alloc(0)
}

/** Source: ISO/IEC 14496-12, 8.11 and 12.1.5, and ISO/IEC 23008-12, 9.3. */
function heifColor(meta: Buffer): PictureColor | null {
  try {
    const boxes = meta.subarray(4)
    const pitm = findBox(boxes, 'pitm')
    const primary = pitm[0] === 0 ? pitm.readUInt16BE(4) : pitm.readUInt32BE(4)
    const iprp = findBox(boxes, 'iprp')
    const properties = [...boxesIn(findBox(iprp, 'ipco'))]
    const colors = associated(findBox(iprp, 'ipma'), primary)
      .map((index) => properties[index - 1])
      .filter((property) => property?.type === 'colr')
      .map((property) => colorOf((property as { content: Buffer }).content))
    return colors.find((color) => color?.kind === 'icc') ?? colors.find((color) => color !== null) ?? null
  } catch (error) {
    // Read beyond the end.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The numbers of the properties of an item, from 1. */
function associated(ipma: Buffer, item: number): number[] {
  const isWide = ((ipma[3] as number) & 1) === 1
  const idSize = ipma[0] === 0 ? 2 : 4
  let at = 8
  for (let entries = ipma.readUInt32BE(4); entries > 0; entries--) {
    const id = ipma.readUIntBE(at, idSize)
    const count = ipma.readUInt8(at + idSize)
    at += idSize + 1
    const step = isWide ? 2 : 1
    if (id === item) {
      return Array.from({ length: count }, (_, n) =>
        isWide ? ipma.readUInt16BE(at + n * 2) & 0x7fff : ipma.readUInt8(at + n) & 0x7f,
      )
    }
    at += count * step
  }
  return []
}

function colorOf(colr: Buffer): PictureColor | null {
  const type = colr.toString('latin1', 0, 4)
  if (type === 'prof' || type === 'rICC') return { kind: 'icc', profile: colr.subarray(4) }
  if (type !== 'nclx') return null
  return { kind: 'cicp', primaries: colr.readUInt16BE(4), transfer: colr.readUInt16BE(6) }
}
