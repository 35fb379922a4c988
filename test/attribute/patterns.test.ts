import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { linearPattern, patternFault } from '../../src/attribute/linear-pattern.ts'
import { read, setOf } from '../support/declared.ts'

/** Patterns that take exponential or polynomial time by backtracking (OWASP, Regular expression Denial of Service). */
const hostile = [
  '^(a+)+$',
  '^([a-zA-Z]+)*$',
  '^(a|aa)+$',
  '^(a|a?)+$',
  '^(.*a){20}$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '^(\\w+\\s?)*$',
  '(x+x+)+y',
]

for (const pattern of hostile)
  test(`the hostile pattern ${pattern} ends, however long the text is`, () => {
    assert.equal(patternFault(pattern, 1000), null)
    // By backtracking, fifty characters would take years: the test would not end.
    for (const length of [50, 5000, 50_000]) {
      const text = `${'a'.repeat(length)}!`
      assert.equal(linearPattern(pattern).test(text), false)
    }
  })

test('patterns that need backtracking, are broken or are too large are refused when they are declared', () => {
  const refused: [pattern: string, max: number, reason: RegExp][] = [
    ['(?=a)b', 255, /look-around/],
    ['(?<!a)b', 255, /look-around/],
    ['(a)\\1', 255, /references/],
    ['(', 255, /RE2/],
    ['a{1001}', 255, /repeat/],
    ['(((a{30}){30}){30}){30}', 255, /repeat|large/],
    ['((a{100}){10}){10}', 255, /repeat|large/],
    ['(?:a?){500}', 10_000, /too large/],
    ['x'.repeat(201), 255, /at most 200/],
  ]
  for (const [pattern, max, reason] of refused)
    assert.match(patternFault(pattern, max) ?? '', reason, pattern)
  const result = read({ name: 'x', type: 'text', pattern: '(a)\\1' })
  assert.match(
    'faults' in result ? result.faults.join() : '',
    /^pattern: must be a regular expression of RE2/,
  )
})

test('any pattern that is accepted ends with any text that the declaration allows, and with the answer of a backtracking one', () => {
  const atom = fc.constantFrom('a', 'b', '.', '\\w', '[a-z]', '(a|b)', '(ab?)')
  const pieces = fc.array(fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{0,20}', '{50}')), {
    minLength: 1,
    maxLength: 12,
  })
  const patterns = fc
    .tuple(pieces, fc.constantFrom('', '*', '{10}'))
    .map(([list, outer]) => `^(${list.map(([one, times]) => one + times).join('')})${outer}x`)
  fc.assert(
    fc.property(
      patterns,
      fc.constantFrom(100, 1000, 10_000),
      fc.string({ maxLength: 6 }),
      (pattern, max, text) => {
        if (patternFault(pattern, max) !== null) return
        const linear = linearPattern(pattern)
        linear.test('ab'.repeat(max / 2))
        assert.equal(linear.test(text), new RegExp(pattern, 'u').test(text), `${pattern} ${text}`)
      },
    ),
    { numRuns: 500 },
  )
})

test('bounds of numbers decide like comparison, and bounds of lengths like counting code points', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (a, b, value) => {
      const [minimum, maximum] = [Math.min(a, b), Math.max(a, b)]
      const [one] = setOf({ name: 'x', type: 'integer', minimum, maximum }).attributes
      assert.equal('value' in one!.read(String(value)), value >= minimum && value <= maximum)
    }),
    { numRuns: 50 },
  )
  fc.assert(
    fc.property(
      fc.nat(20),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.constantFrom('a', '😀', 'é')),
      (low, more, list) => {
        const [one] = setOf({ name: 'x', type: 'text', min_length: low, max_length: low + more }).attributes
        const isInside = list.length >= low && list.length <= low + more
        assert.equal('value' in one!.read(list.join('')), isInside || list.length === 0)
      },
    ),
    { numRuns: 50 },
  )
})
