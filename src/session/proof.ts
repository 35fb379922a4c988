import type { Assertion } from '../passkey/passkey.ts'
import { CLOCK_SKEW } from '../ports/clock.ts'

/** What a request brings along to prove that it comes from the person, and not from whoever holds their access token. */
export interface GivenProof {
  /** The present password. */
  password?: string | undefined
  /** A code of the second factor, or a recovery code. */
  second_factor_code?: string | undefined
  /** The answer of a passkey to a challenge of `user/proof/passkey/`. */
  passkey?: Assertion | undefined
}

/** Whether something proven at an instant counts as recent for `time` milliseconds; one of a clock that ran ahead does not. */
export function isRecent(provedAt: number, now: number, time: number): boolean {
  return provedAt > now - time && provedAt <= now + CLOCK_SKEW
}
