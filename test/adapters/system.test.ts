import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemRandom } from '../../src/adapters/system.ts'

test('identifiers keep the order in which they were made, also within a millisecond', () => {
  const made = Array.from({ length: 10_000 }, () => systemRandom.orderedId())
  assert.deepEqual(made.toSorted(), made)
  assert.equal(new Set(made).size, made.length)
})
