import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Reader } from '../ports/database.ts'
import type { KeyRange, NameKeys, PeopleSearch } from './people-search.ts'
import { isInNoUnfinishedImport, personColumns, toUser } from './user.row.ts'
import type { User } from './user.ts'

/** A place in what a search finds: a person, and by which key. */
export interface FoundPosition {
  /** Index of the part of the search. */
  part: number
  key: string
  id: string
}

/** A person, and where the search found them. */
export interface Found {
  user: User
  position: FoundPosition
}

type KeyColumn = keyof NameKeys | 'username_key' | 'email_key'

/** People whose key is in a range, in order of that key. */
interface Part {
  column: KeyColumn
  range: KeyRange
  /** The other name, and the range that it must be in. */
  other?: { column: keyof NameKeys; range: KeyRange }
}

/** The parts of a search, in the order in which their people are listed. */
function partsOf({ usernames, name, bothNames, email }: PeopleSearch): Part[] {
  const first = 'first_name_key'
  const last = 'last_name_key'
  return [
    ...usernames.map((range): Part => ({ column: 'username_key', range })),
    { column: first, range: name },
    { column: last, range: name },
    ...bothNames.flatMap(([one, two]): Part[] => [
      { column: first, range: one, other: { column: last, range: two } },
      { column: last, range: one, other: { column: first, range: two } },
    ]),
    { column: 'email_key', range: email },
  ]
}

/**
 * Returns the first people that a search finds after a position. Each part reads its own index from there on, so a page costs
 * as much wherever it is and however many people match; two names cost what is in the index for the first one.
 */
export async function findPeople(
  reader: Reader,
  search: PeopleSearch,
  after: FoundPosition | null,
  limit: number,
): Promise<Found[]> {
  const parts = partsOf(search)
  const found: Found[] = []
  for (let part = after?.part ?? 0; part < parts.length && found.length < limit; part++) {
    const rows = await rowsOf(reader, parts, part, after?.part === part ? after : null, limit - found.length)
    for (const row of rows)
      found.push({ user: toUser(row), position: { part, key: row.found_key, id: row.id } })
  }
  return found
}

/** Whoever an earlier part has found is left out. */
async function rowsOf(
  reader: Reader,
  parts: readonly Part[],
  part: number,
  after: FoundPosition | null,
  limit: number,
) {
  const { column, range, other } = parts[part]!
  const key = bytes(column)
  const earlier = parts.slice(0, part).map(isOf)
  let people = reader
    .selectFrom('users')
    .select(personColumns)
    .select(key.as('found_key'))
    .where(isInNoUnfinishedImport)
    .where(isAfter(column, after ?? { key: range.from, id: '' }, after === null))
    .where(sql<SqlBool>`${key} < ${range.to}`)
    .orderBy(key)
    .limit(limit)
  if (isShared(column)) people = people.orderBy(bytes('id'))
  if (column === 'email_key')
    people = people
      .innerJoin('email_addresses', 'email_addresses.user_id', 'users.id')
      .where('email_addresses.reserved_until', 'is', null) as typeof people
  // Written so that no other index matches it.
  if (other)
    people = people.where(
      isBetween(sql`coalesce(${sql.ref(`users.${other.column}`)}, '') collate "binary"`, other.range),
    )
  for (const one of earlier) people = people.where(sql<SqlBool>`(${one}) is not true`)
  return people.execute()
}

/** Whether several people can have the same key. */
const isShared = (column: KeyColumn) => column === 'first_name_key' || column === 'last_name_key'

function isAfter(column: KeyColumn, { key, id }: Pick<FoundPosition, 'key' | 'id'>, isFirst: boolean) {
  if (isShared(column)) return sql<SqlBool>`(${bytes(column)}, ${bytes('id')}) > (${key}, ${id})`
  return isFirst ? sql<SqlBool>`${bytes(column)} >= ${key}` : sql<SqlBool>`${bytes(column)} > ${key}`
}

/** The column, compared by its bytes. */
const bytes = (column: KeyColumn | 'id'): RawBuilder<string> =>
  sql<string>`${sql.ref(`${column === 'email_key' ? 'email_addresses' : 'users'}.${column}`)} collate "binary"`

const isBetween = (value: RawBuilder<unknown>, { from, to }: KeyRange) =>
  sql<SqlBool>`(${value} >= ${from} and ${value} < ${to})`

const isIn = (column: KeyColumn, range: KeyRange) => isBetween(bytes(column), range)

const isOf = ({ column, range, other }: Part) =>
  other ? sql<SqlBool>`${isIn(column, range)} and ${isIn(other.column, other.range)}` : isIn(column, range)
