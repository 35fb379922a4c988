import { randomBytes } from 'node:crypto'
import type { QueuedJob } from '../basics/fair-queue.ts'
import { expensive } from '../ports/expensive-work.ts'
import { inHashingTurn } from './hashing-queue.ts'
import { readHash } from './known-hash.ts'
import { PASSWORD_LENGTH_MAX } from './password-length.ts'
import { compute } from './password-processes.ts'
import { ARGON2 } from './password-tasks.ts'

/**
 * Prefix of every hash of ours. The indexes `users_other_hashes` and `users_changed_hashes` contain it too: a new cost
 * requires new ones.
 */
export const OWN_HASH_PREFIX = `$argon2id$v=19$m=${ARGON2.memoryCost},t=${ARGON2.timeCost},p=${ARGON2.parallelism}$`

/** A hash of ours that matches nothing, used to determine its cost. */
export const OWN_HASH_SAMPLE = `${OWN_HASH_PREFIX}${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Normalizes a password for hashing: an accented letter may be typed as one character or as two. */
const formOf = (password: string) => password.normalize('NFC')

/**
 * Hashes the NFC form of a password with argon2id in its turn; returns a PHC string.
 * @throws {Refusal} `unavailable` if too many passwords are waiting
 */
export function hashPassword(password: string, about: QueuedJob = {}): Promise<string> {
  return inHashingTurn(() => hashNow(formOf(password)), about)
}

function hashNow(password: string): Promise<string> {
  return expensive('password hash', () => compute('hash', { password }))
}

/**
 * Returns a hash of our own cost, for comparison if there is none, so that timing reveals nothing. Computed
 * once, outside the queue, since the caller may already be in its turn.
 */
export function decoyHash(): Promise<string> {
  decoy ??= hashNow(randomBytes(16).toString('hex')).catch((error: unknown) => {
    decoy = undefined
    throw error
  })
  return decoy
}

let decoy: Promise<string> | undefined

/**
 * Whether the hash of a matching password must be renewed from the text that matched: if its format or cost
 * differs from ours, or it was made from another form of the text. If bcrypt saw only part of a long
 * password, it is unknown whether the rest was right, so that hash is kept.
 */
export function needsRenewal(fitting: string, hash: string): boolean {
  if (hash.startsWith(OWN_HASH_PREFIX)) return fitting !== formOf(fitting)
  const bytesRead = readHash(hash)?.bytesRead ?? null
  return bytesRead === null || Buffer.byteLength(fitting) <= bytesRead
}

/**
 * Whether the password matches the hash. An unknown format matches nothing. Not queued: call it in a hashing
 * turn, as `Attempts.check` does.
 */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  return (await readHash(hash)?.verify(password)) ?? false
}

/**
 * Returns the texts that a submitted password may stand for, each of which is compared; none if it is too
 * long.
 */
export function textsOf(password: string): Set<string> {
  if (password.length > PASSWORD_LENGTH_MAX) return new Set()
  const trimmed = password.trim()
  return new Set([formOf(password), password, formOf(trimmed), trimmed])
}

/**
 * Returns the text that matches the hash, among those that a submitted password may stand for; null if none
 * does. These are its NFC form, since keyboards produce the same letter in different ways; the text itself,
 * as another system may have hashed it; and both without surrounding white space, since the framework behind
 * the published API trims passwords. For most passwords they are identical. The number of comparisons depends
 * only on the submitted text, not on the hash. A password that is too long matches nothing and is not hashed.
 * Also to be called in a hashing turn.
 */
export async function fittingPassword(password: string, hash: string): Promise<string | null> {
  for (const text of textsOf(password)) if (await verifyPassword(text, hash)) return text
  return null
}

/** Whether the submitted password matches the hash, as in `fittingPassword`. */
export async function fitsPassword(password: string, hash: string): Promise<boolean> {
  return (await fittingPassword(password, hash)) !== null
}
