import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { needOf, requiredFrom } from '../../src/second-factor/second-factor.ts'
import {
  readTypedCode,
  recoveryCodeHash,
  recoveryCodeOf,
} from '../../src/second-factor/second-factor-code.ts'
import { seedOf, stepOf } from '../../src/second-factor/totp.ts'

/** RFC 6238, Appendix B: SHA-1; the last six of its eight digits (RFC 4226, 5.3). */
const vectors: [number, string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]
const seed = seedOf(Buffer.from('12345678901234567890').toString('base64url'))
for (const [seconds, code] of vectors)
  test(`the code of RFC 6238 at ${seconds} seconds is ${code}`, () => {
    assert.equal(stepOf(seed, code, seconds * 1000), Math.floor(seconds / 30))
  })

const typed: [string, ReturnType<typeof readTypedCode>][] = [
  ['123456', { kind: 'totp', code: '123456' }],
  [' 123 456 ', { kind: 'totp', code: '123456' }],
  ['１２３４５６', { kind: 'totp', code: '123456' }],
  ['١٢٣٤٥٦', { kind: 'totp', code: '123456' }],
  ['७m2k-q9wd-4xzr-h3tn', { kind: 'recovery', code: '7m2kq9wd4xzrh3tn' }],
  ['12345', null],
  ['1234567', null],
  ['', null],
  ['7m2k-q9wd-4xzr-h3tn', { kind: 'recovery', code: '7m2kq9wd4xzrh3tn' }],
  ['7M2K Q9WD 4XZR H3TN', { kind: 'recovery', code: '7m2kq9wd4xzrh3tn' }],
  ['7m2k–q9wd—4xzr‑h3tn', { kind: 'recovery', code: '7m2kq9wd4xzrh3tn' }],
  ['OIL2-q9wd-4xzr-h3tn', { kind: 'recovery', code: '0112q9wd4xzrh3tn' }],
  ['7m2k-q9wd-4xzr-h3t', null],
  ['7m2k-q9wd-4xzr-h3tu', null],
  ['1'.repeat(65), null],
]
for (const [text, expected] of typed)
  test(`${JSON.stringify(text.slice(0, 30))} is read as ${expected?.kind ?? 'no code'}`, () => {
    assert.deepEqual(readTypedCode(text), expected)
  })

test('every recovery code reads back unchanged, and matches only its own person', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      const code = recoveryCodeOf(Buffer.from(bytes).toString('base64url'))
      const read = readTypedCode(code.toUpperCase())
      assert.equal(read?.kind, 'recovery')
      assert.equal(recoveryCodeHash('a', read.code), recoveryCodeHash('a', code))
      assert.notEqual(recoveryCodeHash('a', code), recoveryCodeHash('b', code))
    }),
  )
})

test('reading a code never throws, whatever is typed', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readTypedCode(text)))
})

const policies: [string, boolean, { isRequired: boolean; from: number | null }, number | null][] = [
  ['nobody requires it', false, { isRequired: false, from: null }, null],
  ['nobody requires it, although a date is set', false, { isRequired: false, from: 1000 }, null],
  ['it is required of everybody at once', false, { isRequired: true, from: null }, 0],
  ['it is required of everybody from a date on', false, { isRequired: true, from: 1000 }, 1000],
  ['it is required of the person', true, { isRequired: false, from: null }, 0],
  ['it is required of the person before others', true, { isRequired: true, from: 1000 }, 0],
]
for (const [name, isRequiredOfPerson, policy, from] of policies)
  test(`if ${name}, a second factor is required from ${from} on`, () => {
    const person = { isRequiredOfPerson, confirmedAt: null }
    assert.equal(requiredFrom(person, policy), from)
    for (const now of [999, 1000])
      assert.equal(needOf(person, policy, now), from !== null && from <= now ? 'enrollment' : null)
    assert.equal(needOf({ ...person, confirmedAt: 1 }, policy, 0), 'code')
  })
