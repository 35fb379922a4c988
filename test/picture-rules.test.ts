import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { failures } from '../src/error-catalogue.ts'
import { fill } from '../src/errors.ts'
import {
  createLinks,
  negotiateFormat,
  parseVariantName,
  pictureOfKey,
  variantKey,
} from '../src/picture/picture.ts'
import { allowanceExhausted, allowanceWindow, secondsUntilAllowed } from '../src/picture/picture-allowance.ts'
import { centredSquare, cropFaults, readCrop, scaleSquare } from '../src/picture/picture-crop.ts'
import { defaultToken } from '../src/picture/picture-token.ts'

const accepts: [accept: string | undefined, format: string, source: string][] = [
  [undefined, 'jpeg', 'no header'],
  ['', 'jpeg', 'empty header'],
  ['*/*', 'jpeg', 'curl'],
  ['image/*,*/*;q=0.8', 'jpeg', 'older app libraries'],
  ['image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'avif', 'Chrome'],
  ['image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', 'avif', 'Firefox'],
  ['image/webp,image/avif,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', 'avif', 'Safari'],
  ['image/webp,image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5', 'webp', 'Safari 15'],
  ['text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8', 'avif', 'opened as a page'],
  ['image/jpeg,image/webp,image/avif', 'avif', 'equal quality: the smallest'],
  ['image/avif;q=0.5,image/webp;q=0.9', 'webp', 'RFC 9110, 12.5.1'],
  ['image/avif;q=0.5,image/jpeg', 'jpeg', 'RFC 9110, 12.5.1'],
  ['image/avif;q=0,image/webp;q=0,*/*', 'jpeg', 'q=0 is not acceptable'],
  ['IMAGE/WEBP', 'webp', 'types are matched without case'],
  ['application/json', 'jpeg', 'nothing acceptable, RFC 9110, 12.4.1'],
  [';;,=,image/', 'jpeg', 'nonsense'],
]
for (const [accept, format, source] of accepts) {
  test(`Accept ${accept} gets ${format} (${source})`, () => assert.equal(negotiateFormat(accept), format))
}

test('any Accept header gets one of the formats', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (accept) =>
      ['avif', 'webp', 'jpeg'].includes(negotiateFormat(accept)),
    ),
  )
})

const names: [segment: string, size: string | number | null, format: string | null][] = [
  ['32', 32, null],
  ['1024.webp', 1024, 'webp'],
  ['512.jpg', 512, 'jpeg'],
  ['512.jpeg', 512, 'jpeg'],
  ['original', 'original', null],
  ['original.avif', 'original', 'avif'],
  ['33', null, null],
  ['032', null, null],
  ['512.png', null, null],
  ['512.', null, null],
  ['512.webp.webp', null, null],
  ['Original', null, null],
  ['', null, null],
  ['__proto__', null, null],
  ['1024\n', null, null],
]
for (const [segment, size, format] of names) {
  test(`the last part of a picture path ${JSON.stringify(segment)} means ${size} as ${format}`, () => {
    assert.deepEqual(parseVariantName(segment), size === null ? null : { size, format })
  })
}

test('the links hold a path on this host, and the path of the public address where it has one', () => {
  const plain = createLinks('https://id.example')('/pictures/x')
  assert.equal(plain.ProfileImage, '/pictures/x/512')
  assert.equal(plain.ProfileImageUrl, 'https://id.example/pictures/x/512')
  assert.deepEqual(Object.keys(plain.ProfileImages), ['32', '64', '128', '256', '512', '1024', 'original'])
  assert.equal(plain.ProfileImages.original, 'https://id.example/pictures/x/original')
  const below = createLinks('https://example.org/people')('/pictures/x')
  assert.equal(below.ProfileImage, '/people/pictures/x/512')
  assert.equal(below.ProfileImageUrl, 'https://example.org/people/pictures/x/512')
})

test('a key tells its picture, and what is no key of a picture tells none', () => {
  const id = '0123456789abcdef0123456789abcdef'
  assert.equal(pictureOfKey(variantKey(id, 64, 'jpeg')), id)
  for (const key of ['x/1', `other/${id}/1`, id, '']) assert.equal(pictureOfKey(key), null)
})

test('the token of a default picture is stable and holds nothing of the user id', () => {
  const id = '2f1f6d9a-5d52-4a0e-9a0f-0d3a3f8a9f11'
  assert.equal(defaultToken(id), defaultToken(id))
  assert.notEqual(defaultToken(id), defaultToken(`${id}0`))
  assert.match(defaultToken(id), /^[0-9a-f]{32}$/)
  assert.ok(!defaultToken(id).includes(id.slice(0, 8)))
})

const integers: [value: unknown, result: number | string | undefined, source: string][] = [
  ['12', 12, 'form text'],
  [' 12 ', 12, 'int() strips'],
  ['12.0', 12, "the framework's IntegerField drops a fraction of zeros"],
  [12, 12, 'JSON number'],
  ['+1', 1, 'int() takes a sign'],
  ['', undefined, 'an empty form field was not sent'],
  ['12.5', 'not_an_integer', 'IntegerField'],
  [12.5, 'not_an_integer', 'IntegerField'],
  ['1e3', 'not_an_integer', 'IntegerField'],
  ['0x10', 'not_an_integer', 'IntegerField'],
  ['9'.repeat(5000), 'not_an_integer', 'bounded'],
  [true, 'not_an_integer', 'IntegerField'],
  [['1'], 'not_an_integer', 'IntegerField'],
  [{}, 'not_an_integer', 'IntegerField'],
  [null, 'null', 'IntegerField'],
  ['-1', 'min_value', 'MinValueValidator'],
  ['NaN', 'not_an_integer', 'IntegerField'],
]
for (const [value, expected, source] of integers) {
  test(`crop_x ${JSON.stringify(value)?.slice(0, 20)} is ${expected} (${source})`, () => {
    const { crop, faults } = readCrop({ crop_x: value, crop_y: 0, crop_width: 5, crop_height: 5 })
    if (typeof expected === 'number') assert.deepEqual([crop?.x, faults], [expected, {}])
    else if (expected === undefined) assert.deepEqual(faults, { crop_x: [{ key: 'crop_incomplete' }] })
    else assert.deepEqual([crop, faults.crop_x?.[0]?.key], [null, expected])
  })
}

test('no crop field at all is no crop and no fault; a part of them names those that are missing', () => {
  assert.deepEqual(readCrop({}), { crop: null, faults: {} })
  const { faults } = readCrop({ crop_x: '1', crop_width: '0' })
  assert.deepEqual(faults, {
    crop_width: [{ key: 'min_value', params: { min: 1 } }],
    crop_y: [{ key: 'crop_incomplete' }],
    crop_height: [{ key: 'crop_incomplete' }],
  })
})

test('a crop outside the picture is a fault of the fields by which it is', () => {
  const keys = (x: number, y: number, width: number, height: number) =>
    Object.keys(cropFaults({ x, y, width, height }, { width: 100, height: 50 }))
  assert.deepEqual(keys(0, 0, 100, 50), [])
  assert.deepEqual(keys(99, 49, 1, 1), [])
  assert.deepEqual(keys(100, 0, 1, 1), ['crop_x'])
  assert.deepEqual(keys(0, 50, 1, 1), ['crop_y'])
  assert.deepEqual(keys(50, 0, 51, 51), ['crop_width', 'crop_height'])
})

const side = fc.integer({ min: 1, max: 20_000 })
const pictureWithCrop = fc.record({ width: side, height: side }).chain((picture) =>
  fc.record({ x: fc.nat(picture.width - 1), y: fc.nat(picture.height - 1) }).chain(({ x, y }) =>
    fc.record({
      picture: fc.constant(picture),
      crop: fc.record({
        x: fc.constant(x),
        y: fc.constant(y),
        width: fc.integer({ min: 1, max: picture.width - x }),
        height: fc.integer({ min: 1, max: picture.height - y }),
      }),
    }),
  ),
)

test('every crop inside is read back and passes; its square lies inside it, as large as fits', () => {
  fc.assert(
    fc.property(pictureWithCrop, ({ picture, crop }) => {
      const text = {
        crop_x: `${crop.x}`,
        crop_y: `${crop.y}`,
        crop_width: crop.width,
        crop_height: `${crop.height}`,
      }
      assert.deepEqual(readCrop(text), { crop: { ...crop }, faults: {} })
      assert.deepEqual(cropFaults(crop, picture), {})
      const square = centredSquare(crop)
      assert.equal(square.width, Math.min(crop.width, crop.height))
      assert.equal(square.height, square.width)
      assert.ok(square.x >= crop.x && square.x + square.width <= crop.x + crop.width)
      assert.ok(square.y >= crop.y && square.y + square.height <= crop.y + crop.height)
    }),
  )
})

test('a crop that sticks out is always at fault', () => {
  fc.assert(
    fc.property(pictureWithCrop, fc.integer({ min: 1, max: 1e9 }), ({ picture, crop }, more) => {
      assert.ok(cropFaults({ ...crop, width: picture.width - crop.x + more }, picture).crop_width)
      assert.ok(cropFaults({ ...crop, y: picture.height + more }, picture).crop_y)
    }),
  )
})

test('a square scaled to a smaller rendering has a pixel at least and lies inside', () => {
  fc.assert(
    fc.property(pictureWithCrop, ({ picture, crop }) => {
      const scale = Math.min(1, 2048 / Math.max(picture.width, picture.height))
      const to = {
        width: Math.max(1, Math.round(picture.width * scale)),
        height: Math.max(1, Math.round(picture.height * scale)),
      }
      const scaled = scaleSquare(centredSquare(crop), picture, to)
      assert.ok(scaled.width >= 1 && scaled.width === scaled.height)
      assert.ok(scaled.x >= 0 && scaled.x + scaled.width <= to.width)
      assert.ok(scaled.y >= 0 && scaled.y + scaled.height <= to.height)
      if (scale === 1) assert.deepEqual(scaled, centredSquare(crop))
    }),
  )
})

test('the wait is over exactly when the blocking picture leaves the window, and is never zero nor above a day', () => {
  fc.assert(
    fc.property(fc.nat(2e12), fc.integer({ min: -1e9, max: 2e8 }), (now, age) => {
      const seconds = secondsUntilAllowed(now - age, now)
      assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400)
      if (age >= 0 && age < allowanceWindow) {
        assert.ok(now - age <= now + seconds * 1000 - allowanceWindow, 'not yet allowed')
        assert.ok(now - age > now + (seconds - 1) * 1000 - allowanceWindow, 'allowed earlier')
      }
    }),
  )
  assert.equal(secondsUntilAllowed(null, 0), 86_400)
})

const waits: [seconds: number, text: string][] = [
  [25_509, '07 hours 5 minutes and 09 seconds.'],
  [86_400, '24 hours 0 minutes and 00 seconds.'],
  [59, '00 hours 0 minutes and 59 seconds.'],
  [36_000 + 59 * 60, '10 hours 59 minutes and 00 seconds.'],
]
for (const [seconds, text] of waits) {
  test(`a wait of ${seconds} seconds is written ${text} (contract: POST user/profile-image/)`, () => {
    const refusal = allowanceExhausted(seconds)
    const full = `Your daily profile update limit exceeded. Expected available in ${text}`
    assert.equal(fill(failures.pictures_per_day.text, refusal.params), full)
    assert.equal(refusal.retryAfter, seconds)
  })
}
