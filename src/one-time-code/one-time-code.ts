import { secretHash } from '../hash.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import { decoyHash, hashPassword, verifyPassword } from '../session/password.ts'

/** How long a mailed code, and the checksum that goes with it, can be used; in milliseconds (contract: The e-mail code). */
export const CODE_LIFETIME = 600_000

/** Tries until a code is dead (contract: The e-mail code). */
export const CODE_TRIES = 5

/** Digits of a code. */
export const CODE_LENGTH = 6

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
 * What is stored of a code: argon2id over the id of its row and the code. A code has only a million values, so a
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
export async function fitsCode(rowId: string, typed: string, hashes: string | null): Promise<boolean> {
  let isRight = false
  for (const hash of (hashes ?? (await decoyHash())).split(' ')) {
    isRight = (await verifyPassword(`${rowId} ${readCode(typed)}`, hash)) || isRight
  }
  return hashes !== null && isRight
}

/**
 * The digits of a code as people and clients send it: with spaces or a hyphen, in digits of full width, or as a number
 * that has lost its leading zeros. `""` where it is no code.
 */
function readCode(typed: string): string {
  if (typed.length > TYPED_MAX) return ''
  const digits = typed.normalize('NFKC').replace(/[\s-]/gu, '')
  return /^[0-9]{1,6}$/.test(digits) ? digits.padStart(CODE_LENGTH, '0') : ''
}
