import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { networkCode } from '../../scripts/generate-network.ts'
import { createNetwork, type Layer, type Network } from '../../src/picture/picture-network.ts'

const room = { filters: 4096, layer: 4096, rows: 4096 }

/** A layer of these values by rows, of which each pixel is filled up with zeros to 8 channels. */
function layer(network: Network, width: number, height: number, values: number[], channels = 8): Layer {
  const made = network.layer(width, height, channels)
  const own = values.length / (width * height)
  made.values.fill(0)
  for (const [i, value] of values.entries()) made.values[Math.floor(i / own) * channels + (i % own)] = value
  return made
}

/** The first channels of each pixel. */
const numbers = ({ width, height, channels, values }: Layer, own: number) =>
  Array.from({ length: width * height }, (_, i) => [
    ...values.subarray(i * channels, i * channels + own),
  ]).flat()

/** Filters of 3 × 3 for 8 channels, each zero but for these. */
function channelFilters(weights: [place: number, channel: number, weight: number][]): Float32Array {
  const filters = new Float32Array(9 * 8)
  for (const [place, channel, weight] of weights) filters[place * 8 + channel] = weight
  return filters
}

// All results are calculated by hand.

test('a filter of 2 × 2 over 3 × 2 values of one channel, with bias', () => {
  const network = createNetwork(room)
  const filters = network.filters(Float32Array.from([1, 10, 100, 1000]), Float32Array.from([0.5]))
  const input = layer(network, 3, 2, [1, 2, 3, 4, 5, 6], 1)
  // 1 + 2·10 + 4·100 + 5·1000, and the same one column to the right.
  assert.deepEqual(numbers(network.convolve(input, filters, 2, false), 1), [5421.5, 6532.5])
})

test('a filter of 1 × 1 mixes channels', () => {
  const network = createNetwork(room)
  // Three outputs: the first channel, the second, and their sum.
  const filters = network.filters(Float32Array.from([1, 0, 1, 0, 1, 1]), new Float32Array(3))
  const input = layer(network, 1, 2, [1, 2, 3, 4], 2)
  assert.deepEqual(numbers(network.convolve(input, filters, 1, false), 3), [1, 2, 3, 3, 4, 7])
})

test('each channel has its own filter, and beyond the edge there are zeros', () => {
  const network = createNetwork(room)
  // The middle of the first channel's filter, and the right neighbor of the second's.
  const filters = network.channelFilters(
    channelFilters([
      [4, 0, 10],
      [5, 1, 100],
    ]),
  )
  const input = layer(network, 2, 1, [1, 2, 3, 4])
  assert.deepEqual(numbers(network.convolveChannels(input, filters), 2), [10, 400, 30, 0])
})

test('negative values become a tenth', () => {
  const network = createNetwork(room)
  const filters = network.filters(Float32Array.from([1]), Float32Array.from([0]))
  const found = numbers(network.convolve(layer(network, 2, 1, [-10, 5], 1), filters, 1, true), 1)
  assert.deepEqual(found, [-1, 5])
})

test('the largest of 2 × 2 values, also at an odd edge', () => {
  const network = createNetwork(room)
  const of = (width: number, height: number, values: number[], step: 1 | 2) =>
    network.pool(layer(network, width, height, values), step)
  const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const halved = of(3, 3, nine, 2)
  assert.deepEqual([halved.width, halved.height, numbers(halved, 1)], [2, 2, [5, 6, 8, 9]])
  assert.deepEqual(numbers(of(3, 3, nine, 1), 1), [5, 6, 6, 8, 9, 9, 8, 9, 9])
  assert.deepEqual(numbers(of(1, 1, [-3], 2), 1), [-3])
})

test('any filters over any values give the sums that the definition says', () => {
  const sizes = fc.record({
    ...{ width: fc.integer({ min: 3, max: 11 }), height: fc.integer({ min: 3, max: 7 }) },
    ...{ channels: fc.integer({ min: 1, max: 9 }), sums: fc.integer({ min: 1, max: 17 }) },
    ...{ side: fc.constantFrom(1, 2, 3), seed: fc.integer({ min: 1, max: 1e6 }) },
  })
  fc.assert(
    fc.property(sizes, ({ width, height, channels, sums, side, seed }) => {
      let state = seed
      const some = (count: number) =>
        Float32Array.from({ length: count }, () => {
          state = (state * 48_271) % 2_147_483_647
          return (state % 2000) / 1000 - 1
        })
      const [values, filters] = [some(width * height * channels), some(side * side * channels * sums)]
      const network = createNetwork(room)
      const kept = network.filters(filters, new Float32Array(sums))
      const output = network.convolve(layer(network, width, height, [...values], channels), kept, side, false)
      assert.deepEqual([output.width, output.height], [width - side + 1, height - side + 1])
      for (const [at, found] of numbers(output, sums).entries()) {
        const [pixel, sum] = [Math.floor(at / sums), at % sums]
        const [x, y] = [pixel % output.width, Math.floor(pixel / output.width)]
        let expected = 0
        for (let i = 0; i < side * side * channels; i++) {
          const [row, rest] = [Math.floor(i / (side * channels)), i % (side * channels)]
          expected += values[((y + row) * width + x) * channels + rest]! * filters[i * sums + sum]!
        }
        assert.ok(Math.abs(found - expected) < 1e-4, `${found} instead of ${expected}`)
      }
    }),
  )
})

test('convolving and halving at once gives the same as one after the other', () => {
  const sizes: [width: number, height: number, side: number][] = [
    [7, 5, 2],
    [6, 6, 3],
    [5, 1, 1],
    [1, 4, 1],
  ]
  for (const [width, height, side] of sizes) {
    const network = createNetwork(room)
    const filters = network.filters(
      Float32Array.from({ length: side * side * 4 * 3 }, (_, i) => Math.sin(i)),
      Float32Array.from([1, -1, 0.5]),
    )
    const input = () =>
      layer(
        network,
        width,
        height,
        Array.from({ length: width * height * 4 }, (_, i) => Math.cos(i)),
        4,
      )
    const apart = network.pool(network.convolve(input(), filters, side, true), 2)
    const expected = [apart.width, apart.height, numbers(apart, 3)]
    const halved = network.convolveAndHalve(input(), filters, side)
    assert.deepEqual([halved.width, halved.height, numbers(halved, 3)], expected)
  }
})

test('filters, rows and layers that do not fit are refused', () => {
  const network = createNetwork({ filters: 16, layer: 16, rows: 16 })
  assert.throws(() => network.layer(5, 4, 1), RangeError)
  assert.throws(() => network.filters(new Float32Array(17), new Float32Array(1)), RangeError)
  const filters = network.filters(new Float32Array(1), new Float32Array(1))
  assert.throws(() => network.convolveAndHalve(network.layer(2, 2, 1), filters, 1), RangeError)
})

test('the code of the network is that of its text', async () => {
  const file = new URL('../../src/picture/picture-network.generated.ts', import.meta.url)
  const code = (text: string) => /'([\w+/=]{100,})'/.exec(text)?.[1]
  assert.equal(code(await readFile(file, 'utf8')), code(await networkCode()))
})
