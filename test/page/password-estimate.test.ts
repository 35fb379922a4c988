import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { generalPasswordFaults } from '../../src/account/password-rules.ts'
import { estimate } from '../../web/src/password/estimate.ts'

/** A password, words of its owner, and what is wrong with it. */
const rows: [string, string[], string | null][] = [
  ['Wilhelmina1', ['Wilhelmina'], 'own'],
  ['shop.example', ['Shop Example'], 'own'],
  ['dragonball', [], 'common'],
  ['zaqzaqzaqzaq', [], 'repeat'],
  ['98765asdfg', [], 'row'],
  ['a lake beside nine hills', ['Wilhelmina'], null],
]
for (const [password, own, weakness] of rows) {
  test(`${password} of ${own[0] ?? 'somebody'} is ${weakness ?? 'not weak'} to the page`, () =>
    assert.equal(estimate(password, own).weakness, weakness))
}

test('the page praises no password that the service refuses for itself', () => {
  const pieces = fc.constantFrom('1234', 'qwert', 'aaa', 'passwort', 'zaq', 'Ａ', '2001', 'x', 'ß', ' ')
  fc.assert(
    fc.property(fc.string({ unit: pieces, minLength: 1, maxLength: 5 }), (password) => {
      const faults = generalPasswordFaults(password).filter(({ key }) => key !== 'password_too_short')
      const { level, weakness } = estimate(password, [])
      if (faults.length > 0) assert.ok(level < 2 && weakness !== null, password)
    }),
  )
})
