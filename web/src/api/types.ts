/**
 * The messages of the API, as the service's own schemas describe them: types alone, nothing of the service is built in.
 */
import type { LocalInfoDocument } from '../../../src/local-info/local-info.schema.ts'
import type { ProfileDocument } from '../../../src/profile/profile.schema.ts'

export type LocalInfo = LocalInfoDocument
/** `DeleteAt`: when the account will be deleted (ISO 8601), `""`: it stays. */
export type Profile = ProfileDocument & { DeleteAt?: string }

/** A change of address that waits for its code. Instants are ISO 8601. */
export interface PendingEmail {
  email: string
  created_at: string
  sent_at: string
  expires_at: string
  tries_left: number
}

export interface CodeSent {
  success: true
  token_checksum: string
}

/** `GET user/profile-image/`. Sizes and the shown square are in pixels of the upright picture as it was uploaded. */
export interface CurrentPicture {
  ProfileImage: string
  picture: { width: number; height: number; crop: Square | null } | null
}

export interface Square {
  x: number
  y: number
  width: number
  height: number
}

/** What `PATCH user/profile/` takes; a field that is absent stays. */
export type ProfilePatch = Partial<
  Record<
    | 'first_name'
    | 'last_name'
    | 'phone_number'
    | 'phone_code'
    | 'country_code'
    | 'languages'
    | 'timezones'
    | 'currencies'
    | 'email'
    | 'token_field'
    | 'token_checksum_field'
    | 'current_token_field',
    string
  >
>
