import type { Parsed } from '../basics/fields.ts'
import type { Faults } from '../errors/errors.ts'
import type { User } from '../user/user.ts'
import type { UpdateFields } from './profile.schema.ts'
import { missingCodes } from './profile.ts'
import type { ProfileDependencies } from './profile-dependencies.service.ts'

/** Checks the codes that are submitted with an update. */
export function createAddressCheck({ addressProof }: Pick<ProfileDependencies, 'addressProof'>) {
  return {
    /** Checks the codes for a new address. Returns what is at fault. */
    async proveNew(user: User, newEmail: string, sent: Parsed<UpdateFields>): Promise<Faults> {
      const {
        token_checksum_field: checksum,
        token_field: code,
        current_token_field: currentCode,
      } = sent.values
      const needsCurrent = addressProof.needsCurrentCode(user)
      const missing = missingCodes(sent, needsCurrent)
      const needsMore = needsCurrent && currentCode === undefined
      if (checksum === undefined || code === undefined || needsMore) return missing
      const proof = { checksum, code, ...(currentCode !== undefined && { currentCode }) }
      return (await addressProof.check(user, newEmail, proof)) ?? {}
    },

    /**
     * Returns the checksum of the request whose submitted code verifies the current address; otherwise `null`.
     */
    async proveOwn(user: User, { values }: Parsed<UpdateFields>): Promise<string | null> {
      const { email, token_checksum_field: checksum, token_field: code } = values
      if (user.emailVerifiedAt !== null || !email || checksum === undefined || code === undefined) return null
      return (await addressProof.checkOwn(user, { checksum, code })) ? checksum : null
    },
  }
}
