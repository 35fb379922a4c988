import { createCipheriv, createDecipheriv } from 'node:crypto'
import { MINUTE } from '../basics/durations.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'
import { CLOCK_TOLERANCE } from '../provider/foreign-token.ts'

/** How long a person may take at the provider, in milliseconds. */
export const ATTEMPT_TIME = 10 * MINUTE

/** A sign-in at a provider that has begun in a browser, and is in its cookie: any node can complete it. */
export interface SignInAttempt {
  /** Entry of `ISSUERS`. */
  provider: string
  state: string
  nonce: string
  verifier: string
  /** In milliseconds. */
  startedAt: number
  /** Who must sign in again; null if anybody may. */
  userId: string | null
}

const CIPHER = 'aes-256-gcm'
const TAG_BYTES = 16
export const NONCE_BYTES = 12
/** Longer than a sealed attempt. */
const SEALED_MAX = 1000
/** Bound to every sealed attempt, so that nothing else that the key seals passes for one. */
const PURPOSE = Buffer.from('user-profile sign-in attempt 1')

/**
 * Seals an attempt: AES-256-GCM (NIST SP 800-38D), base64url.
 * @param nonce 96 random bits
 */
export function sealAttempt(key: Uint8Array, attempt: SignInAttempt, nonce: Uint8Array): string {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(PURPOSE)
  const parts = [nonce, cipher.update(JSON.stringify(attempt), 'utf8'), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(parts).toString('base64url')
}

/** Returns the attempt of a cookie; null if it is not ours, or was begun too long ago. */
export function openAttempt(key: Uint8Array, sealed: string, now: number): SignInAttempt | null {
  if (sealed.length > SEALED_MAX) return null
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(PURPOSE)
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  let attempt: SignInAttempt
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    attempt = JSON.parse(text.toString('utf8')) as SignInAttempt
  } catch {
    return null
  }
  const age = now - attempt.startedAt
  return age < ATTEMPT_TIME && age > -CLOCK_SKEW ? attempt : null
}

/** What a provider adds to the redirect address (RFC 6749, 4.1.2; RFC 9207), each once. */
export const responseParameters = ['code', 'state', 'iss', 'error'] as const
export type ProviderResponse = Partial<Record<(typeof responseParameters)[number], string | undefined>>

/** Returns the redirect address of a provider: one for each, so that no provider can pass for another (RFC 9700, 4.4.2). */
export const redirectUri = (pageUrl: string, provider: string): string =>
  `${pageUrl}session/callback/${provider}`

/** Returns the redirect address with the response, as the provider sent it. */
export function responseUrl(pageUrl: string, provider: string, response: ProviderResponse): URL {
  const url = new URL(redirectUri(pageUrl, provider))
  for (const name of responseParameters) {
    const value = response[name]
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url
}

/** Whether the person signed in after a fresh sign-in was asked for. `auth_time` has whole seconds of another clock. */
export const isFreshSignIn = (authTime: unknown, askedAt: number): boolean =>
  typeof authTime === 'number' && authTime * 1000 + 1000 >= askedAt - CLOCK_TOLERANCE
