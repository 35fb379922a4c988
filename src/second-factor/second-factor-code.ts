import { asciiDigits } from '../../common/digits.ts'
import { secretHash } from '../hash.ts'

/** Recovery codes that a person has at first. */
export const RECOVERY_CODES = 10
/** Random bytes of a recovery code: 80 bits, which nobody guesses, and of which a plain digest tells nothing. */
export const RECOVERY_BYTES = 10

/** Longest text in which a code is looked for. */
export const CODE_TEXT_MAX = 64

/** Letters and digits that are not taken for each other (Crockford's base32), in lower case. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = (RECOVERY_BYTES * 8) / 5

/** A code as somebody typed it: of the authenticator app, or one of the recovery codes. */
export type TypedCode = { kind: 'totp' | 'recovery'; code: string }

/** The recovery code of random bytes (base64url): `abcd-efgh-jkmn-pqrs`. */
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
 * Reads a code as people type it: with spaces or hyphens, in digits of any script and width, in capitals, and with the letters that
 * are taken for digits. Null where it is neither kind of code.
 */
export function readTypedCode(typed: string): TypedCode | null {
  if (typed.length > CODE_TEXT_MAX) return null
  const text = asciiDigits(typed.normalize('NFKC')).replace(/[\s\p{Pd}]/gu, '')
  if (/^[0-9]{6}$/.test(text)) return { kind: 'totp', code: text }
  const code = text.toLowerCase().replaceAll('o', '0').replace(/[il]/g, '1')
  return new RegExp(`^[${ALPHABET}]{${LENGTH}}$`).test(code) ? { kind: 'recovery', code } : null
}

/** What is stored of a recovery code: its digest together with the person, so that it proves nothing for another one. */
export function recoveryCodeHash(userId: string, code: string): string {
  return secretHash(`${userId} ${code.replaceAll('-', '')}`)
}
