import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
/** Length of the nonce and of the tag (NIST SP 800-38D, 5.2.1). */
export const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals the successor of a token so that only the holder of that token can open it: AES-256-GCM under a key
 * derived from the used token by HKDF (RFC 5869). Only the SHA-256 of tokens is stored, so neither the
 * database nor the service can open it.
 * @param nonce 12 random bytes as base64url
 * @returns nonce, ciphertext and tag, as base64url
 */
export function sealNext(used: string, next: string, nonce: string): string {
  const iv = Buffer.from(nonce, 'base64url')
  const cipher = createCipheriv(CIPHER, keyOf(used), iv, { authTagLength: TAG_BYTES })
  const text = Buffer.concat([cipher.update(next, 'utf8'), cipher.final()])
  return Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64url')
}

/** Opens what `sealNext` sealed; returns null if the token does not match. */
export function openNext(used: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv(CIPHER, keyOf(used), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function keyOf(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'user-profile next refresh token', KEY_BYTES))
}
