import { hash } from 'node:crypto'

/**
 * What is stored of a secret with at least 128 random bits (API key, refresh token, link token): its SHA-256 as
 * base64url. A slow hash is for guessable secrets; these are not.
 */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'base64url')
}
