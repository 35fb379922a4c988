import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { acceptedFormats } from '../../common/picture.ts'
import { readBmpHeader } from '../../src/picture/picture-bmp.ts'
import { decodeBmp } from '../../src/picture/picture-bmp-pixels.ts'
import { inspect } from '../../src/picture/picture-header.ts'
import { folderFixture } from '../support/fixture.ts'
import { decodedOf, MEGAPIXELS, outcomeOf } from '../support/picture-outcome.ts'
import { plain, savedBytes } from '../support/pictures.ts'

const folder = await folderFixture('user-profile-picture-formats-')
const fixtures = join(import.meta.dirname, '../fixtures/formats')

/** Mean of each channel. Source: Pillow 13.0 with libheif 1.23 and libjxl, and Chromium 156 for the others. */
const rows: [name: string, width: number, height: number, means: number[]][] = [
  ['animated-avis.avif', 320, 240, [106, 125, 103]],
  ['orient-none.bmp', 64, 64, [120, 120, 120]],
  ['small.heic', 320, 240, [106, 125, 103]],
  ['transparent.heic', 320, 240, [127, 127, 100, 127]],
  ['transparent.jxl', 320, 240, [127, 127, 100, 127]],
  ['grey.jxl', 320, 240, [124, 124, 124]],
  ['webp-exif-orientation-6.webp', 640, 480, [106, 125, 103]],
]
for (const [name, width, height, means] of rows) {
  test(`${name} is accepted, and shown as other software shows it`, async () => {
    const { data, ...bitmap } = await decodedOf(join(fixtures, name))
    assert.deepEqual(bitmap, { width, height, channels: means.length })
    const { channels } = await sharp(data, { raw: bitmap }).stats()
    for (const [n, mean] of means.entries()) {
      assert.ok(Math.abs(mean - (channels[n]?.mean ?? 999)) < 4, `${channels[n]?.mean} instead of ${mean}`)
    }
  })

  test(`${name} is refused when a part is missing`, async () => {
    const bytes = await readFile(join(fixtures, name))
    // A sequence ends with frames that are not needed.
    for (const share of name.startsWith('animated') ? [0.05, 0.5] : [0.05, 0.5, 0.9]) {
      const { path } = await savedBytes(folder, bytes.subarray(0, bytes.length * share), 'img')
      const found = await outcomeOf(path)
      assert.equal(typeof found === 'string' ? found : 'accepted', 'image_invalid', `${share}`)
    }
  })
}

test('where HEIC is off, it is refused by a code that says so, and the accepted formats are named', async () => {
  const formats = acceptedFormats(false)
  const source = await inspect(join(fixtures, 'small.heic'), MEGAPIXELS, formats)
  assert.deepEqual(source, {
    fault: {
      key: 'unsupported_format',
      params: { formats: 'JPEG, PNG, WebP, GIF, AVIF, BMP, JPEG XL' },
    },
  })
  assert.ok('upright' in (await inspect(join(fixtures, 'animated-avis.avif'), MEGAPIXELS, formats)))
})

test('EXIF turns the formats in which browsers heed it, once, and no others', async () => {
  // Source: createImageBitmap and img of Chromium 156.
  const turned = { jpeg: true, png: true, webp: false, avif: true }
  for (const [format, isTurned] of Object.entries(turned)) {
    const bytes = await plain(60, 40, '#336699')
      .withMetadata({ orientation: 6 })
      .toFormat(format as 'jpeg')
      .toBuffer()
    const { path } = await savedBytes(folder, bytes, format)
    const source = await inspect(path, MEGAPIXELS)
    assert.ok('upright' in source)
    const bitmap = await decodedOf(path)
    const expected = isTurned ? [40, 60] : [60, 40]
    assert.deepEqual([source.upright.width, source.upright.height], expected, format)
    assert.deepEqual([bitmap.width, bitmap.height], expected, format)
  }
})

/** The first header of a BMP, and the second one of the given size. */
function bmp(
  size: 12 | 40 | 56 | 108 | 124,
  { width = 4, height = 2, bits = 24, compression = 0, masks = [] as number[], table = Buffer.alloc(0) },
  pixels: Buffer,
): Buffer {
  const extra = size === 40 && compression === 3 ? 12 : 0
  const head = Buffer.alloc(14 + size + extra)
  head.write('BM')
  head.writeUInt32LE(head.length + table.length, 10)
  head.writeUInt32LE(size, 14)
  if (size === 12) {
    head.writeUInt16LE(width, 18)
    head.writeUInt16LE(height, 20)
    head.writeUInt16LE(bits, 24)
  } else {
    head.writeInt32LE(width, 18)
    head.writeInt32LE(height, 22)
    head.writeUInt16LE(bits, 28)
    head.writeUInt32LE(compression, 30)
    masks.forEach((mask, n) => void head.writeUInt32LE(mask, 54 + n * 4))
  }
  return Buffer.concat([head, table, pixels])
}

const pixelsOf = (file: Buffer) => {
  const { data, raw } = decodeBmp(file)
  const all = Array.from({ length: data.length / 4 }, (_, n) => [...data.subarray(n * 4, n * 4 + 4)])
  return { size: [raw?.width, raw?.height], all }
}
const RED = [255, 0, 0, 255]
const BLUE = [0, 0, 255, 255]
const NONE = [0, 0, 0, 0]
/** Red and blue, each with an unused byte. */
const colors = Buffer.from([0, 0, 255, 0, 255, 0, 0, 0])

// Source of the values: the formats in Microsoft's documentation of bitmaps, drawn by hand.
const bitmaps: [what: string, file: Buffer, pixels: number[][]][] = [
  ['24 bits, from the bottom', bmp(40, { width: 1 }, Buffer.from([0, 0, 255, 0, 255, 0, 0, 0])), [BLUE, RED]],
  [
    '24 bits, from the top',
    bmp(40, { width: 1, height: -2 }, Buffer.from([0, 0, 255, 0, 255, 0, 0, 0])),
    [RED, BLUE],
  ],
  ['OS/2', bmp(12, { width: 1, height: 1 }, Buffer.from([0, 0, 255, 0])), [RED]],
  [
    '1 bit',
    bmp(40, { width: 3, height: 1, bits: 1, table: colors }, Buffer.from([0b01000000, 0, 0, 0])),
    [RED, BLUE, RED],
  ],
  [
    '4 bits',
    bmp(40, { width: 2, height: 1, bits: 4, table: colors }, Buffer.from([0x01, 0, 0, 0])),
    [RED, BLUE],
  ],
  [
    '8 bits',
    bmp(40, { width: 2, height: 1, bits: 8, table: colors }, Buffer.from([1, 0, 0, 0])),
    [BLUE, RED],
  ],
  ['16 bits', bmp(40, { width: 2, height: 1, bits: 16 }, Buffer.from([0, 0x7c, 0x1f, 0])), [RED, BLUE]],
  [
    '16 bits by masks',
    bmp(
      40,
      { width: 2, height: 1, bits: 16, compression: 3, masks: [0xf800, 0x7e0, 0x1f] },
      Buffer.from([0, 0xf8, 0x1f, 0]),
    ),
    [RED, BLUE],
  ],
  ['32 bits without alpha', bmp(40, { width: 1, height: 1, bits: 32 }, Buffer.from([0, 0, 255, 7])), [RED]],
  [
    '32 bits with alpha',
    bmp(
      108,
      { width: 2, height: 1, bits: 32, compression: 3, masks: [0xff0000, 0xff00, 0xff, 0xff000000] },
      Buffer.from([0, 0, 255, 128, 255, 0, 0, 255]),
    ),
    [[255, 0, 0, 128], BLUE],
  ],
  [
    '32 bits with an alpha that is 0 everywhere',
    bmp(
      124,
      { width: 1, height: 1, bits: 32, compression: 3, masks: [0xff0000, 0xff00, 0xff, 0xff000000] },
      Buffer.from([0, 0, 255, 0]),
    ),
    [RED],
  ],
  [
    'runs of 8 bits, with a jump',
    bmp(
      40,
      { width: 3, height: 2, bits: 8, compression: 1, table: colors },
      Buffer.from([2, 1, 0, 0, 0, 2, 1, 0, 1, 1, 0, 1]),
    ),
    [NONE, BLUE, NONE, BLUE, BLUE, NONE],
  ],
  [
    'listed pixels of 4 bits',
    bmp(
      40,
      { width: 3, height: 1, bits: 4, compression: 2, table: colors },
      Buffer.from([0, 3, 0x01, 0x10, 0, 1]),
    ),
    [RED, BLUE, BLUE],
  ],
]
for (const [what, file, pixels] of bitmaps) {
  test(`a BMP of ${what} is decoded`, () => {
    assert.deepEqual(pixelsOf(file).all, pixels)
  })
}

test('a BMP that makes no sense is refused without reserving memory for it', () => {
  const cases = {
    'no width': bmp(40, { width: 0 }, Buffer.alloc(9)),
    'a negative width': bmp(40, { width: -4 }, Buffer.alloc(99)),
    '13 bits': bmp(40, { bits: 13 }, Buffer.alloc(99)),
    'a JPEG in it': bmp(40, { compression: 4 }, Buffer.alloc(99)),
  }
  for (const [what, file] of Object.entries(cases)) assert.equal(readBmpHeader(file), null, what)
  assert.throws(() => decodeBmp(bmp(40, { width: 4, height: 4 }, Buffer.alloc(20))), /truncated/)
})

test('whatever bytes follow the start of a BMP, it is refused or has the pixels that it declares', () => {
  const sizes = fc.constantFrom(12, 16, 40, 52, 56, 64, 108, 124)
  const files = fc
    .tuple(
      sizes,
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: -40, max: 40 }),
      fc.uint8Array({ maxLength: 400 }),
    )
    .map(([size, width, height, rest]) => {
      const file = Buffer.concat([Buffer.alloc(54), rest])
      file.write('BM')
      file.writeUInt32LE(14 + size, 10)
      file.writeUInt32LE(size, 14)
      file.writeInt32LE(width, 18)
      file.writeInt32LE(height, 22)
      file[28] = [1, 4, 8, 16, 24, 32][rest[0]! % 6] ?? 24
      file[30] = (rest[1] ?? 0) % 4
      return file
    })
  fc.assert(
    fc.property(files, (file) => {
      const header = readBmpHeader(file)
      if (header === null || header.width * header.height > 10_000) return
      try {
        const { data } = decodeBmp(file)
        assert.equal(data.length, header.width * header.height * 4)
      } catch (error) {
        assert.equal((error as Error).message, 'truncated')
      }
    }),
  )
})
