import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { withClearMargins } from '../../src/picture/picture-gif.ts'
import { inspect } from '../../src/picture/picture-header.ts'
import { cutSquare, decode, encodeMaster } from '../../src/picture/picture-pipeline.ts'
import { firstPngFrame } from '../../src/picture/picture-png.ts'
import { encodeVariant } from '../../src/picture/picture-variants.ts'
import { type Chunk, packed, pngOf, savedBytes, words } from '../support/pictures.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-frames-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const red = [255, 0, 0, 255]
const green = [0, 255, 0, 255]
const clear = [0, 0, 0, 0]
const square = (side: number, color: number[]) =>
  Array.from({ length: side }, () => Array.from({ length: side }, () => color).flat())

const acTL = (frames: number): Chunk => ['acTL', words(frames, 0)]
const fcTL = (sequence: number, side: number, x: number, y: number): Chunk => [
  'fcTL',
  Buffer.concat([words(sequence, side, side, x, y), Buffer.from([0, 1, 0, 1, 0, 0])]),
]
const fdAT = (sequence: number, data: Buffer): Chunk => ['fdAT', Buffer.concat([words(sequence), data])]
const apng = (before: Chunk[], after: Chunk[]) => pngOf([6, 8], 4, square(4, red), before, after)
const small = packed(square(2, green))

/** A GIF of 4 × 4 with a frame of 2 × 2 red pixels, without a transparent color. */
const gif = (x: number, y: number) =>
  Buffer.from(`474946383961040004008000${'00ff000000ff00'}2c0${x}000${y}0002000200000203040814003b`, 'hex')

/** Colors of the corner and at 1, 1, as Chromium 156 shows them. */
const cases: [what: string, file: Buffer, corner: number[], inside: number[]][] = [
  ['a GIF whose frame is smaller than its canvas', gif(1, 1), clear, red],
  ['a GIF whose frame begins in the corner', gif(0, 0), red, red],
  [
    'an animated PNG that begins with its picture',
    apng([acTL(2), fcTL(0, 4, 0, 0)], [fcTL(1, 2, 1, 1), fdAT(2, small)]),
    red,
    red,
  ],
  [
    'an animated PNG that hides its first frame',
    apng([acTL(1)], [fcTL(0, 4, 0, 0), fdAT(1, packed(square(4, green)))]),
    green,
    green,
  ],
  [
    'an animated PNG that hides a frame smaller than its canvas',
    apng([acTL(1)], [fcTL(0, 2, 1, 1), fdAT(1, small)]),
    clear,
    green,
  ],
  [
    'an animated PNG whose first frame is in two chunks',
    apng([acTL(1)], [fcTL(0, 2, 1, 1), fdAT(1, small.subarray(0, 3)), fdAT(2, small.subarray(3))]),
    clear,
    green,
  ],
  ['an animated PNG of no frames', apng([acTL(0)], [fcTL(0, 2, 1, 1), fdAT(1, small)]), red, red],
  [
    'a PNG with frames that does not say it is animated',
    apng([], [fcTL(0, 2, 1, 1), fdAT(1, small)]),
    red,
    red,
  ],
]

async function opened(file: Buffer) {
  const source = await inspect((await savedBytes(folder, file, 'bin')).path, 1e8)
  if ('fault' in source) throw new Error(source.fault.key)
  return { source, bitmap: await decode(source) }
}

type Pixels = { data: Buffer; width: number; channels: 3 | 4 }
const at = ({ data, width, channels }: Pixels, x: number, y: number) => {
  const pixel = [...data.subarray((y * width + x) * channels).subarray(0, channels)]
  return channels === 3 ? [...pixel, 255] : pixel
}

for (const [what, file, corner, inside] of cases) {
  test(`${what} is shown as in a browser, and a crop of it too`, async () => {
    const { source, bitmap } = await opened(file)
    assert.ok(bitmap)
    assert.deepEqual([bitmap.width, bitmap.height], [4, 4])
    assert.deepEqual([at(bitmap, 0, 0), at(bitmap, 1, 1)], [corner, inside])
    const area = { x: 0, y: 0, width: 2, height: 2 }
    const cut = await cutSquare(bitmap, source.upright, area, source)
    assert.deepEqual([at(cut, 0, 0), at(cut, 1, 1)], [corner, inside])
  })
}

test('the margins of a frame become white in JPEG', async () => {
  const { bitmap } = await opened(gif(1, 1))
  assert.ok(bitmap)
  const jpeg = await encodeVariant((await encodeMaster(bitmap)).bytes, 128, 'jpeg')
  const shown = (await opened(jpeg)).bitmap
  assert.ok(shown && at(shown, 2, 2).every((value) => value >= 252), `${shown && at(shown, 2, 2)}`)
})

test('an animated PNG without a first frame that fits its canvas shows its static picture', async () => {
  for (const after of [[], [fcTL(0, 2, 3, 3), fdAT(1, small)]]) {
    const { bitmap } = await opened(apng([acTL(1)], after))
    assert.ok(bitmap)
    assert.deepEqual([bitmap.width, bitmap.height, at(bitmap, 0, 0)], [4, 4, red])
  }
})

test('an animated PNG with a damaged first frame is refused', async () => {
  const { bitmap } = await opened(apng([acTL(1)], [fcTL(0, 2, 1, 1), fdAT(1, Buffer.from('no'))]))
  assert.equal(bitmap, null)
})

test('an animated PNG is estimated with the memory of its canvas', async () => {
  const { source } = await opened(apng([acTL(1)], [fcTL(0, 2, 1, 1), fdAT(1, small)]))
  assert.equal(source.header.isComposed, true)
})

test('the edge of a transparent picture is not darkened when it is shrunk', async () => {
  const side = 4096
  const half = Array.from({ length: side }, (_, x) => (x % 2 === 0 ? [255, 0, 0, 255] : [0, 0, 0, 0])).flat()
  const { bitmap } = await opened(pngOf([6, 8], side, [half, half]))
  assert.ok(bitmap)
  const [r, g, b, alpha] = at(bitmap, 1000, 0) as [number, number, number, number]
  assert.ok(r >= 253 && g <= 2 && b <= 2 && Math.abs(alpha - 128) <= 2, `${[r, g, b, alpha]}`)
})

test('whatever the bytes of an animation say, its first frame is found or not', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    fc
      .tuple(fc.constantFrom(...cases.map(([, file]) => file)), fc.nat(300), fc.nat(255))
      .map(([file, n, value]) => {
        const changed = Buffer.from(file)
        changed[n % file.length] = value
        return changed.subarray(0, file.length - (n % 7))
      }),
  )
  fc.assert(
    fc.property(bytes, (file) => {
      withClearMargins(file)
      firstPngFrame(file)
    }),
    { numRuns: 2000 },
  )
})
