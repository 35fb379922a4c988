import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp, { type JpegOptions, type Sharp } from 'sharp'
import { type Bitmap, fromBitmap } from '../../src/picture/picture-bitmap.ts'
import type { Rectangle } from '../../src/picture/picture-crop.ts'
import { inspect } from '../../src/picture/picture-header.ts'
import { cutSquare, decode } from '../../src/picture/picture-pipeline.ts'
import { shrinkFactor, storedSide } from '../../src/picture/picture-shrink.ts'
import { detailed, freshPath } from '../support/pictures.ts'
import { type Luminance, similarity } from '../support/ssim.ts'

let folder: string
before(async () => {
  // The library reads options in brackets behind a name.
  folder = join(await mkdtemp(join(tmpdir(), 'user-profile-shrink-')), 'data [new]')
  await mkdir(folder)
})
after(() => rm(join(folder, '..'), { recursive: true, force: true }))

test('a JPEG is shrunk by as much as the decoder can, if about 2048 pixels remain', () => {
  const cases: [side: number, factor: number, stored: number][] = [
    [2048, 1, 2048],
    [3839, 1, 2048],
    [3840, 2, 1920],
    [4000, 2, 2000],
    [4032, 2, 2016],
    [4097, 2, 2048],
    [6000, 2, 2048],
    [8064, 4, 2016],
    [16_320, 8, 2040],
    [65_500, 8, 2048],
    [1, 1, 1],
  ]
  for (const [side, factor, stored] of cases) {
    const size = { width: Math.ceil(side / 3), height: side }
    assert.equal(shrinkFactor(size), factor, `${side}`)
    assert.equal(storedSide(size, true), stored, `${side}`)
    assert.equal(storedSide(size, false), Math.min(side, 2048), `${side}`)
  }
})

test('a thin JPEG is not shrunk until little of its shorter side remains', () => {
  const cases: [width: number, height: number, factor: number][] = [
    [16_000, 399, 4],
    [16_000, 400, 8],
    [99, 8000, 1],
    [8000, 1, 1],
  ]
  for (const [width, height, factor] of cases)
    assert.equal(shrinkFactor({ width, height }), factor, `${width} × ${height}`)
})

/** A JPEG with structures of some pixels, which show every shift by one. */
async function photograph(width: number, height: number, options: JpegOptions = {}, orientation = 1) {
  const path = freshPath(folder, 'jpg')
  await detailed(Math.round(width / 4), Math.round(height / 4))
    .resize(width, height, { fit: 'fill' })
    .withMetadata({ orientation })
    .jpeg({ quality: 95, ...options })
    .toFile(path)
  const source = await inspect(path, 50_000_000)
  if ('fault' in source) throw new Error(source.fault.key)
  return { path, source }
}

async function luminance(image: Sharp): Promise<Luminance> {
  const { data, info } = await image.greyscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Compares with all pixels of a part of the upright picture, scaled once. */
async function assertAlike(bitmap: Bitmap | null, path: string, part: Rectangle): Promise<void> {
  assert.ok(bitmap)
  const whole = sharp(await sharp(path).autoOrient().removeAlpha().png({ compressionLevel: 0 }).toBuffer())
  const { x: left, y: top, width, height } = part
  const scaled = whole
    .extract({ left, top, width, height })
    .resize(bitmap.width, bitmap.height, { fit: 'fill' })
  const found = similarity(await luminance(scaled), await luminance(fromBitmap(bitmap)))
  assert.ok(found >= 0.98, `${found}`)
}

const kinds: [what: string, width: number, height: number, options: JpegOptions, orientation?: number][] = [
  ['a photograph of 12 megapixels', 4000, 3000, {}],
  ['an odd one', 4001, 3001, {}],
  ['a progressive one without subsampling', 4032, 3024, { progressive: true, chromaSubsampling: '4:4:4' }],
  ['one on its side', 4000, 3000, {}, 6],
  ['one that is scaled down afterwards', 6000, 2000, {}],
]
for (const [what, width, height, options, orientation] of kinds)
  test(`${what} is shrunk to what scaling all of its pixels would give`, async () => {
    const { path, source } = await photograph(width, height, options, orientation)
    const bitmap = await decode(source)
    assert.equal(Math.max(bitmap?.width ?? 0, bitmap?.height ?? 0), storedSide({ width, height }, true))
    const { upright } = source
    const even = (side: number) => side - (side % 2)
    await assertAlike(bitmap, path, { x: 0, y: 0, width: even(upright.width), height: even(upright.height) })
  })

for (const [side, orientation] of [
  [2500, 1],
  [2500, 8],
  [700, 6],
] as const)
  test(`a square of ${side} pixels in a large JPEG, turned as in EXIF by ${orientation}, shows what was cut`, async () => {
    const { path, source } = await photograph(8000, 6000, {}, orientation)
    const bitmap = await decode(source)
    assert.ok(bitmap)
    const square = { x: 1501, y: 2003, width: side, height: side }
    const cut = await cutSquare(bitmap, source.upright, square, source)
    assert.equal(cut.width, Math.min(side, 1024))
    await assertAlike(cut, path, square)
  })

test('a JPEG with a gain map is shrunk, too', async () => {
  const path = freshPath(folder, 'jpg')
  const picture: Sharp & { withGainMap?: () => Sharp } = detailed(1000, 750)
    .resize(4000, 3000)
    .pipelineColourspace('scrgb')
    .toColourspace('scrgb')
    .jpeg({ quality: 90 })
  // The types of the library lack it.
  await picture.withGainMap!().toFile(path)
  assert.ok((await sharp(path).metadata()).gainMap)
  const source = await inspect(path, 50_000_000)
  if ('fault' in source) throw new Error(source.fault.key)
  const bitmap = await decode(source)
  assert.deepEqual([bitmap?.width, bitmap?.height, bitmap?.channels], [2000, 1500, 3])
})
