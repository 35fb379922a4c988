import { asciiDigits } from '../../common/digits.ts'
import { secretHash } from '../basics/hash.ts'

/** Initial number of recovery codes. */
export const RECOVERY_CODES = 10
/** Random bytes of a recovery code: 80 bits, which cannot be guessed, even from a plain digest. */
export const RECOVERY_BYTES = 10

/** Maximum length of a text that is searched for a code. */
export const CODE_TEXT_MAX = 64

/** Letters and digits without look-alikes (Crockford's base32), in lower case. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = (RECOVERY_BYTES * 8) / 5

/** A typed code: from the authenticator app, or a recovery code. */
export type TypedCode = { kind: 'totp' | 'recovery'; code: string }

/** Formats random bytes (base64url) as a recovery code: `abcd-efgh-jkmn-pqrs`. */
export function recoveryCodeOf(bytes: string): string {
  let bits = BigInt(`0x${Buffer.from(bytes, 'base64url').toString('hex')}`)
  let code = ''
  for (let i = 0; i < LENGTH; i++) {
    code = ALPHABET.charAt(Number(bits & 31n)) + code
    bits >>= 5n
  }
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * Parses a typed code: with spaces or hyphens, digits of any script and width, capitals, and letters mistaken
 * for digits. Returns null if it is neither kind of code.
 */
export function readTypedCode(typed: string): TypedCode | null {
  if (typed.length > CODE_TEXT_MAX) return null
  const text = asciiDigits(typed.normalize('NFKC')).replace(/[\s\p{Pd}]/gu, '')
  if (/^[0-9]{6}$/.test(text)) return { kind: 'totp', code: text }
  const code = text.toLowerCase().replaceAll('o', '0').replace(/[il]/g, '1')
  return new RegExp(`^[${ALPHABET}]{${LENGTH}}$`).test(code) ? { kind: 'recovery', code } : null
}

/**
 * Returns what is stored of a recovery code: its digest together with the person, so that it is worthless for
 * others.
 */
export function recoveryCodeHash(userId: string, code: string): string {
  return secretHash(`${userId} ${code.replaceAll('-', '')}`)
}
