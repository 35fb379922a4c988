import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attributes } from '../../common/attributes.ts'
import { jsonPattern, mark } from '../../src/basics/json-pattern.ts'
import { createLinks } from '../../src/picture/picture.ts'
import { profileDocumentOf } from '../../src/profile/profile.ts'
import { createProfileTexts, createProfileWriter } from '../../src/profile/profile-text.ts'
import type { User } from '../../src/user/user.ts'

const text = fc.oneof(
  fc.constant(''),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom('"', '\\', '\u2028', '\ud800', '<|firstName|>', 'Анна', '山田 太郎', '😀'),
)
const instant = fc.option(fc.integer({ min: 0, max: 2e12 }))
const user: fc.Arbitrary<User> = fc.record({
  id: fc.uuid(),
  username: text,
  ...(Object.fromEntries(attributes.map(({ key }) => [key, text])) as Record<
    (typeof attributes)[number]['key'],
    typeof text
  >),
  pictureId: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/)),
  version: fc.nat(),
  createdAt: fc.nat(),
  updatedAt: fc.nat(),
  disabledAt: instant,
  deleteAt: instant,
  passwordResetRequired: fc.boolean(),
  frozenAt: instant,
  recoveredAt: instant,
  emailVerifiedAt: instant,
  phoneVerifiedAt: instant,
  attributes: fc.constant(null),
})
const linksTo = createLinks('https://id.example.com/accounts')
const picturePath = ({ pictureId }: User) => `/pictures/${pictureId ?? 'default/abc'}`
const defaults = { language: 'en', timezone: 'Europe/London', currency: 'GBP' }
const write = createProfileWriter({ picturePath, linksTo, defaults })

test('the text of every person is the JSON of their document', () => {
  fc.assert(
    fc.property(user, (one) =>
      assert.equal(write(one), JSON.stringify(profileDocumentOf(one, linksTo(picturePath(one)), defaults))),
    ),
    { numRuns: 2000 },
  )
})

test('a pattern writes any text like JSON.stringify', () => {
  const pattern = jsonPattern({ a: [mark('one')], b: `x ${mark('two')}`, c: null })
  fc.assert(
    fc.property(text, text, (one, two) =>
      assert.equal(
        pattern((name) => (name === 'one' ? one : two)),
        JSON.stringify({ a: [one], b: `x ${two}`, c: null }),
      ),
    ),
    { numRuns: 2000 },
  )
})

test('the tag of a version stays, and another version has another', () => {
  const textOf = createProfileTexts(write)
  const [one] = fc.sample(user, { numRuns: 1, seed: 1 }) as [User]
  const { tag, text } = textOf(one)
  assert.equal(textOf({ ...one }).tag, tag)
  assert.equal(textOf({ ...one }).text, text)
  assert.notEqual(textOf({ ...one, version: one.version + 1, firstName: 'other' }).tag, tag)
})

test('a changed copy of a person whose document is noted has its own', () => {
  const textOf = createProfileTexts(write)
  const [one] = fc.sample(user, { numRuns: 1, seed: 2 }) as [User]
  const { text } = textOf(one)
  assert.equal(textOf(one).text, text)
  assert.notEqual(textOf({ ...one, version: one.version + 1, firstName: `${one.firstName}x` }).text, text)
})
