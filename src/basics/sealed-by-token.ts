import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
/** Length of the nonce and of the tag (NIST SP 800-38D, 5.2.1). */
export const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals a text so that only a holder of the token can open it: AES-256-GCM under a key derived from the token by HKDF
 * (RFC 5869). If only a hash of the token is stored, neither the database nor the service can open it.
 * @param purpose keeps apart what is sealed under the same token
 * @param nonce 12 random bytes as base64url
 * @returns nonce, ciphertext and tag, as base64url
 */
export function sealByToken(token: string, purpose: string, text: string, nonce: string): string {
  const iv = Buffer.from(nonce, 'base64url')
  const cipher = createCipheriv(CIPHER, keyOf(token, purpose), iv, { authTagLength: TAG_BYTES })
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64url')
}

/** Opens what `sealByToken` sealed; returns null if token or purpose does not match. */
export function openByToken(token: string, purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null
  const iv = bytes.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv(CIPHER, keyOf(token, purpose), iv, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function keyOf(token: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', `user-profile ${purpose}`, KEY_BYTES))
}
