import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type JsonValue, mergePatch, parseJsonValue } from '../../src/basics/json-object.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { PRIVATE_DATA_BYTES, parseStored, planPrivateData } from '../../src/private-data/private-data.ts'

const merged = (target: string, patch: string) =>
  JSON.stringify(mergePatch(parseJsonValue(target), parseJsonValue(patch)))

/** RFC 7396, appendix A: original, patch, result. */
const examples = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
] as const

for (const [target, patch, result] of examples)
  test(`${target} patched by ${patch} is ${result}`, () => assert.equal(merged(target, patch), result))

/** Names that an ordinary object would take for something else, among others. */
const names = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'a', 'b', '0', ''),
  fc.string({ maxLength: 4 }),
)
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -1.5, 1e21, 'text'),
    fc.string({ maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
})).value
const texts = values.map((value) => JSON.stringify(value))

/** The algorithm of RFC 7396, 2, over maps. */
type Tree = Map<string, Tree> | string
function treeOf(text: string): Tree {
  const value = JSON.parse(text) as unknown
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return text
  const entries = parseEntries(value)
  return new Map(entries)
}
const parseEntries = (value: object) =>
  Object.keys(value).map((name): [string, Tree] => {
    const own = Object.getOwnPropertyDescriptor(value, name)?.value as unknown
    return [name, treeOf(JSON.stringify(own))]
  })
function applied(target: Tree | undefined, patch: Tree): Tree {
  if (typeof patch === 'string') return patch
  const result = new Map(target instanceof Map ? target : [])
  for (const [name, value] of patch) {
    if (value === 'null') result.delete(name)
    else result.set(name, applied(result.get(name), value))
  }
  return result
}

test('a merge patch does what the algorithm of the RFC does, whatever the names are', () => {
  fc.assert(
    fc.property(texts, texts, (target, patch) => {
      assert.deepEqual(treeOf(merged(target, patch)), applied(treeOf(target), treeOf(patch)))
    }),
    { numRuns: 2000 },
  )
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
})

test('a second patch with the same content changes nothing more', () => {
  fc.assert(
    fc.property(texts, texts, (target, patch) => {
      const once = merged(target, patch)
      assert.equal(merged(once, patch), once)
    }),
  )
})

test('neither target nor patch is changed', () => {
  const [target, patch] = [parseJsonValue('{"a":{"b":1}}'), parseJsonValue('{"a":{"c":2}}')]
  const before = JSON.stringify([target, patch])
  mergePatch(target, patch)
  assert.equal(JSON.stringify([target, patch]), before)
})

for (const digits of ['12345678901234567890', '0.1000', '1e400', '-0', '1.0', '1E2'])
  test(`the number ${digits} is stored with the digits that were sent`, () => {
    assert.equal(JSON.stringify(parseJsonValue(`{"n":[${digits}]}`)), `{"n":[${digits}]}`)
  })

test('__proto__ is a name like others', () => {
  const json = merged('{}', '{"__proto__":{"polluted":true},"a":{"__proto__":1}}')
  assert.equal(json, '{"__proto__":{"polluted":true},"a":{"__proto__":1}}')
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
  assert.equal(merged(json, '{"__proto__":null,"a":{"__proto__":null}}'), '{"a":{}}')
})

const object = (json: string) => parseStored(json)
const plan = (before: string, patch: string) => planPrivateData(before, { patch: object(patch) })

test('an event has plain names of what changed, at most twenty, and never what could be data', () => {
  assert.deepEqual(plan('{"plan":"a","seats":1}', '{"plan":"b","seats":1,"new":{}}')?.names, ['plan', 'new'])
  assert.deepEqual(plan('{"plan":"a"}', '{"plan":null}')?.names, ['plan'])
  assert.deepEqual(plan('{}', '{"ada@example.com":1,"a name":2,"é":3,"":4}')?.names, [])
  const many: JsonValue = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`n${i}`, true]))
  assert.equal(plan('{}', JSON.stringify(many))?.names.length, 20)
})

test('what is the same is no change', () => {
  assert.equal(plan('{"a":1}', '{"a":1,"b":null}'), null)
  assert.equal(planPrivateData('{"a":1}', { document: object('{"a":1}') }), null)
  assert.notEqual(plan('{"a":1}', '{"a":1.0}'), null)
})

test('the limit is that of the result, in bytes of UTF-8', () => {
  const room = PRIVATE_DATA_BYTES - '{"a":"","b":""}'.length
  const half = 'é'.repeat(Math.floor(room / 4))
  const before = plan('{}', JSON.stringify({ a: half }))!.json
  const rest = 'x'.repeat(room - Buffer.byteLength(half))
  assert.equal(Buffer.byteLength(plan(before, JSON.stringify({ b: rest }))!.json), PRIVATE_DATA_BYTES)
  assert.throws(
    () => plan(before, JSON.stringify({ b: `${rest}x` })),
    (error) => error instanceof Refusal && error.key === 'private_data_too_large',
  )
})
