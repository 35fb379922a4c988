import { dictionary } from '@zxcvbn-ts/language-common'
import type { Fault } from '../errors.ts'
import { lazy } from '../lazy.ts'
import type { PasswordAttribute } from '../messages/texts.ts'
import { PASSWORD_LENGTH_MAX } from '../session/session.ts'
import type { User } from '../user/user.ts'

/** Django's defaults (django/contrib/auth/password_validation.py), which accounts of the original system were made under. */
const LENGTH_MIN = 8
const SIMILARITY_MAX = 0.7

/** Nearly 50,000 passwords, most common first, in lower case. */
const common = lazy(() => new Set<string>(dictionary['passwords-common']))

type Owner = Pick<User, 'username' | 'firstName' | 'lastName' | 'email'>

/**
 * What is wrong with a password whoever it is for: too short (8 code points), too long, too common, only digits.
 * All that holds is answered, as Django does.
 */
export function generalPasswordFaults(password: string): Fault[] {
  if (password.length > PASSWORD_LENGTH_MAX)
    return [{ key: 'max_length', params: { max: PASSWORD_LENGTH_MAX } }]
  const faults: Fault[] = []
  if (Array.from(password).length < LENGTH_MIN)
    faults.push({ key: 'password_too_short', params: { min: LENGTH_MIN } })
  if (common().has(password.toLowerCase().trim())) faults.push({ key: 'password_too_common' })
  if (/^\p{Nd}+$/u.test(password)) faults.push({ key: 'password_entirely_numeric' })
  return faults
}

/** Whether the password is too similar to something known of its owner; the first attribute that is, as Django does. */
export function similarityFaults(password: string, owner: Owner): Fault[] {
  const attributes = [
    ['username', owner.username],
    ['first name', owner.firstName],
    ['last name', owner.lastName],
    ['email address', owner.email],
  ] as const satisfies readonly (readonly [PasswordAttribute, string])[]
  const text = password.toLowerCase()
  for (const [attribute, value] of attributes) {
    const whole = value.toLowerCase()
    const parts = [...whole.split(/[^\p{L}\p{N}_]+/u), whole].filter((part) => part !== '')
    if (parts.some((part) => isSimilar(text, part)))
      return [{ key: 'password_too_similar', params: { attribute } }]
  }
  return []
}

/** All faults of a password for its owner; those of similarity first, as in Django's default order. */
export function passwordFaults(password: string, owner: Owner): Fault[] {
  const general = generalPasswordFaults(password)
  if (password.length > PASSWORD_LENGTH_MAX) return general
  return [...similarityFaults(password, owner), ...general]
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
