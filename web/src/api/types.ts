/** Names for the messages of the OpenAPI document that the page uses. */
import type { DataOf, Schemas } from './operations.ts'

export type SecondFactor = Schemas['SecondFactor']
export type Enrollment = Schemas['SecondFactorEnrollment']
export type Passkey = Schemas['Passkey']

export type LocalInfo = Schemas['LocalInfo']
export type Profile = Schemas['Profile']
export type ProfilePatch = Schemas['PatchProfileBody']

export type SignedIn = Schemas['Session']
export type ActivityList = DataOf<'GET', 'user/activity/'>
export type ActivityEntry = Schemas['Activity']
export type Device = Schemas['Device']

/** The pending change of address, and the mailboxes that get codes. Instants are ISO 8601. */
export type EmailChange = DataOf<'GET', 'user/email-change/'>
export type PendingEmail = Schemas['PendingEmailChange']

/** The new password that waits before it takes effect. */
export type WaitingPassword = Schemas['WaitingPassword']

/** Sizes and the visible square are in pixels of the upright picture as it was uploaded. */
export type CurrentPicture = Schemas['CurrentPicture']
export type Square = NonNullable<NonNullable<CurrentPicture['picture']>['crop']>
