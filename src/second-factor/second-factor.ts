import { MINUTE } from '../ports/durations.ts'

/** How long a seed waits for its first code, in milliseconds. */
export const ENROLLMENT_TIME = 15 * MINUTE

/** A seed that waits for its first code. */
export interface Enrollment {
  /** Base32, for typing. */
  secret: string
  /** `otpauth://totp/…`, for a QR code. */
  uri: string
  /** Milliseconds since the Unix epoch. */
  expiresAt: number
}

/** What the operator asks of everybody. */
export interface SecondFactorPolicy {
  /** Whether everybody needs a second factor (setting `SECOND_FACTOR`). */
  isRequired: boolean
  /** Milliseconds since the Unix epoch from which nobody signs in without one (`SECOND_FACTOR_FROM`); null: at once. */
  from: number | null
}

/** A person's second factor. Instants are milliseconds since the Unix epoch. */
export interface SecondFactorState {
  /** Since when it is asked for; null: there is none. */
  confirmedAt: number | null
  /** Recovery codes that were not used. */
  codesLeft: number
  /** Whether the operator asks this person for one. */
  isRequiredOfPerson: boolean
}

/** What a sign-in with the right password needs besides: a code, the setting up of a factor, or nothing. */
export type Need = 'code' | 'enrollment' | null

/** Whether the person may not be without a second factor, now or from a later instant on. */
export function isRequired(state: Pick<SecondFactorState, 'isRequiredOfPerson'>, policy: SecondFactorPolicy) {
  return state.isRequiredOfPerson || policy.isRequired
}

/** From when on the person cannot sign in without one: an instant, or null if nobody asks for it. 0: since ever. */
export function requiredFrom(
  state: Pick<SecondFactorState, 'isRequiredOfPerson'>,
  policy: SecondFactorPolicy,
): number | null {
  if (state.isRequiredOfPerson) return 0
  return policy.isRequired ? (policy.from ?? 0) : null
}

/** What a sign-in needs at the instant. */
export function needOf(
  state: Pick<SecondFactorState, 'isRequiredOfPerson' | 'confirmedAt'>,
  policy: SecondFactorPolicy,
  now: number,
): Need {
  if (state.confirmedAt !== null) return 'code'
  const from = requiredFrom(state, policy)
  return from !== null && from <= now ? 'enrollment' : null
}
