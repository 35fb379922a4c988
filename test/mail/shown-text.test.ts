import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Language } from '../../common/languages.ts'
import { greetedName, shownAddress, shownName, shownUsername } from '../../src/mail/shown-text.ts'

const named = (firstName: string, lastName = '', username = 'ada') => {
  const shown = shownName({ firstName, lastName, username })
  return shown === null ? '' : `${shown.first} ${shown.last}`.trim()
}

/** Real names (W3C: Personal names around the world; Unicode TR 29 for joiners). */
const greeted: [string, string][] = [
  ['Ada', 'Lovelace'],
  ['María del Carmen', 'García'],
  ['Jean-Paul', 'D’Arcy'],
  ["Conan O'Brien", ''],
  ['J. R. R.', 'Tolkien'],
  ['Sammy', 'Davis Jr.'],
  ['Nguyễn Thị', 'Minh Khai'],
  ['محمد', 'عبد الله'],
  ['عزّ\u200cالدین', ''],
  ['श्री', 'क्\u200dष'],
  ['山田', '太郎'],
  ['ジャン・ポール', ''],
  ['Gal·la', 'Plàcidia'],
  ['Louis 14', ''],
  ['Ada', ''],
]
for (const [first, last] of greeted)
  test(`a mail greets ${first} ${last} by name`, () =>
    assert.equal(named(first, last), `${first} ${last}`.trim()))

const notGreeted: [string, string, why: string][] = [
  ['Your account is compromised, visit http://evil.example', '', 'a sentence with a link'],
  ['Your account is', 'compromised now', 'more than four words'],
  ['Visit', 'evil.example', 'a host'],
  ['www evil example', '', 'a host in words'],
  ['evil．example', '', 'a fullwidth dot, which programs take for a dot'],
  ['evil。example', '', 'an ideographic full stop, which is one in a host too'],
  ['evil․example', '', 'a one dot leader'],
  ['ada@evil', '', 'an address'],
  ['http//evil', '', 'a slash'],
  ['https:evil', '', 'a colon'],
  ['<b>Ada</b>', '', 'markup'],
  ['Call 0800', '', 'a telephone number'],
  ['Call 0 8 0', '0', 'the same in pieces'],
  ['Call ٠٨٠٠', '', 'the same in another script'],
  ['Ada\nLovelace', '', 'a line break'],
  ['Ada\u2028Lovelace', '', 'a line break of Unicode'],
  ['\u202eadA', '', 'a change of direction'],
  ['Ada!', '', 'the end of a sentence'],
  ['Pay now?', '', 'the end of a sentence'],
  ['Account locked.', '', 'the end of a sentence'],
  ['Locked. Call us', '', 'the end of a sentence'],
  ['緊急！', '', 'the end of a sentence, fullwidth'],
  ['عاجل؟', '', 'the end of a sentence in Arabic'],
  ['ध्यान दें।', '', 'the end of a sentence in Hindi'],
  ['Ada, Countess', '', 'a comma'],
  ['“Ada”', '', 'quotes'],
  ['Win 💰', '', 'a symbol'],
  ['Ada$', '', 'a currency'],
  ['A'.repeat(41), '', 'more than forty characters'],
  ['', '', 'a user name that is an address'],
]
for (const [first, last, why] of notGreeted)
  test(`a mail does not greet ${JSON.stringify(`${first} ${last}`.trim())}: ${why}`, () =>
    assert.equal(named(first, last, 'ada@evil.example'), ''))

test('whatever a name is, a mail shows a short text of a few words and nothing that becomes a link', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('evil.example', 'http://', 'Ada', 'www.', '\n'),
  )
  fc.assert(
    fc.property(fc.array(part), fc.array(part), part, (first, last, username) => {
      const shown = named(first.join(' '), last.join(''), username)
      assert.ok(Array.from(shown).length <= 40 && shown.split(/\s/u).length <= 4, shown)
      assert.doesNotMatch(shown, /[@/\\:<>!?]|\.\S|\p{Cc}|\p{Zl}|\p{Zp}|\p{Bidi_Control}/u)
    }),
  )
})

/** Who is greeted how: by the first name among friends of informality, otherwise by the whole name in its order. */
const greetings: [first: string, last: string, Language, string][] = [
  ['Ada', 'Lovelace', 'en', 'Ada'],
  ['Ada', 'Lovelace', 'fr', 'Ada'],
  ['', 'Lovelace', 'en', 'Lovelace'],
  ['Ada', 'Lovelace', 'de', 'Ada Lovelace'],
  ['太郎', '山田', 'ja', '山田 太郎'],
  ['Ada', 'Lovelace', 'ja', 'Ada Lovelace'],
  ['小明', '王', 'zh-Hans', '王小明'],
  ['小明', '', 'zh-Hans', '小明'],
]
for (const [first, last, language, greeted] of greetings)
  test(`a mail in ${language} greets ${first} ${last} as ${greeted}`, () =>
    assert.equal(greetedName({ first, last }, language), greeted))

/** User names, and their form in a mail. */
const usernames: [string, string][] = [
  ['ada_99', 'ada_99'],
  ['ada+shop', 'ada+shop'],
  ['ada@example.com', 'ada@example.com'],
  ['visit.evil.example', ''],
  ['ada.lovelace', 'ada.lovelace'],
  ['victim+visit.evil.example@example.com', 'v•••@example.com'],
  ['a'.repeat(65), ''],
]
for (const [username, shown] of usernames)
  test(`a mail shows the user name ${username} as ${JSON.stringify(shown)}`, () =>
    assert.equal(shownUsername(username), shown))

/** Addresses, and their form in a mail. */
const addresses: [string, string][] = [
  ['ada@example.com', 'ada@example.com'],
  ['ada.lovelace@example.com', 'ada.lovelace@example.com'],
  ['ada+shop@example.com', 'ada+shop@example.com'],
  ['ada@bücher.de', 'ada@bücher.de'],
  ['"Your account is compromised"@example.com', '"•••@example.com'],
  ['victim+visit.evil.example@example.com', 'v•••@example.com'],
  ['victim+visit-evil@example.com', 'v•••@example.com'],
  ['your-account-is-compromised-now@example.com', 'y•••@example.com'],
  [`${'a'.repeat(41)}@example.com`, 'a•••@example.com'],
  ['a{b}=c@example.com', 'a•••@example.com'],
]
for (const [address, shown] of addresses)
  test(`a mail repeats ${address} as ${shown}`, () => assert.equal(shownAddress(address), shown))
