import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { animated, detailed } from './pictures.ts'

/** Pictures that are damaged in the ways in which transfers, disks and phones damage them. */

/** Leaves out the last bytes. */
const without = (bytes: Buffer, count: number) => bytes.subarray(0, bytes.length - count)
/** Keeps this share of the bytes. */
const share = (bytes: Buffer, part: number) => bytes.subarray(0, Math.floor(bytes.length * part))
/** Overwrites the bytes from this share of the file on. */
const overwritten = (bytes: Buffer, part: number, value: Buffer) => {
  const copy = Buffer.from(bytes)
  value.copy(copy, Math.floor(copy.length * part))
  return copy
}
/** Changes one bit in the middle of each range. */
const flipped = (bytes: Buffer, ...ranges: [start: number, end: number][]) => {
  const copy = Buffer.from(bytes)
  for (const [start, end] of ranges) copy[Math.floor((start + end) / 2)]! ^= 1
  return copy
}
const joined = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))

const end = Buffer.from([0xff, 0xd9])
const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/damaged', name))
const source = () => detailed(320, 240)

/** Removes restart markers: `count` of them, after the first 20. */
function withoutRestarts(bytes: Buffer, count: number): Buffer {
  const parts: Buffer[] = []
  let start = 0
  let seen = 0
  for (let i = bytes.indexOf(Buffer.from([0xff, 0xda])); i < bytes.length - 1; i++) {
    if (bytes[i] !== 0xff || bytes[i + 1]! < 0xd0 || bytes[i + 1]! > 0xd7 || seen++ < 20 || seen > 20 + count)
      continue
    parts.push(bytes.subarray(start, i))
    start = i + 2
  }
  return joined(...parts, bytes.subarray(start))
}

/** The start of each scan of a JPEG. */
function scans(bytes: Buffer): number[] {
  const found: number[] = []
  const scan = Buffer.from([0xff, 0xda])
  for (let at = bytes.indexOf(scan); at !== -1; at = bytes.indexOf(scan, at + 1)) found.push(at)
  return found
}

interface Chunk {
  type: string
  start: number
  end: number
}

/** The chunks of a PNG. */
function chunks(bytes: Buffer): Chunk[] {
  const found: Chunk[] = []
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at, end })
    at = end
  }
  return found
}

/** Makes the check sum of a chunk of a PNG wrong. */
function wrongSum(bytes: Buffer, type: string): Buffer {
  const { end } = chunks(bytes).find((chunk) => chunk.type === type)!
  return flipped(bytes, [end - 1, end])
}

function withText(bytes: Buffer): Buffer {
  const body = Buffer.from('tEXtComment\0hello', 'latin1')
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length - 4, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return joined(bytes.subarray(0, 33), frame.subarray(0, 4), body, frame.subarray(4), bytes.subarray(33))
}

/** Where each frame of a GIF starts, by its graphic control extension, and the trailer. */
function frames(bytes: Buffer): number[] {
  const found: number[] = []
  const control = Buffer.from([0x21, 0xf9, 0x04])
  for (let at = bytes.indexOf(control); at !== -1; at = bytes.indexOf(control, at + 1)) found.push(at)
  return [...found, bytes.length - 1]
}

function withRiffSize(bytes: Buffer, more: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt32LE(copy.readUInt32LE(4) + more, 4)
  return copy
}

/** A damaged file, and what should become of it. */
export type Row = [what: string, bytes: () => Promise<Buffer>, expected: 'accepted' | 'refused']

const edit =
  (make: () => Promise<Buffer>, change: (bytes: Buffer) => Buffer): (() => Promise<Buffer>) =>
  async () =>
    change(await make())

const jpeg = () => source().jpeg().toBuffer()
const progressive = () => source().jpeg({ progressive: true }).toBuffer()
const restarts = () => fixture('restarts.jpg')
const arithmetic = () => fixture('arithmetic.jpg')

/** Chromium 156 shows all of them, with grey or a coarse picture for what is missing. */
export const jpegs: Row[] = [
  ['without its end marker', edit(jpeg, (b) => without(b, 2)), 'accepted'],
  ['without its last 20 bytes', edit(jpeg, (b) => without(b, 20)), 'accepted'],
  [
    'without its last 20 bytes, and an end marker',
    edit(jpeg, (b) => joined(without(b, 20), end)),
    'accepted',
  ],
  ['without its last tenth', edit(jpeg, (b) => share(b, 0.9)), 'refused'],
  ['without its lower half', edit(jpeg, (b) => share(b, 0.5)), 'refused'],
  ['without its lower half, and an end marker', edit(jpeg, (b) => joined(share(b, 0.5), end)), 'refused'],
  ['with a lower half of zeros', edit(jpeg, (b) => overwritten(b, 0.5, Buffer.alloc(b.length))), 'refused'],
  [
    'without its end marker, then zeros',
    edit(jpeg, (b) => joined(without(b, 2), Buffer.alloc(4096))),
    'accepted',
  ],
  ['followed by garbage', edit(jpeg, (b) => joined(b, Buffer.alloc(5000, 'abc'))), 'accepted'],
  [
    'followed by a film, as from phones',
    edit(jpeg, (b) => joined(b, '\0\0\0\x18ftypmp42', Buffer.alloc(9000, 1))),
    'accepted',
  ],
  ['followed by another JPEG, as in MPF', edit(jpeg, (b) => joined(b, b)), 'accepted'],
  ['followed by another JPEG that is cut off', edit(jpeg, (b) => joined(b, share(b, 0.5))), 'accepted'],
  [
    'followed by a trailer, as from Samsung',
    edit(jpeg, (b) => joined(b, 'Image_UTC_Data1700000000000SEFH\x6b\0\0\0SEFT')),
    'accepted',
  ],
  [
    'with garbage before a marker',
    edit(jpeg, (b) => joined(b.subarray(0, 20), 'garbage', b.subarray(20))),
    'accepted',
  ],
  [
    'with a few wrong bytes in the middle',
    edit(jpeg, (b) => overwritten(b, 0.6, Buffer.from('0123456789'))),
    'accepted',
  ],
  ['progressive, without its end marker', edit(progressive, (b) => without(b, 2)), 'accepted'],
  ['progressive, without half of its last refinement', edit(progressive, (b) => share(b, 0.85)), 'accepted'],
  [
    'progressive, without its last two scans',
    edit(progressive, (b) => b.subarray(0, scans(b).at(-2))),
    'accepted',
  ],
  [
    'progressive, with only the coarse first scan',
    edit(progressive, (b) => b.subarray(0, scans(b)[1])),
    'refused',
  ],
  [
    'progressive, with half of its first scan',
    edit(progressive, (b) => b.subarray(0, (scans(b)[0]! + scans(b)[1]!) / 2)),
    'refused',
  ],
  [
    'progressive, with half of its first scan, and an end marker',
    edit(progressive, (b) => joined(b.subarray(0, (scans(b)[0]! + scans(b)[1]!) / 2), end)),
    'refused',
  ],
  ['with restart markers, without its end marker', edit(restarts, (b) => without(b, 2)), 'accepted'],
  ['with restart markers, one of which is lost', edit(restarts, (b) => withoutRestarts(b, 1)), 'accepted'],
  ['with restart markers, most of which are lost', edit(restarts, (b) => withoutRestarts(b, 200)), 'refused'],
  [
    'with restart markers, without its lower half, and an end marker',
    edit(restarts, (b) => joined(share(b, 0.5), end)),
    'refused',
  ],
  ['with arithmetic coding', arithmetic, 'accepted'],
  ['with arithmetic coding, without its lower half', edit(arithmetic, (b) => share(b, 0.5)), 'refused'],
  ['with arithmetic coding, without its end marker', edit(arithmetic, (b) => without(b, 2)), 'refused'],
  // Encoders may leave out zeros at the end, so the data of an arithmetic code is never too short.
  [
    'with arithmetic coding, without its lower half, and an end marker',
    edit(arithmetic, (b) => joined(share(b, 0.5), end)),
    'accepted',
  ],
]

const png = () => source().png().toBuffer()
const gif = () => animated('gif', 64, 3)
const webp = () => source().webp().toBuffer()
const film = () => animated('webp', 64, 3)
const avif = () => source().avif({ effort: 0 }).toBuffer()

/**
 * Chromium 156 shows all of them, with nothing for what is missing, except the PNG with a damaged header and the WebP
 * with too small a size. Of a WebP with a wrong size it shows what it has; the decoder here reads none that is cut off.
 */
export const others: Row[] = [
  ['a PNG without its end', edit(png, (b) => without(b, 12)), 'accepted'],
  ['a PNG without its last tenth', edit(png, (b) => share(b, 0.9)), 'refused'],
  ['a PNG without its lower half', edit(png, (b) => share(b, 0.5)), 'refused'],
  [
    'a PNG without its lower half, and an end',
    edit(png, (b) => joined(share(b, 0.5), b.subarray(-12))),
    'refused',
  ],
  ['a PNG followed by garbage', edit(png, (b) => joined(b, Buffer.alloc(500, 'abc'))), 'accepted'],
  ['a PNG with a wrong sum of a text', edit(png, (b) => wrongSum(withText(b), 'tEXt')), 'accepted'],
  ['a PNG with a wrong sum of its header', edit(png, (b) => wrongSum(b, 'IHDR')), 'refused'],
  ['a PNG with a wrong sum of its pixels', edit(png, (b) => wrongSum(b, 'IDAT')), 'refused'],
  ['a PNG with a wrong sum of its end', edit(png, (b) => wrongSum(b, 'IEND')), 'accepted'],
  ['a GIF without its trailer', edit(gif, (b) => without(b, 1)), 'accepted'],
  [
    'a GIF that ends in its first frame',
    edit(gif, (b) => b.subarray(0, (frames(b)[0]! + frames(b)[1]!) / 2)),
    'refused',
  ],
  ['a GIF that ends after its first frame', edit(gif, (b) => b.subarray(0, frames(b)[1])), 'accepted'],
  [
    'a GIF that ends in its second frame',
    edit(gif, (b) => b.subarray(0, (frames(b)[1]! + frames(b)[2]!) / 2)),
    'accepted',
  ],
  ['a GIF followed by garbage', edit(gif, (b) => joined(b, Buffer.alloc(500, 'abc'))), 'accepted'],
  ['a WebP whose size is one too large', edit(webp, (b) => withRiffSize(b, 1)), 'refused'],
  ['a WebP whose size is one too small', edit(webp, (b) => withRiffSize(b, -1)), 'refused'],
  ['a WebP whose size is far too large', edit(webp, (b) => withRiffSize(b, 9999)), 'refused'],
  ['a WebP without its last byte', edit(webp, (b) => without(b, 1)), 'refused'],
  ['a WebP without its lower half', edit(webp, (b) => share(b, 0.5)), 'refused'],
  ['a WebP followed by garbage', edit(webp, (b) => joined(b, Buffer.alloc(500, 'abc'))), 'accepted'],
  ['an animated WebP that ends in its last frame', edit(film, (b) => without(b, 20)), 'refused'],
  ['an AVIF without its last bytes', edit(avif, (b) => without(b, 20)), 'refused'],
  ['an AVIF without its lower half', edit(avif, (b) => share(b, 0.5)), 'refused'],
  ['an AVIF followed by garbage', edit(avif, (b) => joined(b, Buffer.alloc(500, 'abc'))), 'accepted'],
]
