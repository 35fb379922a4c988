import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { RENDERING_BYTES, RENDERING_SIDE } from '../../common/picture.ts'
import { suggestions } from '../../src/picture/picture-suggestion.service.ts'
import { plain } from '../support/pictures.ts'
import { type Person, serviceFixture, startService, type TestService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const service = await serviceFixture({ PICTURES_PER_DAY: '8' })
const portrait = (name: string) => readFile(join(import.meta.dirname, '../fixtures/portraits', name))

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

async function call<T>(person: Person, path: string, image?: Buffer | string, on: TestService = service) {
  const body = new FormData()
  body.set('other', 'keeps the body a form')
  if (typeof image === 'string') body.set('image', image)
  else if (image) body.set('image', new Blob([new Uint8Array(image)]), 'rendering.jpg')
  const answer = await fetch(`${on.base}/${path}`, { method: 'POST', headers: person.headers, body })
  const { data, errors } = (await answer.json()) as { data: T; errors?: Record<string, string[]> }
  return { status: answer.status, data, errors }
}

const suggest = (person: Person, image?: Buffer | string, on: TestService = service) =>
  call<{ crop: Rectangle }>(person, 'user/profile-image/suggest-crop/', image, on)

const small = (picture: Buffer) =>
  sharp(picture).resize(RENDERING_SIDE, RENDERING_SIDE, { fit: 'inside' }).jpeg({ quality: 90 }).toBuffer()

const pictures: Record<string, () => Promise<Buffer>> = {
  'a standing person': () => portrait('standing.jpg'),
  'a face at the side': () => portrait('at-the-side.jpg'),
  'a large picture': async () =>
    sharp(await portrait('standing.jpg'))
      .resize(2100)
      .jpeg()
      .toBuffer(),
  'a tall picture without a face': () => plain(300, 900, '#246').jpeg().toBuffer(),
  'a wide picture without a face': async () => {
    const spot = await plain(200, 200, '#e0a080').jpeg().toBuffer()
    return plain(1200, 400, '#202020')
      .composite([{ input: spot, left: 900, top: 100 }])
      .jpeg()
      .toBuffer()
  },
  'a square picture': () => plain(300, 300, '#246').jpeg().toBuffer(),
}

for (const [name, picture] of Object.entries(pictures))
  test(`the crop suggested for a small rendering is that of an upload without a crop: ${name}`, async () => {
    const person = await service.person()
    const bytes = await picture()
    const { status, data } = await suggest(person, await small(bytes))
    assert.equal(status, 200)
    assert.equal((await call(person, 'user/profile-image/', bytes)).status, 200)
    const answer = await fetch(`${service.base}/user/profile-image/`, { headers: person.headers })
    const { picture: stored } = (
      (await answer.json()) as { data: { picture: Rectangle & { crop: Rectangle } } }
    ).data
    const { x, y } = data.crop
    // The rendering is another one: two per cent of the side is what nobody sees.
    const tolerance = 0.02 * stored.crop.width + 1
    assert.ok(Math.abs(x * stored.width - stored.crop.x) <= tolerance, `${x * stored.width} ${stored.crop.x}`)
    assert.ok(
      Math.abs(y * stored.height - stored.crop.y) <= tolerance,
      `${y * stored.height} ${stored.crop.y}`,
    )
    assert.ok(Math.abs(data.crop.width * stored.width - stored.crop.width) <= tolerance)
    assert.ok(Math.abs(data.crop.height * stored.height - stored.crop.height) <= tolerance)
  })

const refused: Record<string, { image: () => Promise<Buffer | string | undefined>; text: RegExp }> = {
  'no file': { image: async () => undefined, text: /No file was submitted/ },
  'a text': { image: async () => 'a picture', text: /not a file/ },
  'an empty file': { image: async () => Buffer.alloc(0), text: /empty/ },
  'a file that is no picture': { image: async () => Buffer.from('no picture'), text: /valid image/ },
  'a truncated picture': {
    image: async () => (await portrait('standing.jpg')).subarray(0, 5000),
    text: /valid image/,
  },
  'the picture itself instead of a rendering': {
    image: () => plain(1200, 1200, '#246').png().toBuffer(),
    text: /1 megapixels/,
  },
  'a picture that takes too much memory or time': {
    image: () => plain(60_000, 2, '#246').jpeg({ progressive: true }).toBuffer(),
    text: /too much memory/,
  },
}

for (const [name, { image, text }] of Object.entries(refused))
  test(`${name} gets no suggestion, and leaves no file`, async () => {
    const { status, errors } = await suggest(await service.person(), await image())
    assert.equal(status, 400)
    assert.match(String(errors?.image), text)
    await eventually(async () => (await readdir(join(service.dataDir, 'tmp'))).length === 0)
  })

test('a file that is too large gets no suggestion', async () => {
  const { status } = await suggest(await service.person(), Buffer.alloc(2 * RENDERING_BYTES))
  assert.equal(status, 413)
})

test('suggestions do not count against the daily limit, and have a limit of their own', async (t) => {
  const strict = await startService({ LIMIT_SCALE: '1', PICTURES_PER_DAY: '1' })
  t.after(() => strict.stop())
  const person = await strict.person()
  const rendering = await plain(32, 32, '#246').jpeg().toBuffer()
  const statuses: number[] = []
  for (let n = 0; n <= suggestions.points; n++)
    statuses.push((await suggest(person, rendering, strict)).status)
  assert.deepEqual(statuses, [...Array(suggestions.points).fill(200), 429])
  const path = 'user/profile-image/'
  assert.equal((await call(person, path, await portrait('at-the-side.jpg'), strict)).status, 200)
})
