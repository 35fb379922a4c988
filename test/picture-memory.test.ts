import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { pictureFormats, pictureSizes } from '../src/picture/picture.ts'
import {
  decodeMemory,
  encodeMemory,
  IDLE_MEMORY,
  isFine,
  type PictureHeader,
  shareMemory,
} from '../src/picture/picture-memory.ts'

const MB = 1_000_000

/**
 * By how many megabytes a worker of x64 Linux grew over its idle size, at most, while it decoded a picture and cut the
 * square in its middle: what is its own (RssAnon), looked at every two milliseconds. p: progressive or interlaced,
 * s: subsampled, t: turned.
 */
type Row = [
  format: PictureHeader['format'],
  width: number,
  height: number,
  channels: number,
  sampleBytes: 1 | 2,
  flags: string,
  measured: number,
]
const measured: Row[] = [
  ['png', 1048616, 32, 4, 1, 'p', 1317],
  ['gif', 63032, 221, 4, 1, '', 221],
  ['gif', 32792, 536, 4, 1, '', 278],
  ['heif', 4000, 3000, 3, 1, '', 227],
  ['jpeg', 4000, 3000, 3, 1, 's', 62],
  ['jpeg', 4000, 3000, 3, 1, 'ps', 65],
  ['png', 4000, 3000, 3, 1, '', 74],
  ['webp', 4000, 3000, 3, 1, '', 57],
  ['heif', 7000, 7000, 3, 1, '', 746],
  ['heif', 4000, 3000, 3, 1, '', 190],
  ['heif', 7000, 7000, 3, 1, '', 898],
  ['heif', 4000, 3000, 3, 1, '', 227],
  ['heif', 7000, 7000, 3, 2, '', 1210],
  ['heif', 4000, 3000, 3, 2, '', 308],
  ['heif', 7000, 7000, 4, 2, '', 1234],
  ['heif', 4000, 3000, 4, 2, '', 319],
  ['gif', 7000, 7000, 4, 1, '', 303],
  ['gif', 4000, 3000, 4, 1, '', 99],
  ['jpeg', 7000, 7000, 3, 1, 's', 84],
  ['jpeg', 4000, 3000, 3, 1, 's', 64],
  ['jpeg', 750, 65000, 3, 1, 's', 10],
  ['jpeg', 65000, 750, 3, 1, 's', 109],
  ['jpeg', 7000, 7000, 4, 1, 'p', 426],
  ['jpeg', 4000, 3000, 4, 1, 'p', 132],
  ['jpeg', 750, 65000, 3, 1, 'ps', 150],
  ['jpeg', 65000, 750, 3, 1, 'ps', 254],
  ['jpeg', 7000, 7000, 3, 1, 'ps', 176],
  ['jpeg', 4000, 3000, 3, 1, 'ps', 65],
  ['jpeg', 7000, 7000, 3, 1, 'p', 323],
  ['jpeg', 4000, 3000, 3, 1, 'p', 101],
  ['jpeg', 7000, 7000, 3, 1, 'st', 82],
  ['jpeg', 4000, 3000, 3, 1, 'st', 71],
  ['jpeg', 4095, 4095, 3, 1, 'st', 79],
  ['jpeg', 750, 65000, 3, 1, 'st', 149],
  ['jpeg', 65000, 750, 3, 1, 'st', 281],
  ['heif', 7000, 7000, 3, 1, '', 899],
  ['heif', 3000, 4000, 3, 1, '', 224],
  ['heif', 4095, 4095, 3, 1, '', 305],
  ['jpeg', 7000, 7000, 3, 1, 'st', 71],
  ['jpeg', 4000, 3000, 3, 1, 'st', 63],
  ['jpeg', 4095, 4095, 3, 1, 'st', 78],
  ['jpeg', 750, 65000, 3, 1, 'st', 149],
  ['jpeg', 65000, 750, 3, 1, 'st', 284],
  ['jpeg', 7000, 7000, 3, 1, 'pst', 177],
  ['jpeg', 4000, 3000, 3, 1, 'pst', 67],
  ['jpeg', 4095, 4095, 3, 1, 'pst', 83],
  ['jpeg', 750, 65000, 3, 1, 'pst', 290],
  ['jpeg', 65000, 750, 3, 1, 'pst', 431],
  ['png', 7000, 7000, 4, 1, 't', 125],
  ['png', 4000, 3000, 4, 1, 't', 79],
  ['png', 4095, 4095, 4, 1, 't', 109],
  ['png', 750, 65000, 4, 1, 't', 206],
  ['png', 65000, 750, 4, 1, 't', 332],
  ['webp', 7000, 7000, 3, 1, 't', 72],
  ['webp', 4000, 3000, 3, 1, 't', 55],
  ['webp', 4095, 4095, 3, 1, 't', 44],
  ['png', 7000, 7000, 3, 2, '', 98],
  ['png', 4000, 3000, 3, 2, '', 55],
  ['png', 7000, 7000, 4, 2, 'p', 524],
  ['png', 4000, 3000, 4, 2, 'p', 158],
  ['png', 7000, 7000, 3, 2, 'p', 361],
  ['png', 4000, 3000, 3, 2, 'p', 106],
  ['png', 7000, 7000, 3, 1, '', 82],
  ['png', 4000, 3000, 3, 1, '', 52],
  ['png', 7000, 7000, 4, 1, '', 105],
  ['png', 4000, 3000, 4, 1, '', 80],
  ['png', 750, 65000, 4, 1, '', 18],
  ['png', 65000, 750, 4, 1, '', 287],
  ['png', 7000, 7000, 4, 1, 'p', 281],
  ['png', 4000, 3000, 4, 1, 'p', 89],
  ['png', 100000, 490, 1, 1, '', 79],
  ['png', 1000000, 49, 1, 1, '', 254],
  ['png', 49000000, 1, 1, 1, '', 441],
  ['png', 7000, 7000, 3, 1, 'p', 186],
  ['png', 4000, 3000, 3, 1, 'p', 62],
  ['png', 7000, 7000, 3, 1, '', 75], // palette
  ['png', 4000, 3000, 3, 1, '', 75], // palette
  ['webp', 7000, 7000, 3, 1, '', 71],
  ['webp', 4000, 3000, 3, 1, '', 57],
  ['webp', 7000, 7000, 4, 1, '', 88],
  ['webp', 4000, 3000, 4, 1, '', 67],
  ['webp', 3000, 16383, 3, 1, '', 397],
  ['webp', 16383, 3000, 3, 1, '', 393],
  ['webp', 7000, 7000, 3, 1, '', 72], // lossless
  ['webp', 4000, 3000, 3, 1, '', 55], // lossless
]

const headerOf = ([format, width, height, channels, sampleBytes, flags]: Row): PictureHeader => ({
  format,
  width,
  height,
  channels,
  sampleBytes,
  isProgressive: flags.includes('p'),
  isSubsampled: flags.includes('s'),
  isTurned: flags.includes('t'),
})

for (const row of measured) {
  const [format, width, height, channels, sampleBytes, flags, peak] = row
  const name = `${width} × ${height} ${format}, ${channels} × ${sampleBytes * 8} bits ${flags}`
  test(`the estimate covers what was measured: ${name}`, () => {
    const estimate = decodeMemory(headerOf(row)) / MB
    assert.ok(estimate >= peak, `${estimate} MB is less than ${peak} MB`)
  })
}

test('common pictures of cameras and phones are not estimated at more than three times of what they take', () => {
  const common = measured.filter(
    ([, width, height]) => Math.max(width, height) === 4000 && width * height === 12e6,
  )
  assert.ok(common.length > 20)
  for (const row of common) {
    const estimate = decodeMemory(headerOf(row)) / MB
    assert.ok(estimate <= row[6] * 3, `${row}: ${estimate} MB`)
  }
})

/** Growth of a worker in megabytes while it made a form: of an opaque master of 2048 or 1024 pixels, of a clear one. */
const encodes: [
  size: (typeof pictureSizes)[number],
  format: (typeof pictureFormats)[number],
  number,
  number,
][] = [
  ['original', 'avif', 153, 236],
  [1024, 'avif', 44, 70],
  [512, 'avif', 19, 24],
  [128, 'avif', 6, 9],
  ['original', 'webp', 71, 125],
  [1024, 'webp', 20, 36],
  [512, 'webp', 10, 12],
  ['original', 'jpeg', 32, 72],
  [1024, 'jpeg', 9, 23],
  [512, 'jpeg', 7, 8],
]
test('the estimate covers what making each form of a picture took', () => {
  for (const [size, format, opaque, clear] of encodes) {
    assert.ok(encodeMemory(size, format) >= Math.max(opaque, clear) * MB, `${size}.${format}`)
  }
})

test('a square is fine if the shrunk picture has fewer pixels of it than are kept', () => {
  const cases: [width: number, height: number, side: number, fine: boolean][] = [
    [2048, 2048, 100, false],
    [4000, 3000, 3000, false],
    [4000, 3000, 1500, true],
    [4000, 3000, 100, true],
    [8000, 900, 900, true],
    [750, 65_000, 750, true],
  ]
  for (const [width, height, side, fine] of cases) {
    assert.equal(isFine({ width, height }, { x: 0, y: 0, width: side, height: side }), fine, `${side}`)
  }
})

test('the shares never add up to more than there is, and every decode has the memory for a common picture', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 100_000 }),
      fc.integer({ min: 1, max: 256 }),
      (megabytes, most) => {
        const { decode, encode, decodes, perDecode } = shareMemory(megabytes * MB, most)
        assert.ok(decode + encode <= megabytes * MB)
        assert.ok(decodes >= 1 && decodes <= most)
        assert.ok(decodes * (perDecode + IDLE_MEMORY) <= decode)
        // A photograph of 12 megapixels on its side goes through at once, without a second look.
        const photograph = headerOf(['jpeg', 4000, 3000, 3, 1, 'st', 0])
        assert.ok(perDecode >= decodeMemory(photograph), `${perDecode}`)
      },
    ),
  )
})
