import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import sharp from 'sharp'
import { HOUR } from '../../src/basics/durations.ts'
import { type Person, serviceFixture, startService, type TestService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const service = await serviceFixture({ PICTURES_PER_DAY: '1000', PICTURE_MAX_BYTES: '2000000' })
const photo = await picture({ width: 600, height: 400 })

async function picture(
  size: { width: number; height: number },
  format: 'jpeg' | 'png' = 'jpeg',
): Promise<Blob> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
  const bytes = await sharp({ create: { ...size, channels: 3, background: '#3a7', noise } })
    .toFormat(format)
    .toBuffer()
  return new Blob([new Uint8Array(bytes)])
}

interface Links {
  ProfileImage: string
  ProfileImageUrl: string
  ProfileImages: Record<string, string>
}
interface Answer {
  errors: Record<string, string[] | string>
  error_type: string
  error_codes: Record<string, string[] | string>
  data: Links
}

/** The address with the port of the test, which the service did not know during setup. */
const reach = (url = '') => service.origin + new URL(url).pathname

const urls = ['user/profile-image/', 'user/profile/profile-image/']

async function call(person: Person, path: string, init: RequestInit, on: TestService = service) {
  const headers = { ...person.headers, ...(init.headers as Record<string, string>) }
  const answer = await fetch(`${on.base}/${path}`, { ...init, headers })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer }
}

type Parts = Record<string, Blob | string>

function upload(person: Person, parts: Parts, path = urls[0] ?? '', on: TestService = service) {
  const body = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') body.append(name, part)
    else body.append(name, part, 'IMG_0001.JPG')
  }
  return call(person, path, { method: 'POST', body }, on)
}

const notAnImage = 'Upload a valid image. The file you uploaded was either not an image or a corrupted image.'
const notAFile = 'The submitted data was not a file. Check the encoding type on the form.'
const garbage = new Blob(['this is no picture'])
const svg = new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'], {
  type: 'image/png',
})

/** Contract: the table of POST user/profile-image/. */
const rows: { name: string; parts: () => Parts; errors: Record<string, string[]> }[] = [
  { name: 'an image that is not one', parts: () => ({ image: garbage }), errors: { image: [notAnImage] } },
  { name: 'an SVG named PNG', parts: () => ({ image: svg }), errors: { image: [notAnImage] } },
  {
    name: 'a cropped_image that is not one',
    parts: () => ({ image: photo, cropped_image: garbage }),
    errors: { cropped_image: [notAnImage] },
  },
  {
    name: 'both that are not images',
    parts: () => ({ image: garbage, cropped_image: garbage }),
    errors: { image: [notAnImage], cropped_image: [notAnImage] },
  },
  {
    name: 'no image',
    parts: () => ({ cropped_image: photo }),
    errors: { image: ['No file was submitted.'] },
  },
  {
    name: 'an empty file',
    parts: () => ({ image: new Blob([]) }),
    errors: { image: ['The submitted file is empty.'] },
  },
  {
    name: 'a text instead of a file',
    parts: () => ({ image: 'photo.jpg' }),
    errors: { image: [notAFile] },
  },
  {
    name: 'a crop outside the picture',
    parts: () => ({ image: photo, crop_x: '500', crop_y: '0', crop_width: '200', crop_height: '200' }),
    errors: { crop_width: ['The crop must lie inside the picture of 600 × 400 pixels.'] },
  },
  {
    name: 'half a crop',
    parts: () => ({ image: photo, crop_x: '5', crop_y: '5' }),
    errors: {
      crop_width: ['Send all of crop_x, crop_y, crop_width and crop_height, or none.'],
      crop_height: ['Send all of crop_x, crop_y, crop_width and crop_height, or none.'],
    },
  },
]
for (const path of urls) {
  describe(`POST ${path}`, () => {
    for (const row of rows) {
      test(`${row.name} is reported on the field`, async () => {
        const person = await service.person()
        const { status, body } = await upload(person, row.parts(), path)
        assert.deepEqual([status, body.error_type, body.errors], [400, 'Validation Error', row.errors])
      })
    }

    test('a form or JSON without a file reports that none was submitted, and with a text that it is not a file', async () => {
      const person = await service.person()
      for (const [fields, message] of [
        [{}, 'No file was submitted.'],
        [{ image: 'x' }, notAFile],
      ] as const) {
        const form = await call(person, path, { method: 'POST', body: new URLSearchParams(fields) })
        const headers = { 'content-type': 'application/json' }
        const json = await call(person, path, { method: 'POST', body: JSON.stringify(fields), headers })
        assert.deepEqual([form.status, form.body.errors], [400, { image: [message] }])
        assert.deepEqual([json.status, json.body.errors], [400, { image: [message] }])
      }
      const path_ = { path: '/etc/hostname', size: 5 }
      const headers = { 'content-type': 'application/json' }
      const forged = await call(person, path, {
        method: 'POST',
        body: JSON.stringify({ image: path_ }),
        headers,
      })
      assert.deepEqual(forged.body.errors, { image: [notAFile] })
    })

    test('a picture is accepted, shown in the profile, and removed by DELETE', async () => {
      const person = await service.person()
      const { status, body } = await upload(
        person,
        { image: photo, cropped_image: await picture({ width: 90, height: 90 }, 'png') },
        path,
      )
      assert.deepEqual([status, body.errors], [200, {}])
      assert.deepEqual(Object.keys(body.data.ProfileImages), [
        '32',
        '64',
        '128',
        '256',
        '512',
        '1024',
        'original',
      ])
      const shown = await call(person, 'user/get/profile/', {})
      assert.equal(shown.body.data.ProfileImage, body.data.ProfileImage)
      const removed = await call(person, path, { method: 'DELETE' })
      assert.equal(removed.status, 200)
      assert.match(removed.body.data.ProfileImage, /^\/pictures\/default\//)
      assert.equal((await fetch(service.origin + body.data.ProfileImage)).status, 404)
      const { objects } = service.services
      const prefix = `${body.data.ProfileImage.split('/')[2]}/`
      await eventually(async () => (await Array.fromAsync(objects.list(prefix))).length === 0)
    })
  })
}

test('a picture without a file name is accepted, as picture and as crop', async () => {
  const person = await service.person()
  const bytes = Buffer.from(await photo.arrayBuffer()).toString('latin1')
  for (const type of ['image/jpeg', 'application/octet-stream']) {
    const part = (name: string) =>
      `--B\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${type}\r\n\r\n${bytes}\r\n`
    const { status, body } = await call(person, urls[0] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=B' },
      body: Buffer.from(`${part('image')}${part('cropped_image')}--B--\r\n`, 'latin1'),
    })
    assert.deepEqual([status, body.errors], [200, {}])
  }
})

test('a crop with fractions that passes the edge by a pixel is rounded and cut off, on upload and later', async () => {
  const person = await service.person()
  const cropped = async () => {
    const { body } = await call(person, 'user/profile-image/', {})
    return (body.data as unknown as { picture: { crop: unknown } }).picture.crop
  }
  const edge = { crop_x: '-0.6', crop_y: '-1', crop_width: '400.5', crop_height: '402' }
  assert.equal((await upload(person, { image: photo, ...edge })).status, 200)
  assert.deepEqual(await cropped(), { x: 0, y: 0, width: 400, height: 400 })
  const again = { crop_x: 400.4, crop_y: 0.2, crop_width: 200.6, crop_height: 200.6 }
  const answer = await call(person, 'user/profile-image/crop/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(again),
  })
  assert.deepEqual([answer.status, answer.body.errors], [200, {}])
  assert.deepEqual(await cropped(), { x: 400, y: 0, width: 200, height: 200 })
})

test('a file over the limit is 413 on its field, and nothing of it remains', async () => {
  const person = await service.person()
  const { status, body } = await upload(person, { image: new Blob([new Uint8Array(2_500_000)]) })
  assert.deepEqual([status, body.error_type], [413, 'Payload Too Large'])
  assert.deepEqual(body.errors, { image: ['Ensure this file is no larger than 2 MB.'] })
  assert.deepEqual(await readdir(join(service.dataDir, 'tmp')), [])
})

test('an interrupted upload leaves nothing behind', async () => {
  const person = await service.person()
  const request = http.request(`${service.base}/user/profile-image/`, {
    method: 'POST',
    headers: {
      ...person.headers,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 1_000_000,
    },
  })
  request.on('error', () => {})
  request.write('--x\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n')
  request.write(Buffer.alloc(100_000))
  const tmp = join(service.dataDir, 'tmp')
  await eventually(async () => (await readdir(tmp)).length === 1)
  request.destroy()
  await eventually(async () => (await readdir(tmp)).length === 0)
})

test('each size is in a format that the browser accepts, or by its extension, and may be cached for a year', async () => {
  const person = await service.person()
  const { data } = (await upload(person, { image: photo })).body
  const cases: [string, string, string | null][] = [
    ['image/avif,image/webp,*/*', 'image/avif', 'Accept'],
    ['image/webp,*/*', 'image/webp', 'Accept'],
    ['image/avif;q=0.1,image/webp', 'image/webp', 'Accept'],
    ['*/*', 'image/jpeg', 'Accept'],
  ]
  for (const [accept, type, vary] of cases) {
    const answer = await fetch(reach(data.ProfileImages['128']), { headers: { accept } })
    assert.deepEqual(
      [answer.status, answer.headers.get('content-type'), answer.headers.get('vary')],
      [200, type, vary],
    )
  }
  for (const [size, url] of Object.entries(data.ProfileImages)) {
    for (const [extension, format] of [
      ['webp', 'webp'],
      ['avif', 'heif'],
      ['jpg', 'jpeg'],
    ]) {
      const answer = await fetch(`${reach(url)}.${extension}`)
      // The service lets the decoder read AVIF only from files.
      const file = join(service.dataDir, `${size}.${extension}`)
      await writeFile(file, new Uint8Array(await answer.arrayBuffer()))
      const meta = await sharp(file).metadata()
      assert.equal(meta.format, format)
      assert.deepEqual(
        [meta.width, meta.height],
        size === 'original' ? [600, 400] : [Number(size), Number(size)],
      )
      assert.equal(answer.headers.get('vary'), null)
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin')
    }
  }
  const etag = (await fetch(reach(data.ProfileImageUrl))).headers.get('etag') ?? ''
  assert.equal((await fetch(reach(data.ProfileImageUrl), { headers: { 'if-none-match': etag } })).status, 304)
  for (const path of [
    '/pictures/x/512',
    '/pictures/default/x/512',
    `${data.ProfileImage}0`,
    '/pictures/../etc/512',
  ]) {
    assert.equal((await fetch(service.origin + path)).status, 404, path)
  }
})

test('cropping the stored picture again gives it a new address without an upload', async () => {
  const person = await service.person()
  const crop = (fields: Record<string, string>) =>
    call(person, 'user/profile-image/crop/', { method: 'POST', body: new URLSearchParams(fields) })
  const square = { crop_x: '0', crop_y: '0', crop_width: '100', crop_height: '100' }
  assert.deepEqual((await crop(square)).body.error_codes, { image: ['no_picture'] })
  const { data } = (await upload(person, { image: photo })).body
  const cropped = await crop(square)
  assert.equal(cropped.status, 200)
  assert.notEqual(cropped.body.data.ProfileImage, data.ProfileImage)
  assert.equal((await fetch(reach(cropped.body.data.ProfileImageUrl))).status, 200)
})

test('a day allows exactly ten pictures, even of sixteen at once, and then reports when the next is possible', async () => {
  const strict = await startService({ PICTURES_PER_DAY: '10' })
  const person = await strict.person()
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => upload(person, { image: photo }, urls[0], strict)),
  )
  assert.deepEqual(answers.map((a) => a.status).sort(), [...Array(10).fill(200), ...Array(6).fill(429)])
  strict.clock.advance(HOUR * 5)
  await refreshAccess(strict, person)
  const late = await upload(person, { image: photo }, urls[1], strict)
  assert.deepEqual([late.status, late.body.error_type], [429, 'Throttled'])
  const text =
    /^Your daily profile update limit exceeded\. Expected available in (\d\d) hours (\d{1,2}) minutes and (\d\d) seconds\.$/
  const [, hours, minutes, seconds] = text.exec(String(late.body.errors.detail)) ?? []
  const wait = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  assert.equal(Number(late.headers.get('retry-after')), wait)
  assert.ok(wait > 18 * 3600 && wait <= 19 * 3600, String(wait))
  strict.clock.advance(wait * 1000)
  await refreshAccess(strict, person)
  assert.equal((await upload(person, { image: photo }, urls[0], strict)).status, 200)
  await strict.stop()
})

test('a refused picture does not count for the day', async () => {
  const strict = await startService({ PICTURES_PER_DAY: '1' })
  const person = await strict.person()
  assert.equal((await upload(person, { image: garbage }, urls[0], strict)).status, 400)
  assert.equal((await upload(person, { image: photo }, urls[0], strict)).status, 200)
  assert.equal((await upload(person, { image: photo }, urls[0], strict)).status, 429)
  await strict.stop()
})

/** An access token expires after ten minutes; the test's clock has advanced by hours. */
async function refreshAccess(on: TestService, person: Person): Promise<void> {
  const body = new URLSearchParams({ refresh: person.refresh })
  const headers = { apikey: on.apiKey }
  const answer = await fetch(`${on.base}/user/token/refresh/`, { method: 'POST', headers, body })
  person.headers.authorization = `Bearer ${((await answer.json()) as { access: string }).access}`
}
