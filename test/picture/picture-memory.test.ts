import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { pictureFormats, pictureSizes } from '../../src/picture/picture.ts'
import {
  decodeMemory,
  encodeMemory,
  IDLE_MEMORY,
  isFine,
  type PictureHeader,
  RECROP_MEMORY,
  shareMemory,
} from '../../src/picture/picture-memory.ts'

const MB = 1_000_000

/**
 * Maximum growth in megabytes of a worker on x64 Linux over its idle size while it decoded a picture and cropped the
 * center square: private memory (RssAnon), sampled every two milliseconds. p: progressive or interlaced, s: subsampled,
 * t: turned, c: a first frame put on its canvas.
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
  ['heic', 4000, 3000, 3, 1, '', 127],
  ['heic', 4000, 3000, 4, 1, '', 292],
  // 10 bits: 4:2:2, as cameras write it, and 4:4:4.
  ['heic', 4000, 3000, 3, 1, '', 193],
  ['heic', 4000, 3000, 3, 1, '', 251],
  ['jxl', 4000, 3000, 4, 1, '', 478],
  ['jxl', 4000, 3000, 4, 1, '', 669],
  ['bmp', 4000, 3000, 4, 1, '', 128],
  ['bmp', 4000, 3000, 4, 1, '', 94],
  ['jpeg', 12000, 9000, 3, 1, 's', 62],
  ['jpeg', 12000, 9000, 3, 1, 'st', 53],
  ['jpeg', 16320, 12240, 3, 1, 's', 58],
  ['jpeg', 16320, 12240, 3, 1, 'st', 58],
  ['jpeg', 12000, 9000, 3, 1, 'ps', 342],
  ['png', 7000, 7000, 4, 1, 'c', 264],
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
  isComposed: flags.includes('c'),
})

for (const row of measured) {
  const [format, width, height, channels, sampleBytes, flags, peak] = row
  const name = `${width} × ${height} ${format}, ${channels} × ${sampleBytes * 8} bits ${flags}`
  test(`the estimate covers the measurement: ${name}`, () => {
    const estimate = decodeMemory(headerOf(row)) / MB
    assert.ok(estimate >= peak, `${estimate} MB is less than ${peak} MB`)
  })
}

/** The same for a small square, which is cut from the pixels of the file. */
const fine: [row: Row, side: number][] = [
  [['heic', 4000, 3000, 3, 1, '', 140], 1500],
  [['jxl', 4000, 3000, 4, 1, '', 497], 1500],
  [['jpeg', 12000, 9000, 3, 1, 's', 70], 800],
  [['jpeg', 16320, 12240, 3, 1, 's', 74], 2000],
  [['jpeg', 12000, 9000, 3, 1, 'st', 354], 800],
  [['jpeg', 16320, 12240, 3, 1, 'st', 640], 2000],
  [['jpeg', 12000, 9000, 3, 1, 'pst', 678], 800],
]
test('the estimate covers the measured memory of a square that is finer than the shrunk picture', () => {
  for (const [row, side] of fine) {
    const estimate = decodeMemory(headerOf(row), { x: 3000, y: 3000, width: side, height: side }) / MB
    assert.ok(estimate >= row[6], `${row}: ${estimate} MB`)
  }
})

test('common pictures of cameras and phones are estimated at no more than three times their measured memory', () => {
  const common = measured.filter(
    ([, width, height]) => Math.max(width, height) === 4000 && width * height === 12e6,
  )
  assert.ok(common.length > 20)
  for (const row of common) {
    const estimate = decodeMemory(headerOf(row)) / MB
    assert.ok(estimate <= row[6] * 3, `${row}: ${estimate} MB`)
  }
})

/**
 * Growth of a worker in megabytes while it encoded a variant: of an opaque master of 2048 or 1024 pixels, and of a
 * transparent one.
 */
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
test('the estimate covers the measured memory of encoding each variant', () => {
  for (const [size, format, opaque, clear] of encodes) {
    assert.ok(encodeMemory(size, format) >= Math.max(opaque, clear) * MB, `${size}.${format}`)
  }
})

/** Growth of a worker in megabytes while it turned and cropped a master of 2048 × 2048 pixels, by quarter turns. */
const recrops = { opaque: [36, 32, 32], transparent: [49, 93, 94] }
test('the estimate covers the measured memory of turning and cropping a master again', () => {
  assert.ok(RECROP_MEMORY >= Math.max(...recrops.opaque, ...recrops.transparent) * 1.2 * MB)
})

test('a square counts as fine if the shrunk picture has fewer of its pixels than are stored', () => {
  const cases: [width: number, height: number, side: number, fine: boolean][] = [
    [2048, 2048, 100, false],
    [4000, 3000, 3000, false],
    [4000, 3000, 1500, true],
    [4000, 3000, 100, true],
    [8000, 900, 900, true],
    [750, 65_000, 750, true],
  ]
  for (const [width, height, side, fine] of cases) {
    const square = { x: 0, y: 0, width: side, height: side }
    assert.equal(isFine({ format: 'png', width, height }, square), fine, `${side}`)
  }
  // A JPEG of that size is stored with 2000 pixels.
  const square = { x: 0, y: 0, width: 2040, height: 2040 }
  assert.equal(isFine({ format: 'png', width: 4000, height: 3000 }, square), false)
  assert.equal(isFine({ format: 'jpeg', width: 4000, height: 3000 }, square), true)
})

test('the shares never add up to more than the total, and every decode has the memory for a common picture', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 100_000 }),
      fc.integer({ min: 1, max: 256 }),
      (megabytes, most) => {
        const { decode, encode, decodes, perDecode } = shareMemory(megabytes * MB, most)
        assert.ok(decode + encode <= megabytes * MB)
        assert.ok(decodes >= 1 && decodes <= most)
        assert.ok(decodes * (perDecode + IDLE_MEMORY) <= decode)
        // A sideways photograph of 12 megapixels is admitted at once, without a second check.
        const photograph = headerOf(['jpeg', 4000, 3000, 3, 1, 'st', 0])
        assert.ok(perDecode >= decodeMemory(photograph), `${perDecode}`)
      },
    ),
  )
})
