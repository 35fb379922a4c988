import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { inspect } from '../../src/picture/picture-header.ts'
import { decode } from '../../src/picture/picture-pipeline.ts'
import { packed, pngOf, savedBytes } from '../support/pictures.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-profile-repair-'))
after(() => rm(folder, { recursive: true, force: true }))

/** Returns the pixels, or the fault of a file that is not accepted. */
async function opened(file: Buffer): Promise<Buffer | string> {
  const source = await inspect((await savedBytes(folder, file, 'bin')).path, 1e8)
  if ('fault' in source) return source.fault.key
  return (await decode(source))?.data ?? 'image_invalid'
}

const SIDE = 64
/** Rows of random pixels that repeat, so that the stream refers further back than a small window reaches. */
const noise = randomBytes(SIDE * 3 * 16)
const pixels = Buffer.concat([noise, noise, noise, noise])
const picture = () => sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })

test('a PNG that declares a smaller window than it uses is shown like any other', async () => {
  const rows = Array.from({ length: SIDE }, (_, y) => [...pixels.subarray(y * SIDE * 3, (y + 1) * SIDE * 3)])
  const stream = packed(rows)
  // A window of 256 bytes, with flags that make it a multiple of 31 (RFC 1950, 2.2).
  const declared = Buffer.concat([Buffer.from([0x08, 0x1d]), stream.subarray(2)])
  const fileOf = (data: Buffer) => pngOf([2, 8], SIDE, rows, [], [], data)
  const file = fileOf(declared)
  await assert.rejects(sharp(file, { failOn: 'error' }).raw().toBuffer())
  assert.deepEqual(await opened(file), pixels)
  assert.equal(await opened(fileOf(declared.subarray(0, 3000))), 'image_invalid')
})

test('a GIF without its end is shown if its first frame is complete, and refused otherwise', async () => {
  const gif = await picture().gif({ dither: 0 }).toBuffer()
  const expected = await opened(gif)
  assert.ok(typeof expected !== 'string')
  assert.equal(gif.at(-1), 0x3b)
  for (const cut of [1, 2]) assert.deepEqual(await opened(gif.subarray(0, -cut)), expected, `cut by ${cut}`)
  for (const cut of [8, 300, gif.length >> 1])
    assert.equal(await opened(gif.subarray(0, -cut)), 'image_invalid')
  assert.equal(await opened(gif.subarray(0, 12)), 'image_invalid')
})

test('an animated GIF that is cut in a later frame shows its first one', async () => {
  const frames = await sharp(Buffer.concat([pixels, randomBytes(pixels.length)]), {
    raw: { width: SIDE, height: 2 * SIDE, channels: 3, pageHeight: SIDE },
  })
    .gif({ dither: 0 })
    .toBuffer()
  const expected = await opened(frames)
  assert.ok(typeof expected !== 'string')
  assert.deepEqual(await opened(frames.subarray(0, -500)), expected)
})
