import type { SecondFactorState } from '../second-factor/second-factor.ts'

/** The second factor, as shown to the person. Instants are milliseconds since the Unix epoch. */
export interface OwnSecondFactor extends SecondFactorState {
  isRequired: boolean
  /** From when on it is required to sign in; null if it is not required. */
  requiredFrom: number | null
}
