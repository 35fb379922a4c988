import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nameKey, readPeopleSearch } from '../../src/user/people-search.ts'

const utf8 = (text: string) => Buffer.from(text)
const isIn = (key: string, { from, to }: { from: string; to: string }) =>
  Buffer.compare(utf8(key), utf8(from)) >= 0 && Buffer.compare(utf8(key), utf8(to)) < 0

// Name, search text, whether it matches. Foldings: Unicode 16, CaseFolding.txt and UnicodeData.txt (decompositions).
const names: [string, string, boolean][] = [
  ['Ada', 'ada', true],
  ['Ada', 'AD', true],
  ['Ada', 'da', false],
  ['Björn', 'bjorn', true],
  ['Bjorn', 'björ', true],
  ['Øystein', 'o', false],
  ['İstanbul', 'istan', true],
  ['ISTANBUL', 'istan', true],
  ['Weiß', 'weiss', true],
  ['WEISS', 'weiß', true],
  ['Οδυσσεύς', 'ΟΔΥΣ', true],
  ['Οδυσσεύς', 'οδυσσευς', true],
  ['한글', '하', true],
  ['가방', '간', false],
  ['ガス', 'ガ', true],
  ['ガス', 'カ', true],
  ['ﬁnn', 'fin', true],
  ['Maria  José', 'maria jose', true],
  ['Ёлка', 'елк', true],
  ['x'.repeat(200), 'x'.repeat(200), true],
  ['x'.repeat(200), `${'x'.repeat(63)}y`, false],
]
for (const [name, text, matches] of names) {
  test(`a search for ${text.slice(0, 20)} ${matches ? 'finds' : 'does not find'} the name ${name.slice(0, 20)}`, () => {
    assert.equal(isIn(nameKey(name), readPeopleSearch(text).name), matches)
  })
}

test('every beginning of a name finds it, and nothing else does', () => {
  const letters = fc.string({
    unit: fc.constantFrom(..."aAzZ09éßΣςİıж한漢😀\u{10ffff}\ud7ff-'%_"),
    minLength: 1,
  })
  fc.assert(
    fc.property(letters, fc.nat(), letters, (name, at, other) => {
      const prefix = Array.from(name)
        .slice(0, 1 + (at % Array.from(name).length))
        .join('')
      assert.ok(isIn(nameKey(name), readPeopleSearch(prefix).name), prefix)
      const isPrefix = nameKey(name).startsWith(nameKey(other))
      assert.equal(isIn(nameKey(name), readPeopleSearch(other).name), isPrefix, other)
    }),
    { numRuns: 2000 },
  )
})

test('the key of a name stays small enough for an index, however long the name is', () => {
  // U+FDFA becomes 18 characters; an index entry of PostgreSQL holds 2704 bytes.
  assert.ok(utf8(nameKey('\ufdfa'.repeat(255))).length < 1000)
})

test('words are taken as both names in either order, for a bounded number of words', () => {
  const { bothNames } = readPeopleSearch('maria josé garcía')
  assert.deepEqual(
    bothNames.map((pair) => pair.map(({ from }) => from)),
    [
      ['maria', 'jose garcia'],
      ['maria jose', 'garcia'],
    ],
  )
  assert.equal(readPeopleSearch('a b c d e f g h i j').bothNames.length, 5)
  assert.deepEqual(readPeopleSearch('ada').bothNames, [])
})

test('an address is searched by its beginning, and a domain that is not ASCII as a whole', () => {
  const email = (text: string) => readPeopleSearch(text).email.from
  assert.equal(email('Ada.L'), 'ada.l')
  assert.equal(email('Ada@EXAM'), 'ada@exam')
  assert.equal(email('ada@'), 'ada@')
  assert.equal(email('ada@bücher.example'), 'ada@xn--bcher-kva.example')
})

test('a name in ASCII has the key that it would have as the beginning of another name', () => {
  const plain = fc.string({ unit: fc.constantFrom(..."abzABZ 019-.'~\t "), maxLength: 60 })
  fc.assert(fc.property(plain, (name) => assert.equal(nameKey(`${name}é`), `${nameKey(name)}e`)))
  assert.equal(nameKey('a'.repeat(70)), nameKey(`${'a'.repeat(70)}é`))
})
