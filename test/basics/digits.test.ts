import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asciiDigits } from '../../common/digits.ts'

// CLDR, numberingSystems: the digits of each system that has its own, from zero to nine.
const systems = Intl.supportedValuesOf('numberingSystem').flatMap((system) => {
  const digits = [...'0123456789'].map((_, digit) => new Intl.NumberFormat(`en-u-nu-${system}`).format(digit))
  return digits.every((digit) => /^\p{Nd}$/u.test(digit)) ? [{ system, text: digits.join('') }] : []
})

test('the digits of every numbering system are read by their value', () => {
  assert.ok(systems.length > 50)
  for (const { system, text } of systems) assert.equal(asciiDigits(text), '0123456789', system)
})

test('other characters stay unchanged', () => {
  const others = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Nd}/u.test(text))
  fc.assert(fc.property(others, (text) => assert.equal(asciiDigits(text), text)))
})
