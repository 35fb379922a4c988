import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { animated, detailed, plain } from './pictures.ts'

/** Returns a generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A picture to be mutated. */
export interface SeedPicture {
  name: string
  bytes: Buffer
}

/** Pictures of the formats that sharp does not write: gradients of 48 by 40 or fewer pixels, made with Pillow and its plugins. */
const fixtures = join(import.meta.dirname, '../fixtures/pictures')

/** Small pictures of every accepted format, in each variety that the decoders treat differently. */
export async function seedPictures(): Promise<SeedPicture[]> {
  const picture = detailed(48, 40)
  const clear = plain(40, 32, '#33669980')
  const turned = detailed(48, 40).withMetadata({ orientation: 6 })
  const deep = detailed(40, 32).toColourspace('rgb16')
  const made: [name: string, bytes: Promise<Buffer>][] = [
    ['jpeg', picture.clone().jpeg().toBuffer()],
    ['jpeg progressive', picture.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()],
    ['jpeg turned', turned.jpeg().toBuffer()],
    ['jpeg cmyk', picture.clone().toColourspace('cmyk').jpeg().toBuffer()],
    ['png', picture.clone().png().toBuffer()],
    ['png 16 bits', deep.clone().png().toBuffer()],
    ['png interlaced', clear.clone().png({ progressive: true }).toBuffer()],
    ['png palette', picture.clone().png({ palette: true }).toBuffer()],
    ['webp', picture.clone().webp().toBuffer()],
    ['webp lossless', clear.clone().webp({ lossless: true }).toBuffer()],
    ['webp animated', animated('webp', 24, 4)],
    ['gif animated', animated('gif', 24, 4)],
    ['avif', picture.clone().avif({ effort: 0 }).toBuffer()],
    ['avif 10 bits', deep.clone().avif({ effort: 0, bitdepth: 10 }).toBuffer()],
    ['avif transparent', clear.clone().avif({ effort: 0 }).toBuffer()],
  ]
  const more = await readdir(fixtures)
  const read = more.sort().map(async (name) => ({ name, bytes: await readFile(join(fixtures, name)) }))
  return Promise.all([...made.map(async ([name, bytes]) => ({ name, bytes: await bytes })), ...read])
}

type Mutation = (bytes: Buffer, below: (n: number) => number, other: Buffer) => Buffer

/** Numbers that break decoders. */
export const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]

/** Writes a number of so many bytes as far as there is room. */
export function writeNumber(bytes: Buffer, at: number, value: number, size: number, isLittle: boolean): void {
  for (let i = 0; i < size && at + i < bytes.length; i++) {
    bytes[at + i] = (value / 2 ** (8 * (isLittle ? i : size - 1 - i))) & 0xff
  }
}

const mutations: Mutation[] = [
  function flipBits(bytes, below) {
    for (let n = 1 + below(8); n > 0; n--) {
      const at = below(bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
    }
    return bytes
  },
  function setBytes(bytes, below) {
    for (let n = 1 + below(6); n > 0; n--) bytes[below(bytes.length)] = below(256)
    return bytes
  },
  function editHeader(bytes, below) {
    for (let n = 1 + below(3); n > 0; n--) bytes[below(Math.min(bytes.length, 128))] = below(256)
    return bytes
  },
  function editLength(bytes, below) {
    const size = [2, 4, 8][below(3)]!
    writeNumber(bytes, below(Math.min(bytes.length, 400)), edges[below(edges.length)]!, size, below(2) === 0)
    return bytes
  },
  function cut(bytes, below) {
    return bytes.subarray(0, below(bytes.length))
  },
  function remove(bytes, below) {
    const from = below(bytes.length)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + below(64))])
  },
  function repeat(bytes, below) {
    const from = below(bytes.length)
    const piece = bytes.subarray(from, from + 1 + below(200))
    const copies = Array.from({ length: 1 + below(20) }, () => piece)
    return Buffer.concat([bytes.subarray(0, from), ...copies, bytes.subarray(from)])
  },
  function splice(bytes, below, other) {
    return Buffer.concat([bytes.subarray(0, below(bytes.length)), other.subarray(below(other.length))])
  },
  function append(bytes, below, other) {
    return Buffer.concat([bytes, other.subarray(0, below(other.length))])
  },
]

/** Returns a mutation of one of the pictures. */
export function mutated(seeds: readonly SeedPicture[], random: () => number): SeedPicture {
  const below = (n: number) => Math.floor(random() * Math.max(1, n))
  const { name, bytes: original } = seeds[below(seeds.length)]!
  let bytes = Buffer.from(original)
  for (let n = 1 + below(3); n > 0; n--) {
    const other = seeds[below(seeds.length)]!.bytes
    bytes = Buffer.from(mutations[below(mutations.length)]!(bytes, below, other))
    if (bytes.length === 0) bytes = Buffer.from([below(256)])
  }
  // A decoder stops reading a PNG at a wrong checksum, so later parts would not be tested.
  return { name, bytes: name.startsWith('png') && below(4) > 0 ? withChecksums(bytes) : bytes }
}

/** Corrects the checksums of a PNG's chunks. */
export function withChecksums(bytes: Buffer): Buffer {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at)
    if (end + 4 > bytes.length) break
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end)), end)
    at = end + 4
  }
  return bytes
}
