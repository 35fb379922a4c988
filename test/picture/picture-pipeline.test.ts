import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { inspect } from '../../src/picture/picture-header.ts'
import { cutSquare, decode, encodeMaster } from '../../src/picture/picture-pipeline.ts'
import { findSubject } from '../../src/picture/picture-subject.ts'
import { encodeVariant } from '../../src/picture/picture-variants.ts'
import { decodedOf, MEGAPIXELS, outcomeOf } from '../support/picture-outcome.ts'
import {
  animated,
  detailed,
  freshPath,
  greyPng,
  plain,
  saved,
  savedBytes,
  words,
} from '../support/pictures.ts'

const fixtures = join(import.meta.dirname, '../fixtures/photographs')
const formats = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-pipeline-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const pixelAt = (bitmap: { data: Buffer; width: number; channels: number }, x: number, y: number) => [
  ...bitmap.data.subarray((y * bitmap.width + x) * bitmap.channels).subarray(0, bitmap.channels),
]

const near = (actual: number[], expected: number[], tolerance: number) =>
  assert.ok(
    actual.length === expected.length &&
      actual.every((v, i) => Math.abs(v - (expected[i] ?? 999)) <= tolerance),
    `${actual} is not near ${expected}`,
  )

for (const format of formats) {
  test(`a ${format} is accepted under any name`, async () => {
    const { path } = await saved(folder, detailed(320, 200), format)
    const disguised = await savedBytes(folder, await readFile(path), 'txt')
    const bitmap = await decodedOf(disguised.path)
    assert.deepEqual([bitmap.width, bitmap.height, bitmap.channels], [320, 200, 3])
  })

  for (const share of [0.1, 0.5, 0.9]) {
    test(`a ${format} truncated to ${share * 100} % is refused`, async () => {
      const { path, size } = await saved(folder, detailed(640, 480), format)
      const cut = await savedBytes(folder, (await readFile(path)).subarray(0, size * share), format)
      assert.equal(await outcomeOf(cut.path), 'image_invalid')
    })
  }
}

test('truncated progressive, interlaced and lossless files are refused too', async () => {
  const kinds = [
    ['jpeg', { progressive: true }],
    ['png', { progressive: true }],
    ['webp', { lossless: true }],
    ['avif', { lossless: true, effort: 0 }],
  ] as const
  for (const [format, options] of kinds) {
    const { path, size } = await saved(folder, detailed(320, 240), format, options)
    assert.equal(typeof (await outcomeOf(path)), 'object', format)
    const cut = await savedBytes(folder, (await readFile(path)).subarray(0, size * 0.2), format)
    assert.equal(await outcomeOf(cut.path), 'image_invalid', format)
  }
})

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
test('an AVIF is accepted under the brand that it shares with HEIC', async () => {
  const { path } = await saved(folder, detailed(320, 200), 'avif')
  const bytes = await readFile(path)
  bytes.write('mif1', bytes.indexOf('ftyp') + 4, 'latin1')
  const bitmap = await decodedOf((await savedBytes(folder, bytes, 'avif')).path)
  assert.deepEqual([bitmap.width, bitmap.height, bitmap.channels], [320, 200, 3])
})

test('an AVIF is accepted under that brand even if its codec is named only far behind the beginning', async () => {
  const { path } = await saved(folder, detailed(320, 200), 'avif')
  const bytes = await readFile(path)
  const size = bytes.readUInt32BE(0)
  bytes.write('mif1', 8, 'latin1')
  assert.ok(bytes.toString('latin1', 16, size).includes('avif'))
  const padding = Buffer.concat([words(100_000), Buffer.from('free'), Buffer.alloc(100_000 - 8)])
  // Where the pixels begin is in `iloc`.
  const place = words(bytes.indexOf('mdat') + 4)
  bytes.writeUInt32BE(place.readUInt32BE(0) + padding.length, bytes.indexOf(place, bytes.indexOf('iloc')))
  const moved = Buffer.concat([bytes.subarray(0, size), padding, bytes.subarray(size)])
  const bitmap = await decodedOf((await savedBytes(folder, moved, 'avif')).path)
  assert.deepEqual([bitmap.width, bitmap.height], [320, 200])
})

const ftyp = (brand: string) => `\0\0\0\x18ftyp${brand}\0\0\0\0${brand}mif1`
const unsupported: [what: string, bytes: () => Promise<Buffer> | Buffer | string][] = [
  ['an SVG', () => svg],
  ['an SVG with a declaration', () => `<?xml version="1.0"?>\n<!-- x -->${svg}`],
  ['a TIFF', () => plain(9, 9, '#123456').tiff().toBuffer()],
  ['an EPS', () => '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n'],
  ['a PDF', () => '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF'],
  ['a PSD', () => '8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x09\0\0\0\x09\0\x08\0\x03'],
  [
    'a JPEG 2000',
    () => Buffer.from('0000000c6a5020200d0a870a00000014667479706a703220000000006a703220', 'hex'),
  ],
  ['a camera raw', () => 'II*\0\x10\0\0\0CR\x02\0\0\0\0\0'],
  ['an ICO', () => Buffer.from('00000100010010100000010020006804000016000000', 'hex')],
]
for (const [what, bytes] of unsupported) {
  test(`${what} is refused as a format that is not accepted, even under the name of a picture`, async () => {
    const { path } = await savedBytes(folder, await bytes(), 'png')
    assert.equal(await outcomeOf(path), 'unsupported_format')
  })
}

const refused: typeof unsupported = [
  ['a compressed SVG', () => gzipSync(svg)],
  ['a BMP start and nothing more', () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])],
  ['a JPEG XL start and nothing more', () => Buffer.from('ff0a7f0000', 'hex')],
  ['a HEIC', () => ftyp('heic')],
  ['a bare AVIF header', () => ftyp('avif')],
  ['a PPM', () => 'P6 1 1 255\nabc'],
  ['a web page', () => '<html><body onload=alert(1)>'],
  ['plain text', () => 'hello'],
  ['a JPEG start and nothing more', () => Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['a GIF start and nothing more', () => 'GIF89a'],
  ['a PNG start and nothing more', () => Buffer.from('89504e470d0a1a0a', 'hex')],
  ['a WebP start and nothing more', () => 'RIFF\x10\0\0\0WEBPVP8 '],
  ['a PNG with fewer rows than it declares', () => greyPng(64, 64, 10)],
  ['a picture of no pixels', () => greyPng(0, 0)],
  ['one byte', () => 'G'],
]
for (const [what, bytes] of refused) {
  test(`${what} is refused, even under the name of a picture`, async () => {
    const { path } = await savedBytes(folder, await bytes(), 'png')
    assert.equal(await outcomeOf(path), 'image_invalid')
  })
}

test('the decoder itself opens no file of another format', async () => {
  const { path } = await savedBytes(folder, svg, 'svg')
  await assert.rejects(sharp(path).metadata())
})

test('a PNG that declares 400 megapixels in a few kilobytes is refused by its header', async () => {
  const { path } = await savedBytes(folder, greyPng(20_000, 20_000, 1), 'png')
  assert.equal(await outcomeOf(path), 'too_many_pixels')
})

for (const format of ['gif', 'webp'] as const) {
  test(`only the pixels of the first frame of a ${format} are counted, because no other is decoded`, async () => {
    const { path } = await savedBytes(folder, await animated(format, 50, 100), format)
    assert.equal(await outcomeOf(path, 2499), 'too_many_pixels')
    const bitmap = await outcomeOf(path, 2500)
    assert.deepEqual(typeof bitmap === 'string' ? bitmap : [bitmap.width, bitmap.height], [50, 50])
  })
}

test('real photographs are accepted with metadata of any kind, even damaged', async () => {
  for (const name of (await readdir(fixtures)).filter((name) => name.endsWith('.jpg'))) {
    assert.equal(typeof (await outcomeOf(join(fixtures, name))), 'object', name)
  }
})

test('broken photographs are refused', async () => {
  const names = await readdir(join(fixtures, 'broken'))
  assert.ok(names.length >= 4)
  for (const name of names)
    assert.equal(await outcomeOf(join(fixtures, 'broken', name)), 'image_invalid', name)
})

test('all eight EXIF orientations come out upright', async () => {
  const upright = await decodedOf(join(fixtures, 'f1-exif.jpg'))
  for (const number of [2, 3, 4, 5, 6, 7, 8]) {
    const bitmap = await decodedOf(join(fixtures, `f${number}-exif.jpg`))
    assert.deepEqual([bitmap.width, bitmap.height], [upright.width, upright.height], `orientation ${number}`)
    const sum = bitmap.data.reduce((total, value, i) => total + Math.abs(value - (upright.data[i] ?? 0)), 0)
    assert.ok(sum / bitmap.data.length < 4, `orientation ${number} differs by ${sum / bitmap.data.length}`)
  }
})

test('every color space becomes sRGB', async () => {
  const red = () => plain(16, 16, '#ff0000')
  const cases = [
    [
      'wide gamut',
      await saved(folder, red().withIccProfile('p3'), 'jpeg', { chromaSubsampling: '4:4:4' }),
      4,
    ],
    ['print', await saved(folder, red().toColourspace('cmyk').withIccProfile('cmyk'), 'jpeg'), 40],
    ['16 bits', await saved(folder, red().toColourspace('rgb16'), 'png'), 1],
  ] as const
  for (const [what, { path }, tolerance] of cases) {
    const bitmap = await decodedOf(path)
    assert.equal(bitmap.channels, 3, what)
    near(pixelAt(bitmap, 8, 8), [255, 0, 0], tolerance)
  }
  const grey = await decodedOf(
    (await saved(folder, plain(16, 16, '#777777').toColourspace('b-w'), 'png')).path,
  )
  near(pixelAt(grey, 8, 8), [0x77, 0x77, 0x77], 1)
  const greyAlpha = plain(16, 16, '#77777780').toColourspace('b-w')
  near(
    pixelAt(await decodedOf((await saved(folder, greyAlpha, 'png')).path), 8, 8),
    [0x77, 0x77, 0x77, 0x80],
    1,
  )
})

test('transparency stays in WebP and AVIF and becomes white in JPEG', async () => {
  const { path } = await saved(folder, plain(40, 40, '#0000ff00'), 'png')
  const master = await encodeMaster(await decodedOf(path))
  assert.equal(master.contentType, 'image/webp')
  for (const format of ['webp', 'avif'] as const) {
    const bytes = await encodeVariant(master.bytes, 64, format)
    const shown = await decodedOf((await savedBytes(folder, bytes, format)).path)
    assert.equal(shown.channels, 4, format)
    assert.equal(pixelAt(shown, 30, 30)[3], 0, format)
  }
  const jpeg = await decodedOf(
    (await savedBytes(folder, await encodeVariant(master.bytes, 64, 'jpeg'), 'jpg')).path,
  )
  near(pixelAt(jpeg, 30, 30), [255, 255, 255], 2)
})

test('a large picture is stored at 2048 pixels; a fine crop of it uses all of its pixels', async () => {
  const stripes = Buffer.alloc(3000 * 1500 * 3)
  for (let i = 0; i < stripes.length; i += 3) if ((i / 3) % 2 === 0) stripes.fill(255, i, i + 3)
  const raw = { width: 3000, height: 1500, channels: 3 } as const
  const path = freshPath(folder, 'png')
  await sharp(stripes, { raw }).png({ compressionLevel: 1 }).toFile(path)
  const source = await inspect(path, MEGAPIXELS)
  if ('fault' in source) throw new Error(source.fault.key)
  const bitmap = await decode(source)
  assert.deepEqual([bitmap?.width, bitmap?.height], [2048, 1024])
  const area = { x: 1000, y: 500, width: 400, height: 400 }
  const square = bitmap && (await cutSquare(bitmap, source.upright, area, source))
  assert.deepEqual([square?.width, square?.height], [400, 400])
  if (square)
    assert.deepEqual(
      [pixelAt(square, 10, 10), pixelAt(square, 11, 10)],
      [
        [255, 255, 255],
        [0, 0, 0],
      ],
    )
})

test('the automatic crop follows the subject', async () => {
  const spot = await plain(120, 120, '#e0a080').jpeg().toBuffer()
  for (const left of [20, 460]) {
    const picture = plain(600, 200, '#202020').composite([{ input: spot, left, top: 40 }])
    const { path } = await saved(folder, picture, 'png')
    const square = await findSubject(await decodedOf(path), { width: 600, height: 200 })
    assert.deepEqual([square.width, square.height, square.y], [200, 200, 0])
    assert.ok(square.x <= left && square.x + 200 >= left + 120, `${left} is not inside ${square.x}`)
  }
})

test('the thinnest and the smallest pictures get every variant', async () => {
  for (const [width, height] of [
    [1, 1],
    [1, 3000],
    [3000, 1],
    [2, 7],
  ] as const) {
    const { path } = await saved(folder, plain(width, height, '#336699'), 'png')
    const source = await inspect(path, MEGAPIXELS)
    if ('fault' in source) throw new Error(source.fault.key)
    const bitmap = await decodedOf(path)
    const square = await cutSquare(bitmap, source.upright, await findSubject(bitmap, source.upright), source)
    assert.deepEqual([square.width, square.height], [Math.min(width, height), Math.min(width, height)])
    for (const format of ['avif', 'webp', 'jpeg'] as const) {
      const original = await encodeVariant((await encodeMaster(bitmap)).bytes, 'original', format)
      assert.ok(original.length > 0)
      const icon = await encodeVariant((await encodeMaster(square)).bytes, 32, format)
      const shown = await decodedOf((await savedBytes(folder, icon, format)).path)
      assert.deepEqual([shown.width, shown.height], [32, 32])
    }
  }
})

test('a transparent picture of a few pixels keeps the color of each', async () => {
  const colors = [255, 0, 0, 255, 0, 0, 255, 255, 0, 200, 0, 255, 255, 255, 0, 128]
  const data = Buffer.from(Array.from({ length: 16 }, () => colors).flat())
  const master = await encodeMaster({ data, width: 8, height: 8, channels: 4 })
  assert.equal(master.contentType, 'image/webp')
  const stored = await sharp(master.bytes).raw().toBuffer()
  assert.deepEqual(stored, data)
})
