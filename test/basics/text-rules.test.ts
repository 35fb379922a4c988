import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isLongerThan, NOT_BLANK, readText, trim } from '../../src/basics/text.ts'

const name = { max: 255, blank: true }

/**
 * Characters for which `str.isspace` is true in CPython 3.11 (Lib: `[c for c in range(0x110000) if chr(c).isspace()]`).
 */
const pythonSpace = [
  0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
  0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]

test('exactly the surrounding white space that Python strips is removed', () => {
  for (let code = 0; code <= 0xffff; code += 1) {
    const character = String.fromCharCode(code)
    const isStripped = trim(`${character}a${character}`) === 'a'
    assert.equal(isStripped, pythonSpace.includes(code), `U+${code.toString(16)}`)
  }
})

test('white space inside a text stays', () => {
  assert.equal(trim('\u3000 Ada \u00a0 Lovelace\x1f'), 'Ada \u00a0 Lovelace')
  assert.equal(trim(' \t\u2028'), '')
})

test('a long run of white space inside a text is trimmed at once', () => {
  const text = `a${' '.repeat(900_000)}b`
  assert.equal(trim(text), text)
})

// contract: POST user/update/profile/; texts of Django REST framework 3.14, rest_framework/fields.py
const rows: readonly [what: string, value: unknown, options: typeof name, expected: unknown][] = [
  ['a text', 'Ada', name, { value: 'Ada' }],
  ['a text with surrounding white space', '\x1c\u2003Ada\x85', name, { value: 'Ada' }],
  ['a byte order mark', '\ufeffAda', name, { value: '\ufeffAda' }],
  ['an allowed empty text', '', name, { value: '' }],
  ['allowed white space only', ' \u3000', name, { value: '' }],
  ['a forbidden empty text', '', { max: 9, blank: false }, { fault: { key: 'blank' } }],
  ['forbidden white space only', '\x1f', { max: 9, blank: false }, { fault: { key: 'blank' } }],
  ['null', null, name, { fault: { key: 'null' } }],
  ['true', true, name, { fault: { key: 'not_a_string' } }],
  ['false', false, name, { fault: { key: 'not_a_string' } }],
  ['a list', ['Ada'], name, { fault: { key: 'not_a_string' } }],
  ['an object', { toString: 'Ada' }, name, { fault: { key: 'not_a_string' } }],
  ['a NUL inside', 'A\0da', name, { fault: { key: 'null_characters' } }],
  ['a NUL at the end', 'Ada\0', name, { fault: { key: 'null_characters' } }],
  ['255 letters', 'a'.repeat(255), name, { value: 'a'.repeat(255) }],
  ['255 letters between spaces', ` ${'a'.repeat(255)} `, name, { value: 'a'.repeat(255) }],
  ['256 letters', 'a'.repeat(256), name, { fault: { key: 'max_length', params: { max: 255 } } }],
  ['255 emoji', '😀'.repeat(255), name, { value: '😀'.repeat(255) }],
  ['256 emoji', '😀'.repeat(256), name, { fault: { key: 'max_length', params: { max: 255 } } }],
  ['half an emoji', 'a\ud83d', name, { fault: { key: 'surrogate_characters', params: { code: 'D83D' } } }],
  ['the other half', '\ude00a', name, { fault: { key: 'surrogate_characters', params: { code: 'DE00' } } }],
]

for (const [what, value, options, expected] of rows) {
  test(`reading ${what} as a text`, () => assert.deepEqual(readText(value, options), expected))
}

test('an accepted text is trimmed, short enough and storable, and reads back the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const result = readText(text, name)
      if ('fault' in result) return
      assert.ok(Array.from(result.value).length <= 255)
      assert.ok(result.value.isWellFormed() && !result.value.includes('\0'))
      assert.deepEqual(readText(result.value, name), result)
    }),
  )
})

test('length counts code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(30), (text, max) => {
      assert.equal(isLongerThan(text, max), [...text].length > max)
    }),
  )
})

test('the documented pattern of a non-blank text matches exactly the texts that are not empty after trimming', () => {
  const pattern = new RegExp(NOT_BLANK)
  for (let code = 0; code < 0x1_0000; code++) {
    const character = String.fromCharCode(code)
    const isLeft = trim(character) !== '' && character !== '\ufeff'
    assert.equal(pattern.test(character), isLeft, `U+${code.toString(16)}`)
  }
})
