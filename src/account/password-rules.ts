import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import {
  createPasswordRules,
  isLongEnough,
  PASSWORD_MAX,
  PASSWORD_MIN,
  passwordWords,
} from '../../common/password-rules.ts'
import { foldPassword } from '../../common/password-symbols.ts'
import type { Fault } from '../errors.ts'
import { lazy } from '../lazy.ts'
import type { PasswordAttribute } from '../messages/texts.ts'
import { PASSWORD_LENGTH_MAX } from '../session/session.ts'
import { isLongerThan } from '../text.ts'
import type { User } from '../user/user.ts'

/** Django's default (django/contrib/auth/password_validation.py), which accounts of the original system were made under. */
const SIMILARITY_MAX = 0.7
/** With nearly 50,000 passwords. */
const rules = lazy(() => createPasswordRules(adjacencyGraphs, dictionary['passwords-common']))

type Owner = Pick<User, 'username' | 'firstName' | 'lastName' | 'email'>

/** A word that belongs to somebody, folded, and what it belongs to. */
export interface OwnWord {
  attribute: PasswordAttribute
  word: string
}

/** The words of the service itself: those of its name, and of the host that people reach it at, without the top domain. */
export function serviceWords(name: string, publicUrl: string): OwnWord[] {
  const { hostname } = new URL(publicUrl)
  const labels = /^[[\d]/.test(hostname) ? [] : hostname.split('.')
  const host = labels.length > 1 ? labels.slice(0, -1) : labels
  return [
    ...wordsOf('service name', name),
    ...wordsOf('service address', host.filter((label) => label !== 'www').join(' ')),
  ]
}

/**
 * What is wrong with a password whoever it is for: a NUL, too short (8 code points), too long (256), too common, a
 * repetition or a row, made of the words of the service. All that holds is answered, as Django does.
 */
export function generalPasswordFaults(password: string, words: readonly OwnWord[] = []): Fault[] {
  if (isTooLong(password)) return [{ key: 'max_length', params: { max: PASSWORD_MAX } }]
  const faults: Fault[] = []
  if (password.includes('\0')) faults.push({ key: 'null_characters' })
  if (!isLongEnough(password)) faults.push({ key: 'password_too_short', params: { min: PASSWORD_MIN } })
  const weakness = rules().weaknessOf(password)
  if (weakness !== null)
    faults.push({ key: weakness === 'common' ? 'password_too_common' : 'password_predictable' })
  return [...faults, ...madeOf(password, words)]
}

/**
 * Whether the password is too similar to something known of its owner, or made of it; the first attribute that is, as Django
 * does.
 */
function similarityFaults(password: string, owner: Owner): Fault[] {
  if (isTooLong(password)) return []
  const attributes = [
    ['username', owner.username],
    ['first name', owner.firstName],
    ['last name', owner.lastName],
    ['email address', owner.email],
  ] as const satisfies readonly (readonly [PasswordAttribute, string])[]
  const text = foldPassword(password)
  for (const [attribute, value] of attributes) {
    const whole = foldPassword(value)
    const parts = [...whole.split(/[^\p{L}\p{N}_]+/u), whole].filter((part) => part !== '')
    if (parts.some((part) => isSimilar(text, part)))
      return [{ key: 'password_too_similar', params: { attribute } }]
  }
  return madeOf(
    password,
    attributes.flatMap(([attribute, value]) => wordsOf(attribute, value)),
  )
}

/** All faults of a password for its owner; those of similarity first, as in Django's default order. */
export function passwordFaults(password: string, owner: Owner, words: readonly OwnWord[] = []): Fault[] {
  return [...similarityFaults(password, owner), ...generalPasswordFaults(password, words)]
}

function isTooLong(password: string): boolean {
  return password.length > PASSWORD_LENGTH_MAX || isLongerThan(password.normalize('NFC'), PASSWORD_MAX)
}

function wordsOf(attribute: PasswordAttribute, value: string): OwnWord[] {
  return passwordWords(value).map((word) => ({ attribute, word }))
}

/** Whether little more than some of the words is in the password; the first of them that is tells whose. */
function madeOf(password: string, words: readonly OwnWord[]): Fault[] {
  const found = rules().wordIn(
    password,
    words.map(({ word }) => word),
  )
  const attribute = words.find(({ word }) => word === found)?.attribute
  return attribute ? [{ key: 'password_too_similar', params: { attribute } }] : []
}

/** Django leaves out parts so short against the password that no ratio could reach the limit. */
function isSimilar(password: string, part: string): boolean {
  const isTooShort =
    password.length >= 10 * part.length && part.length < (SIMILARITY_MAX / 2) * password.length
  return !isTooShort && quickRatio(password, part) >= SIMILARITY_MAX
}

/** `SequenceMatcher.quick_ratio` of Python's difflib: twice the characters in common, by the sum of the lengths. */
function quickRatio(a: string, b: string): number {
  const left = Array.from(a)
  const right = Array.from(b)
  const available = new Map<string, number>()
  for (const character of right) available.set(character, (available.get(character) ?? 0) + 1)
  let matches = 0
  for (const character of left) {
    const count = available.get(character) ?? 0
    if (count === 0) continue
    available.set(character, count - 1)
    matches++
  }
  return (2 * matches) / (left.length + right.length)
}
