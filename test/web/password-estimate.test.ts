import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { generalPasswordFaults, passwordFaults, serviceWords } from '../../src/password/password-rules.ts'
import { estimate } from '../../web/src/password/estimate.ts'

/** A password, words of its owner, and its weakness. */
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
    assert.equal(estimate(password, { person: own, service: '' }).weakness, weakness))
}

test('the page rates no password well that the service refuses', () => {
  const pieces = fc.constantFrom('1234', 'qwert', 'aaa', 'passwort', 'zaq', 'Ａ', '2001', 'x', 'ß', ' ')
  fc.assert(
    fc.property(fc.string({ unit: pieces, minLength: 1, maxLength: 5 }), (password) => {
      const faults = generalPasswordFaults(password).filter(({ key }) => key !== 'password_too_short')
      const { level, weakness } = estimate(password, { person: [], service: '' })
      if (faults.length > 0) assert.ok(level < 2 && weakness !== null, password)
    }),
  )
})

test('the ticks tell what the service will say', () => {
  const owner = {
    username: 'ada.lovelace',
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'countess@example.com',
  }
  const service = 'Acme Accounts'
  const person = Object.values(owner)
  const words = serviceWords(service, 'https://127.0.0.1')
  const pieces = fc.constantFrom(
    'lovelace',
    'ada',
    'countess',
    'acme',
    '1234',
    'qwert',
    'lake',
    'hill',
    '7',
    '!',
  )
  fc.assert(
    fc.property(fc.string({ unit: pieces, minLength: 1, maxLength: 5 }), (password) => {
      const refused = passwordFaults(password, owner, words).map(({ key }) => key)
      const { faults } = estimate(password, { person, service })
      assert.equal(faults.includes('own'), refused.includes('password_too_similar'), password)
      assert.equal(faults.includes('common'), refused.includes('password_too_common'), password)
      const isHabit = faults.includes('repeat') || faults.includes('row')
      assert.equal(isHabit, refused.includes('password_predictable'), password)
    }),
  )
})
