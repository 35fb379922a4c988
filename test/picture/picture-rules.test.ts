import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { failures } from '../../src/errors/error-catalogue.ts'
import { fill } from '../../src/errors/errors.ts'
import {
  createLinks,
  negotiateFormat,
  parseVariantName,
  pictureOfKey,
  variantKey,
} from '../../src/picture/picture.ts'
import {
  allowanceExhausted,
  allowanceWindow,
  secondsUntilAllowed,
} from '../../src/picture/picture-allowance.ts'
import {
  centeredSquare,
  cropFaults,
  readCrop,
  scaleSquare,
  wholeCrop,
} from '../../src/picture/picture-crop.ts'
import { defaultToken } from '../../src/picture/picture-token.ts'

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

test('the links contain a path on this host, and the path of the public address if it has one', () => {
  const plain = createLinks('https://id.example')('/pictures/x')
  assert.equal(plain.ProfileImage, '/pictures/x/512')
  assert.equal(plain.ProfileImageUrl, 'https://id.example/pictures/x/512')
  assert.deepEqual(Object.keys(plain.ProfileImages), ['32', '64', '128', '256', '512', '1024', 'original'])
  assert.equal(plain.ProfileImages.original, 'https://id.example/pictures/x/original')
  const below = createLinks('https://example.org/people')('/pictures/x')
  assert.equal(below.ProfileImage, '/people/pictures/x/512')
  assert.equal(below.ProfileImageUrl, 'https://example.org/people/pictures/x/512')
})

test('a key identifies its picture, and other keys identify none', () => {
  const id = '0123456789abcdef0123456789abcdef'
  assert.equal(pictureOfKey(variantKey(id, 64, 'jpeg')), id)
  for (const key of ['x/1', `other/${id}/1`, id, '']) assert.equal(pictureOfKey(key), null)
})

test('the token of a default picture is stable and reveals nothing of the user id', () => {
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
  ['12.5', 12.5, 'croppers scale their numbers'],
  [12.5, 12.5, 'croppers scale their numbers'],
  ['5.684341886080804e-14', 5.684341886080804e-14, 'how JavaScript writes what a sum leaves of zero'],
  ['0.000001234567890123456', 0.000001234567890123456, 'the longest fraction that JavaScript writes'],
  ['1e3', 1000, 'FloatField'],
  ['1e999', 'not_an_integer', 'infinite'],
  ['1e15', 'not_an_integer', 'more than 15 digits'],
  ['0x10', 'not_an_integer', 'IntegerField'],
  ['9'.repeat(5000), 'not_an_integer', 'bounded'],
  [true, 'not_an_integer', 'IntegerField'],
  [['1'], 'not_an_integer', 'IntegerField'],
  [{}, 'not_an_integer', 'IntegerField'],
  [null, 'null', 'IntegerField'],
  ['-1', -1, 'one pixel past the edge'],
  ['-1.01', 'min_value', 'MinValueValidator'],
  ['-2', 'min_value', 'MinValueValidator'],
  ['-Infinity', 'not_an_integer', 'FloatField takes it, no crop does'],
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

test('no crop fields mean no crop and no fault; if only some are sent the missing ones are named', () => {
  assert.deepEqual(readCrop({}), { crop: null, faults: {} })
  const { faults } = readCrop({ crop_x: '1', crop_width: '0' })
  assert.deepEqual(faults, {
    crop_width: [{ key: 'min_value', params: { min: 1 } }],
    crop_y: [{ key: 'crop_incomplete' }],
    crop_height: [{ key: 'crop_incomplete' }],
  })
})

test('a crop outside the picture is a fault of the fields that cause it', () => {
  const keys = (x: number, y: number, width: number, height: number) =>
    Object.keys(cropFaults({ x, y, width, height }, { width: 100, height: 50 }))
  assert.deepEqual(keys(0, 0, 100, 50), [])
  assert.deepEqual(keys(99, 49, 1, 1), [])
  assert.deepEqual(keys(100, 0, 1, 1), ['crop_x'])
  assert.deepEqual(keys(0, 50, 1, 1), ['crop_y'])
  assert.deepEqual(keys(-1, -1, 102, 52), [])
  assert.deepEqual(keys(0.5, 0.5, 100.5, 50.5), [])
  assert.deepEqual(keys(50, 0, 52, 52), ['crop_width', 'crop_height'])
  assert.deepEqual(keys(50, 0, 51.1, 51.1), ['crop_width', 'crop_height'])
  assert.deepEqual(keys(-1, -1, 1, 0.5), ['crop_x', 'crop_y'])
})

test('a width of less than half a pixel is a fault', () => {
  const faultsOf = (crop_width: unknown) =>
    readCrop({ crop_x: 0, crop_y: 0, crop_width, crop_height: 5 }).faults
  assert.deepEqual(faultsOf('0.5'), {})
  for (const width of ['0.49', '0', '-1'])
    assert.deepEqual(faultsOf(width), { crop_width: [{ key: 'min_value', params: { min: 1 } }] })
})

const rounded: [start: number, length: number, expected: [start: number, length: number], why: string][] = [
  [0, 100, [0, 100], 'whole'],
  [10.4, 50.2, [10, 51], 'each edge to the nearest pixel: 10.4 and 60.6'],
  [0.5, 99.5, [1, 99], 'half a pixel is rounded up'],
  [-1, 101, [0, 100], 'cut off at the left'],
  [0, 101, [0, 100], 'cut off at the right'],
  [-1, 102, [0, 100], 'cut off on both sides'],
  [10.6, 0.6, [11, 1], 'at least one pixel'],
  [99.7, 0.6, [99, 1], 'at least one pixel, inside the picture'],
]
for (const [start, length, [x, width], why] of rounded) {
  test(`of a picture of 100 pixels, ${length} from ${start} is ${width} from ${x} (${why})`, () => {
    const crop = { x: start, y: start, width: length, height: length }
    const expected = { x, y: x, width, height: width }
    assert.deepEqual(wholeCrop(crop, { width: 100, height: 100 }), expected)
  })
}

test('an accepted crop is rounded to whole pixels inside the picture, each edge by at most one pixel', () => {
  const number = (min: number, max: number) =>
    fc.oneof(
      fc.integer({ min: min * 1000, max: max * 1000 }).map((thousandths) => thousandths / 1000),
      fc.integer({ min: min * 2, max: max * 2 }).map((halves) => halves / 2),
      fc.double({ min, max, noNaN: true }),
    )
  const sizes = fc.record({ width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) })
  const edges = (most: number) => fc.tuple(number(-3, most + 1), number(-1, most + 3))
  const sent = sizes.chain((picture) =>
    fc.tuple(edges(picture.width), edges(picture.height)).map(([[left, right], [top, bottom]]) => ({
      picture,
      crop_x: left,
      crop_y: top,
      crop_width: Math.max(0, right - left),
      crop_height: Math.max(0, bottom - top),
    })),
  )
  let accepted = 0
  fc.assert(
    fc.property(sent, ({ picture, ...fields }) => {
      const { crop } = readCrop(fields)
      const isPast = (start: number, length: number, most: number) =>
        start <= -2 || start + length >= most + 2
      if (
        isPast(fields.crop_x, fields.crop_width, picture.width) ||
        isPast(fields.crop_y, fields.crop_height, picture.height)
      )
        assert.ok(crop === null || Object.keys(cropFaults(crop, picture)).length > 0)
      if (crop === null || Object.keys(cropFaults(crop, picture)).length > 0) return
      accepted++
      const whole = wholeCrop(crop, picture)
      for (const [start, length, sentStart, sentLength, most] of [
        [whole.x, whole.width, fields.crop_x, fields.crop_width, picture.width],
        [whole.y, whole.height, fields.crop_y, fields.crop_height, picture.height],
      ] as const) {
        assert.ok(Number.isInteger(start) && Number.isInteger(length))
        assert.ok(start >= 0 && length >= 1 && start + length <= most, `${start} ${length} ${most}`)
        assert.ok(Math.abs(start - sentStart) <= 1, `${start} for ${sentStart}`)
        assert.ok(Math.abs(start + length - (sentStart + sentLength)) <= 1 + 1e-9)
      }
    }),
    { numRuns: 5000 },
  )
  assert.ok(accepted > 200, String(accepted))
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

test('every crop inside reads back and passes; its square is the largest that fits inside it', () => {
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
      assert.deepEqual(wholeCrop(crop, picture), { ...crop })
      const square = centeredSquare(crop)
      assert.equal(square.width, Math.min(crop.width, crop.height))
      assert.equal(square.height, square.width)
      assert.ok(square.x >= crop.x && square.x + square.width <= crop.x + crop.width)
      assert.ok(square.y >= crop.y && square.y + square.height <= crop.y + crop.height)
    }),
  )
})

test('a crop that extends beyond the picture by two pixels or more is always a fault', () => {
  fc.assert(
    fc.property(pictureWithCrop, fc.integer({ min: 2, max: 1e9 }), ({ picture, crop }, more) => {
      assert.ok(cropFaults({ ...crop, width: picture.width - crop.x + more }, picture).crop_width)
      assert.ok(cropFaults({ ...crop, y: picture.height + more }, picture).crop_y)
    }),
  )
})

test('a square scaled to a smaller rendering has at least one pixel and is inside it', () => {
  fc.assert(
    fc.property(pictureWithCrop, ({ picture, crop }) => {
      const scale = Math.min(1, 2048 / Math.max(picture.width, picture.height))
      const to = {
        width: Math.max(1, Math.round(picture.width * scale)),
        height: Math.max(1, Math.round(picture.height * scale)),
      }
      const scaled = scaleSquare(centeredSquare(crop), picture, to)
      assert.ok(scaled.width >= 1 && scaled.width === scaled.height)
      assert.ok(scaled.x >= 0 && scaled.x + scaled.width <= to.width)
      assert.ok(scaled.y >= 0 && scaled.y + scaled.height <= to.height)
      if (scale === 1) assert.deepEqual(scaled, centeredSquare(crop))
    }),
  )
})

test('the wait ends exactly when the blocking picture leaves the window, and is never zero or more than a day', () => {
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
