import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { trim } from '../../src/basics/text.ts'
import { emailKey, isStoredAddress, parseEmail } from '../../src/user/email-address.ts'

const a = (count: number) => 'a'.repeat(count)

/**
 * Addresses that Django 3.2 accepts: from its tests (tests/validators/tests.py, validate_email), or where noted from
 * its code.
 */
const accepted = [
  'email@here.com',
  'weirder-email@here.and.there.com',
  'email@[127.0.0.1]',
  'email@[2001:dB8::1]',
  'email@[2001:dB8:0:0:0:0:0:1]',
  'email@[::fffF:127.0.0.1]',
  'example@valid-----hyphens.com',
  'example@valid-with-hyphens.com',
  'test@domain.with.idn.tld.उदाहरण.परीक्षा',
  'email@localhost',
  '"test@test"@example.com',
  `example@atm.${a(63)}`,
  `example@${a(63)}.atm`,
  `example@${a(63)}.${'b'.repeat(10)}.atm`,
  '"\\\t"@here.com',
  `a@${a(63)}.us`,
  // django/core/validators.py 3.2.25, run on CPython 3.11:
  "-!#$%&'*+/=?^_`{}|~0aZ@example.com",
  '""@example.com',
  'a@a.-com',
  'a@1.10',
  'a@bücher.de',
  'a@straße.de',
  'a@💩.la',
  'a@אב.com',
  'a@مثال.إختبار',
  'ſKıİ@example.com',
  `${a(242)}@example.com`,
]

/** More such addresses with their normal form: UTS #46, non-transitional processing, in Unicode. */
const normalized: [string, string][] = [
  ['a@BÜCHER.DE', 'a@bücher.de'],
  ['a@bu\u0308cher.de', 'a@bücher.de'],
  ['a@xn--bcher-kva.de', 'a@bücher.de'],
  ['a@XN--BCHER-KVA.de', 'a@bücher.de'],
  ['a@例え。テスト', 'a@例え.テスト'],
  ['a@ｅｘａｍｐｌｅ．com', 'a@example.com'],
  ['a@ⓔxample.com', 'a@example.com'],
  ['a@exa\u00admple.com', 'a@example.com'],
  ['a@exa\u200bmple.com', 'a@example.com'],
  ['a@exa\u2060mple.com', 'a@example.com'],
  ['a@exampleſ.com', 'a@examples.com'],
  ['a@１.10', 'a@1.10'],
  ['A@Example.COM', 'A@Example.COM'],
]

const refused = [
  `example@atm.${a(64)}`,
  `example@${'b'.repeat(64)}.atm.${a(63)}`,
  '',
  'abc',
  'abc@',
  'abc@bar',
  'a @x.cz',
  'abc@.com',
  'something@@somewhere.com',
  'email@127.0.0.1',
  'email@[127.0.0.256]',
  'email@[2001:db8::12345]',
  'email@[2001:db8:0:0:0:0:1]',
  'email@[::ffff:127.0.0.256]',
  'example@invalid-.com',
  'example@-invalid.com',
  'example@invalid.com-',
  'example@inv-.alid-.com',
  'example@inv-.-alid.com',
  'test@example.com\n\n<script src="x.js">',
  '"\\\n"@here.com',
  'trailingdot@shouldfail.com.',
  `a@${a(64)}.us`,
  'a@b.com\n',
  'a\n@b.com',
  '"test@test"\n@example.com',
  'a@[127.0.0.1]\n',
  // django/core/validators.py 3.2.25, run on CPython 3.11:
  '@example.com',
  '.a@example.com',
  'a.@example.com',
  'a..b@example.com',
  'ü@example.com',
  '"a"b@example.com',
  '"\\"@example.com',
  'a@LOCALHOST',
  'a@local\u200dhost',
  'a@a.b',
  'a@a..com',
  'a@exa_mple.com',
  'a@[1.2.3.04]',
  'a@[0000:0000:0000:0000:0000:ffff:255.255.255.255]',
  'a@[1::2::3]',
  'a@[::1%eth0]',
  'a@[IPv6:::1]',
  'a@אa.com',
  'a@1א.com',
  'a@אaא.com',
  `a@${a(40)}\u2024${a(40)}.com`,
  'a@\u200d.com',
  'a@ü\ud800.com',
  `a@${'ü'.repeat(70)}.de`,
  'a@ü..de',
  'a@ü.de.',
  // Django's EmailField: at most 254 code points.
  `${a(243)}@example.com`,
  // Django accepts these; UTS #46 has no such domains, and their characters are invisible (RFC 5892, A.2).
  'a@exa\u200dmple.com',
  'a@exa\u200cmple.com',
]

for (const address of accepted) {
  test(`${JSON.stringify(address)} is an address`, () => assert.equal(parseEmail(address), address))
}
for (const [address, normal] of normalized) {
  test(`${JSON.stringify(address)} is the address ${normal}`, () => {
    assert.equal(parseEmail(address), normal)
    assert.equal(emailKey(address), emailKey(normal))
  })
}
for (const address of refused) {
  test(`${JSON.stringify(address)} is not an address`, () => assert.equal(parseEmail(address), null))
}

test('no text makes the rule slow or throw', () => {
  const hostile = [
    `"${'\\a'.repeat(126)}`,
    `a@${'a-'.repeat(126)}`,
    `a@[${':'.repeat(250)}]`,
    '@'.repeat(1e6),
  ]
  for (const text of hostile) assert.equal(parseEmail(text), null)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const address = parseEmail(`a@${text}`)
      assert.ok(address === null || Array.from(address).length <= 254)
      assert.equal(typeof emailKey(text), 'string')
    }),
  )
})

// contract: POST user/update/profile/ (addresses compare trimmed and case-folded, so another case needs no code)
const same: readonly [string, string][] = [
  ['Ada@Example.com', 'ada@example.COM'],
  [' ada@example.com\x1f', 'ada@example.com'],
  ['a@bücher.de', 'a@xn--bcher-kva.de'],
  ['a@bücher.de', 'a@BÜCHER.DE'],
  ['a@bu\u0308cher.de', 'a@bücher.de'],
  ['a@XN--BCHER-KVA.de', 'a@xn--bcher-kva.de'],
  ['a@例え。テスト', 'a@例え.テスト'],
  ['"A b"@[2001:DB8::1]', '"a b"@[2001:db8::1]'],
]
const different: readonly [string, string, why: string][] = [
  ['a@example.com', 'b@example.com', 'another mailbox'],
  ['a@example.com', 'a@example.org', 'another domain'],
  ['\ufeffa@example.com', 'a@example.com', 'U+FEFF is no white space to Python'],
  ['a.b@example.com', 'ab@example.com', 'what dots mean is up to one provider'],
  ['mıke@example.com', 'mike@example.com', 'dotless i is another mailbox'],
  ['mi\u212ae@example.com', 'mike@example.com', 'so is the Kelvin sign'],
  ['ſam@example.com', 'sam@example.com', 'and the long s'],
  ['a@straße.de', 'a@strasse.de', 'two domains since IDNA 2008 (RFC 5894, 7.2)'],
  ['a@１.10', 'a@1.0.0.10', 'a label is no part of an IPv4 address'],
]

for (const [left, right] of same) {
  test(`${JSON.stringify(left)} and ${JSON.stringify(right)} are one address`, () =>
    assert.equal(emailKey(left), emailKey(right)))
}
for (const [left, right, why] of different) {
  test(`${JSON.stringify(left)} and ${JSON.stringify(right)} are two addresses: ${why}`, () =>
    assert.notEqual(emailKey(left), emailKey(right)))
}

/** Spellings that may and may not replace the stored address without proof. */
const ofStored: [sent: string, stored: string, isStored: boolean][] = [
  ['ada@example.com', 'ada@example.com', true],
  [' ADA@Example.COM ', 'ada@example.com', true],
  ['a@BÜCHER.de', 'a@bücher.de', true],
  ['a@bu\u0308cher.de', 'a@bücher.de', true],
  ['a@xn--bcher-kva.de', 'a@bücher.de', true],
  ['a@bücher.de', 'a@xn--bcher-kva.de', true],
  ['a@نامه\u200cای.com', 'a@نامه\u200cای.com', true],
  // The Kelvin sign is composed to `K`, and stored that way.
  ['a@\u212aelvin.com', 'a@kelvin.com', true],
  // Stored before the normal form was introduced.
  ['a@exa\u200bmple.com', 'a@exa\u200bmple.com', true],
  ['a@example.com', 'a@exa\u200bmple.com', true],
  ['a@exa\u200bmple.com', 'a@example.com', false],
  ['a@exa\u00admple.com', 'a@example.com', false],
  ['a@ⓔxample.com', 'a@example.com', false],
  ['a@ｅｘａｍｐｌｅ．com', 'a@example.com', false],
  ['a@ex\u1d43mple.com', 'a@example.com', false],
  ['a@exampleſ.com', 'a@examples.com', false],
  ['b@example.com', 'a@example.com', false],
]
for (const [sent, stored, isStored] of ofStored) {
  test(`${JSON.stringify(sent)} ${isStored ? 'is' : 'is not'} the stored ${JSON.stringify(stored)}`, () =>
    assert.equal(isStoredAddress(sent, stored), isStored))
}

test('the normal form of an address is its own normal form, has the same key and hides nothing', () => {
  const character = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('a', 'ⓔ', 'ü', '\u200b', '\u200d', '\u00ad', '。', 'ｘ', 'xn--', 'ß', 'ا', '.'),
  )
  fc.assert(
    fc.property(fc.array(character, { maxLength: 12 }), (characters) => {
      const sent = `a@${characters.join('')}.com`
      const normal = parseEmail(sent)
      if (normal === null) return
      assert.equal(parseEmail(normal), normal)
      assert.equal(emailKey(normal), emailKey(sent))
      assert.ok(isStoredAddress(normal, normal))
      assert.doesNotMatch(normal, /[\u00ad\u200b\u2060\ufeff]/)
    }),
    { numRuns: 2000 },
  )
})

test('an address has one key whatever its case and surrounding spaces', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      assert.equal(emailKey(address.toUpperCase()), emailKey(address))
      assert.equal(emailKey(` ${address.toLowerCase()}\t`), emailKey(address))
      assert.equal(emailKey(emailKey(address)), emailKey(address))
      if (Array.from(address).length <= 254) assert.equal(parseEmail(trim(address)), address)
    }),
  )
})
