/**
 * Whether the family name comes first, after the `nameOrderLocales` of CLDR and its derivation of the locale of a name
 * (UTS #35, part 8, "Person Names"): the script of the name decides; a language counts only for names in its own script.
 */

/** Languages in which the family name comes first. */
const FAMILY_FIRST = new Set(['hu', 'ja', 'km', 'ko', 'mn', 'vi', 'yue', 'zh'])
/** Scripts of such languages; names in them are written without a space. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

const scripts: Readonly<Record<string, RegExp>> = {
  Latn: /\p{Script=Latin}/u,
  Khmr: /\p{Script=Khmer}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
}

export interface PersonName {
  given: string
  family: string
}

/**
 * Returns whether the family name comes first: `language` (BCP 47) is the person's. A name that is still empty follows
 * the language.
 */
export function isFamilyFirst({ given, family }: PersonName, language: string): boolean {
  const name = given + family
  if (EAST_ASIAN.test(name)) return true
  const locale = maximized(language)
  if (!FAMILY_FIRST.has(locale.language)) return false
  return name.trim() === '' || scripts[locale.script]?.test(name) === true
}

/** Number of languages that are remembered: more than people choose from. */
const LANGUAGES_REMEMBERED = 500
const remembered = new Map<string, { language: string; script: string }>()

/** Returns the language and its script. Looking them up takes longer than everything else about a name. */
function maximized(tag: string): { language: string; script: string } {
  const known = remembered.get(tag)
  if (known) return known
  const { language, script = '' } = new Intl.Locale(tag).maximize()
  if (remembered.size < LANGUAGES_REMEMBERED) remembered.set(tag, { language, script })
  return { language, script }
}

/** Returns the whole name in its order; `''` if there is none. */
export function fullName(name: PersonName, language: string): string {
  const { given, family } = name
  const parts = isFamilyFirst(name, language) ? [family, given] : [given, family]
  const isJoined = parts.every((part) => EAST_ASIAN.test(part) && !part.includes(' '))
  return parts.filter(Boolean).join(isJoined ? '' : ' ')
}

/** Returns the first letter of a name, which may have several code points. */
function initial(name: string, language: string): string {
  const letters = name.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, '')
  const [first] = new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(letters)
  return (first?.segment ?? '').toLocaleUpperCase(language)
}

/**
 * Returns the initials, in the order of the name: at most two, none of a name without letters. In East Asian scripts
 * one character of the family name is enough, and is read more easily.
 */
export function initialsOf(name: PersonName, language: string): string[] {
  const { given, family } = name
  const inOrder = isFamilyFirst(name, language) ? [family, given] : [given, family]
  const parts = EAST_ASIAN.test(family || given) ? [family || given] : inOrder
  return parts.map((part) => initial(part, language)).filter(Boolean)
}
