import { foldPassword } from './password-symbols.ts'

/**
 * Django's default (django/contrib/auth/password_validation.py), with which accounts of the original system
 * were created.
 */
const SIMILARITY_MAX = 0.7

/** Whether a password is too similar to a value of its owner, such as the name, or to a part of it. */
export function isSimilarTo(password: string, value: string): boolean {
  const text = foldPassword(password)
  const whole = foldPassword(value)
  const parts = [...whole.split(/[^\p{L}\p{N}_]+/u), whole].filter((part) => part !== '')
  return parts.some((part) => isSimilar(text, part))
}

/** Django skips parts that are so short compared to the password that the ratio cannot reach the limit. */
function isSimilar(password: string, part: string): boolean {
  const isTooShort =
    password.length >= 10 * part.length && part.length < (SIMILARITY_MAX / 2) * password.length
  return !isTooShort && quickRatio(password, part) >= SIMILARITY_MAX
}

/**
 * `SequenceMatcher.quick_ratio` of Python's difflib: twice the number of common characters, divided by the
 * sum of the lengths.
 */
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
