import { hash } from 'node:crypto'

/**
 * Returns what is stored for a secret with at least 128 random bits (API key, refresh token, link token): its
 * SHA-256 as base64url. Slow hashes are for guessable secrets; these are not guessable.
 */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'base64url')
}
