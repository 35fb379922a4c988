import { asciiDigits } from '../../common/digits.ts'
import { CODE_LENGTH } from '../../common/limits.ts'
import { secretHash } from '../hash.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import { MINUTE } from '../ports/durations.ts'
import { decoyHash, hashPassword, verifyPassword } from '../session/password.ts'

/** How long a mailed code, and the checksum that goes with it, can be used; in milliseconds (contract: The e-mail code). */
export const CODE_LIFETIME = 10 * MINUTE

/** Tries until a code is dead (contract: The e-mail code). */
export const CODE_TRIES = 5

/** Characters of a code for a new password, which is all that stands between a stranger and the account: 37 bits. */
export const RECOVERY_CODE_LENGTH = 8

/**
 * What a recovery code is made of. Of characters that look alike one is in it (2 for Z, 5 for S, 6 for G, 8 for B, V for U),
 * of O and 0, and of 1, I and L none, and no vowel, so that no word comes out.
 */
export const RECOVERY_ALPHABET = '23456789CDFHJKMNPQRTVWXY'
const lookAlikes: Readonly<Record<string, string>> = { Z: '2', S: '5', G: '6', B: '8', U: 'V' }

/** Codes that may be asked for in an hour: by one person, and for one address (contract: The e-mail code). */
export const CODES_PER_PERSON = 5
export const CODES_PER_ADDRESS = 3

/** Longest text in which a code is looked for. */
const TYPED_MAX = 64

/**
 * What is stored of a checksum: its SHA-256 together with the address that it was made for. So the checksum proves
 * nothing for another address.
 */
export function checksumHash(checksum: string, addressKey: string): string {
  return secretHash(`${checksum} ${addressKey}`)
}

/**
 * What is stored of a code: argon2id over the id of its row and the code. A code of digits has only a million values, so a
 * plain digest could be reversed by whoever reads the database. It cannot be keyed with the checksum either: the code
 * is made by the worker that mails it, and the checksum is known to the client alone. What protects it is that
 *
 * - each guess costs an argon2id of 19 MiB, so that trying all of them takes hours of a core, and the code lives ten
 *   minutes;
 * - the code is worth nothing without the checksum, of which only a digest is stored, and which is never mailed;
 * - the id in the hashed text ties it to its row: a hash copied to another row fits no code.
 */
export function hashCode(rowId: string, code: string): Promise<string> {
  // So many codes are made at a time as there are workers that mail them.
  return hashPassword(`${rowId} ${code}`, { owner: 'codes', isPatient: true })
}

/** Hashes of codes that one request keeps, at most. */
const HASHES_MAX = 3

/**
 * Adds the hash of one more code to those of a request, the newest first. A mail may be sent twice, when the first try
 * was accepted and the answer got lost: then either copy may be the one that arrives, so the codes of both are good.
 */
export function addHash(hashes: string | null, hash: string): string {
  return [hash, ...(hashes?.split(' ') ?? [])].slice(0, HASHES_MAX).join(' ')
}

/**
 * Codes that expire later than this were made by a clock that ran ahead and was put back since. They count as expired:
 * no code lives longer than ten minutes.
 */
export const codeExpiryMax = (now: number): number => now + CODE_LIFETIME + CLOCK_SKEW

/**
 * Whether the text typed is a code behind one of the hashes, in constant time. Callers count the try, durably, before they
 * ask, and ask in a hashing turn; `hashes` is from `addHash`, or `null` if no code was mailed, and then nothing fits, in
 * the same time.
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

/** A recovery code as people see it, such as `CDFH-2345`. */
export const shownRecoveryCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/**
 * A recovery code as people and clients send it: in small letters, of full width, in digits of any script, with spaces and hyphens, or with a
 * character that looks like the right one. `""` where it is no code. Six digits are a code that was mailed by a node of the
 * version before.
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
 * The digits of a code as people and clients send it: with spaces or a hyphen, in digits of any script, or as a number
 * that has lost its leading zeros. `""` where it is no code.
 */
function readCode(typed: string): string {
  if (typed.length > TYPED_MAX) return ''
  const digits = asciiDigits(typed.normalize('NFKC')).replace(/[\s-]/gu, '')
  return /^[0-9]{1,6}$/.test(digits) ? digits.padStart(CODE_LENGTH, '0') : ''
}
