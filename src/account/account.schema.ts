import { z } from 'zod'
import { attributes, unsetColumns, unsetValues } from '../../common/attributes.ts'
import type { Fault, Faults } from '../errors.ts'
import { parseFields } from '../fields.ts'
import { operatorBody } from '../profile/profile.schema.ts'
import { type Choices, planUpdate } from '../profile/profile.ts'
import { isKnownHash } from '../session/password.ts'
import { readText } from '../text.ts'
import { isUsername, type User } from '../user/user.ts'
import type { NewPerson, PersonColumn } from './account.ts'

/** A person as one would write them, with one text by column; `active` may be a boolean. */
export type RawPerson = { readonly [column in PersonColumn]?: unknown }

const nobody: User = {
  ...unsetValues,
  id: '',
  username: '',
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
  const body: Record<string, unknown> = {}
  for (const { column, apiName } of attributes) {
    if (raw[column] !== undefined && raw[column] !== null && raw[column] !== '') body[apiName] = raw[column]
  }
  body.email ??= ''
  const plan = planUpdate(parseFields(operatorBody, body), nobody, choices)
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
    ...unsetColumns,
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

const verifiedOf = (raw: RawPerson) => ({
  email_verified: readFlag(raw.email_verified, false),
  phone_verified: readFlag(raw.phone_verified, false),
})

function columnOf(field: string): string {
  return attributes.find(({ apiName }) => apiName === field)?.column ?? field
}

/** An instant in ISO 8601 with a zone; null if there is none, undefined if the text is something else. */
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
