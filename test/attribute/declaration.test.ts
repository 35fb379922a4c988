import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labelFor, textFor, viewerThrough } from '../../src/attribute/attribute.ts'
import { claimsOf } from '../../src/attribute/attribute-claims.ts'
import { inPageOrder, viewOf, withChanges } from '../../src/attribute/attribute-set.ts'
import type { DeclarationInput } from '../../src/attribute/declaration.ts'
import { planDeclarations } from '../../src/attribute/declaration-plan.ts'
import { declared, read, setOf } from '../support/declared.ts'

const options = [{ value: 'x' }]
/** What is wrong with a declaration, the beginning of what it says, and where the rule is from. */
const faults: [declaration: object, fault: RegExp, source: string][] = [
  [{ name: 'Big' }, /^name: must be 1 to 40/, 'decision record: names'],
  [{ name: 'a'.repeat(41) }, /^name: must be 1 to 40/, 'decision record: names'],
  [{ name: '1a' }, /^name: must be 1 to 40/, 'decision record: names'],
  [{ name: 'first_name' }, /^name: "first_name" has another/, 'built-in attribute'],
  [{ name: 'languages' }, /^name: "languages" has another/, 'name of a built-in one in an update'],
  [{ name: 'tz' }, /^name: "tz" has another/, 'name of a built-in one in the profile'],
  [{ name: 'token_field' }, /^name: "token_field" has another/, 'field of an update'],
  [{ name: 'detail' }, /^name: "detail" has another/, 'key of errors'],
  [{ name: 'external_id' }, /^name: "external_id" has another/, 'column of a file, field of servers'],
  [{ type: 'color' }, /^type: /, 'decision record: types'],
  [{ type: 'choice' }, /^options: name the values/, 'JSON Schema validation 6.1.2: not empty'],
  [{ type: 'choice', options: [] }, /^options: /, 'JSON Schema validation 6.1.2: not empty'],
  [
    { type: 'choice', options: [...options, ...options] },
    /^options: a value occurs twice/,
    'the same: unique',
  ],
  [{ type: 'choice', options: [{ value: ' ' }] }, /^options\.0\.value: /, 'an empty value means unset'],
  [{ options }, /^options: does not apply to the type text/, 'fixed form of each type'],
  [{ minimum: 1 }, /^minimum: does not apply to the type text/, 'fixed form of each type'],
  [{ type: 'integer', pattern: 'a' }, /^pattern: does not apply/, 'fixed form of each type'],
  [{ max_length: 1001 }, /^max_length: must be from 1 to 1000/, 'decision record: limits'],
  [{ max_length: 0 }, /^max_length: must be from 1 to 1000/, 'nothing could be set'],
  [{ type: 'long_text', max_length: 10_001 }, /^max_length: /, 'decision record: limits'],
  [{ min_length: 256 }, /^min_length: exceeds max_length/, 'nothing could be set'],
  [{ pattern: '(?=x)' }, /^pattern: must be a regular expression of RE2/, 'linear time'],
  [{ type: 'integer', minimum: 1.5 }, /^minimum: must be a whole number/, 'type of the values'],
  [{ type: 'integer', minimum: '1' }, /^minimum: must be a whole number/, 'type of the values'],
  [{ type: 'number', maximum: 1e15 }, /^maximum: must be a number/, 'largest number of the API'],
  [{ type: 'date', maximum: 5 }, /^maximum: must be a date such as/, 'type of the values'],
  [{ type: 'date', maximum: '2023-02-29' }, /^maximum: must be a date such as/, 'RFC 3339, appendix C'],
  [{ type: 'number', minimum: 2, maximum: 1 }, /^minimum: exceeds maximum/, 'nothing could be set'],
  [{ type: 'choices', options, min_items: 2 }, /^min_items: exceeds/, 'nothing could be set'],
  [{ type: 'choices', options, max_items: 0 }, /^max_items: must be at least 1/, 'nothing could be set'],
  [{ default: 5 }, /^default: does not fit/, 'type of the values'],
  [{ pattern: '^x$', default: 'y' }, /^default: does not fit/, 'constraints'],
  [{ type: 'place', searchable: true }, /^searchable: values of the type place/, 'whole values are compared'],
  [{ type: 'long_text', searchable: true }, /^searchable: /, 'whole values are compared'],
  [{ claim: 'sub' }, /^claim: "sub" is set by the service/, 'RFC 7519, 4.1'],
  [{ claim: 'email_verified' }, /^claim: "email_verified" is set/, 'OpenID Connect Core 5.1'],
  [{ claim: 'a b' }, /^claim: must have 1 to 100 visible/, 'names of claims'],
  [{ read: ['owner'], write: [] }, /^owner: name the application/, 'decision record: parties'],
  [{ read: ['everybody'] }, /^read\.0: /, 'decision record: parties'],
  [{ write: ['card'] }, /^write\.0: /, 'a card writes nothing'],
  [{ read: ['person'], write: ['operator'] }, /^write: operator must also/, 'no write without read'],
  [{ label: 'x'.repeat(101) }, /^label: .*100 characters/, 'bounded texts'],
  [{ help: { deutsch: 'x' } }, /^help: must be a text of at most 500/, 'BCP 47'],
  [{ label: 'a\nb' }, /^label: must have no line breaks/, 'a label is one line'],
  [{ colour: 1 }, /^declaration: .*colour/, 'misspelled parts are not ignored'],
]
for (const [declaration, fault, source] of faults)
  test(`a declaration with ${JSON.stringify(declaration).slice(0, 60)} is refused (${source})`, () => {
    const result = read({ name: 'x', type: 'text', ...declaration })
    assert.ok('faults' in result)
    assert.match(result.faults.join('\n'), fault)
  })

for (const nothing of [null, undefined, 5, 'x', []])
  test(`${JSON.stringify(nothing)} is no declaration`, () => {
    assert.ok('faults' in read(nothing))
  })

test('a declaration is stored in one form, however it was written', () => {
  const one = declared({
    type: 'text',
    name: 'x',
    write: ['operator', 'person'],
    label: 'X',
    read: ['operator', 'person'],
  })
  const other = declared({
    name: 'x',
    read: ['person', 'operator'],
    write: ['person', 'operator'],
    type: 'text',
    label: { en: 'X' },
  })
  assert.equal(JSON.stringify(one), JSON.stringify(other))
  assert.equal(JSON.stringify(declared(one as never)), JSON.stringify(one))
})

const present = (...inputs: DeclarationInput[]) => setOf(...inputs).attributes
test('what changes from the present declarations to the wanted ones', () => {
  const text = (name: string, more: Partial<DeclarationInput> = {}) => ({
    name,
    type: 'text' as const,
    ...more,
  })
  const rows: [
    now: DeclarationInput[],
    wanted: DeclarationInput[],
    removed: string[] | 'others',
    result: unknown,
  ][] = [
    [[], [text('a')], [], ['added a']],
    [[text('a')], [text('a')], [], []],
    [[text('a')], [text('a', { order: 1, label: 'A' })], [], ['changed a label order']],
    [[text('a')], [text('a', { searchable: true })], [], ['changed a searchable, keys']],
    [[text('a', { searchable: true })], [text('a')], [], ['changed a searchable, keys']],
    [[], [text('a', { searchable: true })], [], ['added a, keys']],
    [[text('a'), text('b', { searchable: true })], [text('a')], 'others', ['removed b, keys']],
    [[text('a')], [], ['a'], ['removed a']],
    [[text('a')], [], ['b'], 'unknown b'],
    [[], [text('a'), text('a')], [], 'twice a'],
    [[text('a')], [{ name: 'a', type: 'long_text' }], [], ['changed a type']],
    [[text('a')], [{ name: 'a', type: 'integer' }], [], 'form a'],
    [[text('a', { claim: 'c' })], [text('b', { claim: 'c' })], [], 'claim_twice a b'],
    [[text('a', { claim: 'c' })], [text('b', { claim: 'c' })], 'others', ['added b', 'removed a']],
    [Array.from({ length: 64 }, (_, i) => text(`n${i}`)), [text('a')], [], 'too_many'],
    [
      Array.from({ length: 64 }, (_, i) => text(`n${i}`)),
      [text('n1', { order: 1 })],
      [],
      ['changed n1 order'],
    ],
  ]
  for (const [now, wanted, removed, expected] of rows) {
    const plan = planDeclarations(present(...now), { declared: wanted.map(declared), removed })
    const shown =
      'steps' in plan
        ? plan.steps.map(
            ({ action, name, parts, isFilled }) =>
              [action.replace('attributes.', ''), name, ...parts.toSorted()].join(' ') +
              (isFilled ? ', keys' : ''),
          )
        : [plan.fault, ...('names' in plan ? plan.names : [])].join(' ')
    assert.deepEqual(shown, expected)
  }
})

test('a label is in the nearest language that the operator wrote, and never empty', () => {
  const label = { en: 'Department', de: 'Abteilung', 'pt-BR': 'Departamento' }
  const rows: [wanted: string[], text: string][] = [
    [['de-AT', 'fr'], 'Abteilung'],
    [['DE'], 'Abteilung'],
    [['pt-BR'], 'Departamento'],
    [['pt'], 'Department'],
    [['ja', 'de'], 'Abteilung'],
    [[], 'Department'],
  ]
  for (const [wanted, text] of rows) assert.equal(textFor(label, wanted), text)
  assert.equal(textFor({ ja: '部署' }, ['fr']), '部署')
  assert.equal(labelFor({ name: 'shoe_size', label: {} }, ['de']), 'Shoe size')
})

test('the page shows sections by their first attribute, and each section by order and name', () => {
  const inputs: DeclarationInput[] = [
    { name: 'd', type: 'text', order: 9, section: 'Work' },
    { name: 'c', type: 'text', order: 2 },
    { name: 'b', type: 'text', order: 1, section: 'Work' },
    { name: 'a', type: 'text', order: 2 },
  ]
  const names = inPageOrder(present(...inputs)).map(({ declaration }) => declaration.name)
  assert.deepEqual(names, ['b', 'd', 'a', 'c'])
})

test('stored values have one order, and an empty set is stored as nothing', () => {
  const both = withChanges(withChanges(null, { b: 1 }), { a: 2 })
  assert.equal(both, '{"a":2,"b":1}')
  assert.equal(withChanges(both, { a: null, b: null }), null)
  assert.equal(withChanges(both, {}), both)
})

test('claims are what the application can read, under the name of the claim', () => {
  const owner = '5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55'
  const set = setOf(
    { name: 'department', type: 'text', claim: 'https://example.com/department' },
    { name: 'size', type: 'integer', claim: 'size', default: 3 },
    { name: 'member', type: 'boolean', claim: 'member' },
    { name: 'skills', type: 'choices', options: [{ value: 'a' }, { value: 'b' }], claim: 'groups' },
    { name: 'home', type: 'place', claim: 'address' },
    { name: 'plain', type: 'text' },
    { name: 'secret', type: 'text', claim: 'secret', read: ['operator'], write: ['operator'] },
    { name: 'owned', type: 'text', claim: 'owned', owner, read: ['owner'], write: ['owner'] },
  )
  const all = JSON.stringify({
    department: 'sales',
    member: false,
    skills: ['a', 'b'],
    home: { locality: 'Oslo', country: 'NO' },
    plain: 'x',
    secret: 'y',
    owned: 'z',
  })
  const common = {
    'https://example.com/department': 'sales',
    member: false,
    groups: ['a', 'b'],
    address: { locality: 'Oslo', country: 'NO' },
    size: 3,
  }
  const rows: [applicationId: string, json: string | null, claims: object][] = [
    ['other', all, common],
    [owner, all, { ...common, owned: 'z' }],
    ['page', all, common],
    ['other', null, { size: 3 }],
    ['other', JSON.stringify({ size: 0, department: 5 }), { size: 0 }],
  ]
  for (const [id, json, claims] of rows)
    assert.deepEqual(claimsOf(viewOf(set, viewerThrough(id)), json), claims)
  assert.deepEqual(claimsOf(null, all), {})
})
