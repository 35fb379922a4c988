import { openByToken, sealByToken } from '../basics/sealed-by-token.ts'

export { NONCE_BYTES } from '../basics/sealed-by-token.ts'

const PURPOSE = 'next refresh token'

/**
 * Seals the successor of a token so that only the holder of that token can open it. Only the SHA-256 of tokens is stored, so
 * neither the database nor the service can open it.
 * @param nonce 12 random bytes as base64url
 * @returns nonce, ciphertext and tag, as base64url
 */
export const sealNext = (used: string, next: string, nonce: string): string =>
  sealByToken(used, PURPOSE, next, nonce)

/** Opens what `sealNext` sealed; returns null if the token does not match. */
export const openNext = (used: string, sealed: string): string | null => openByToken(used, PURPOSE, sealed)
