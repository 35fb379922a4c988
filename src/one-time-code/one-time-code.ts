import { asciiDigits } from '../../common/digits.ts'
import { CODE_LENGTH } from '../../common/limits.ts'
import { HOUR, MINUTE } from '../basics/durations.ts'
import { secretHash } from '../basics/hash.ts'
import { decoyHash, hashPassword, verifyPassword } from '../password/password.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'

/** Lifetime of a mailed code and its checksum, in milliseconds (contract: The e-mail code). */
export const CODE_LIFETIME = 10 * MINUTE

/** Lifetime of the code of an invitation, in milliseconds: people read their mail when they do. */
export const INVITATION_LIFETIME = 72 * HOUR

/** Tries until a code is invalid (contract: The e-mail code). */
export const CODE_TRIES = 5

/** Length of a code for a new password, which alone protects the account from strangers: 37 bits. */
export const RECOVERY_CODE_LENGTH = 8

/**
 * Characters of a recovery code. Of look-alikes, one is included (2 for Z, 5 for S, 6 for G, 8 for B, V for
 * U); O and 0, and 1, I and L are all excluded. There are no vowels, so that codes form no words.
 */
export const RECOVERY_ALPHABET = '23456789CDFHJKMNPQRTVWXY'
const lookAlikes: Readonly<Record<string, string>> = { Z: '2', S: '5', G: '6', B: '8', U: 'V' }

/** Codes that may be requested per hour: by one person, and for one address (contract: The e-mail code). */
export const CODES_PER_PERSON = 5
export const CODES_PER_ADDRESS = 3

/** Maximum length of a text that is searched for a code. */
const TYPED_MAX = 64

/**
 * Returns what is stored of a checksum: its SHA-256 together with its address, so that the checksum is
 * worthless for another address.
 */
export function checksumHash(checksum: string, addressKey: string): string {
  return secretHash(`${checksum} ${addressKey}`)
}

/**
 * Returns what is stored of a code: argon2id of the id of its row and the code. A numeric code has only a
 * million values, so a plain digest could be reversed by anyone who reads the database. It cannot be keyed
 * with the checksum either: the code is created by the worker that mails it, and only the client knows the
 * checksum. It is protected because
 *
 * - each guess costs an argon2id of 19 MiB, so trying all of them takes hours of a core, and the code lives
 *   ten minutes;
 * - the code is worthless without the checksum, of which only a digest is stored, and which is never mailed;
 * - the id in the hashed text ties it to its row: a hash copied to another row matches no code.
 */
export function hashCode(rowId: string, code: string): Promise<string> {
  // The number of codes created concurrently is limited by the workers that mail them.
  return hashPassword(`${rowId} ${code}`, { owner: 'codes', isUnlimited: true })
}

/** Maximum number of code hashes per request. */
const HASHES_MAX = 3

/**
 * Adds the hash of another code to those of a request, newest first. A mail may be sent twice if the response
 * to the first attempt was lost: either copy may arrive, so both codes are valid.
 */
export function addHash(hashes: string | null, hash: string): string {
  return [hash, ...(hashes?.split(' ') ?? [])].slice(0, HASHES_MAX).join(' ')
}

/**
 * A code that expires later than this was created by a clock that ran ahead and has since been corrected. It
 * counts as expired: no code lives longer than ten minutes.
 */
export const codeExpiryMax = (now: number): number => now + CODE_LIFETIME + CLOCK_SKEW

/** A code that was created later than this was created by such a clock too, however long it lives. */
export const codeCreationMax = (now: number): number => now + CLOCK_SKEW

/**
 * Whether the typed text is a code for one of the hashes, in constant time. Callers durably count the try
 * first, and call this in their hashing turn. `hashes` comes from `addHash`, or is `null` if no code was
 * mailed; then nothing matches, in the same time.
 */
export function fitsCode(rowId: string, typed: string, hashes: string | null): Promise<boolean> {
  return fitsRead(rowId, readCode(typed), hashes)
}

/** The same for a code for a new password. */
export function fitsRecoveryCode(rowId: string, typed: string, hashes: string | null): Promise<boolean> {
  return fitsRead(rowId, readRecoveryCode(typed), hashes)
}

async function fitsRead(rowId: string, code: string, hashes: string | null): Promise<boolean> {
  let isRight = false
  for (const hash of (hashes ?? (await decoyHash())).split(' ')) {
    isRight = (await verifyPassword(`${rowId} ${code}`, hash)) || isRight
  }
  return hashes !== null && isRight
}

/** Formats a recovery code for display, such as `CDFH-2345`. */
export const shownRecoveryCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/**
 * Normalizes a recovery code as typed or sent: lower case, full-width characters, digits of any script,
 * spaces and hyphens, look-alike characters. Returns `""` if it is not a code. Six digits are a code mailed
 * by a node of the previous version.
 */
export function readRecoveryCode(typed: string): string {
  if (typed.length > TYPED_MAX) return ''
  const text = asciiDigits(typed.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
  if (/^[0-9]{6}$/.test(text)) return text
  const code = Array.from(text, (character) => lookAlikes[character] ?? character)
  const isCode = code.length === RECOVERY_CODE_LENGTH && code.every((one) => RECOVERY_ALPHABET.includes(one))
  return isCode ? code.join('') : ''
}

/**
 * Normalizes a code as typed or sent: with spaces or a hyphen, in digits of any script, or as a number that
 * has lost its leading zeros. Returns `""` if it is not a code.
 */
function readCode(typed: string): string {
  if (typed.length > TYPED_MAX) return ''
  const digits = asciiDigits(typed.normalize('NFKC')).replace(/[\s-]/gu, '')
  return /^[0-9]{1,6}$/.test(digits) ? digits.padStart(CODE_LENGTH, '0') : ''
}
