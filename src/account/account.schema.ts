import type { Fault, Faults } from '../errors.ts'
import { parseFields } from '../fields.ts'
import { patchBody } from '../profile/profile.schema.ts'
import { type Choices, planUpdate } from '../profile/profile.ts'
import { isKnownHash } from '../session/password.ts'
import { readText } from '../text.ts'
import { isUsername, type User } from '../user/user.ts'
import type { NewPerson, PersonColumn } from './account.ts'

/** A person as one would write them, with one text by column; `active` may be a boolean. */
export type RawPerson = { readonly [column in PersonColumn]?: unknown }

/** The names that the profile message gives to what an update chooses from a list. */
const choiceFields = { language: 'languages', timezone: 'timezones', currency: 'currencies' } as const

const nobody: User = {
  id: '',
  username: '',
  email: '',
  firstName: '',
  lastName: '',
  phoneCode: '',
  phoneNumber: '',
  countryCode: '',
  language: '',
  timezone: '',
  currency: '',
  pictureId: null,
  version: 0,
  createdAt: 0,
  updatedAt: 0,
  disabledAt: null,
  passwordResetRequired: false,
}

/**
 * Reads a person by the rules of the published update (contract: POST user/update/profile/), and the columns it does
 * not have by their own. An absent, empty or null column other than `username` and `email` is unset.
 */
export function readPerson(raw: RawPerson, choices: Choices): { person: NewPerson } | { faults: Faults } {
  const faults: Faults = {}
  const fail = (column: PersonColumn, fault: Fault) => {
    faults[column] = [fault]
  }
  const body: Record<string, unknown> = { email: raw.email ?? '' }
  for (const column of profileColumns) {
    if (raw[column] !== undefined && raw[column] !== null && raw[column] !== '') {
      body[column in choiceFields ? choiceFields[column as keyof typeof choiceFields] : column] = raw[column]
    }
  }
  const plan = planUpdate(parseFields(patchBody, body), nobody, choices)
  for (const [name, list] of Object.entries(plan.faults)) faults[columnOf(name)] = list
  const username = readText(raw.username ?? '', { max: 150, blank: false })
  if ('fault' in username) fail('username', username.fault)
  else if (!isUsername(username.value)) fail('username', { key: 'username_invalid' })
  const passwordHash = raw.password_hash ?? ''
  if (typeof passwordHash !== 'string') fail('password_hash', { key: 'not_a_string' })
  else if (passwordHash !== '' && !isKnownHash(passwordHash))
    fail('password_hash', { key: 'password_hash_unknown' })
  const active = readFlag(raw.active)
  if (active === null) fail('active', { key: 'not_a_boolean' })
  if (Object.keys(faults).length > 0) return { faults }
  const person = {
    ...unset,
    ...plan.change,
    username: (username as { value: string }).value,
    email: plan.newEmail ?? '',
    password_hash: passwordHash as string,
    active: active as boolean,
  }
  return { person }
}

const profileColumns = [
  'first_name',
  'last_name',
  'phone_code',
  'phone_number',
  'country_code',
  'language',
  'timezone',
  'currency',
] as const

const unset = Object.fromEntries(profileColumns.map((column) => [column, ''])) as Record<
  (typeof profileColumns)[number],
  string
>

function columnOf(field: string): string {
  return Object.entries(choiceFields).find(([, name]) => name === field)?.[0] ?? field
}

/** The spellings of Django REST framework's boolean field that databases write; empty means yes. */
function readFlag(value: unknown): boolean | null {
  const text = String(value ?? '')
    .trim()
    .toLowerCase()
  if (['', 'true', 't', '1', 'yes', 'y', 'on'].includes(text)) return true
  return ['false', 'f', '0', 'no', 'n', 'off'].includes(text) ? false : null
}

/** A person as a row of an export. */
export function exportRow(user: User, passwordHash: string): NewPerson {
  return {
    username: user.username,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_code: user.phoneCode,
    phone_number: user.phoneNumber,
    country_code: user.countryCode,
    language: user.language,
    timezone: user.timezone,
    currency: user.currency,
    password_hash: passwordHash,
    active: user.disabledAt === null,
  }
}
