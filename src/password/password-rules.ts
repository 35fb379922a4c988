import { createRequire } from 'node:module'
import {
  createPasswordRules,
  isLongEnough,
  PASSWORD_MAX,
  PASSWORD_MIN,
  passwordWords,
} from '../../common/password-rules.ts'
import { isSimilarTo } from '../../common/password-similarity.ts'
import { lazy } from '../basics/lazy.ts'
import { isLongerThan } from '../basics/text.ts'
import type { Fault } from '../errors/errors.ts'
import type { PasswordAttribute } from '../messages/texts.ts'
import type { User } from '../user/user.ts'
import { PASSWORD_LENGTH_MAX } from './password-length.ts'

const require = createRequire(import.meta.url)
/** Contains nearly 50,000 passwords, which are read when the first new password is checked. */
const rules = lazy(() => {
  const { adjacencyGraphs, dictionary } =
    require('@zxcvbn-ts/language-common') as typeof import('@zxcvbn-ts/language-common')
  return createPasswordRules(adjacencyGraphs, dictionary['passwords-common'])
})

type Owner = Pick<User, 'username' | 'firstName' | 'lastName' | 'email'>

/** A folded word that is associated with someone, and what it comes from. */
export interface OwnWord {
  attribute: PasswordAttribute
  word: string
}

/**
 * Returns the words of the service itself: those of its name, and of its public host without the top-level
 * domain.
 */
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
 * Returns what is wrong with a password regardless of its owner: a NUL, too short (8 code points), too long
 * (256), too common, a repetition or a row, or made of words of the service. Returns all faults, as Django
 * does.
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
 * Returns the fault of a password that is too similar to a known attribute of its owner, or made of it; for
 * the first such attribute, as Django does.
 */
function similarityFaults(password: string, owner: Owner): Fault[] {
  if (isTooLong(password)) return []
  const attributes = [
    ['username', owner.username],
    ['first name', owner.firstName],
    ['last name', owner.lastName],
    ['email address', owner.email],
  ] as const satisfies readonly (readonly [PasswordAttribute, string])[]
  const similar = attributes.find(([, value]) => isSimilarTo(password, value))
  if (similar) return [{ key: 'password_too_similar', params: { attribute: similar[0] } }]
  return madeOf(
    password,
    attributes.flatMap(([attribute, value]) => wordsOf(attribute, value)),
  )
}

/**
 * Returns all faults of a password for its owner; those of similarity first, as in Django's default order.
 */
export function passwordFaults(password: string, owner: Owner, words: readonly OwnWord[] = []): Fault[] {
  return [...similarityFaults(password, owner), ...generalPasswordFaults(password, words)]
}

function isTooLong(password: string): boolean {
  return password.length > PASSWORD_LENGTH_MAX || isLongerThan(password.normalize('NFC'), PASSWORD_MAX)
}

function wordsOf(attribute: PasswordAttribute, value: string): OwnWord[] {
  return passwordWords(value).map((word) => ({ attribute, word }))
}

/**
 * Returns the fault of a password that consists of little more than some of the words; the first such word
 * determines the attribute.
 */
function madeOf(password: string, words: readonly OwnWord[]): Fault[] {
  const found = rules().wordIn(
    password,
    words.map(({ word }) => word),
  )
  const attribute = words.find(({ word }) => word === found)?.attribute
  return attribute ? [{ key: 'password_too_similar', params: { attribute } }] : []
}
