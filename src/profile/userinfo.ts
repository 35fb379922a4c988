import { fullName } from '../../common/person-name.ts'
import type { User } from '../user/user.ts'
import { internationalNumber } from './phone.ts'
import type { Defaults } from './profile.ts'
import type { Userinfo } from './userinfo.schema.ts'

/** What a person's claims depend on besides the person. */
export interface ClaimContext {
  /** Absolute URL of the picture that the person shows. */
  picture: string
  /** What people have who chose nothing. */
  defaults: Defaults
  /** Claims of attributes that the operator declared. They never take the place of a standard one. */
  declared: Readonly<Record<string, unknown>>
}

/**
 * Returns the standard claims of a person (OpenID Connect Core 1.0, 5.1), and the declared ones. What is not set is
 * omitted (5.3.2).
 */
export function userinfoOf(user: User, { picture, defaults, declared }: ClaimContext): Userinfo {
  const language = user.language || defaults.language
  const name = fullName({ given: user.firstName, family: user.lastName }, language)
  return {
    ...declared,
    sub: user.id,
    ...(name !== '' && { name }),
    ...(user.firstName !== '' && { given_name: user.firstName }),
    ...(user.lastName !== '' && { family_name: user.lastName }),
    preferred_username: user.username,
    picture,
    ...(user.email !== '' && { email: user.email, email_verified: user.emailVerifiedAt !== null }),
    ...(user.phoneNumber !== '' && {
      phone_number: internationalNumber(user),
      phone_number_verified: user.phoneVerifiedAt !== null,
    }),
    zoneinfo: user.timezone || defaults.timezone,
    locale: language,
    updated_at: Math.floor(user.updatedAt / 1000),
  }
}
