import type { Faults } from '../errors.ts'
import type { Parsed } from '../fields.ts'
import type { PictureLinks } from '../picture-links.ts'
import type { User } from '../user/user.ts'
import { isStoredAddress, parseEmail } from './email-address.ts'
import { resolvePhone } from './phone.ts'
import type { ProfileDocument, UpdateFields } from './profile.schema.ts'

/** What a person who chose nothing has. */
export interface Defaults {
  language: string
  timezone: string
  currency: string
}

/** The choices on offer; each answers the code as it is listed, or `null`. */
export interface Choices {
  language(code: string): string | null
  timezone(code: string): string | null
  currency(code: string): string | null
  country(code: string): string | null
}

/** The profile as Get Profile answers it. */
export function profileDocumentOf(user: User, links: PictureLinks, defaults: Defaults): ProfileDocument {
  return {
    UserProfile: [
      {
        username: user.username,
        first_name: user.firstName,
        last_name: user.lastName,
        email: user.email,
        phone_code: user.phoneCode,
        phone_number: user.phoneNumber,
        country_code: user.countryCode,
      },
    ],
    ProfileImage: links.ProfileImage,
    ProfileImageUrl: links.ProfileImageUrl,
    ProfileImages: links.ProfileImages,
    UserLocInfo: chosenBy(user, defaults),
    UserLocInfoChosen: {
      lan: user.language !== '',
      tz: user.timezone !== '',
      currency: user.currency !== '',
    },
    UserVerified: {
      email_verified: user.emailVerifiedAt !== null,
      phone_verified: user.phoneVerifiedAt !== null,
    },
    DeleteAt: user.deleteAt === null ? '' : new Date(user.deleteAt).toISOString(),
  }
}

/** What the person has chosen, or has by default. */
export function chosenBy(user: User, defaults: Defaults): ProfileDocument['UserLocInfo'] {
  return {
    lan: user.language || defaults.language,
    tz: user.timezone || defaults.timezone,
    currency: user.currency || defaults.currency,
  }
}

/** Columns that an update sets, by their names in the row. */
export type ProfileChange = Partial<
  Record<
    | 'first_name'
    | 'last_name'
    | 'email'
    | 'phone_number'
    | 'phone_code'
    | 'country_code'
    | 'language'
    | 'timezone'
    | 'currency',
    string
  >
>

/**
 * What becomes of the proofs of address and number by a change. Another address than the one that was proven is proven with
 * it or not at all; another spelling of it is the same. Nothing proves a new number.
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

/** What an update may change of a person, and how the API names it. */
const apiNames = [
  ['firstName', 'first_name'],
  ['lastName', 'last_name'],
  ['email', 'email'],
  ['phoneNumber', 'phone_number'],
  ['phoneCode', 'phone_code'],
  ['countryCode', 'country_code'],
  ['language', 'languages'],
  ['timezone', 'timezones'],
  ['currency', 'currencies'],
] as const satisfies readonly (readonly [keyof User, keyof UpdateFields])[]

/** Names of the values that differ, as the API names them. */
export function changedFields(before: User, after: User): string[] {
  return apiNames.filter(([property]) => before[property] !== after[property]).map(([, name]) => name)
}

/** What an update would do. */
export interface UpdatePlan {
  /** Only columns whose value differs from the stored one. */
  change: ProfileChange
  /** Another address than the stored one, which has to be proven; `change.email` is not set then. */
  newEmail: string | null
  faults: Faults
}

/** Decides what an update changes (contract: POST user/update/profile/). A value equal to the stored one always passes. */
export function planUpdate(sent: Parsed<UpdateFields>, user: User, choices: Choices): UpdatePlan {
  const { values } = sent
  const faults: Faults = { ...sent.faults }
  const change: ProfileChange = {}
  const set = (column: keyof ProfileChange, value: string | undefined, stored: string) => {
    if (value !== undefined && value !== stored) change[column] = value
  }
  set('first_name', values.first_name, user.firstName)
  set('last_name', values.last_name, user.lastName)
  planChoices(values, user, choices, faults, set)
  planPhone(values, user, choices, faults, set)
  const newEmail = planEmail(values.email, user, faults, set)
  // Only a change of the address asks for codes; without one, whatever stands in their fields is ignored.
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
  const rows = [
    ['languages', 'language', user.language, choices.language],
    ['currencies', 'currency', user.currency, choices.currency],
    ['timezones', 'timezone', user.timezone, choices.timezone],
  ] as const
  for (const [field, column, stored, listed] of rows) {
    const value = values[field]
    if (value === undefined || value === stored) continue
    const code = value === '' ? '' : listed(value)
    if (code === null) faults[field] = [{ key: 'invalid_choice', params: { value: value.slice(0, 100) } }]
    else set(column, code, stored)
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
  if (sent === undefined) return null
  const email = parseEmail(sent)
  if (user.email !== '' && isStoredAddress(sent, user.email)) {
    if (email !== null && sent !== user.email) set('email', email, user.email)
    return null
  }
  if (email !== null) return email
  faults.email = [{ key: 'email_invalid' }]
  return null
}

/** The codes that a change of address needs and that were not sent. */
export function missingCodes(sent: Parsed<UpdateFields>, needsCurrentCode: boolean): Faults {
  const needed = needsCurrentCode ? codeFields : codeFields.slice(0, 2)
  const missing = needed.filter((name) => sent.values[name] === undefined && sent.faults[name] === undefined)
  return Object.fromEntries(missing.map((name) => [name, [{ key: 'required' as const }]]))
}
