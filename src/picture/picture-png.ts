import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Rectangle, Size } from './picture-crop.ts'
import { readAt, reading } from './picture-file.ts'

/** Maximum number of chunks that are looked at before the pixels. */
const MAX_CHUNKS = 1000
/** Bytes that are read of each of them: more than any that is looked at has. */
const CHUNK_HEAD = 33
const SIGNATURE = 8

/** A chunk of a file: where its data begin, and their size in bytes. */
interface ChunkPlace {
  type: string
  data: number
  size: number
}

/** Goes through the chunks up to the first one of the pixels, which is the last. */
async function* chunkPlaces(file: FileHandle): AsyncGenerator<ChunkPlace> {
  let at = SIGNATURE
  for (let count = 0; count < MAX_CHUNKS; count++) {
    const head = await readAt(file, at, 8)
    if (head.length < 8) return
    const place = { type: head.toString('latin1', 4), data: at + 8, size: head.readUInt32BE(0) }
    yield place
    if (place.type === 'IDAT' || place.type === 'IEND') return
    at = place.data + place.size + 4
  }
}

/** The first bytes of the chunks before the pixels, by type; the first of each type. */
export function readPngChunks(path: string): Promise<Map<string, Buffer>> {
  return reading(path, async (file) => {
    const chunks = new Map<string, Buffer>()
    for await (const { type, data, size } of chunkPlaces(file)) {
      if (type === 'IDAT' || type === 'IEND') break
      if (!chunks.has(type)) chunks.set(type, await readAt(file, data, Math.min(size, CHUNK_HEAD)))
    }
    return chunks
  })
}

/** Returns where the pixels begin, with the header of their zlib stream; null if there are none. */
export function pixelsOfPng(path: string): Promise<(ChunkPlace & { zlib: Buffer }) | null> {
  return reading(path, async (file) => {
    for await (const place of chunkPlaces(file)) {
      if (place.type !== 'IDAT' || place.size < 2) continue
      return { ...place, zlib: await readAt(file, place.data, 2) }
    }
    return null
  })
}

/** Whether a PNG is animated, and the picture for programs that cannot show that is not its first frame. */
export function hidesFirstFrame(chunks: ReadonlyMap<string, Buffer>): boolean {
  const control = chunks.get('acTL')
  return control?.length === 8 && control.readUInt32BE() > 0 && !chunks.has('fcTL')
}

/** The first frame of an animation. */
export interface PngFrame {
  png: Buffer
  /** Where it is shown on the canvas. */
  area: Rectangle
  canvas: Size
}

/**
 * Rebuilds the first frame of an animated PNG that hides it as a PNG of its own, with the colors, transparency
 * and metadata of the file. Returns null if there is none within the canvas. Source: PNG (third edition), 11.3.6.
 */
export function firstPngFrame(bytes: Buffer): PngFrame | null {
  const before: Buffer[] = []
  const pixels: Buffer[] = []
  let area: Rectangle | null = null
  let hasDefault = false
  for (const { type, data, whole } of chunksOf(bytes)) {
    if (type === 'IDAT') hasDefault = true
    else if (!hasDefault) before.push(whole)
    else if (type === 'fcTL' && area !== null) break
    else if (type === 'fcTL' && data.length === 26) area = areaOf(data)
    else if (type === 'fdAT' && area !== null && data.length >= 4) pixels.push(data.subarray(4))
  }
  const [header, ...others] = before
  if (header?.length !== 25 || area === null || pixels.length === 0) return null
  const canvas = { width: header.readUInt32BE(8), height: header.readUInt32BE(12) }
  if (area.x + area.width > canvas.width || area.y + area.height > canvas.height) return null
  const frame = Buffer.from(header.subarray(8, 21))
  frame.writeUInt32BE(area.width, 0)
  frame.writeUInt32BE(area.height, 4)
  const parts = [chunk('IHDR', frame), ...others, chunk('IDAT', Buffer.concat(pixels)), chunk('IEND')]
  return { png: Buffer.concat([bytes.subarray(0, SIGNATURE), ...parts]), area, canvas }
}

function* chunksOf(bytes: Buffer): Generator<{ type: string; data: Buffer; whole: Buffer }> {
  for (let at = SIGNATURE; at + 12 <= bytes.length; ) {
    const end = at + bytes.readUInt32BE(at) + 12
    if (end > bytes.length) return
    const type = bytes.toString('latin1', at + 4, at + 8)
    yield { type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) }
    at = end
  }
}

const areaOf = (control: Buffer): Rectangle => ({
  width: control.readUInt32BE(4),
  height: control.readUInt32BE(8),
  x: control.readUInt32BE(12),
  y: control.readUInt32BE(16),
})

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}
