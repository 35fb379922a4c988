import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { largestSquare } from '../../common/first-square.ts'
import { placeOfFaces } from '../../src/picture/picture-framing.ts'

/** Faces as `[x, y, side]`, and where the square begins, in pixels. All values follow from the rules by hand. */
type Row = [name: string, width: number, height: number, faces: [number, number, number][], start: number]

const rows: Row[] = [
  // The head is 70 to 215, its middle 142.5, and 180 of the square is above that.
  ['the middle of a head is a little above the middle of the square', 400, 1000, [[150, 100, 100]], 0],
  ['a head far down is followed', 400, 1000, [[150, 600, 100]], 463],
  ['a head at the bottom is followed to the edge', 400, 1000, [[150, 900, 100]], 600],
  ['a head at the left of a wide picture', 1000, 400, [[0, 100, 100]], 0],
  ['a head at the right of a wide picture', 1000, 400, [[880, 100, 100]], 600],
  ['a head in the middle of a wide picture', 1000, 400, [[450, 100, 100]], 300],
  // The head is 10 to 445: the chin decides.
  ['in a close-up the chin is inside before the hair', 400, 600, [[50, 100, 300]], 45],
  [
    'two heads that fit are both inside',
    1000,
    400,
    [
      [300, 100, 100],
      [500, 100, 100],
    ],
    250,
  ],
  [
    'of two heads that do not fit, the larger',
    1000,
    300,
    [
      [50, 50, 100],
      [800, 50, 120],
    ],
    700,
  ],
  [
    'the order of the faces does not matter',
    1000,
    300,
    [
      [800, 50, 120],
      [50, 50, 100],
    ],
    700,
  ],
  [
    'a face in the background does not count',
    1000,
    400,
    [
      [100, 100, 200],
      [420, 100, 90],
    ],
    0,
  ],
]

for (const [name, width, height, faces, start] of rows)
  test(name, () => {
    const boxes = faces.map(([x, y, side]) => ({ x, y, width: side, height: side }))
    const square = largestSquare({ width, height }, placeOfFaces({ width, height }, boxes))
    assert.equal(height > width ? square.y : square.x, start)
  })

const sides = fc.record({
  width: fc.integer({ min: 1, max: 5000 }),
  height: fc.integer({ min: 1, max: 5000 }),
})
const number = fc.double({ min: -1000, max: 6000, noNaN: true })
const length = fc.double({ min: 0.1, max: 3000, noNaN: true })
const face = fc.record({ x: number, y: number, width: length, height: length })

test('wherever the faces are, the crop is the largest square inside the picture, in whole pixels', () => {
  fc.assert(
    fc.property(sides, fc.array(face, { minLength: 1, maxLength: 8 }), (picture, faces) => {
      const place = placeOfFaces(picture, faces)
      assert.ok(place >= 0 && place <= 1)
      for (const square of [largestSquare(picture, place), largestSquare(picture)]) {
        const { x, y, width, height } = square
        assert.deepEqual([width, height], Array(2).fill(Math.min(picture.width, picture.height)))
        assert.ok([x, y].every((value) => Number.isInteger(value) && value >= 0))
        assert.ok(x + width <= picture.width && y + height <= picture.height)
      }
    }),
  )
})

test('a single head that fits is inside, with its hair and chin', () => {
  fc.assert(
    fc.property(sides, fc.nat(), fc.nat(), (picture, along, share) => {
      const side = Math.min(picture.width, picture.height)
      const isTall = picture.height > picture.width
      const height = side * (0.05 + (share % 60) / 100)
      const room = Math.max(picture.width, picture.height) - 1.45 * height
      const start = 0.3 * height + (room * (along % 1000)) / 1000
      const box = { x: isTall ? 0 : start, y: isTall ? start : 0, width: height, height }
      const square = largestSquare(picture, placeOfFaces(picture, [box]))
      const first = isTall ? square.y : square.x
      const [before, after] = isTall ? [0.3, 1.15] : [0.15, 1.15]
      assert.ok(first - 1 <= start - before * height && start + after * height <= first + side + 1)
    }),
  )
})

test('without faces the square is in the upper part of a tall picture and in the middle of a wide one', () => {
  assert.deepEqual(largestSquare({ width: 600, height: 1000 }), { x: 0, y: 60, width: 600, height: 600 })
  assert.deepEqual(largestSquare({ width: 1001, height: 600 }), { x: 201, y: 0, width: 600, height: 600 })
  assert.deepEqual(largestSquare({ width: 1, height: 1 }), { x: 0, y: 0, width: 1, height: 1 })
})
