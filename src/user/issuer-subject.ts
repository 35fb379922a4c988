import { createHmac, hkdfSync } from 'node:crypto'

/** A person at an OpenID provider. Instants are in milliseconds. */
export interface IssuerSubject {
  id: string
  issuer: string
  /** Null if the person was removed here. */
  userId: string | null
  createdAt: number
  /** Tokens issued before start no session; null if there is no such instant. */
  notBefore: number | null
}

const hmac = (key: string, parts: readonly string[]) =>
  // As JSON, so that no two lists of parts have the same text.
  createHmac('sha256', Buffer.from(key, 'base64url')).update(JSON.stringify(parts)).digest()

/**
 * Returns the id of a subject: HMAC-SHA-256 of `iss` and `sub`, which together identify a person (OpenID Connect Core 1.0,
 * 5.7). Whoever reads the rows cannot tell whether somebody known elsewhere was here.
 */
export const subjectId = (key: string, issuer: string, subject: string): string =>
  hmac(key, ['subject', issuer, subject]).toString('base64url')

/**
 * Returns the id of the session of a provider's tokens, the same on every node: a UUID of version 8 (RFC 9562, 5.8).
 * @param entry the entry of `ISSUERS`, since applications have sessions of their own
 * @param name what names the session in the tokens, such as `sid abc`
 */
export function foreignSessionId(key: string, subject: string, entry: string, name: string): string {
  const bytes = hmac(key, ['session', subject, entry, name]).subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Returns the key that seals sign-ins at a provider in the cookie of a browser (HKDF, RFC 5869), the same on every node. */
export const attemptKey = (key: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', Buffer.from(key, 'base64url'), '', 'user-profile sign-in attempt', 32))
