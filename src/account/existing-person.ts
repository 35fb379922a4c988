import {
  type AttributeChanges,
  type AttributeView,
  planAttributes,
  withChanges,
} from '../attribute/attribute-set.ts'
import { type Choices, type ProfileChange, planUpdate, provenBy } from '../profile/profile.ts'
import { type User, usernameKey } from '../user/user.ts'
import { columnFaults } from './account.ts'
import type { PersonChange, RowFaults } from './import.ts'
import { vouchFor } from './person-update.ts'

/** What an import knows of an existing person. */
export interface ExistingPerson {
  user: User
  passwordHash: string
  /** Their id in the application of the import, or null. */
  externalId: string | null
}

/** The effect of a row on an existing person. */
export interface ExistingPlan {
  /** New values of the person's row, without the password. */
  columns: ProfileChange & {
    username?: string
    username_key?: string
    disabled_at?: number | null
    email_verified_at?: number | null
    phone_verified_at?: number | null
    attributes?: string | null
  }
  /** The same for declared attributes, by name. */
  declared: AttributeChanges
  /** A new address; null if it stays. */
  newEmail: string | null
  newExternalId: string | null
  newPasswordHash: string | null
}

/** Decides what a row changes of a person, with the rules of the published update. Equal values change nothing. */
export function planExisting(
  { user, passwordHash, externalId }: ExistingPerson,
  change: PersonChange,
  { choices, view, now }: { choices: Choices; view: AttributeView | null; now: number },
): ExistingPlan | { faults: RowFaults } {
  const plan = planUpdate(change.fields, user, choices)
  const declared = view && planAttributes(view, user.attributes, change.declared ?? {})
  const faults: RowFaults = { ...columnFaults(plan.faults), ...declared?.faults }
  if (plan.newEmail !== null && user.frozenAt !== null) faults.email = [{ problem: 'frozen' }]
  if (Object.keys(faults).length > 0) return { faults }
  const changes = declared?.changes ?? {}
  const columns: ExistingPlan['columns'] = { ...plan.change }
  const values = withChanges(user.attributes, changes)
  if (values !== user.attributes) columns.attributes = values
  if (plan.newEmail !== null) columns.email = plan.newEmail
  Object.assign(columns, proofs(user, change, columns, { isMoved: plan.newEmail !== null, now }))
  if (change.username !== undefined && change.username !== user.username) {
    columns.username = change.username
    columns.username_key = usernameKey(change.username)
  }
  if (change.isActive !== undefined && change.isActive !== (user.disabledAt === null))
    columns.disabled_at = change.isActive ? null : now
  return {
    columns,
    declared: changes,
    newEmail: plan.newEmail,
    newExternalId: externalId === null ? (change.externalId ?? null) : null,
    newPasswordHash:
      change.passwordHash !== undefined && change.passwordHash !== passwordHash ? change.passwordHash : null,
  }
}

/** Whether address and number are proven afterwards, as far as that changes. */
function proofs(
  user: User,
  change: PersonChange,
  columns: ProfileChange,
  { isMoved, now }: { isMoved: boolean; now: number },
) {
  const ended = provenBy(columns, { isMoved, isMailboxProven: false, now })
  const after = {
    email: columns.email ?? user.email,
    phoneNumber: columns.phone_number ?? user.phoneNumber,
    emailVerifiedAt: ended.email_verified_at === null ? null : user.emailVerifiedAt,
    phoneVerifiedAt: ended.phone_verified_at === null ? null : user.phoneVerifiedAt,
  }
  const marks = {
    ...(after.email !== '' && { emailVerified: change.isEmailVerified }),
    ...(after.phoneNumber !== '' && { phoneVerified: change.isPhoneVerified }),
  }
  return { ...ended, ...vouchFor(marks, after, now).change }
}

/** Whether a plan changes nothing. */
export const isWithoutEffect = (plan: ExistingPlan): boolean =>
  Object.keys(plan.columns).length === 0 && plan.newExternalId === null && plan.newPasswordHash === null
