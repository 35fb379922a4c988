import { type AttributeColumns, attributes, columnsOfValues } from '../../common/attributes.ts'
import { defaultToken } from '../picture/picture-token.ts'
import type { UserRow } from '../ports/tables.ts'
import { type User, usernameKey } from '../user/user.ts'

/** What import and export know of a person, in the order of the columns. */
export const personColumns = [
  'username',
  'email',
  ...attributes.map(({ column }) => column).filter((column) => column !== 'email'),
  'password_hash',
  'active',
  'delete_at',
  'email_verified',
  'phone_verified',
] as const

export type PersonColumn = (typeof personColumns)[number]

type FlagColumn = 'active' | 'email_verified' | 'phone_verified'

/** A person about to be added; every value keeps the rules. `delete_at` is an instant in milliseconds. */
export type NewPerson = AttributeColumns &
  Record<'username' | 'password_hash', string> &
  Record<FlagColumn, boolean> & { delete_at: number | null }

/** The row of a person who is added at the instant. */
export function newUserRow(person: NewPerson, id: string, now: number, importId: string | null): UserRow {
  const { active, email_verified, phone_verified, ...columns } = person
  return {
    ...columns,
    id,
    username_key: usernameKey(person.username),
    password_reset_required: 0,
    picture_id: null,
    default_token: defaultToken(id),
    version: 1,
    created_at: now,
    updated_at: now,
    disabled_at: active ? null : now,
    deletion_reminded_at: null,
    frozen_at: null,
    recovered_at: null,
    email_verified_at: email_verified && person.email !== '' ? now : null,
    phone_verified_at: phone_verified && person.phone_number !== '' ? now : null,
    import_id: importId,
  }
}

/** A person as a row of an export; `delete_at` is in ISO 8601, or empty. */
export type ExportedPerson = Omit<NewPerson, 'delete_at'> & { delete_at: string }

export function exportRow(user: User, passwordHash: string): ExportedPerson {
  return {
    username: user.username,
    ...columnsOfValues(user),
    password_hash: passwordHash,
    active: user.disabledAt === null,
    delete_at: user.deleteAt === null ? '' : new Date(user.deleteAt).toISOString(),
    email_verified: user.emailVerifiedAt !== null,
    phone_verified: user.phoneVerifiedAt !== null,
  }
}
