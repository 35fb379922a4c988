import { createHash, pbkdf2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import { verify as bcryptVerify } from '@node-rs/bcrypt'
import type { QueuedJob } from '../fair-queue.ts'
import { costly } from '../ports/costly-work.ts'
import { inHashingTurn } from './hashing-queue.ts'
import { PASSWORD_LENGTH_MAX } from './session.ts'

const pbkdf2Async = promisify(pbkdf2)
const scryptAsync = promisify(scrypt) as (
  password: string,
  salt: string,
  length: number,
  options: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>

/** OWASP's first recommendation for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Bounds on the cost of hashes taken over by an import: one sign-in may not take a core for seconds. */
const COST_MAX = {
  argon2MemoryKib: 262_144,
  argon2Passes: 16,
  argon2Lanes: 16,
  pbkdf2Iterations: 5_000_000,
  bcryptRounds: 14,
  scryptBytes: 134_217_728,
}

/** The form in which a password is hashed: the same whether an accented letter was typed as one character or as two. */
const formOf = (password: string) => password.normalize('NFC')

/**
 * Hashes the NFC form of a password with argon2id when its turn comes; returns a PHC string.
 * @throws {Refusal} `unavailable` if too many passwords wait already
 */
export function hashPassword(password: string, about: QueuedJob = {}): Promise<string> {
  return inHashingTurn(() => hashNow(formOf(password)), about)
}

function hashNow(password: string): Promise<string> {
  return costly('password hash', () => argon2Hash(password, ARGON2))
}

/**
 * A hash of our own cost, to be compared with if there is none, so that the time does not tell. Made once, outside of the
 * queue, since whoever asks for it may be at its turn already.
 */
export function decoyHash(): Promise<string> {
  decoy ??= hashNow(randomBytes(16).toString('hex')).catch((error: unknown) => {
    decoy = undefined
    throw error
  })
  return decoy
}

let decoy: Promise<string> | undefined

/** bcrypt looks at no more bytes of a password than these. */
const BCRYPT_BYTES = 72

/**
 * Whether the hash of a password that fitted it is to be made anew, from the text that fitted: where it has another
 * format or cost than ours, or was made of another form of the text. Where bcrypt saw only a part of a long password,
 * nobody knows whether the rest was right, so that hash stays.
 */
export function needsRenewal(fitting: string, hash: string): boolean {
  const isOurs = hash.startsWith(
    `$argon2id$v=19$m=${ARGON2.memoryCost},t=${ARGON2.timeCost},p=${ARGON2.parallelism}$`,
  )
  if (isOurs) return fitting !== formOf(fitting)
  return !hash.startsWith('bcrypt$') || Buffer.byteLength(fitting) <= BCRYPT_BYTES
}

interface Scheme {
  /** Captures the parts of the hash. */
  pattern: RegExp
  /** Whether the cost that the hash asks for is within bounds. */
  isBounded: (parts: RegExpExecArray) => boolean
  verify: (password: string, parts: RegExpExecArray) => Promise<boolean>
}

const argon2: Scheme = {
  // PHC string, also in Django's form with `argon2` in front.
  pattern:
    /^(?:argon2)?(\$argon2(?:id|i|d)\$v=19\$m=(\d{1,9}),t=(\d{1,5}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86})$/,
  isBounded: ([, , memory, passes, lanes]) =>
    Number(memory) <= COST_MAX.argon2MemoryKib &&
    Number(passes) <= COST_MAX.argon2Passes &&
    Number(lanes) <= COST_MAX.argon2Lanes,
  verify: (password, [, phc]) => argon2Verify(phc!, password),
}

const djangoPbkdf2: Scheme = {
  pattern: /^pbkdf2_(sha256|sha1)\$(\d{1,8})\$([^$]{1,128})\$([A-Za-z0-9+/=]{20,64})$/,
  isBounded: ([, , iterations]) => Number(iterations) >= 1 && Number(iterations) <= COST_MAX.pbkdf2Iterations,
  verify: async (password, [, digest, iterations, salt, encoded]) => {
    const expected = Buffer.from(encoded!, 'base64')
    const actual = await pbkdf2Async(password, salt!, Number(iterations), expected.length, digest!)
    return sameBytes(actual, expected)
  },
}

const djangoScrypt: Scheme = {
  pattern: /^scrypt\$([^$]{1,128})\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/=]{20,128})$/,
  isBounded: ([, salt, n, r, p]) =>
    salt !== '' && 128 * Number(n) * Number(r) * Number(p) <= COST_MAX.scryptBytes,
  verify: async (password, [, salt, n, r, p, encoded]) => {
    const expected = Buffer.from(encoded!, 'base64')
    const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST_MAX.scryptBytes * 2 }
    return sameBytes(await scryptAsync(password, salt!, expected.length, cost), expected)
  },
}

const djangoBcrypt: Scheme = {
  // `bcrypt_sha256` hashes the hex SHA-256 of the password (django/contrib/auth/hashers.py).
  pattern: /^(bcrypt(?:_sha256)?)\$(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/,
  isBounded: ([, , , rounds]) => Number(rounds) >= 4 && Number(rounds) <= COST_MAX.bcryptRounds,
  verify: (password, [, algorithm, encoded]) =>
    bcryptVerify(
      algorithm === 'bcrypt_sha256' ? createHash('sha256').update(password).digest('hex') : password,
      encoded!,
    ),
}

const schemes: readonly Scheme[] = [argon2, djangoPbkdf2, djangoScrypt, djangoBcrypt]

/** Longest stored hash; the formats above stay below. */
const HASH_LENGTH_MAX = 512

/** Whether the hash is in a format and at a cost that sign-in accepts: argon2 (PHC), or one of Django's. */
export function isKnownHash(hash: string): boolean {
  return findScheme(hash) !== null
}

/**
 * Whether the password fits the hash. An unknown format fits nothing. It is not queued: call it in a hashing turn, as
 * `Attempts.check` does.
 */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const found = findScheme(hash)
  if (!found) return false
  try {
    return await costly('password verify', () => found.scheme.verify(password, found.parts))
  } catch {
    // A hash that looks right and is not (bad base64, parameters the algorithm refuses) fits nothing.
    return false
  }
}

/**
 * The text that fits the hash, of those that a password as a client sent it may stand for; null if none does. They are
 * its NFC form, since keyboards write the same letter in different ways; the text itself, as another system may have
 * hashed it; and both without white space around them, since the framework behind the published API trims passwords. For
 * most passwords these are one. How many are compared depends on the text sent alone, and not on the hash. A password
 * that is too long fits nothing, and is not hashed. To be called in a hashing turn too.
 */
export async function fittingPassword(password: string, hash: string): Promise<string | null> {
  if (password.length > PASSWORD_LENGTH_MAX) return null
  const trimmed = password.trim()
  for (const text of new Set([formOf(password), password, formOf(trimmed), trimmed]))
    if (await verifyPassword(text, hash)) return text
  return null
}

/** Whether the password as a client sent it fits the hash, as `fittingPassword` has it. */
export async function fitsPassword(password: string, hash: string): Promise<boolean> {
  return (await fittingPassword(password, hash)) !== null
}

function findScheme(hash: string): { scheme: Scheme; parts: RegExpExecArray } | null {
  if (hash.length > HASH_LENGTH_MAX) return null
  for (const scheme of schemes) {
    const parts = scheme.pattern.exec(hash)
    if (parts) return scheme.isBounded(parts) ? { scheme, parts } : null
  }
  return null
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
