import { MINUTE } from '../basics/durations.ts'

/** How long a seed waits for its first code, in milliseconds. */
export const ENROLLMENT_TIME = 15 * MINUTE

/** A seed that waits for its first code. */
export interface Enrollment {
  /** Base32, for manual entry. */
  secret: string
  /** `otpauth://totp/…`, for a QR code. */
  uri: string
  /** Milliseconds since the Unix epoch. */
  expiresAt: number
}

/** What the operator requires of everyone. */
export interface SecondFactorPolicy {
  /** Whether everyone needs a second factor (setting `SECOND_FACTOR`). */
  isRequired: boolean
  /**
   * From when on it is required to sign in (`SECOND_FACTOR_FROM`), in milliseconds since the Unix epoch;
   * null: immediately.
   */
  from: number | null
}

/** A person's second factor. Instants are milliseconds since the Unix epoch. */
export interface SecondFactorState {
  /** Since when it is active; null if there is none. */
  confirmedAt: number | null
  /** Unused recovery codes. */
  codesLeft: number
  /** Whether the operator requires one of this person. */
  isRequiredOfPerson: boolean
}

/** What a sign-in needs in addition to the right password: a code, the setup of a factor, or nothing. */
export type Need = 'code' | 'enrollment' | null

/** Whether the person must have a second factor, now or from a later instant on. */
export function isRequired(state: Pick<SecondFactorState, 'isRequiredOfPerson'>, policy: SecondFactorPolicy) {
  return state.isRequiredOfPerson || policy.isRequired
}

/**
 * Returns when the person can no longer sign in without one: an instant, or null if it is not required. 0:
 * always.
 */
export function requiredFrom(
  state: Pick<SecondFactorState, 'isRequiredOfPerson'>,
  policy: SecondFactorPolicy,
): number | null {
  if (state.isRequiredOfPerson) return 0
  return policy.isRequired ? (policy.from ?? 0) : null
}

/** Returns what a sign-in needs at the instant. */
export function needOf(
  state: Pick<SecondFactorState, 'isRequiredOfPerson' | 'confirmedAt'>,
  policy: SecondFactorPolicy,
  now: number,
): Need {
  if (state.confirmedAt !== null) return 'code'
  const from = requiredFrom(state, policy)
  return from !== null && from <= now ? 'enrollment' : null
}
