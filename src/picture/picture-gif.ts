import { countGifPixels } from './picture-gif-pixels.ts'

/** A frame of one pixel that is transparent: its decoder then keeps transparency for all. */
const CLEAR_PIXEL = Buffer.from('21f90401000000002c0000000001000100000202440100', 'hex')
const IMAGE = 0x2c
const EXTENSION = 0x21

/**
 * Keeps the margins of a GIF transparent. The picture library makes them black if the first frame is smaller than
 * its canvas and no frame has a transparent color. Returns null if there are no margins, or no first frame.
 * Source: GIF89a specification, 18 to 23.
 */
export function withClearMargins(gif: Buffer): Buffer | null {
  try {
    let at = 13 + tableSize(gif.readUInt8(10))
    while (gif[at] === EXTENSION) at = afterBlocks(gif, at + 2)
    if (gif[at] !== IMAGE || coversCanvas(gif, at)) return null
    const end = afterBlocks(gif, at + 10 + tableSize(gif.readUInt8(at + 9)) + 1)
    return Buffer.concat([gif.subarray(0, end), CLEAR_PIXEL, gif.subarray(end)])
  } catch (error) {
    // Cut off in the first frame.
    if (error instanceof RangeError) return null
    throw error
  }
}

/**
 * Returns a GIF of the first frame alone, from one that may end anywhere behind the pixels of that frame. Returns null
 * if some of them are missing.
 */
export function firstGifFrame(gif: Buffer): Buffer | null {
  try {
    let at = 13 + tableSize(gif.readUInt8(10))
    while (gif[at] === EXTENSION) at = afterBlocks(gif, at + 2)
    if (gif[at] !== IMAGE) return null
    const pixels = gif.readUInt16LE(at + 5) * gif.readUInt16LE(at + 7)
    at += 10 + tableSize(gif.readUInt8(at + 9))
    const bits = gif.readUInt8(at)
    const data = blocksFrom(gif, at + 1)
    if (bits < 1 || bits > 11 || countGifPixels(data, bits) < pixels) return null
    return Buffer.concat([gif.subarray(0, at + 1), ...inBlocks(data), FRAME_END])
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The data of the blocks from `at`; the last one may be cut off. */
function blocksFrom(gif: Buffer, at: number): Buffer {
  const parts: Buffer[] = []
  for (let next = at; gif[next]; next += gif[next]! + 1)
    parts.push(gif.subarray(next + 1, next + 1 + gif[next]!))
  return Buffer.concat(parts)
}

const BLOCK_MAX = 255

function* inBlocks(data: Buffer): Generator<Buffer> {
  for (let at = 0; at < data.length; at += BLOCK_MAX) {
    const part = data.subarray(at, at + BLOCK_MAX)
    yield Buffer.from([part.length])
    yield part
  }
}

/** An empty block, and the trailer. */
const FRAME_END = Buffer.from('003b', 'hex')

/** Size of a color table by the flags of its screen or image, in bytes. */
const tableSize = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

function coversCanvas(gif: Buffer, image: number): boolean {
  const [left, top] = [gif.readUInt16LE(image + 1), gif.readUInt16LE(image + 3)]
  const [width, height] = [gif.readUInt16LE(image + 5), gif.readUInt16LE(image + 7)]
  return left === 0 && top === 0 && width >= gif.readUInt16LE(6) && height >= gif.readUInt16LE(8)
}

/** Where the blocks from `at` end. */
function afterBlocks(gif: Buffer, at: number): number {
  let next = at
  for (let size = gif.readUInt8(next); size > 0; size = gif.readUInt8(next)) next += size + 1
  return next + 1
}
