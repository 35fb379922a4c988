import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, test } from 'node:test'
import sharp, { type Sharp } from 'sharp'
import { squareSizes } from '../../common/picture.ts'
import { pictureFormats } from '../../src/picture/picture.ts'
import type { Bitmap } from '../../src/picture/picture-bitmap.ts'
import { encodeMaster } from '../../src/picture/picture-pipeline.ts'
import { encodeVariant, resized } from '../../src/picture/picture-variants.ts'
import { type Luminance, similarity } from '../support/ssim.ts'

const photograph = join(import.meta.dirname, '../fixtures/photographs/sample1.jpg')

/**
 * Sides of masters in pixels. A decoder shrinks by 2, 4 or 8 (JPEG) or freely (WebP) while it loads, so that
 * most of these sides would be rounded; a master has at most 1024.
 */
const sides = [600, 700, 768, 776, 790, 801, 816, 832, 1023]

async function luminance(image: Sharp): Promise<Luminance> {
  const pixels = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = pixels.info
  const { data } = await sharp(pixels.data, { raw: { width, height, channels } })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width, height }
}

/** The photograph as a bitmap, with thin black lines, which show every drift. */
async function lined(side: number, channels: 3 | 4): Promise<Bitmap> {
  const lines = Array.from({ length: 12 }, (_, i) => {
    const at = ((i + 0.5) * side) / 12
    return `<path d="M${at} 0V${side}M0 ${at}H${side}" stroke="#000" stroke-width="${1 + (i % 3)}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">${lines.join('')}</svg>`
  const picture = sharp(photograph)
    .resize(side, side)
    .composite([{ input: Buffer.from(svg) }])
  const data = await (channels === 4 ? picture.ensureAlpha() : picture.removeAlpha()).raw().toBuffer()
  // One pixel that is not opaque, so that the master is stored as WebP.
  if (channels === 4) data[3] = 254
  return { data, width: side, height: side, channels }
}

/** All pixels of the master, scaled once by Lanczos3. */
async function reference(master: Buffer, side: number): Promise<Luminance> {
  const { data, info } = await sharp(master).raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return luminance(
    sharp(data, { raw: { width, height, channels } }).resize(side, side, { fit: 'fill', kernel: 'lanczos3' }),
  )
}

// The service reads AVIF only from files.
sharp.unblock({ operation: ['VipsForeignLoadHeifBuffer'] })

let masters: { side: number; type: string; bytes: Buffer }[]
before(async () => {
  masters = []
  for (const side of sides)
    for (const channels of [3, 4] as const) {
      const { bytes, contentType } = await encodeMaster(await lined(side, channels))
      masters.push({ side, type: contentType, bytes })
    }
})

for (const side of sides)
  test(`every size of a picture of ${side} pixels is as sharp as if it had been scaled once`, async () => {
    for (const { bytes, type } of masters.filter((master) => master.side === side))
      for (const size of squareSizes) {
        const scaled = await luminance(await resized(bytes, size))
        const found = similarity(await reference(bytes, size), scaled)
        assert.ok(found >= 0.999, `${size} of ${type}: ${found}`)
      }
  })

for (const size of [32, 64, 128] as const)
  test(`a picture of ${size} pixels is delivered without visible loss, in every format`, async () => {
    for (const { bytes, side, type } of masters.filter(
      (master) => master.side >= 768 && master.side <= 832,
    )) {
      const expected = await reference(bytes, size)
      for (const format of pictureFormats) {
        const found = similarity(expected, await luminance(sharp(await encodeVariant(bytes, size, format))))
        assert.ok(found >= 0.99, `${format} of ${side}, ${type}: ${found}`)
      }
    }
  })

test('the measure knows equal, moved and different pictures', () => {
  const picture = (shade: (x: number, y: number) => number): Luminance => ({
    data: Uint8Array.from({ length: 32 * 32 }, (_, i) => shade(i % 32, Math.floor(i / 32))),
    width: 32,
    height: 32,
  })
  const stripes = picture((x) => (x % 4 < 2 ? 0 : 255))
  assert.equal(similarity(stripes, stripes), 1)
  assert.ok(
    similarity(
      stripes,
      picture((x) => ((x + 1) % 4 < 2 ? 0 : 255)),
    ) < 0.1,
  )
  assert.ok(
    similarity(
      stripes,
      picture((x) => (x % 4 < 2 ? 255 : 0)),
    ) < -0.9,
  )
  // Two flat pictures have no structure, so only the term for the luminance remains: 2·100·110 + C₁ over
  // 100² + 110² + C₁, with C₁ = (0.01 · 255)².
  const flat = similarity(
    picture(() => 100),
    picture(() => 110),
  )
  assert.ok(Math.abs(flat - (22_000 + 6.5025) / (22_100 + 6.5025)) < 1e-9, String(flat))
})
