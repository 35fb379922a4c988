import type { SecondFactorState } from '../second-factor/second-factor.ts'

/** What the person is shown of it. Instants are milliseconds since the Unix epoch. */
export interface OwnSecondFactor extends SecondFactorState {
  isRequired: boolean
  /** From when on nobody signs in without one; null if nobody asks for it. */
  requiredFrom: number | null
}
