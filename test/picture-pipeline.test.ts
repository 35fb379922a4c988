import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { cutSquare, decode, encodeMaster, findSubject, inspect } from '../src/picture/picture-pipeline.ts'
import { encodeVariant } from '../src/picture/picture-variants.ts'
import { animated, detailed, freshPath, greyPng, plain, saved, savedBytes } from './support/pictures.ts'

const MEGAPIXELS = 50_000_000
const fixtures = join(import.meta.dirname, 'fixtures/photographs')
const formats = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-pipeline-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** What becomes of a file: the decoded picture, or the key of its fault. */
async function outcome(path: string, maxPixels = MEGAPIXELS) {
  const source = await inspect(path, maxPixels)
  if ('fault' in source) return source.fault.key
  return (await decode(source)) ?? 'image_invalid'
}

async function decoded(path: string) {
  const bitmap = await outcome(path)
  if (typeof bitmap === 'string') throw new Error(bitmap)
  return bitmap
}

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
  test(`a ${format} is taken in under any name`, async () => {
    const { path } = await saved(folder, detailed(320, 200), format)
    const disguised = await savedBytes(folder, await readFile(path), 'txt')
    const bitmap = await decoded(disguised.path)
    assert.deepEqual([bitmap.width, bitmap.height, bitmap.channels], [320, 200, 3])
  })

  for (const share of [0.1, 0.5, 0.9]) {
    test(`a ${format} cut at ${share * 100} % is refused`, async () => {
      const { path, size } = await saved(folder, detailed(640, 480), format)
      const cut = await savedBytes(folder, (await readFile(path)).subarray(0, size * share), format)
      assert.equal(await outcome(cut.path), 'image_invalid')
    })
  }
}

test('progressive, interlaced and lossless files that are cut are refused too', async () => {
  const kinds = [
    ['jpeg', { progressive: true }],
    ['png', { progressive: true }],
    ['webp', { lossless: true }],
    ['avif', { lossless: true, effort: 0 }],
  ] as const
  for (const [format, options] of kinds) {
    const { path, size } = await saved(folder, detailed(320, 240), format, options)
    assert.equal(typeof (await outcome(path)), 'object', format)
    const cut = await savedBytes(folder, (await readFile(path)).subarray(0, size * 0.6), format)
    assert.equal(await outcome(cut.path), 'image_invalid', format)
  }
})

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
const ftyp = (brand: string) => `\0\0\0\x18ftyp${brand}\0\0\0\0${brand}mif1`
const refused: [what: string, bytes: () => Promise<Buffer> | Buffer | string][] = [
  ['an SVG', () => svg],
  ['an SVG with a declaration', () => `<?xml version="1.0"?>\n<!-- x -->${svg}`],
  ['a compressed SVG', () => gzipSync(svg)],
  ['a TIFF', () => plain(9, 9, '#123456').tiff().toBuffer()],
  ['an EPS', () => '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n'],
  ['a PDF', () => '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF'],
  ['a BMP', () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])],
  ['an ICO', () => Buffer.from('00000100010010100000010020006804000016000000', 'hex')],
  ['a JPEG XL', () => Buffer.from('ff0a7f0000', 'hex')],
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
  test(`${what} is refused, also under the name of a picture`, async () => {
    const { path } = await savedBytes(folder, await bytes(), 'png')
    assert.equal(await outcome(path), 'image_invalid')
  })
}

test('the decoder itself opens no file of another format', async () => {
  const { path } = await savedBytes(folder, svg, 'svg')
  await assert.rejects(sharp(path).metadata())
})

test('a PNG that declares 400 megapixels in a few kilobytes is refused by its header', async () => {
  const { path } = await savedBytes(folder, greyPng(20_000, 20_000, 1), 'png')
  assert.equal(await outcome(path), 'too_many_pixels')
})

for (const format of ['gif', 'webp'] as const) {
  test(`the pixels of a ${format} are counted over all its frames, and its first frame is taken`, async () => {
    const { path } = await savedBytes(folder, await animated(format, 50, 100), format)
    assert.equal(await outcome(path, 249_999), 'too_many_pixels')
    const bitmap = await outcome(path, 250_000)
    assert.deepEqual(typeof bitmap === 'string' ? bitmap : [bitmap.width, bitmap.height], [50, 50])
  })
}

test('real photographs are taken in, with metadata of any kind, damaged too', async () => {
  for (const name of (await readdir(fixtures)).filter((name) => name.endsWith('.jpg'))) {
    assert.equal(typeof (await outcome(join(fixtures, name))), 'object', name)
  }
})

test('broken photographs are refused', async () => {
  const names = await readdir(join(fixtures, 'broken'))
  assert.ok(names.length >= 4)
  for (const name of names) assert.equal(await outcome(join(fixtures, 'broken', name)), 'image_invalid', name)
})

test('all eight EXIF orientations come out upright', async () => {
  const upright = await decoded(join(fixtures, 'f1-exif.jpg'))
  for (const number of [2, 3, 4, 5, 6, 7, 8]) {
    const bitmap = await decoded(join(fixtures, `f${number}-exif.jpg`))
    assert.deepEqual([bitmap.width, bitmap.height], [upright.width, upright.height], `orientation ${number}`)
    const sum = bitmap.data.reduce((total, value, i) => total + Math.abs(value - (upright.data[i] ?? 0)), 0)
    assert.ok(sum / bitmap.data.length < 4, `orientation ${number} differs by ${sum / bitmap.data.length}`)
  }
})

test('every colour space becomes sRGB', async () => {
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
    const bitmap = await decoded(path)
    assert.equal(bitmap.channels, 3, what)
    near(pixelAt(bitmap, 8, 8), [255, 0, 0], tolerance)
  }
  const grey = await decoded((await saved(folder, plain(16, 16, '#777777').toColourspace('b-w'), 'png')).path)
  near(pixelAt(grey, 8, 8), [0x77, 0x77, 0x77], 1)
  const greyAlpha = plain(16, 16, '#77777780').toColourspace('b-w')
  near(
    pixelAt(await decoded((await saved(folder, greyAlpha, 'png')).path), 8, 8),
    [0x77, 0x77, 0x77, 0x80],
    1,
  )
})

test('transparency stays in WebP and AVIF and becomes white in JPEG', async () => {
  const { path } = await saved(folder, plain(40, 40, '#0000ff00'), 'png')
  const master = await encodeMaster(await decoded(path))
  assert.equal(master.contentType, 'image/webp')
  for (const format of ['webp', 'avif'] as const) {
    const bytes = await encodeVariant(master.bytes, 64, format)
    const shown = await decoded((await savedBytes(folder, bytes, format)).path)
    assert.equal(shown.channels, 4, format)
    assert.equal(pixelAt(shown, 30, 30)[3], 0, format)
  }
  const jpeg = await decoded(
    (await savedBytes(folder, await encodeVariant(master.bytes, 64, 'jpeg'), 'jpg')).path,
  )
  near(pixelAt(jpeg, 30, 30), [255, 255, 255], 2)
})

test('a large picture is kept at 2048 pixels; a fine crop of it is cut from all its pixels', async () => {
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
    const square = await findSubject(await decoded(path), { width: 600, height: 200 })
    assert.deepEqual([square.width, square.height, square.y], [200, 200, 0])
    assert.ok(square.x <= left && square.x + 200 >= left + 120, `${left} is not inside ${square.x}`)
  }
})

test('the thinnest and the smallest pictures get every form', async () => {
  for (const [width, height] of [
    [1, 1],
    [1, 3000],
    [3000, 1],
    [2, 7],
  ] as const) {
    const { path } = await saved(folder, plain(width, height, '#336699'), 'png')
    const source = await inspect(path, MEGAPIXELS)
    if ('fault' in source) throw new Error(source.fault.key)
    const bitmap = await decoded(path)
    const square = await cutSquare(bitmap, source.upright, await findSubject(bitmap, source.upright), source)
    assert.deepEqual([square.width, square.height], [Math.min(width, height), Math.min(width, height)])
    for (const format of ['avif', 'webp', 'jpeg'] as const) {
      const original = await encodeVariant((await encodeMaster(bitmap)).bytes, 'original', format)
      assert.ok(original.length > 0)
      const icon = await encodeVariant((await encodeMaster(square)).bytes, 32, format)
      const shown = await decoded((await savedBytes(folder, icon, format)).path)
      assert.deepEqual([shown.width, shown.height], [32, 32])
    }
  }
})
