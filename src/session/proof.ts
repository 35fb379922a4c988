import type { Assertion } from '../passkey/passkey.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'

/**
 * Proof in a request that it comes from the person, rather than from someone who holds their access token.
 */
export interface GivenProof {
  /** The current password. */
  password?: string | undefined
  /** A code of the second factor, or a recovery code. */
  second_factor_code?: string | undefined
  /** The response of a passkey to a challenge of `user/proof/passkey/`. */
  passkey?: Assertion | undefined
}

/**
 * Whether a proof counts as recent for `time` milliseconds; one from the future, by a clock that ran ahead,
 * does not.
 */
export function isRecent(provedAt: number, now: number, time: number): boolean {
  return provedAt > now - time && provedAt <= now + CLOCK_SKEW
}
