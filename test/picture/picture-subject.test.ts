import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { pixels } from '../../src/picture/picture-bitmap.ts'
import { findSubject } from '../../src/picture/picture-subject.ts'
import { plain } from '../support/pictures.ts'

const portrait = (name: string) => join(import.meta.dirname, '../fixtures/portraits', name)

/** Both eyes and the chin, in pixels; see the README beside the files. */
const portraits = {
  'standing.jpg': [
    [160, 125],
    [167, 125],
    [168, 154],
  ],
  'at-the-side.jpg': [
    [91, 93],
    [131, 99],
    [114, 189],
  ],
} as const

interface Square {
  x: number
  y: number
  width: number
  height: number
}

const holds = ({ x, y, width, height }: Square, points: readonly (readonly [number, number])[]) =>
  points.every(([across, down]) => across >= x && across < x + width && down >= y && down < y + height)

/** The square that the picture library considers most worth of attention, which was the crop of earlier versions. */
async function attended(file: string): Promise<Square> {
  const { width, height } = await sharp(file).metadata()
  const side = Math.min(width, height)
  const resize = { fit: 'cover', position: sharp.strategy.attention } as const
  const { info } = await sharp(file).resize(side, side, resize).toBuffer({ resolveWithObject: true })
  return { x: -(info.cropOffsetLeft ?? 0), y: -(info.cropOffsetTop ?? 0), width: side, height: side }
}

for (const [name, points] of Object.entries(portraits))
  test(`${name} keeps eyes and chin at any size, from either side`, async () => {
    const { width = 0, height = 0 } = await sharp(portrait(name)).metadata()
    for (const scale of [0.4, 3]) {
      for (const isMirrored of [false, true]) {
        const upright = { width: Math.round(width * scale), height: Math.round(height * scale) }
        const image = sharp(portrait(name)).flop(isMirrored)
        const bitmap = await pixels(sharp(await image.toBuffer()).resize(upright.width, upright.height))
        const expected = points.map(([x, y]) => [(isMirrored ? width - x : x) * scale, y * scale] as const)
        const square = await findSubject(bitmap, upright)
        assert.ok(holds(square, expected), `${JSON.stringify(square)} of ${JSON.stringify(upright)}`)
        assert.deepEqual(await findSubject(bitmap, upright), square)
      }
    }
  })

test('attention to edges and colors alone would lose the head of the standing person', async () => {
  assert.equal(holds(await attended(portrait('standing.jpg')), portraits['standing.jpg']), false)
})

test('a head low in a tall picture is followed', async () => {
  const portraitBelow = { input: portrait('at-the-side.jpg'), left: 0, top: 620 }
  const picture = plain(480, 901, '#8ab').composite([portraitBelow])
  const square = await findSubject(await pixels(sharp(await picture.jpeg().toBuffer())), {
    width: 480,
    height: 901,
  })
  const expected = portraits['at-the-side.jpg'].map(([x, y]) => [x, y + 620] as const)
  assert.ok(holds(square, expected), `${square.y}`)
})

test('a tall picture without a face keeps its upper part, even if there is more to see further down', async () => {
  const spot = await plain(100, 100, '#e0a080').jpeg().toBuffer()
  const picture = plain(300, 900, '#202020').composite([{ input: spot, left: 100, top: 700 }])
  const square = await findSubject(await pixels(sharp(await picture.jpeg().toBuffer())), {
    width: 300,
    height: 900,
  })
  assert.deepEqual(square, { x: 0, y: 90, width: 300, height: 300 })
})
