import { readFile, stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { SourceFormat } from '../../common/picture.ts'
import { readAt, reading } from './picture-file.ts'
import { firstGifFrame } from './picture-gif.ts'
import { pixelsOfPng } from './picture-png.ts'

/**
 * Returns a file that other programs show without a complaint, and the picture library refuses, in a form that it
 * takes; null for any other file.
 */
export async function repaired(path: string, format: SourceFormat): Promise<Buffer | null> {
  if (format === 'gif') return repairedGif(path)
  if (format === 'png') return repairedPng(path)
  return null
}

/** What ends a GIF (GIF89a specification, 27). */
const TRAILER = 0x3b

/** A GIF without its end is cut after its first frame, the only one that is decoded; if that is incomplete, it stays so. */
async function repairedGif(path: string): Promise<Buffer | null> {
  const { size } = await stat(path)
  const last = await reading(path, (file) => readAt(file, size - 1, 1))
  return last[0] === TRAILER ? null : firstGifFrame(await readFile(path))
}

/** Size of the largest window of a zlib stream as its header says it (RFC 1950, 2.2), with the method. */
const LARGEST_WINDOW = 0x78

/**
 * Some encoders declare a smaller window than they use. Browsers and Pillow always take the largest one; it costs
 * nothing but 32 kB of memory.
 */
async function repairedPng(path: string): Promise<Buffer | null> {
  const pixels = await pixelsOfPng(path)
  if (pixels === null || (pixels.zlib[0]! & 0x8f) !== 8 || pixels.zlib[0]! >= LARGEST_WINDOW) return null
  const bytes = await readFile(path)
  const { data, size } = pixels
  if (data + size + 4 > bytes.length) return null
  bytes[data] = LARGEST_WINDOW
  // The header is a multiple of 31.
  const flags = bytes[data + 1]! & 0xe0
  bytes[data + 1] = flags + 31 - ((LARGEST_WINDOW * 256 + flags) % 31)
  bytes.writeUInt32BE(crc32(bytes.subarray(data - 4, data + size)), data + size)
  return bytes
}
