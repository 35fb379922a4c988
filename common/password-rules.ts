import { foldPassword, type Keyboards, symbolsOf, waysOn } from './password-symbols.ts'

/**
 * Fewest and most code points of the NFC form of a new password; NIST SP 800-63B asks for no composition, and for at least 64.
 */
export const PASSWORD_MIN = 8
export const PASSWORD_MAX = 256
/** Fewest symbols of which a password must be made beside words of its owner or the service; a run or a year counts as one. */
const SYMBOLS_MIN = 4
/** Longest piece that does not get better by being repeated. */
const UNIT_MAX = 4
/** Shortest word that is looked for in a password. */
const WORD_MIN = 3

/** Whether a password has as many characters as a new one must have. */
export const isLongEnough = (password: string): boolean =>
  Array.from(password.normalize('NFC')).length >= PASSWORD_MIN

/** The words of a text that a password may not be made of, folded: each for itself, and all of them together. */
export function passwordWords(text: string): string[] {
  const parts = foldPassword(text).split(/[^\p{L}\p{N}]+/u)
  return [...new Set([...parts, parts.join('')])].filter((word) => Array.from(word).length >= WORD_MIN)
}

/** The rules that hold whoever a password is for. */
export interface PasswordRules {
  /** Why a password is refused: it is on the list, it repeats a short or common piece, or it is a few rows such as `1234` and `qwert`. */
  weaknessOf(password: string): 'common' | 'repeat' | 'row' | null
  /** The first of some folded words of which a password is made with little else; `null` if it is made of none. */
  wordIn(password: string, words: readonly string[]): string | null
}

/** @param common passwords that are common, in lower case */
export function createPasswordRules(keyboards: Keyboards, common: Iterable<string>): PasswordRules {
  const list = new Set(common)
  const ways = waysOn(keyboards)
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

/** The shortest piece of which the text is made by repetition, at least twice, the last time perhaps in part. */
function repeatedUnit(text: string[]): string[] | null {
  // How much of the beginning ends at each place (Knuth, Morris and Pratt).
  const border = [0]
  for (let at = 1; at < text.length; at++) {
    let length = border[at - 1]!
    while (length > 0 && text[at] !== text[length]) length = border[length - 1]!
    border.push(text[at] === text[length] ? length + 1 : 0)
  }
  const period = text.length - border.at(-1)!
  return period * 2 <= text.length ? text.slice(0, period) : null
}
