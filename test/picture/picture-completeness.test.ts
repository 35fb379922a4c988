import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { isJpegComplete } from '../../src/picture/picture-completeness.ts'
import { inspect } from '../../src/picture/picture-header.ts'
import { completeness } from '../../src/picture/picture-jpeg.ts'
import { Bits } from '../../src/picture/picture-jpeg-bits.ts'
import { decode } from '../../src/picture/picture-pipeline.ts'
import { jpegs, others } from '../support/damage.ts'
import { detailed, plain, saved, savedBytes } from '../support/pictures.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-completeness-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const rows = [...jpegs.map(([what, ...rest]) => [`a JPEG ${what}`, ...rest] as const), ...others]
for (const [what, bytes, expected] of rows) {
  test(`${what} is ${expected}`, async () => {
    const { path } = await savedBytes(folder, await bytes(), 'bin')
    const source = await inspect(path, 1_000_000)
    const isAccepted = !('fault' in source) && (await decode(source)) !== null
    assert.equal(isAccepted ? 'accepted' : 'refused', expected)
  })
}

/** The share of the picture in these bytes, read in pieces of the given size. */
const shareIn = (bytes: Uint8Array, piece = 65_536) =>
  completeness(new Bits((position) => bytes.subarray(position, position + piece), bytes.length))

const kinds: [what: string, options: object][] = [
  ['baseline', {}],
  ['4:4:4', { chromaSubsampling: '4:4:4' }],
  ['optimized', { mozjpeg: true, progressive: false }],
  ['progressive', { progressive: true }],
  ['progressive 4:4:4', { progressive: true, chromaSubsampling: '4:4:4' }],
  ['progressive by trellis', { mozjpeg: true }],
]
for (const [what, options] of kinds) {
  test(`every unit of a whole JPEG is found, whatever its size and the pieces it is read in: ${what}`, async () => {
    const run = async (width: number, height: number, piece: number) => {
      const bytes = await detailed(width, height).jpeg(options).toBuffer()
      assert.equal(shareIn(bytes, piece), 1)
    }
    const side = fc.integer({ min: 1, max: 70 })
    await fc.assert(fc.asyncProperty(side, side, fc.integer({ min: 1, max: 99 }), run), { numRuns: 20 })
  })
}

test('grey, print and plain pictures are followed too', async () => {
  for (const picture of [
    detailed(90, 70).toColourspace('b-w').jpeg(),
    detailed(90, 70).toColourspace('cmyk').jpeg(),
    plain(90, 70, '#ffffff').jpeg({ mozjpeg: true }),
  ]) {
    assert.equal(shareIn(await picture.toBuffer()), 1)
  }
})

test('the share of a baseline JPEG shrinks with its data', async () => {
  const bytes = await detailed(320, 240).jpeg().toBuffer()
  const shares = [0.2, 0.4, 0.6, 0.8, 1].map((part) => shareIn(bytes.subarray(0, bytes.length * part)) ?? 0)
  for (const [i, share] of shares.entries()) assert.ok(Math.abs(share - (i + 1) * 0.2) < 0.1, `${shares}`)
})

test('any bytes after the start of a JPEG are followed to an end', async () => {
  const whole = [
    await detailed(48, 40).jpeg().toBuffer(),
    await detailed(48, 40).jpeg({ progressive: true }).toBuffer(),
    Buffer.from('ffd8', 'hex'),
  ]
  const position = fc.nat({ max: 5000 })
  const edit = fc.tuple(position, fc.uint8Array({ maxLength: 8 }))
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.array(edit, { maxLength: 6 }),
      position,
      (bytes, edits, end) => {
        const copy = Buffer.from(bytes)
        for (const [at, values] of edits) {
          for (const [i, value] of values.entries()) copy[(at + i) % copy.length] = value
        }
        const share = shareIn(copy.subarray(0, Math.max(2, copy.length - (end % copy.length))))
        assert.ok(share === null || (share >= 0 && share <= 1), `${share}`)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a JPEG with thousands of scans is given up', async () => {
  const bytes = await detailed(48, 40).jpeg().toBuffer()
  const scan = bytes.subarray(bytes.indexOf(Buffer.from([0xff, 0xda])), -2)
  const many = Buffer.concat([bytes.subarray(0, -2), ...Array<Buffer>(200).fill(scan)])
  assert.equal(shareIn(many), null)
})

test('zeros at the end of the file are no picture, but zeros in its data are', async () => {
  const white = await plain(640, 480, '#ffffff').jpeg().toBuffer()
  const { path } = await savedBytes(folder, Buffer.concat([white, Buffer.alloc(70_000)]), 'jpg')
  assert.equal(isJpegComplete(path), true)
  const hole = await savedBytes(folder, Buffer.concat([white.subarray(0, -500), Buffer.alloc(70_000)]), 'jpg')
  assert.equal(isJpegComplete(hole.path), false)
  const photograph = await saved(folder, detailed(320, 240), 'jpeg')
  assert.equal(isJpegComplete(photograph.path), true)
  const empty = await savedBytes(folder, Buffer.alloc(200_000), 'jpg')
  assert.equal(isJpegComplete(empty.path), false)
})
