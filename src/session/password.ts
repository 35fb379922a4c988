import { randomBytes } from 'node:crypto'
import { hash as argon2Hash } from '@node-rs/argon2'
import type { QueuedJob } from '../fair-queue.ts'
import { expensive } from '../ports/expensive-work.ts'
import { inHashingTurn } from './hashing-queue.ts'
import { readHash } from './password-schemes.ts'
import { PASSWORD_LENGTH_MAX } from './session.ts'

/** OWASP's first recommendation for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** What every hash of ours begins with. The index `users_other_hashes` names it too: a new cost needs a new index. */
export const OWN_HASH_PREFIX = `$argon2id$v=19$m=${ARGON2.memoryCost},t=${ARGON2.timeCost},p=${ARGON2.parallelism}$`

/** A hash of ours that nothing fits, to read its cost from. */
export const OWN_HASH_SAMPLE = `${OWN_HASH_PREFIX}${'A'.repeat(22)}$${'A'.repeat(43)}`

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
  return expensive('password hash', () => argon2Hash(password, ARGON2))
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
  if (hash.startsWith(OWN_HASH_PREFIX)) return fitting !== formOf(fitting)
  return !hash.startsWith('bcrypt$') || Buffer.byteLength(fitting) <= BCRYPT_BYTES
}

/** Whether the hash is in a format and at a cost that sign-in accepts: argon2 (PHC), or one of Django's. */
export function isKnownHash(hash: string): boolean {
  return readHash(hash) !== null
}

/**
 * Whether the password fits the hash. An unknown format fits nothing. It is not queued: call it in a hashing turn, as
 * `Attempts.check` does.
 */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  return (await readHash(hash)?.verify(password)) ?? false
}

/** The texts that a password as a client sent it may stand for, of which each is compared; none where it is too long. */
export function textsOf(password: string): Set<string> {
  if (password.length > PASSWORD_LENGTH_MAX) return new Set()
  const trimmed = password.trim()
  return new Set([formOf(password), password, formOf(trimmed), trimmed])
}

/**
 * The text that fits the hash, of those that a password as a client sent it may stand for; null if none does. They are
 * its NFC form, since keyboards write the same letter in different ways; the text itself, as another system may have
 * hashed it; and both without white space around them, since the framework behind the published API trims passwords. For
 * most passwords these are one. How many are compared depends on the text sent alone, and not on the hash. A password
 * that is too long fits nothing, and is not hashed. To be called in a hashing turn too.
 */
export async function fittingPassword(password: string, hash: string): Promise<string | null> {
  for (const text of textsOf(password)) if (await verifyPassword(text, hash)) return text
  return null
}

/** Whether the password as a client sent it fits the hash, as `fittingPassword` has it. */
export async function fitsPassword(password: string, hash: string): Promise<boolean> {
  return (await fittingPassword(password, hash)) !== null
}
