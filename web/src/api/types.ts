/**
 * The messages of the API, as the service's own schemas describe them: types alone, nothing of the service is built in.
 */
import type { z } from 'zod'
import type { activityAnswer } from '../../../src/account/activity.schema.ts'
import type { passkeysAnswer } from '../../../src/account/own-passkeys.schema.ts'
import type { stateAnswer } from '../../../src/account/own-second-factor.schema.ts'
import type { waitingAnswer } from '../../../src/account/password.schema.ts'
import type { pendingAnswer } from '../../../src/email-change/email-change.schema.ts'
import type { LocalInfoDocument } from '../../../src/local-info/local-info.schema.ts'
import type { ProfileDocument } from '../../../src/profile/profile.schema.ts'
import type { sessionsAnswer } from '../../../src/session/own-sessions.schema.ts'
import type { enrollmentAnswer } from '../../../src/session/sign-in-steps.schema.ts'

export type SecondFactor = z.output<typeof stateAnswer>['data']
export type Enrollment = z.output<typeof enrollmentAnswer>['data']
export type PasskeyList = z.output<typeof passkeysAnswer>['data']
export type Passkey = PasskeyList['passkeys'][number]

export type LocalInfo = LocalInfoDocument
export type Profile = ProfileDocument

export type SessionList = z.output<typeof sessionsAnswer>['data']
export type SignedIn = SessionList['sessions'][number]
export type ActivityList = z.output<typeof activityAnswer>['data']
export type ActivityEntry = ActivityList['activity'][number]
export type Device = SignedIn['device']

/** The change of address that waits for its codes, and who gets codes. Instants are ISO 8601. */
export type EmailChange = z.output<typeof pendingAnswer>['data']
export type PendingEmail = NonNullable<EmailChange['pending']>

/** The new password that waits before it takes effect. */
export type WaitingPassword = NonNullable<z.output<typeof waitingAnswer>['data']['waiting']>

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

/** A change of address, as `PATCH user/profile/` takes it. */
export type EmailPatch = Partial<
  Record<'email' | 'token_field' | 'token_checksum_field' | 'current_token_field', string>
>
