import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMessageFormat, type Params } from '../../common/message-format.ts'

const seconds = '{n, plural, one {# second} other {# seconds}}'
// CLDR, plurals.xml and numbers; UAX #9, 2.4.2.
const filled: readonly (readonly [language: string, text: string, params: Params, expected: string])[] = [
  ['en', `Wait ${seconds}.`, { n: 1 }, 'Wait 1 second.'],
  ['en', `Wait ${seconds}.`, { n: 1000 }, 'Wait 1,000 seconds.'],
  ['en', seconds, { n: '07' }, '7 seconds'],
  ['en', '{n, plural, one {x}} y', { n: 2 }, ' y'],
  ['en', '# {a}{b} {c}', { a: 'x', b: '' }, '# x {c}'],
  ['en', seconds, {}, seconds],
  ['de', '{size} MB', { size: 1.5 }, '1,5 MB'],
  ['fr', seconds, { n: 0 }, '0 second'],
  ['hi', '{n}', { n: 100_000 }, '1,00,000'],
  ['ar', '{n, plural, two {اثنان} few {# few} many {#} other {#}}', { n: 3 }, '3 few'],
  ['ar', '{n, plural, two {اثنان} few {# few} many {#} other {#}}', { n: 2 }, 'اثنان'],
  ['ar', '{name} {code} {n}', { name: 'Ada', code: '012345', n: 1234 }, '\u2068Ada\u2069 012345 1,234'],
  ['en', '{a}', { a: '{b} # $& {n, plural, other {}}', b: 'x' }, '{b} # $& {n, plural, other {}}'],
  [
    'en',
    '{a, plural, x} {a,plural, other {}} {a, select, other {}} { a}',
    { a: 1 },
    '{a, plural, x} {a,plural, other {}} {a, select, other {}} { a}',
  ],
]
for (const [language, text, params, expected] of filled) {
  test(`${language}: ${JSON.stringify(text)} with ${JSON.stringify(params)} is ${JSON.stringify(expected)}`, () => {
    const format = createMessageFormat(language)
    assert.equal(format(text, params), expected)
    assert.equal(format(text, params), expected)
  })
}

test('values, also numbers, are formatted as the caller wants', () => {
  const format = createMessageFormat('ar')
  assert.equal(
    format('{a}, {n, plural, other {#}}', { a: 'x', n: 3 }, (value) => `<${value}>`),
    '<x>, <3>',
  )
})

test('a text without placeholders stays unchanged, whatever the values', () => {
  const format = createMessageFormat('ar')
  const plain = fc.string({ unit: 'binary' }).filter((text) => !text.includes('{'))
  fc.assert(fc.property(plain, fc.string(), (text, a) => assert.equal(format(text, { a }), text)))
})

test('a value is inserted unchanged, whatever it contains', () => {
  const format = createMessageFormat('en')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (a) => assert.equal(format('<{a}>', { a }), `<${a}>`)))
})
