import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

let counter = 0

/** A fresh path in the folder; sharp may keep what it knows of a file name. */
export function freshPath(folder: string, extension: string): string {
  return join(folder, `${++counter}.${extension}`)
}

/** An opaque picture with enough detail that its file is not trivial. */
export function detailed(width: number, height: number): Sharp {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  return sharp({ create: { width, height, channels: 3, background: '#888888', noise } }).blur(2)
}

/** A picture of one colour; `#rrggbbaa` for a transparent one. */
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

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A well-formed PNG of some kilobytes that declares the given size and is grey all over (at most `rows` rows are there). */
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
