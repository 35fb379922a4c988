import { foldPassword, type Keyboards, keyboardWays, symbolsOf } from './password-symbols.ts'

/**
 * Minimum and maximum length of a new password, in code points of its NFC form. NIST SP 800-63B requires that
 * at least 64 are accepted, and advises against composition rules.
 */
export const PASSWORD_MIN = 8
export const PASSWORD_MAX = 256
/**
 * Minimum number of symbols in a password apart from words about its owner or the service; a run or a year
 * counts as one.
 */
const SYMBOLS_MIN = 4
/** Longest unit that adds no strength when it is repeated. */
const UNIT_MAX = 4
/** Shortest word that is searched for in a password. */
const WORD_MIN = 3

/** Whether a password is long enough to be set as a new one. */
export const isLongEnough = (password: string): boolean =>
  Array.from(password.normalize('NFC')).length >= PASSWORD_MIN

/** Returns the folded words of a text that must not make up a password: each one, and all of them joined. */
export function passwordWords(text: string): string[] {
  const parts = foldPassword(text).split(/[^\p{L}\p{N}]+/u)
  return [...new Set([...parts, parts.join('')])].filter((word) => Array.from(word).length >= WORD_MIN)
}

/** Rules that do not depend on the owner of a password. */
export interface PasswordRules {
  /**
   * Returns why a password is refused: it is on the list, it repeats a short or common unit, or it consists
   * of a few runs such as `1234` and `qwert`.
   */
  weaknessOf(password: string): 'common' | 'repeat' | 'row' | null
  /** Returns the first of the folded words that makes up most of a password, or `null` if none does. */
  wordIn(password: string, words: readonly string[]): string | null
}

/** @param common common passwords, in lower case */
export function createPasswordRules(keyboards: Keyboards, common: Iterable<string>): PasswordRules {
  const list = new Set(common)
  const ways = keyboardWays(keyboards)
  const habitOf = (text: string): 'repeat' | 'row' | null => {
    if (text === '') return null
    const unit = repeatedUnit(Array.from(text))
    if (unit !== null && (unit.length <= UNIT_MAX || list.has(unit.join('')))) return 'repeat'
    return symbolsOf(ways, text, []).count < Math.min(SYMBOLS_MIN, text.length) ? 'row' : null
  }
  return {
    weaknessOf(password) {
      const text = foldPassword(password)
      return list.has(text.trim()) ? 'common' : (habitOf(text) ?? habitOf(password))
    },
    wordIn(password, words) {
      const { count, found } = symbolsOf(ways, foldPassword(password), words)
      return count - found.length < SYMBOLS_MIN ? (words.find((word) => found.includes(word)) ?? null) : null
    },
  }
}

/**
 * Returns the shortest unit whose repetition gives the text (at least twice; the last time may be partial).
 */
function repeatedUnit(text: string[]): string[] | null {
  // Length of the longest border of each prefix (Knuth, Morris and Pratt).
  const border = [0]
  for (let at = 1; at < text.length; at++) {
    let length = border[at - 1]!
    while (length > 0 && text[at] !== text[length]) length = border[length - 1]!
    border.push(text[at] === text[length] ? length + 1 : 0)
  }
  const period = text.length - border.at(-1)!
  return period * 2 <= text.length ? text.slice(0, period) : null
}
