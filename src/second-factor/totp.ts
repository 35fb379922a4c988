import { Secret, TOTP } from 'otpauth'

/** Length of a time step in seconds (RFC 6238, 4.1). */
const STEP_SECONDS = 30
/**
 * Number of steps before and after the current one that are accepted, since clocks differ (RFC 6238, 5.2).
 */
const WINDOW = 1
/** Length of a seed: that of the output of SHA-1 (RFC 4226, 4, R6). */
export const SEED_BYTES = 20

const totpOf = (secret: Secret, names: { issuer?: string; label?: string } = {}) =>
  new TOTP({ ...names, secret, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS })

/**
 * Converts random bytes (base64url) to a seed in base32 (RFC 4648), the form that authenticator apps expect.
 */
export function seedOf(bytes: string): string {
  return new Secret({ buffer: Uint8Array.from(Buffer.from(bytes, 'base64url')).buffer }).base32
}

/** Returns the URI that a QR code passes to an authenticator app (Key Uri Format). */
export function otpauthUri(seed: string, issuer: string, label: string): string {
  return totpOf(Secret.fromBase32(seed), { issuer, label }).toString()
}

/** Returns the time step of the code at the instant (milliseconds), or null if it is outside the window. */
export function stepOf(seed: string, code: string, now: number): number | null {
  const delta = totpOf(Secret.fromBase32(seed)).validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? null : Math.floor(now / 1000 / STEP_SECONDS) + delta
}
