import { attributes } from '../../common/attributes.ts'
import { type AttributeView, namesIn, planAttributes } from '../attribute/attribute-set.ts'
import { readFlag } from '../basics/flag.ts'
import { isId, trim } from '../basics/text.ts'
import { takeOverHash } from '../password/take-over-hash.ts'
import type { Choices } from '../profile/profile.ts'
import { emailKey, parseEmail } from '../user/email-address.ts'
import { readExternalId } from '../user/external-id.ts'
import { usernameKey } from '../user/user.ts'
import {
  filledOf,
  flagColumns,
  isEmpty,
  type RawPerson,
  readColumns,
  readPerson,
  readUsername,
} from './account.schema.ts'
import type { FileColumn } from './account.ts'
import type { Identity, PersonChange, ReadRow, RowFault, RowFaults } from './import.ts'

/** A row of a file, with one value per column. */
export type RawRow = RawPerson & {
  readonly id?: unknown
  readonly external_id?: unknown
  /** Declared attributes by name. */
  readonly [name: string]: unknown
}

/** How rows are read. */
export interface RowOptions {
  choices: Choices
  /** Whether people are verified if their rows say so. */
  trustVerified: boolean
  /** Whether an empty value clears an attribute of an existing person; else it stays. */
  clearEmpty: boolean
  /** Whether the passwords of existing people are replaced. */
  updatePasswords: boolean
  /** The declared attributes that an operator can write; null if there are none. */
  view?: AttributeView | null
}

/** Reads a row of an import, both as a new person and as the change of an existing one. */
export function readRow(raw: RawRow, options: RowOptions): ReadRow {
  const faults: RowFaults = {}
  const fail = (column: FileColumn, fault: RowFault) => {
    faults[column] = [fault]
  }
  const id = readId(raw.id)
  if (id === undefined) fail('id', { problem: 'id_invalid' })
  const externalId = readExternalId(raw.external_id)
  if (externalId === undefined) fail('external_id', { problem: 'external_id_invalid' })
  const hash = readHash(raw.password_hash)
  if ('fault' in hash) fail('password_hash', hash.fault)
  const email = typeof raw.email === 'string' ? parseEmail(trim(raw.email)) : null
  const username = isEmpty(raw.username) ? null : readUsername(raw.username)
  const identity: Identity = {
    id: id ?? null,
    external_id: externalId ?? null,
    username: username && 'value' in username ? usernameKey(username.value) : null,
    email: email === null ? null : emailKey(email),
  }
  const passwordHash = 'value' in hash ? hash.value : ''
  return {
    identity,
    toAdd: readNew({ ...raw, password_hash: passwordHash }, faults, options),
    toChange: readChange(raw, { faults, passwordHash, externalId: externalId ?? null }, options),
  }
}

function readNew(
  raw: RawRow,
  faults: RowFaults,
  { choices, trustVerified, view = null }: RowOptions,
): ReadRow['toAdd'] {
  const declared = view ? planAttributes(view, null, declaredOf(raw, view, false)) : undefined
  const read = readPerson(raw, choices, declared)
  const all: RowFaults = { ...('faults' in read && read.faults), ...faults }
  if (!('person' in read) || Object.keys(all).length > 0) return { faults: all }
  // Without trust, what a file claims proves nothing.
  return {
    person: trustVerified ? read.person : { ...read.person, email_verified: false, phone_verified: false },
  }
}

function readChange(
  raw: RawRow,
  known: { faults: RowFaults; passwordHash: string; externalId: string | null },
  { trustVerified, clearEmpty, updatePasswords, view = null }: RowOptions,
): ReadRow['toChange'] {
  const faults = { ...known.faults }
  const values = filledOf(raw)
  if (clearEmpty) {
    // A person keeps their address, whatever is left out.
    for (const { column } of attributes)
      if (column !== 'email' && column in raw && isEmpty(raw[column])) values[column] = ''
  }
  const username = isEmpty(raw.username) ? null : readUsername(raw.username)
  if (username && 'fault' in username) faults.username = [username.fault]
  const flags = Object.fromEntries(flagColumns.map((column) => [column, readFlag(raw[column])]))
  for (const column of flagColumns)
    if (flags[column] === undefined) faults[column] = [{ key: 'not_a_boolean' }]
  if (Object.keys(faults).length > 0) return { faults }
  const change: PersonChange = {
    fields: readColumns(values),
    ...(view && { declared: declaredOf(raw, view, clearEmpty) }),
    ...(username && 'value' in username && { username: username.value }),
    ...(known.externalId !== null && { externalId: known.externalId }),
    ...(updatePasswords && known.passwordHash !== '' && { passwordHash: known.passwordHash }),
    ...(typeof flags.active === 'boolean' && { isActive: flags.active }),
    // What the person has proved here stays proven.
    ...(trustVerified && flags.email_verified && { isEmailVerified: true as const }),
    ...(trustVerified && flags.phone_verified && { isPhoneVerified: true as const }),
  }
  return { change }
}

/** Returns the values of declared attributes in a row. Empty ones stay as they are unless they clear a value. */
function declaredOf(raw: RawRow, view: AttributeView, clearEmpty: boolean): Record<string, unknown> {
  const isUnset = (value: unknown) => isEmpty(value) || (Array.isArray(value) && value.length === 0)
  const filled = namesIn(view).filter(
    (name) => Object.hasOwn(raw, name) && (clearEmpty || !isUnset(raw[name])),
  )
  return Object.fromEntries(filled.map((name) => [name, raw[name] ?? '']))
}

/** Reads an id of this service, a UUID. Returns null if it is empty, undefined if it is invalid. */
function readId(value: unknown): string | null | undefined {
  if (isEmpty(value)) return null
  // UUIDs are written in lower case and read in any (RFC 9562, 4).
  return typeof value === 'string' && isId(value.trim()) ? value.trim().toLowerCase() : undefined
}

function readHash(value: unknown): { value: string } | { fault: RowFault } {
  if (isEmpty(value)) return { value: '' }
  if (typeof value !== 'string') return { fault: { key: 'not_a_string' } }
  const taken = takeOverHash(value)
  if ('hash' in taken) return { value: taken.hash }
  const { problem, ...params } = taken
  return { fault: { problem: `hash_${problem}`, params } }
}
