import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editedNumber, readNumber } from '../../web/src/screens/profile/declared-number.ts'

/** What people type, in the language of the page, and the number of JSON. Signs as in CLDR 47. */
const typed: readonly (readonly [language: string, text: string, number: string])[] = [
  ['en', '1200', '1200'],
  ['en', '1,200', '1200'],
  ['en', '1,234,567.5', '1234567.5'],
  ['en', '2.5', '2.5'],
  ['en', '2,5', '2.5'],
  ['en', '.5', '0.5'],
  ['en', '-.5', '-0.5'],
  ['en', '5.', '5'],
  ['en', ' 7 ', '7'],
  ['en', '−3', '-3'],
  ['de', '1.200', '1200'],
  ['de', '1.234.567,5', '1234567.5'],
  ['de', '2,5', '2.5'],
  ['de', '2.5', '2.5'],
  ['fr', '1\u202f234,5', '1234.5'],
  ['fr', '1\u00a0234,5', '1234.5'],
  ['es', '12,25', '12.25'],
  ['pt', '1.000', '1000'],
  ['ar', '٣٫٥', '3.5'],
  ['ar', '١٢٬٣٤٥', '12345'],
  ['hi', '१२', '12'],
  ['ja', '１２', '12'],
]
for (const [language, text, number] of typed)
  test(`${JSON.stringify(text)} in ${language} is ${number}`, () =>
    assert.equal(readNumber(language, text), number))

for (const text of ['many', '1.2.3', '1,2,3', '--1', '1e5', '0x10', 'NaN', '1 2 x'])
  test(`${text} is left for the service to refuse`, () => assert.equal(readNumber('en', text), text))

test('nothing is no number', () => assert.equal(readNumber('en', '  '), ''))

test('a number is edited with the decimal sign of the language, and read back', () => {
  for (const language of ['ar', 'de', 'en', 'es', 'fr', 'hi', 'ja', 'pt', 'zh-Hans'])
    for (const number of ['0', '-1', '1234.5', '0.125', '1234567'])
      assert.equal(readNumber(language, editedNumber(language, number)), number, `${language} ${number}`)
})
