import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { inspect } from '../../src/picture/picture-header.ts'
import { decode } from '../../src/picture/picture-pipeline.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { folderFixture } from '../support/fixture.ts'
import { animated, savedBytes } from '../support/pictures.ts'

const skip = withoutBrowser
const folder = await folderFixture('user-profile-picture-agreement-')
const fixtures = join(import.meta.dirname, '../fixtures/formats')

let browser: Browser
let page: Page
before(async () => {
  if (skip) return
  browser = await startBrowser()
  page = await browser.newPage()
})
after(() => browser?.close())

/** Each quarter has a color of its own, so that every turn and reflection shows. */
function quarters(hasAlpha: boolean) {
  const part = (background: string, left: number, top: number) => ({
    input: { create: { width: 48, height: 32, channels: 4 as const, background } },
    left,
    top,
  })
  const bottom = hasAlpha ? '#20902060' : '#209020'
  return sharp({ create: { width: 96, height: 64, channels: 4, background: '#d0d0d0' } })
    .composite([part('#e02020', 0, 0), part('#2020e0', 48, 0), { ...part(bottom, 0, 32), blend: 'source' }])
    [hasAlpha ? 'ensureAlpha' : 'removeAlpha']()
}

const settings = {
  jpeg: { quality: 95, chromaSubsampling: '4:4:4' },
  png: {},
  webp: { quality: 95, smartSubsample: true },
  avif: { quality: 90, chromaSubsampling: '4:4:4', effort: 0 },
} as const

const files: [what: string, bytes: () => Promise<Buffer>][] = []
for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
  for (const hasAlpha of format === 'jpeg' ? [false] : [false, true]) {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      files.push([
        `a${hasAlpha ? ' transparent' : 'n opaque'} ${format} with orientation ${orientation}`,
        () => quarters(hasAlpha).withMetadata({ orientation }).toFormat(format, settings[format]).toBuffer(),
      ])
    }
  }
}
for (const format of ['gif', 'webp'] as const)
  files.push([`an animated ${format}`, () => animated(format, 64, 3)])
for (const name of ['orient-none.bmp', 'animated-avis.avif', 'webp-exif-orientation-6.webp'])
  files.push([name, () => readFile(join(fixtures, name))])

/** The picture that the page would draw, over white. */
async function drawn(bytes: Buffer) {
  const [width, height, pixels] = await page.evaluate<[number, number, number[]]>(`(async () => {
    const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]), { imageOrientation: 'from-image' })
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, bitmap.width, bitmap.height)
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    return [bitmap.width, bitmap.height, [...data]]
  })()`)
  const raw = { width, height, channels: 4 } as const
  return { width, height, data: await sharp(Buffer.from(pixels), { raw }).removeAlpha().raw().toBuffer() }
}

/** The picture that the service stores, over white. */
async function stored(bytes: Buffer) {
  const { path } = await savedBytes(folder, bytes, 'img')
  const source = await inspect(path, 50_000_000)
  if ('fault' in source) throw new Error(source.fault.key)
  const bitmap = await decode(source)
  if (bitmap === null) throw new Error('image_invalid')
  const { data, width, height, channels } = bitmap
  const flat = sharp(data, { raw: { width, height, channels } }).flatten({ background: '#ffffff' })
  return { upright: source.upright, width, height, data: await flat.raw().toBuffer() }
}

for (const [what, make] of files) {
  test(`the browser and the service show the same of ${what}`, { skip }, async () => {
    const bytes = await make()
    const [one, other] = [await drawn(bytes), await stored(bytes)]
    const size = { width: one.width, height: one.height }
    assert.deepEqual([other.upright, { width: other.width, height: other.height }], [size, size])
    const sum = one.data.reduce((total, value, at) => total + Math.abs(value - (other.data[at] ?? 0)), 0)
    // Chromium takes the first frame of the track of a sequence, the service the same picture as a still: here, the
    // two are encoded differently.
    const most = what === 'animated-avis.avif' ? 8 : 3
    assert.ok(sum / one.data.length < most, `they differ by ${sum / one.data.length}`)
  })
}
