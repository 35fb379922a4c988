import type { Params } from '../../common/message-format.ts'
import { fieldMessages } from '../errors/error-catalogue.ts'
import { type Fault, fill } from '../errors/errors.ts'
import type { planUpdate } from '../profile/profile.ts'
import type { FileColumn, NewPerson } from './account.ts'

/** Problems of a row that only operators see, in English. Other problems are faults of the catalogue. */
const rowProblems = {
  id_invalid:
    'An id is a UUID, such as 018f6f2e-7b1c-7c3a-9d55-0a1b2c3d4e5f. Import other ids as external_id, with --app.',
  id_taken: 'A person with that id already exists.',
  id_differs: 'The person with this {column} has another id.',
  external_id_invalid: 'An external id has 1 to 255 visible characters and no surrounding white space.',
  external_id_taken: 'The application already has a person with that external id.',
  external_id_differs: 'The person with this {column} has another external id in the application.',
  another_person: 'This belongs to another person than this {column}. A row is about one person: correct it.',
  frozen: 'An objection has frozen the account, so its address stays. Run user unfreeze first.',
  gone: 'The person was removed during the import.',
  hash_unknown:
    'The hash has none of the supported forms of argon2, bcrypt, PBKDF2 and scrypt. Leave the cell empty, and the person chooses a password by the recovery mail.',
  hash_malformed:
    'The hash has the form {form}, but it is damaged or of an unsupported version. Export it again, or leave the cell empty, and the person chooses a password by the recovery mail.',
  hash_expensive:
    'The hash has the form {form}, and checking it costs too much ({limit}). Leave the cell empty, and the person chooses a password by the recovery mail.',
} as const

export type RowFault = Fault | { problem: keyof typeof rowProblems; params?: Params }
/** Faults of a row, by column. */
export type RowFaults = Record<FileColumn | 'detail', RowFault[]>

/** Returns the English text of a fault. */
export function rowFaultText(fault: RowFault): string {
  const text = 'problem' in fault ? rowProblems[fault.problem] : fieldMessages[fault.key].text
  return fill(text, fault.params)
}

/** The columns that identify a person, the most reliable one first. */
export const identityColumns = ['id', 'external_id', 'username', 'email'] as const satisfies FileColumn[]
type IdentityColumn = (typeof identityColumns)[number]

/** Whom a row is about, in the form in which values are compared; null if the row does not say. */
export type Identity = Readonly<Record<IdentityColumn, string | null>>

/** What a row changes of an existing person; what is absent stays. */
export interface PersonChange {
  /** New values of attributes, parsed like those of the published update; `''` clears a value. */
  fields: Parameters<typeof planUpdate>[0]
  /** Values of declared attributes by name; an empty one clears it. */
  declared?: Readonly<Record<string, unknown>>
  username?: string
  externalId?: string
  /** Replaces the password. */
  passwordHash?: string
  isActive?: boolean
  isEmailVerified?: true
  isPhoneVerified?: true
}

/** A row of an import, read with the rules of both adding and changing a person. */
export interface ReadRow {
  identity: Identity
  /** The person to add, or why the row cannot add one. */
  toAdd: { person: NewPerson } | { faults: RowFaults }
  /** The change of an existing person, or why the row cannot make one. */
  toChange: { change: PersonChange } | { faults: RowFaults }
}

/** What happens to a row that is about an existing person. */
export type ForExisting = 'refuse' | 'skip' | 'update'

/** What became of a row. */
export type RowOutcome = 'created' | 'updated' | 'unchanged' | 'skipped' | { faults: RowFaults }

/** An existing person whom a row may be about. */
export interface Candidate {
  userId: string
  /** Whether an earlier row of the same import added the person. */
  isFromThisImport: boolean
  /** Their id in the application of the import, or null. */
  externalId: string | null
}

/** Who has the values of an identity. */
export interface Holders {
  people: { readonly [column in IdentityColumn]?: Candidate | undefined }
  /** Who can still undo a change of address to get this one back. */
  reservedFor: string | null
}

/**
 * Decides whom a row is about. A person matches if they have the row's id, external id, user name or current address;
 * nobody else may have another of them. An id or external id that differs from the person's own is a contradiction.
 * Returns null if the row is about nobody who exists.
 */
function matchPerson(
  identity: Identity,
  { people }: Holders,
): { person: Candidate; columns: IdentityColumn[] } | { faults: RowFaults } | null {
  const columns = identityColumns.filter((column) => people[column] !== undefined)
  const [first] = columns
  if (first === undefined) return null
  const person = people[first]!
  const others = columns.filter((column) => people[column]!.userId !== person.userId)
  if (others.length > 0) return { faults: onColumns(others, 'another_person', first) }
  if (identity.id !== null && identity.id !== person.userId)
    return { faults: onColumns(['id'], 'id_differs', first) }
  const isOtherExternal =
    identity.external_id !== null && person.externalId !== null && identity.external_id !== person.externalId
  if (isOtherExternal) return { faults: onColumns(['external_id'], 'external_id_differs', first) }
  return { person, columns }
}

function onColumns(columns: readonly IdentityColumn[], problem: keyof typeof rowProblems, named: string) {
  return Object.fromEntries(columns.map((column) => [column, [{ problem, params: { column: named } }]]))
}

const taken: Record<IdentityColumn, RowFault> = {
  id: { problem: 'id_taken' },
  external_id: { problem: 'external_id_taken' },
  username: { key: 'username_taken' },
  email: { key: 'email_taken' },
}

/** Returns the faults of values that someone else has. */
export const takenFaults = (columns: readonly IdentityColumn[]): RowFaults =>
  Object.fromEntries(columns.map((column) => [column, [taken[column]]]))

/** Whether a row was refused because someone else has a value of it. */
export const isTaken = (faults: RowFaults): boolean =>
  Object.values(faults).some((list) =>
    list.some((fault) => Object.values(taken).some((one) => isSame(one, fault))),
  )

const isSame = (a: RowFault, b: RowFault): boolean =>
  'problem' in a ? 'problem' in b && a.problem === b.problem : 'key' in b && a.key === b.key

/** Returns the faults of a violated unique index, by its name or columns. */
export function violationFaults(target: string): RowFaults {
  if (target.includes('email')) return takenFaults(['email'])
  if (target.includes('external')) return takenFaults(['external_id'])
  return takenFaults([target.includes('username') ? 'username' : 'id'])
}

/** What to do with a row. */
export type Decision =
  | { outcome: RowOutcome }
  | { add: NewPerson; identity: Identity }
  | { update: PersonChange; userId: string }

/** Decides what to do with a row, given who has its values. */
export function decideRow(row: ReadRow, holders: Holders, forExisting: ForExisting): Decision {
  const { toAdd, toChange, identity } = row
  // An invalid row is refused, whomever it is about.
  if (forExisting !== 'update' && 'faults' in toAdd) return { outcome: toAdd }
  const match = matchPerson(identity, holders)
  if (match === null) {
    if ('faults' in toAdd) return { outcome: toAdd }
    if (holders.reservedFor !== null) return { outcome: { faults: takenFaults(['email']) } }
    return { add: toAdd.person, identity }
  }
  if (forExisting === 'refuse') {
    const columns = identityColumns.filter((column) => holders.people[column] !== undefined)
    return { outcome: { faults: takenFaults(columns) } }
  }
  if ('faults' in match) return { outcome: match }
  // Two rows of a file that share a value are two people, of whom the second would be lost.
  if (match.person.isFromThisImport) return { outcome: { faults: takenFaults(match.columns) } }
  if (forExisting === 'skip') return { outcome: 'skipped' }
  return 'faults' in toChange
    ? { outcome: toChange }
    : { update: toChange.change, userId: match.person.userId }
}

/** A row that waits for its turn. */
export interface WaitingRow {
  row: ReadRow
  /** Position in the list of rows. */
  index: number
}

/**
 * Decides which rows can be processed together: none of them shares a value or a person with another one that adds or
 * changes somebody. The others wait, in their order, and are looked up again.
 */
export function decideTogether(
  rows: readonly WaitingRow[],
  holders: readonly Holders[],
  forExisting: ForExisting,
): { decided: { index: number; decision: Decision }[]; waiting: WaitingRow[] } {
  const decided: { index: number; decision: Decision }[] = []
  const waiting: WaitingRow[] = []
  const claimed = new Set<string>()
  for (const [i, one] of rows.entries()) {
    const claims = claimsOf(one.row.identity, holders[i]!)
    const isFree = claims.every((claim) => !claimed.has(claim))
    const decision = isFree ? decideRow(one.row, holders[i]!, forExisting) : null
    if (decision) decided.push({ index: one.index, decision })
    else waiting.push(one)
    if (!decision || !('outcome' in decision)) for (const claim of claims) claimed.add(claim)
  }
  return { decided, waiting }
}

function claimsOf(identity: Identity, { people }: Holders): string[] {
  const values = identityColumns.flatMap((column) =>
    identity[column] === null ? [] : [`${column} ${identity[column]}`],
  )
  return [...values, ...Object.values(people).flatMap((person) => (person ? `person ${person.userId}` : []))]
}
