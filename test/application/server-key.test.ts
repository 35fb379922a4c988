import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemRandom } from '../../src/adapters/system.ts'
import { isServerKey, looksLikeServerKey, newServerKey } from '../../src/application/server-key.ts'

test('a server key has a form that scanners recognize', () => {
  const key = newServerKey(systemRandom)
  assert.match(key, /^ups_[0-9A-Za-z]{38}$/)
  assert.ok(looksLikeServerKey(key) && isServerKey(key))
  assert.notEqual(newServerKey(systemRandom), key)
})

// The CRC-32 of 32 characters, computed with Python's zlib.crc32 and written in base 62.
for (const [random, checksum] of [
  ['0'.repeat(32), '2wjyrI'],
  ['abcdefghijklmnopqrstuvwxyzABCDEF', '1mVgZW'],
] as const)
  test(`the checksum of ${random} is ${checksum}`, () => {
    assert.equal(newServerKey({ code: () => random }), `ups_${random}${checksum}`)
  })

test('a key with any one character changed is not a server key', () => {
  const key = newServerKey(systemRandom)
  for (let i = 0; i < key.length; i += 1) {
    const other = key[i] === 'x' ? 'y' : 'x'
    assert.ok(!isServerKey(key.slice(0, i) + other + key.slice(i + 1)), `character ${i}`)
  }
})

for (const text of [
  '',
  'ups_',
  `ups_${'0'.repeat(38)}`,
  `UPS_${'0'.repeat(32)}2wjyrI`,
  `ups_${'0'.repeat(32)}2wjyrI\n`,
])
  test(`${JSON.stringify(text)} is not a server key`, () => assert.ok(!isServerKey(text)))
