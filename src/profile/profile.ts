import {
  type AttributeColumn,
  attributes,
  type ChoiceAttribute,
  choiceAttributes,
  plainAttributes,
  textAttributes,
} from '../../common/attributes.ts'
import { changedNames } from '../attribute/attribute-set.ts'
import type { Parsed } from '../basics/fields.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import type { Faults } from '../errors/errors.ts'
import { isStoredAddress, parseEmail } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import { resolvePhone } from './phone.ts'
import type { ProfileDocument, UpdateFields } from './profile.schema.ts'

/** Values of a person who chose nothing. */
export type Defaults = Record<ChoiceAttribute['key'], string>

/** The available choices; each function returns the code as listed, or `null`. */
export type Choices = Record<ChoiceAttribute['choices'] | 'country', (code: string) => string | null>

/** Returns the profile as in Get Profile. */
export function profileDocumentOf(user: User, links: PictureLinks, defaults: Defaults): ProfileDocument {
  return {
    UserProfile: [plainValues(user)],
    ProfileImage: links.ProfileImage,
    ProfileImageUrl: links.ProfileImageUrl,
    ProfileImages: links.ProfileImages,
    UserLocInfo: chosenBy(user, defaults),
    UserLocInfoChosen: localValues(({ key }) => user[key] !== ''),
    UserVerified: {
      email_verified: user.emailVerifiedAt !== null,
      phone_verified: user.phoneVerifiedAt !== null,
    },
    DeleteAt: user.deleteAt === null ? '' : new Date(user.deleteAt).toISOString(),
  }
}

function plainValues(user: User): ProfileDocument['UserProfile'][number] {
  const values = { username: user.username } as ProfileDocument['UserProfile'][number]
  for (const { key, apiName } of plainAttributes) values[apiName] = user[key]
  return values
}

/** Returns what the person has chosen, or has by default. */
export const chosenBy = (user: User, defaults: Defaults): ProfileDocument['UserLocInfo'] =>
  localValues(({ key }) => user[key] || defaults[key])

function localValues<T>(read: (attribute: ChoiceAttribute) => T): Record<ChoiceAttribute['localName'], T> {
  const values = {} as Record<ChoiceAttribute['localName'], T>
  for (const attribute of choiceAttributes) values[attribute.localName] = read(attribute)
  return values
}

/** Columns that an update sets, by their names in the row. */
export type ProfileChange = Partial<Record<AttributeColumn, string>>

/** Declared attributes after a change, as in the row; absent if they stay. */
export type DeclaredChange = { attributes?: string | null }

/**
 * Returns how a change affects the proofs of address and number. A new address is either proven with it or
 * not at all; another spelling of a proven address stays proven. A new number is never proven.
 */
export function provenBy(
  change: ProfileChange,
  { isMoved, isMailboxProven, now }: { isMoved: boolean; isMailboxProven: boolean; now: number },
): { email_verified_at?: number | null; phone_verified_at?: null } {
  const isOtherNumber = change.phone_number !== undefined || change.phone_code !== undefined
  return {
    ...((isMoved || isMailboxProven) && { email_verified_at: isMailboxProven ? now : null }),
    ...(isOtherNumber && { phone_verified_at: null }),
  }
}

/** Returns the person as they are after the change of their row. */
export function changedUser(
  before: User,
  change: ProfileChange & DeclaredChange & ReturnType<typeof provenBy>,
  now: number,
): User {
  const after = { ...before, version: before.version + 1, updatedAt: now }
  for (const { key, column } of attributes) after[key] = change[column] ?? before[key]
  if (change.attributes !== undefined) after.attributes = change.attributes
  if (change.email_verified_at !== undefined) after.emailVerifiedAt = change.email_verified_at
  if (change.phone_verified_at !== undefined) after.phoneVerifiedAt = change.phone_verified_at
  return after
}

/** Returns the names of the values that differ, as in the API. */
export function changedFields(before: User, after: User): string[] {
  const builtIn = attributes.filter(({ key }) => before[key] !== after[key]).map(({ apiName }) => apiName)
  return [...builtIn, ...changedNames(before.attributes, after.attributes)]
}

/** What an update would do. */
export interface UpdatePlan {
  /** Only columns whose value differs from the stored one. */
  change: ProfileChange
  /** An address other than the stored one, which must be proven; then `change.email` is not set. */
  newEmail: string | null
  faults: Faults
}

/**
 * Determines what an update changes (contract: POST user/update/profile/). A value equal to the stored one is
 * always accepted.
 */
export function planUpdate(sent: Parsed<UpdateFields>, user: User, choices: Choices): UpdatePlan {
  const { values } = sent
  const faults: Faults = { ...sent.faults }
  const change: ProfileChange = {}
  const set = (column: keyof ProfileChange, value: string | undefined, stored: string) => {
    if (value !== undefined && value !== stored) change[column] = value
  }
  for (const { key, column, apiName } of textAttributes) set(column, values[apiName], user[key])
  planChoices(values, user, choices, faults, set)
  planPhone(values, user, choices, faults, set)
  const newEmail = planEmail(values.email, user, faults, set)
  // Only a change of the address requires codes; otherwise the contents of their fields are ignored.
  if (newEmail === null) for (const name of codeFields) delete faults[name]
  return { change, newEmail, faults }
}

const codeFields = ['token_checksum_field', 'token_field', 'current_token_field'] as const

type Set = (column: keyof ProfileChange, value: string | undefined, stored: string) => void

function planChoices(
  values: Partial<UpdateFields>,
  user: User,
  choices: Choices,
  faults: Faults,
  set: Set,
): void {
  for (const { key, column, apiName, choices: list } of choiceAttributes) {
    const value = values[apiName]
    if (value === undefined || value === user[key]) continue
    const code = value === '' ? '' : choices[list](value)
    if (code === null) faults[apiName] = [{ key: 'invalid_choice', params: { value: value.slice(0, 100) } }]
    else set(column, code, user[key])
  }
}

function planPhone(
  values: Partial<UpdateFields>,
  user: User,
  choices: Choices,
  faults: Faults,
  set: Set,
): void {
  const stored = {
    phone_number: user.phoneNumber,
    phone_code: user.phoneCode,
    country_code: user.countryCode,
  }
  const { phone_number, phone_code, country_code } = values
  const resolved = resolvePhone({ phone_number, phone_code, country_code }, stored, choices.country)
  for (const [name, list] of Object.entries(resolved.faults)) faults[name] = list
  for (const column of ['phone_number', 'phone_code', 'country_code'] as const) {
    set(column, resolved.values[column], stored[column])
  }
}

function planEmail(sent: string | undefined, user: User, faults: Faults, set: Set): string | null {
  if (sent === undefined || (sent !== '' && sent === user.email)) return null
  const email = parseEmail(sent)
  if (user.email !== '' && isStoredAddress(sent, user.email)) {
    if (email !== null) set('email', email, user.email)
    return null
  }
  if (email !== null) return email
  faults.email = [{ key: 'email_invalid' }]
  return null
}

/** Returns faults for required codes of a change of the address that were not sent. */
export function missingCodes(sent: Parsed<UpdateFields>, needsCurrentCode: boolean): Faults {
  const needed = needsCurrentCode ? codeFields : codeFields.slice(0, 2)
  const missing = needed.filter((name) => sent.values[name] === undefined && sent.faults[name] === undefined)
  return Object.fromEntries(missing.map((name) => [name, [{ key: 'required' as const }]]))
}
