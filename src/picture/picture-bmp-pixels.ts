import { type BmpHeader, readBmpHeader } from './picture-bmp.ts'
import type { Frame } from './picture-frame.ts'

/** Puts a color at a pixel of the result: its index, and the value in the file. */
type Put = (pixel: number, value: number) => void

/** Decodes a whole BMP to RGBA. @throws {Error} if it is truncated or damaged */
export function decodeBmp(file: Buffer): Frame {
  const header = readBmpHeader(file)
  if (header === null) throw new Error('not a BMP')
  const { width, height } = header
  const data = Buffer.alloc(width * height * 4)
  if (header.isRle) readRuns(file, header, putIndexed(data, header))
  else readRows(file, header, header.bits <= 8 ? putIndexed(data, header) : putMasked(data, header))
  if (header.masks[3] !== 0) showIfInvisible(data)
  return { data, raw: { width, height, channels: 4 } }
}

/** The row of the result for a row of the file. */
const rowOf = ({ height, isTopDown }: BmpHeader, row: number) => (isTopDown ? row : height - 1 - row)

function readRows(file: Buffer, header: BmpHeader, put: Put): void {
  const { width, height, bits, offset } = header
  const used = Math.ceil((width * bits) / 8)
  const stride = Math.ceil((width * bits) / 32) * 4
  if (offset + (height - 1) * stride + used > file.length) throw new Error('truncated')
  const bytes = bits / 8
  const perByte = Math.max(1, 8 / bits)
  const most = 2 ** bits - 1
  for (let row = 0; row < height; row++) {
    const start = offset + row * stride
    const pixel = rowOf(header, row) * width
    for (let x = 0; x < width; x++) {
      const value =
        bits >= 8
          ? file.readUIntLE(start + x * bytes, bytes)
          : ((file[start + Math.floor(x / perByte)] as number) >> (8 - bits - (x % perByte) * bits)) & most
      put(pixel + x, value)
    }
  }
}

/**
 * Reads runs of equal or listed pixels; what is skipped stays transparent, as in browsers. Source: Microsoft,
 * Bitmap Compression.
 */
function readRuns(file: Buffer, header: BmpHeader, put: Put): void {
  const { width, height, bits, offset } = header
  let [at, x, row] = [offset, 0, 0]
  const next = (): number => {
    if (at >= file.length) throw new Error('truncated')
    return file[at++] as number
  }
  const draw = (value: number) => {
    if (x < width && row < height) put(rowOf(header, row) * width + x, value)
    x++
  }
  const half = (byte: number, n: number) => (bits === 8 ? byte : n % 2 === 0 ? byte >> 4 : byte & 15)
  const list = (count: number) => {
    const bytes = bits === 8 ? count : Math.ceil(count / 2)
    const from = at
    at += bytes + (bytes % 2)
    if (from + bytes > file.length) throw new Error('truncated')
    for (let n = 0; n < count; n++) draw(half(file[from + (bits === 8 ? n : n >> 1)] as number, n))
  }
  while (row < height) {
    const count = next()
    const second = next()
    if (count > 0) for (let n = 0; n < count; n++) draw(half(second, n))
    else if (second === 1) return
    else if (second === 0) [x, row] = [0, row + 1]
    else if (second === 2) [x, row] = [x + next(), row + next()]
    else list(second)
    if (row === height - 1 && x >= width && at >= file.length) return
  }
}

function putIndexed(data: Buffer, { palette }: BmpHeader): Put {
  return (pixel, index) => {
    data[pixel * 4] = palette[index * 3] as number
    data[pixel * 4 + 1] = palette[index * 3 + 1] as number
    data[pixel * 4 + 2] = palette[index * 3 + 2] as number
    data[pixel * 4 + 3] = 255
  }
}

function putMasked(data: Buffer, { masks }: BmpHeader): Put {
  const [red, green, blue, alpha] = masks.map(channelOf) as [Channel, Channel, Channel, Channel]
  return (pixel, value) => {
    data[pixel * 4] = red(value)
    data[pixel * 4 + 1] = green(value)
    data[pixel * 4 + 2] = blue(value)
    data[pixel * 4 + 3] = masks[3] === 0 ? 255 : alpha(value)
  }
}

/** Returns a channel of a pixel, from 0 to 255. */
type Channel = (value: number) => number

function channelOf(mask: number): Channel {
  if (mask === 0) return () => 0
  const shift = 31 - Math.clz32(mask & -mask)
  const most = mask >>> shift
  return (value) => Math.round((((value & mask) >>> shift) * 255) / most)
}

/** Programs that know no alpha leave it at 0 everywhere: browsers then show the picture opaque. */
function showIfInvisible(rgba: Buffer): void {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 0) return
  for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255
}
