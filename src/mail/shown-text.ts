/**
 * Which user-supplied text mails contain. Someone who changes an address can make the service send mail to a
 * stranger, and user input would then appear in the service's name: so a mail greets only with what looks
 * like a name, and repeats an address only if it looks like one.
 */
import type { Language } from '../../common/languages.ts'
import type { User } from '../user/user.ts'

/** Limits of a name in a greeting: code points, words, and digits in total. */
const NAME_MAX = 40
const WORDS_MAX = 4
const DIGITS_MAX = 3

/**
 * Letters and marks of every script, digits, apostrophes, hyphens, the dots of names and the two joiners that
 * some scripts require.
 */
const nameCharacters = /^[\p{L}\p{M}\p{Nd} .\-'’‘ʼʻ´`‐‑–·・׳״\u200c\u200d]+$/u

/**
 * A dot that does not end an initial or a title: before a letter or digit it may form a link, after a long
 * word it ends a sentence.
 */
const otherDot = /\.[^\s]|\p{L}{5,}\./u

/** A name that a mail may show: at least one part is not empty. */
export interface ShownName {
  first: string
  last: string
}

/**
 * Returns the person's name for a greeting, or null if it could be read as something else: more than 40
 * characters or four words, more than three digits, or any character that does not occur in names, such as
 * those of links, addresses and sentences. A person without a name is greeted by their user name under the
 * same rule.
 */
export function shownName({
  firstName,
  lastName,
  username,
}: Pick<User, 'firstName' | 'lastName' | 'username'>): ShownName | null {
  const [first, last] = [firstName, lastName].map((part) => part.trim().replace(/ +/g, ' ')) as [
    string,
    string,
  ]
  const full = `${first} ${last}`.trim()
  if (full === '') return isName(username) ? { first: username, last: '' } : null
  return isName(full) ? { first, last } : null
}

function isName(name: string): boolean {
  if (!nameCharacters.test(name) || Array.from(name).length > NAME_MAX) return false
  if (name.split(' ').length > WORDS_MAX || (name.match(/\p{Nd}/gu)?.length ?? 0) > DIGITS_MAX) return false
  return !otherDot.test(name) && !/\bwww\b/i.test(name)
}

/** Languages in which a mail that is not from a friend greets with the whole name; the others use the first name. */
const greetsFormally: readonly Language[] = ['de', 'ja', 'zh-Hans']

/** Names in these scripts begin with the family name. */
const familyFirst = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u

/** Returns the part of the name with which the language greets. */
export function greetedName({ first, last }: ShownName, language: Language): string {
  if (!greetsFormally.includes(language)) return first || last
  if (!familyFirst.test(last + first)) return `${first} ${last}`.trim()
  return language === 'zh-Hans' ? last + first : `${last} ${first}`.trim()
}

/** Longest user name that a mail shows, in code points. */
const USERNAME_MAX = 64

/**
 * Returns the user name as a mail may show it, or `""` if it could be read as a host or a sentence. One dot is
 * common, as in `ada.lovelace`.
 */
export function shownUsername(username: string): string {
  if (username.includes('@')) return shownAddress(username)
  const isPlain = /^[^.]*\.?[^.]*$/.test(username) && nameCharacters.test(username.replaceAll(/[_+]/g, '-'))
  return isPlain && Array.from(username).length <= USERNAME_MAX ? username : ''
}

/** Maximum length of a repeated local part, and its pattern. */
const LOCAL_MAX = 40
const plainLocal = /^[\w.+-]+$/

/**
 * Returns an address as a mail may repeat it: in full if it is an ordinary one, otherwise masked but
 * recognizable. The local part could be a quoted sentence, or contain a link after a `+` that the mailbox
 * ignores.
 */
export function shownAddress(address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'))
  const [, tag = ''] = local.split(/\+(.*)/s)
  const isPlain = plainLocal.test(local) && local.length <= LOCAL_MAX && !/[._-]/.test(tag)
  return isPlain && local.split(/[._+-]+/).length <= WORDS_MAX ? address : maskedAddress(address)
}

/** Returns an address in a masked but recognizable form. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [start = ''] = Array.from(address.slice(0, at))
  return `${start}•••${address.slice(at)}`
}

/** Removes control and direction characters, except the two joiners used in the names of some scripts. */
export function oneLine(text: string): string {
  return text.replace(/[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]--[\u200c\u200d]]+/gv, ' ').trim()
}
