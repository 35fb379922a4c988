import { type AttributeColumns, attributes, columnsOfValues } from '../../common/attributes.ts'
import { type AttributeChanges, withChanges } from '../attribute/attribute-set.ts'
import type { Faults } from '../errors/errors.ts'
import { defaultToken } from '../picture/picture-token.ts'
import type { UserRow } from '../tables/tables.ts'
import { nameKey } from '../user/people-search.ts'
import { type User, usernameKey } from '../user/user.ts'

/** Columns of an import or export, in order. */
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

/** A column of a file of people: of a person, `id`, `external_id`, or a declared attribute by its name. */
export type FileColumn = string

/** Returns the columns of a file of people; `external_id` requires an application. `declared`: names of declared attributes. */
export const fileColumns = (
  hasApplication: boolean,
  declared: readonly string[] = [],
): readonly FileColumn[] => ['id', ...personColumns, ...declared, ...(hasApplication ? ['external_id'] : [])]

type FlagColumn = 'active' | 'email_verified' | 'phone_verified'

/** A person about to be added, with valid values. `delete_at` is an instant in milliseconds. */
export type NewPerson = AttributeColumns &
  Record<'username' | 'password_hash', string> &
  Record<FlagColumn, boolean> & {
    delete_at: number | null
    /** Declared attributes by name. */
    declared?: AttributeChanges
  }

/** Returns the row of a person who is added at the instant. */
export function newUserRow(person: NewPerson, id: string, now: number, importId: string | null): UserRow {
  const { active, email_verified, phone_verified, declared = {}, ...columns } = person
  return {
    ...columns,
    id,
    username_key: usernameKey(person.username),
    password_reset_required: 0,
    picture_id: null,
    default_token: defaultToken(id),
    first_name_key: nameKey(person.first_name),
    last_name_key: nameKey(person.last_name),
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
    attributes: withChanges(null, declared),
  }
}

/** A person as a row of an export. `delete_at` is in ISO 8601, or empty. */
export type ExportedPerson = Omit<NewPerson, 'delete_at' | 'declared'> & { id: string; delete_at: string }

export function exportRow(user: User, passwordHash: string): ExportedPerson {
  return {
    id: user.id,
    username: user.username,
    ...columnsOfValues(user),
    password_hash: passwordHash,
    active: user.disabledAt === null,
    delete_at: user.deleteAt === null ? '' : new Date(user.deleteAt).toISOString(),
    email_verified: user.emailVerifiedAt !== null,
    phone_verified: user.phoneVerifiedAt !== null,
  }
}

/** Returns the faults by column instead of by API name. */
export const columnFaults = (faults: Faults): Faults =>
  Object.fromEntries(
    Object.entries(faults).map(([field, list]) => [
      attributes.find(({ apiName }) => apiName === field)?.column ?? field,
      list,
    ]),
  )

/**
 * Returns what is wrong if another row has a value that must be unique: the name of the index or of its columns says
 * which. Null if no person is meant.
 */
export function takenFaults(target: string): Faults | null {
  if (target.includes('external_id')) return { external_id: [{ key: 'external_id_taken' }] }
  if (target.includes('email')) return { email: [{ key: 'email_taken' }] }
  return target.includes('username') ? { username: [{ key: 'username_taken' }] } : null
}
