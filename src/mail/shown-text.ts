/**
 * What mails show of texts that people have typed. Whoever changes an address may make the service mail somebody who never
 * heard of it, and what they typed would carry the name of the service: so a mail greets with what looks like a name and
 * nothing else, and repeats an address only if it looks like one.
 */
import type { User } from '../user/user.ts'

/** Longest name to greet with, in code points, its words, and its digits in all. */
const NAME_MAX = 40
const WORDS_MAX = 4
const DIGITS_MAX = 3

/** Letters and marks of every script, digits, apostrophes, hyphens, the dots of names and the two joiners that some scripts need. */
const nameCharacters = /^[\p{L}\p{M}\p{Nd} .\-'’‘ʼʻ´`‐‑–·・׳״\u200c\u200d]+$/u

/** A dot that does not end an initial or a title: before a letter or digit it may make a link, after a long word it ends a sentence. */
const otherDot = /\.[^\s]|\p{L}{5,}\./u

/**
 * The person's name as a mail may greet with it, or `""` where it could be read as anything else: more than 40 characters
 * or four words, more than three digits, or any character that names do not have, such as those of links, addresses and
 * sentences. A person without a name is greeted by their user name under the same rule.
 */
export function shownName({
  firstName,
  lastName,
  username,
}: Pick<User, 'firstName' | 'lastName' | 'username'>): string {
  const full = `${firstName} ${lastName}`.trim()
  const name = (full === '' ? username : full).replace(/ +/g, ' ')
  if (!nameCharacters.test(name) || Array.from(name).length > NAME_MAX) return ''
  if (name.split(' ').length > WORDS_MAX || (name.match(/\p{Nd}/gu)?.length ?? 0) > DIGITS_MAX) return ''
  return otherDot.test(name) || /\bwww\b/i.test(name) ? '' : name
}

/** Longest part of an address before the `@` to repeat, and its words. */
const LOCAL_MAX = 40
const plainLocal = /^[\w.+-]+$/

/**
 * An address as a mail may repeat it: whole where it is an ordinary one, else only enough to know it again. What stands
 * before the `@` could be a sentence in quotes, or a link behind a `+` that the mailbox ignores.
 */
export function shownAddress(address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'))
  const [, tag = ''] = local.split(/\+(.*)/s)
  const isPlain = plainLocal.test(local) && local.length <= LOCAL_MAX && !/[._-]/.test(tag)
  return isPlain && local.split(/[._+-]+/).length <= WORDS_MAX ? address : maskedAddress(address)
}

/** An address of which only enough is shown to know it again. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const [start = ''] = Array.from(address.slice(0, at))
  return `${start}•••${address.slice(at)}`
}

/** Without control and direction characters; the two joiners stay, which some scripts write names with. */
export function oneLine(text: string): string {
  return text.replace(/[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]--[\u200c\u200d]]+/gv, ' ').trim()
}
