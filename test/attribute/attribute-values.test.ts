import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AttributeType, attributeTypes } from '../../src/attribute/attribute.ts'
import { formSchemaOf } from '../../src/attribute/attribute-form.ts'
import type { DeclarationInput } from '../../src/attribute/declaration.ts'
import { FilePart } from '../../src/basics/fields.ts'
import { declared, setOf } from '../support/declared.ts'

type Constraints = Omit<DeclarationInput, 'name' | 'type'>
const readerOf = (type: AttributeType, constraints: Constraints = {}) =>
  setOf({ name: 'x', type, ...constraints }).attributes[0]!

const options = ['go', 'sql', 'C++'].map((value) => ({ value }))
/** 1 + U+1F600, which is two UTF-16 units. */
const smiles = (count: number) => '😀'.repeat(count)

/** A value that is accepted, as it is stored; null: unset. */
type Good = [type: AttributeType, constraints: Constraints, sent: unknown, stored: unknown, source: string]
const good: Good[] = [
  ['text', {}, '  Ada ', 'Ada', 'contract: surrounding white space is trimmed'],
  ['text', {}, smiles(255), smiles(255), 'contract: length counts code points'],
  ['text', { max_length: 3 }, 'abc', 'abc', 'JSON Schema validation 6.3.1'],
  ['text', { min_length: 3 }, '😀bc', '😀bc', 'JSON Schema validation 6.3.2: RFC 8259 characters'],
  ['text', {}, '5', '5', 'contract: in JSON a number is read as its text'],
  ['text', { pattern: '[0-9]' }, 'a1b', 'a1b', 'JSON Schema validation 6.3.3: not anchored'],
  ['text', { pattern: '^\\p{Lu}+$' }, 'ÄÖ', 'ÄÖ', 'RE2 syntax: Unicode classes'],
  ['text', { pattern: '^(?i)abc$' }, 'ABC', 'ABC', 'RE2 syntax: flags'],
  ['text', {}, '', null, 'contract: one that is sent empty is cleared'],
  ['text', {}, null, null, 'RFC 7396: null removes'],
  ['long_text', {}, 'a\r\nb', 'a\nb', 'HTML 4.10.21.8: forms send CR LF'],
  ['long_text', { max_length: 10_000 }, 'x'.repeat(10_000), 'x'.repeat(10_000), 'decision record: limits'],
  ['number', {}, '1.50', 1.5, 'RFC 8259, 6'],
  ['number', {}, '1e3', 1000, 'RFC 8259, 6: exponent'],
  ['number', {}, '-0', 0, 'a negative zero has no JSON of its own'],
  ['number', {}, '١٢', 12, 'contract: digits of other scripts'],
  ['number', { minimum: 0.5, maximum: 0.5 }, '0.5', 0.5, 'JSON Schema validation 6.2.2 and 6.2.4: inclusive'],
  ['integer', {}, '-7', -7, 'JSON Schema core 4.2.3'],
  ['integer', {}, '999999999999999', 999_999_999_999_999, 'largest integer of the API'],
  ['boolean', {}, true, true, 'JSON'],
  ['boolean', {}, 'false', false, 'forms'],
  ['boolean', {}, 'Yes', true, 'Django REST framework, BooleanField.TRUE_VALUES'],
  ['date', {}, '2024-02-29', '2024-02-29', 'RFC 3339, full-date: leap year'],
  [
    'date',
    { minimum: '2024-01-01', maximum: '2024-01-01' },
    '2024-01-01',
    '2024-01-01',
    'Ajv: formatMinimum',
  ],
  ['choice', { options }, ' C++ ', 'C++', 'JSON Schema validation 6.1.2'],
  ['choices', { options }, ['sql', 'go', 'sql'], ['go', 'sql'], 'a set, in the order of the options'],
  ['choices', { options }, 'sql\r\ngo\r\n', ['go', 'sql'], 'a form: one on each line, as in cards/lookup/'],
  ['choices', { options }, '["C++"]', ['C++'], 'a form: JSON'],
  ['choices', { options }, [], null, 'an empty list is unset'],
  ['url', {}, 'HTTPS://example.com/ü?q=1#x', 'HTTPS://example.com/ü?q=1#x', 'WHATWG URL, 4.3'],
  ['country', {}, 'fr', 'FR', 'contract: country_code is case-insensitive'],
  ['language', {}, 'pt-BR', 'pt-BR', 'Get Local Info'],
  ['timezone', {}, 'Asia/Calcutta', 'Asia/Kolkata', 'contract: IANA links are stored under the listed name'],
  [
    'place',
    {},
    { locality: ' Oslo ', country: 'no' },
    { locality: 'Oslo', country: 'NO' },
    'OpenID Connect Core 5.1.1',
  ],
  ['place', {}, '{"region":"Bayern","locality":""}', { region: 'Bayern' }, 'a form: the JSON of the object'],
  ['place', {}, { locality: '', country: '' }, null, 'a place without parts is unset'],
]

/** A value that is refused with this fault. */
type Bad = [type: AttributeType, constraints: Constraints, sent: unknown, fault: string, source: string]
const bad: Bad[] = [
  ['text', {}, 'x'.repeat(256), 'max_length', 'default length of the declaration'],
  ['text', { max_length: 2 }, 'abc', 'max_length', 'JSON Schema validation 6.3.1'],
  ['text', { min_length: 3 }, 'ab', 'min_length', 'JSON Schema validation 6.3.2'],
  ['text', { pattern: '^a$' }, 'ab', 'pattern_mismatch', 'JSON Schema validation 6.3.3'],
  ['text', { pattern: '^(a+)+$' }, `${'a'.repeat(200)}!`, 'pattern_mismatch', 'OWASP ReDoS: linear time'],
  ['text', {}, true, 'not_a_string', 'contract: a boolean, list or object is no text'],
  ['text', {}, ['a'], 'not_a_string', 'contract'],
  ['text', {}, { a: 1 }, 'not_a_string', 'contract'],
  ['text', {}, new FilePart(null, 1), 'not_a_string', 'contract: a file in the place of a text'],
  ['text', {}, 'a\0', 'null_characters', 'contract'],
  ['text', {}, '\ud800', 'surrogate_characters', 'contract: no database can store it'],
  ['long_text', { max_length: 1 }, 'ab', 'max_length', 'JSON Schema validation 6.3.1'],
  ['number', {}, 'NaN', 'not_a_number', 'RFC 8259, 6'],
  ['number', {}, 'Infinity', 'not_a_number', 'RFC 8259, 6'],
  ['number', {}, '1e999', 'not_a_number', 'beyond IEEE 754'],
  ['number', {}, '0x10', 'not_a_number', 'RFC 8259, 6'],
  ['number', {}, '1,5', 'not_a_number', 'RFC 8259, 6'],
  ['number', {}, '.5', 'not_a_number', 'RFC 8259, 6'],
  ['number', {}, '9'.repeat(41), 'not_a_number', 'bounded before it is converted'],
  ['number', {}, true, 'not_a_number', 'a boolean is no number'],
  ['number', { minimum: 2 }, '1.9', 'min_value', 'JSON Schema validation 6.2.4'],
  ['number', { maximum: 2 }, '2.1', 'max_value', 'JSON Schema validation 6.2.2'],
  ['number', {}, '1e15', 'max_value', 'largest number of the API'],
  ['integer', {}, '1.0', 'not_an_integer', 'contract: numbers are read as written'],
  ['integer', {}, '1e3', 'not_an_integer', 'contract: numbers are read as written'],
  ['integer', {}, '-1000000000000000', 'min_value', 'largest integer of the API'],
  ['boolean', {}, 'maybe', 'not_a_boolean', 'Django REST framework, BooleanField'],
  ['boolean', {}, [true], 'not_a_boolean', 'a list is no boolean'],
  ['date', {}, '2023-02-29', 'date_invalid', 'RFC 3339, appendix C'],
  ['date', {}, '2024-1-1', 'date_invalid', 'RFC 3339, full-date'],
  ['date', {}, '2024-01-01T00:00:00Z', 'date_invalid', 'RFC 3339, full-date'],
  ['date', { minimum: '2024-01-02' }, '2024-01-01', 'min_value', 'Ajv: formatMinimum'],
  ['date', { maximum: '2024-01-02' }, '2024-01-03', 'max_value', 'Ajv: formatMaximum'],
  ['choice', { options }, 'GO', 'invalid_choice', 'JSON Schema validation 6.1.2: compared exactly'],
  ['choices', { options }, ['go', 'java'], 'invalid_choice', 'JSON Schema validation 6.1.2'],
  ['choices', { options }, [1], 'not_a_string', 'items are texts'],
  ['choices', { options }, '["go"', 'not_a_list', 'a form: broken JSON'],
  ['choices', { options }, { go: true }, 'not_a_list', 'an object is no list'],
  ['choices', { options }, Array(201).fill('go'), 'too_many_items', 'bounded before it is read'],
  ['choices', { options, max_items: 1 }, ['go', 'sql'], 'too_many_items', 'JSON Schema validation 6.4.1'],
  ['choices', { options, min_items: 2 }, ['go'], 'too_few_items', 'JSON Schema validation 6.4.2'],
  ['url', {}, 'javascript:alert(1)', 'url_invalid', 'OWASP XSS: only http and https'],
  ['url', {}, '/path', 'url_invalid', 'absolute addresses only'],
  ['url', {}, 'https://', 'url_invalid', 'WHATWG URL, 4.4'],
  ['url', {}, 'https://a b', 'url_invalid', 'no white space inside a link'],
  ['url', {}, `https://example.com/${'x'.repeat(2000)}`, 'max_length', 'decision record: limits'],
  ['country', {}, 'XX', 'invalid_choice', 'ISO 3166-1, as offered'],
  ['language', {}, 'tlh', 'invalid_choice', 'Get Local Info'],
  ['timezone', {}, '+05:30', 'invalid_choice', 'contract: offsets are refused'],
  ['place', {}, { city: 'Oslo' }, 'place_invalid', 'JSON Schema core 10.3.2.3: no further properties'],
  ['place', {}, ['Oslo'], 'place_invalid', 'a list is no place'],
  ['place', {}, 'Oslo', 'place_invalid', 'a form: not JSON'],
  ['place', {}, { country: 'XX' }, 'invalid_choice', 'ISO 3166-1, as offered'],
  ['place', {}, { locality: 'x'.repeat(256) }, 'max_length', 'decision record: limits'],
  ['place', {}, { locality: 5 }, 'not_a_string', 'parts are texts'],
]

for (const [type, constraints, sent, stored, source] of good) {
  const shown = JSON.stringify(sent)?.slice(0, 50)
  test(`${type} takes ${shown} ${JSON.stringify(constraints)} (${source})`, () => {
    const result = readerOf(type, constraints).read(sent)
    assert.deepEqual(result, { value: stored })
    if (stored !== null) assert.equal(readerOf(type, constraints).check(stored), null)
  })
}

for (const [type, constraints, sent, fault, source] of bad) {
  const shown = JSON.stringify(sent)?.slice(0, 50)
  test(`${type} refuses ${shown} ${JSON.stringify(constraints)} with ${fault} (${source})`, () => {
    const result = readerOf(type, constraints).read(sent)
    assert.equal('fault' in result && result.fault.key, fault)
  })
}

test('every type has rows that are accepted and rows that are refused', () => {
  const typesOf = (rows: readonly (Good | Bad)[]) => [...new Set(rows.map(([type]) => type))].sort()
  assert.deepEqual(typesOf(good), [...attributeTypes].sort())
  assert.deepEqual(typesOf(bad), [...attributeTypes].sort())
})

test('each form is a schema by the meta-schema of JSON Schema 2020-12, but for the formats of dates', async () => {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const meta = new Ajv2020({ strict: false })
  const constraints: Partial<Record<AttributeType, Constraints>> = {
    text: { min_length: 1, max_length: 2, pattern: '^a' },
    number: { minimum: 1, maximum: 2 },
    date: { minimum: '2024-01-01' },
    choice: { options },
    choices: { options, min_items: 1, max_items: 2 },
  }
  for (const type of attributeTypes) {
    const schema = formSchemaOf(declared({ name: 'x', type, ...constraints[type] }))
    assert.equal(meta.validateSchema(schema), true, JSON.stringify(meta.errors))
  }
})

test('no value of any kind makes a reader throw, and what is accepted fits and is stable', () => {
  const all = setOf(
    { name: 'a', type: 'text', pattern: '^[a-c]*$' },
    ...(['long_text', 'number', 'integer', 'boolean', 'date', 'url'] as const).map((type) => ({
      name: type,
      type,
    })),
    { name: 'b', type: 'choices', options },
    ...(['country', 'language', 'timezone', 'place'] as const).map((type) => ({ name: `${type}_x`, type })),
  ).attributes
  // Bodies have no numbers: they arrive as the texts in which they were written.
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double().map(String),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    fc.webUrl(),
    fc.jsonValue(),
    fc.constantFrom('go', 'FR', 'en', '__proto__', '{"__proto__":1}', '[[]]'),
  )
  fc.assert(
    fc.property(anything, fc.nat(all.length - 1), (sent, index) => {
      const one = all[index]!
      const result = one.read(sent)
      if (!('value' in result) || result.value === null) return
      assert.equal(one.check(result.value), null)
      const again = one.read(typeof result.value === 'number' ? String(result.value) : result.value)
      assert.deepEqual(again, result)
    }),
    { numRuns: 3000 },
  )
})
