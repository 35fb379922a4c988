import { z } from 'zod'
import { type AttributeColumn, attributes, unsetColumns, unsetValues } from '../../common/attributes.ts'
import type { AttributePlan } from '../attribute/attribute-set.ts'
import { type FieldResult, type Parsed, parseFields } from '../basics/fields.ts'
import { readFlag } from '../basics/flag.ts'
import { readText } from '../basics/text.ts'
import type { Fault, Faults } from '../errors/errors.ts'
import { operatorBody, type UpdateFields } from '../profile/profile.schema.ts'
import { type Choices, planUpdate } from '../profile/profile.ts'
import { isUsername, type User } from '../user/user.ts'
import { columnFaults, type NewPerson, type PersonColumn } from './account.ts'

/** A person as read from a file or the command line, one text per column; `active` may be a boolean. */
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
  attributes: null,
}

/**
 * Reads a person by the rules of the published update (contract: POST user/update/profile/), and the
 * additional columns by their own rules. An absent, empty or null column is unset, except for `username` and
 * `email`. `password_hash` is stored as it is. `declared` is what was planned for declared attributes.
 */
export function readPerson(
  raw: RawPerson,
  choices: Choices,
  declared: AttributePlan = { changes: {}, faults: {} },
): { person: NewPerson } | { faults: Faults } {
  const faults: Faults = { ...declared.faults }
  const fail = (column: PersonColumn, fault: Fault) => {
    faults[column] = [fault]
  }
  const plan = planUpdate(readColumns({ email: '', ...filledOf(raw) }), nobody, choices)
  Object.assign(faults, columnFaults(plan.faults))
  const username = readUsername(raw.username)
  if ('fault' in username) fail('username', username.fault)
  const flags = { active: readFlag(raw.active) ?? true, ...verifiedOf(raw) }
  for (const column of flagColumns)
    if (readFlag(raw[column]) === undefined) fail(column, { key: 'not_a_boolean' })
  const deleteAt = readInstant(raw.delete_at)
  if (deleteAt === undefined) fail('delete_at', { key: 'datetime_invalid' })
  if (Object.keys(faults).length > 0) return { faults }
  const person = {
    ...unsetColumns,
    ...plan.change,
    username: (username as { value: string }).value,
    email: plan.newEmail ?? '',
    password_hash: String(raw.password_hash ?? ''),
    ...flags,
    delete_at: deleteAt as number | null,
    declared: declared.changes,
  }
  return { person }
}

/** Whether a value of a file is absent, null or the empty text. */
export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Returns the values of attributes that are not empty, by column. */
export const filledOf = (raw: RawPerson): Partial<Record<AttributeColumn, unknown>> =>
  Object.fromEntries(
    attributes.flatMap(({ column }) => (isEmpty(raw[column]) ? [] : [[column, raw[column]]])),
  )

/** Parses values by column like those of the published update; `''` clears a value, an absent one stays. */
export function readColumns(values: Partial<Record<AttributeColumn, unknown>>): Parsed<UpdateFields> {
  const sent = attributes.filter(({ column }) => values[column] !== undefined)
  return parseFields(
    operatorBody,
    Object.fromEntries(sent.map(({ column, apiName }) => [apiName, values[column]])),
  )
}

/** Reads a user name (django/contrib/auth/validators.py). */
export function readUsername(value: unknown): FieldResult<string> {
  const username = readText(value ?? '', { max: 150, blank: false })
  if ('fault' in username || isUsername(username.value)) return username
  return { fault: { key: 'username_invalid' } }
}

export const flagColumns = ['active', 'email_verified', 'phone_verified'] as const
const verifiedOf = (raw: RawPerson) => ({
  email_verified: readFlag(raw.email_verified) ?? false,
  phone_verified: readFlag(raw.phone_verified) ?? false,
})

/** Parses an instant in ISO 8601 with a zone. Returns null if it is empty, undefined if it is invalid. */
function readInstant(value: unknown): number | null | undefined {
  const text = String(value ?? '').trim()
  if (text === '') return null
  return z.iso.datetime({ offset: true }).safeParse(text).success ? Date.parse(text) : undefined
}
