import { z } from 'zod'
import type { Fault, Faults } from '../errors.ts'
import { parseFields } from '../fields.ts'
import { patchBody } from '../profile/profile.schema.ts'
import { type Choices, planUpdate } from '../profile/profile.ts'
import { isKnownHash } from '../session/password.ts'
import { readText } from '../text.ts'
import { isUsername, type User } from '../user/user.ts'
import { type NewPerson, type PersonColumn, personColumns } from './account.ts'

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
  deleteAt: null,
  passwordResetRequired: false,
  frozenAt: null,
  recoveredAt: null,
  emailVerifiedAt: null,
  phoneVerifiedAt: null,
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
  const flags = { active: readFlag(raw.active, true), ...verifiedOf(raw) }
  for (const column of flagColumns) if (flags[column] === null) fail(column, { key: 'not_a_boolean' })
  const deleteAt = readInstant(raw.delete_at)
  if (deleteAt === undefined) fail('delete_at', { key: 'datetime_invalid' })
  if (Object.keys(faults).length > 0) return { faults }
  const person = {
    ...unset,
    ...plan.change,
    username: (username as { value: string }).value,
    email: plan.newEmail ?? '',
    password_hash: passwordHash as string,
    ...(flags as Record<FlagColumn, boolean>),
    delete_at: deleteAt as number | null,
  }
  return { person }
}

const flagColumns = ['active', 'email_verified', 'phone_verified'] as const
type FlagColumn = (typeof flagColumns)[number]

/** The columns that an update of the profile does not have, or not by these rules. */
const ownColumns = ['username', 'email', 'password_hash', 'delete_at', ...flagColumns] as const
/** The columns that an update of the profile has too, but for the address. */
const profileColumns = personColumns.filter(isProfileColumn)

type ProfileColumn = Exclude<PersonColumn, (typeof ownColumns)[number]>

function isProfileColumn(column: PersonColumn): column is ProfileColumn {
  return !(ownColumns as readonly string[]).includes(column)
}

const verifiedOf = (raw: RawPerson) => ({
  email_verified: readFlag(raw.email_verified, false),
  phone_verified: readFlag(raw.phone_verified, false),
})

const unset = Object.fromEntries(profileColumns.map((column) => [column, ''])) as Record<
  ProfileColumn,
  string
>

function columnOf(field: string): string {
  return Object.entries(choiceFields).find(([, name]) => name === field)?.[0] ?? field
}

/** An instant in ISO 8601 with a zone; null where there is none, undefined where the text is something else. */
function readInstant(value: unknown): number | null | undefined {
  const text = String(value ?? '').trim()
  if (text === '') return null
  return z.iso.datetime({ offset: true }).safeParse(text).success ? Date.parse(text) : undefined
}

/** The spellings of Django REST framework's boolean field that databases write. */
function readFlag(value: unknown, empty: boolean): boolean | null {
  const text = String(value ?? '')
    .trim()
    .toLowerCase()
  if (text === '') return empty
  if (['true', 't', '1', 'yes', 'y', 'on'].includes(text)) return true
  return ['false', 'f', '0', 'no', 'n', 'off'].includes(text) ? false : null
}
