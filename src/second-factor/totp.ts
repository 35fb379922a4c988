import { Secret, TOTP } from 'otpauth'

/** Seconds of a time step (RFC 6238, 4.1). */
const STEP_SECONDS = 30
/** Steps before and after the present one whose codes count, since clocks differ (RFC 6238, 5.2). */
const WINDOW = 1
/** Bytes of a seed: as long as the output of SHA-1 (RFC 4226, 4, R6). */
export const SEED_BYTES = 20

const totpOf = (secret: Secret, names: { issuer?: string; label?: string } = {}) =>
  new TOTP({ ...names, secret, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS })

/** The seed of random bytes (base64url), in base32 (RFC 4648) as authenticator apps take it. */
export function seedOf(bytes: string): string {
  return new Secret({ buffer: Uint8Array.from(Buffer.from(bytes, 'base64url')).buffer }).base32
}

/** The address that a QR code hands to an authenticator app (Key Uri Format). */
export function otpauthUri(seed: string, issuer: string, label: string): string {
  return totpOf(Secret.fromBase32(seed), { issuer, label }).toString()
}

/** The time step of the code at the instant (milliseconds), or null where it is none of the window. */
export function stepOf(seed: string, code: string, now: number): number | null {
  const delta = totpOf(Secret.fromBase32(seed)).validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? null : Math.floor(now / 1000 / STEP_SECONDS) + delta
}
