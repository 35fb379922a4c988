import type { Fault, Faults } from '../errors/errors.ts'
import { changedFields } from '../profile/profile.ts'
import type { User } from '../user/user.ts'

/** Whether an operator marks a person's address and number as verified or unverified; undefined: neither. */
export interface Vouched {
  emailVerified?: boolean | undefined
  phoneVerified?: boolean | undefined
}

interface ProofChange {
  email_verified_at?: number | null
  phone_verified_at?: number | null
}

/** Returns what changes by an operator's marks. `after` is the person with the other changes applied. */
export function vouchFor(
  { emailVerified, phoneVerified }: Vouched,
  after: Pick<User, 'email' | 'phoneNumber' | 'emailVerifiedAt' | 'phoneVerifiedAt'>,
  now: number,
): { change: ProofChange; faults: Faults } {
  const change: ProofChange = {}
  const faults: Faults = {}
  const missing: Fault[] = [{ key: 'required' }]
  if (emailVerified && after.email === '') faults.email = missing
  if (phoneVerified && after.phoneNumber === '') faults.phone_number = missing
  if (emailVerified !== undefined && emailVerified !== (after.emailVerifiedAt !== null))
    change.email_verified_at = emailVerified ? now : null
  if (phoneVerified !== undefined && phoneVerified !== (after.phoneVerifiedAt !== null))
    change.phone_verified_at = phoneVerified ? now : null
  return { change, faults }
}

/** Returns the API names of the values that differ, including whether address and number are verified. */
export function differences(before: User, after: User): string[] {
  const isOther = (key: 'emailVerifiedAt' | 'phoneVerifiedAt') =>
    (before[key] === null) !== (after[key] === null)
  return [
    ...changedFields(before, after),
    ...(isOther('emailVerifiedAt') ? ['email_verified'] : []),
    ...(isOther('phoneVerifiedAt') ? ['phone_verified'] : []),
  ]
}
