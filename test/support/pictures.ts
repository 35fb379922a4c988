import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

let counter = 0

/** Returns a fresh path in the folder, because sharp may cache by file name. */
export function freshPath(folder: string, extension: string): string {
  return join(folder, `${++counter}.${extension}`)
}

/** A person without a name and a picture. */
export const nameless = (id: string) => ({ id, pictureId: null, firstName: '', lastName: '', language: '' })

/** An opaque picture with enough detail that its file is not trivial. */
export function detailed(width: number, height: number): Sharp {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  return sharp({ create: { width, height, channels: 3, background: '#888888', noise } }).blur(2)
}

/** A picture with a single color; `#rrggbbaa` for a transparent one. */
export function plain(width: number, height: number, background: string): Sharp {
  const channels = background.length === 9 ? 4 : 3
  return sharp({ create: { width, height, channels, background } })
}

/** Writes the picture under a fresh name and returns it as an upload. */
export async function saved(
  folder: string,
  picture: Sharp,
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff',
  options: object = {},
): Promise<{ path: string; size: number }> {
  return savedBytes(folder, await picture.toFormat(format, options).toBuffer(), format)
}

/** Writes the bytes under a fresh name and returns them as an upload. */
export async function savedBytes(
  folder: string,
  bytes: Uint8Array | string,
  extension: string,
): Promise<{ path: string; size: number }> {
  const path = freshPath(folder, extension)
  await writeFile(path, bytes)
  return { path, size: Buffer.byteLength(bytes) }
}

/** A chunk of a PNG. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

export type Chunk = readonly [type: string, data: Buffer]

/** Bytes of numbers with 32 bits. */
export function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [n, number] of numbers.entries()) bytes.writeUInt32BE(number, n * 4)
  return bytes
}

/** Rows of a PNG without filters, compressed. */
export function packed(rows: readonly (readonly number[])[]): Buffer {
  return deflateSync(Buffer.from(rows.flatMap((row) => [0, ...row])))
}

/**
 * A PNG by hand.
 * @param kind color type and bits per sample
 * @param rows sample bytes of each row
 * @param chunks before and after the pixels
 * @param data the compressed rows
 */
export function pngOf(
  [type, depth]: readonly [number, number],
  width: number,
  rows: readonly (readonly number[])[],
  before: readonly Chunk[] = [],
  after: readonly Chunk[] = [],
  data = packed(rows),
): Buffer {
  const header = Buffer.concat([words(width, rows.length), Buffer.from([depth, type, 0, 0, 0])])
  const chunks: Chunk[] = [['IHDR', header], ...before, ['IDAT', data], ...after]
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[...chunks, ['IEND', Buffer.alloc(0)] as const].map((one) => chunk(...one)),
  ])
}

/** A well-formed gray PNG of a few kilobytes that declares the given size (but contains at most `rows` rows). */
export function greyPng(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** An animated picture whose frames all differ, so that an encoder merges none. */
export function animated(format: 'gif' | 'webp', side: number, frames: number): Promise<Buffer> {
  const frameBytes = side * side * 3
  const pixels = Buffer.alloc(frameBytes * frames)
  for (let frame = 0; frame < frames; frame++) {
    pixels.fill((frame * 97) % 256, frame * frameBytes, (frame + 1) * frameBytes)
  }
  const raw = { width: side, height: side * frames, channels: 3, pageHeight: side } as const
  return sharp(pixels, { raw, limitInputPixels: false }).toFormat(format, { effort: 1 }).toBuffer()
}
