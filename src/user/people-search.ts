import { emailKey, localKey } from './email-address.ts'
import { usernameKey } from './user.ts'

/** Keys from `from` (included) to `to` (excluded), in the order of their UTF-8 bytes. */
export interface KeyRange {
  from: string
  to: string
}

/** The ranges of keys that a search text matches. A person matches if any of them contains their key. */
export interface PeopleSearch {
  usernames: KeyRange[]
  email: KeyRange
  /** For the first or the last name. */
  name: KeyRange
  /** The first range for one name and the second for the other, in either order. */
  bothNames: [KeyRange, KeyRange][]
}

/** Maximum length of the key of a name, in code points. Only the beginning of a longer name is compared. */
const NAME_KEY_MAX = 64
/** Maximum number of words among which first and last name are told apart. */
const WORDS_MAX = 6

/** The Unicode block Combining Diacritical Marks: accents of Latin, Greek and Cyrillic letters. */
const accents = /[\u0300-\u036f]/gu

/** Texts for which the steps below come to the lower case. Most names are such, and the steps take microseconds. */
const ASCII = /^[\x20-\x7e]*$/

/**
 * Returns the key by which a search compares a name: NFKD without accents, case-folded, with single spaces. Folding goes
 * character by character, so that the key of a prefix of a name is a prefix of its key.
 */
export function nameKey(name: string): string {
  if (ASCII.test(name)) return name.replace(/\s+/g, ' ').slice(0, NAME_KEY_MAX).toLowerCase()
  const plain = name.normalize('NFKD').replace(accents, '').replace(/\s+/gu, ' ')
  const folded = Array.from(plain, (character) => character.toUpperCase().toLowerCase()).join('')
  return Array.from(folded).slice(0, NAME_KEY_MAX).join('')
}

/** The columns with the keys of the names. */
export interface NameKeys {
  first_name_key: string
  last_name_key: string
}

/** Returns the keys of the given names. */
export function nameKeysOf(names: {
  first_name?: string | undefined
  last_name?: string | undefined
}): Partial<NameKeys> {
  const { first_name, last_name } = names
  return {
    ...(first_name !== undefined && { first_name_key: nameKey(first_name) }),
    ...(last_name !== undefined && { last_name_key: nameKey(last_name) }),
  }
}

/**
 * Returns what a search text matches: a prefix of the user name, the e-mail address, the first or the last name, or
 * prefixes of both names separated by a space, in either order. The text must be trimmed and not empty.
 */
export function readPeopleSearch(text: string): PeopleSearch {
  const words = text.split(/\s+/u)
  const username = usernameKey(text)
  const splits = words.slice(1, WORDS_MAX).map((_, i) => i + 1)
  return {
    // The last letter of a word folds differently if it is a sigma.
    usernames: [...new Set([username, username.replace(/ς$/u, 'σ')])].map(rangeOf),
    email: rangeOf(addressPrefix(text)),
    name: rangeOf(nameKey(text)),
    bothNames: splits.map((at) => [
      rangeOf(nameKey(words.slice(0, at).join(' '))),
      rangeOf(nameKey(words.slice(at).join(' '))),
    ]),
  }
}

/** Folds a prefix of an address. A domain outside ASCII matches only as a whole, because its key is encoded. */
function addressPrefix(text: string): string {
  const at = text.lastIndexOf('@')
  return at === -1 ? localKey(text) : emailKey(text)
}

/** Returns the range of keys that start with the prefix. */
function rangeOf(from: string): KeyRange {
  const characters = Array.from(from)
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const next = (last.codePointAt(0) ?? 0) + 1
    // Skips surrogates, which are not characters, and the last code point, which has no successor.
    if (next <= 0x10ffff)
      return { from, to: characters.join('') + String.fromCodePoint(next === 0xd800 ? 0xe000 : next) }
  }
  return { from, to: '\u{10ffff}'.repeat(NAME_KEY_MAX + 1) }
}
