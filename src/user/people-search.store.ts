import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely'
import type { Reader, Transaction } from '../ports/database.ts'
import type { Tables } from '../tables/tables.ts'
import { type KeyRange, type NameKeys, nameKeysOf, type PeopleSearch } from './people-search.ts'
import { isInNoUnfinishedImport, toUser } from './user.row.ts'
import type { User } from './user.ts'

/** Selects people to list in order of id. */
export interface PeopleQuery {
  /** Only people with an id after this one. */
  afterId: string
  limit: number
  search?: PeopleSearch | undefined
  /** Only people who cannot sign in, or only those who can. */
  isDisabled?: boolean | undefined
}

type Where = ExpressionBuilder<Tables, 'users'>
type Condition = ExpressionWrapper<Tables, 'users', SqlBool>

/** Returns the condition that the column is in the range, compared by bytes. */
const isIn = (column: string, { from, to }: KeyRange) =>
  sql<SqlBool>`(${sql.ref(column)} collate "binary" >= ${from} and ${sql.ref(column)} collate "binary" < ${to})`

/** Returns the people that the query matches. */
export async function listPeople(reader: Reader, query: PeopleQuery): Promise<User[]> {
  const { afterId, limit, search, isDisabled } = query
  const isListed = (where: Where): Condition =>
    where.and([
      isInNoUnfinishedImport(where),
      ...(isDisabled === undefined ? [] : [where('users.disabled_at', isDisabled ? 'is not' : 'is', null)]),
    ])
  let people = reader.selectFrom('users').selectAll('users')
  people = search
    ? people.where('users.id', 'in', matchingIds(reader, search, isListed, afterId, limit))
    : people.where('users.id', '>', afterId).where(isListed)
  const rows = await people.orderBy('users.id').limit(limit).execute()
  return rows.map(toUser)
}

/** Selects the ids of the first matching people. Each part of the union reads its own index, whatever the planner knows. */
function matchingIds(
  reader: Reader,
  search: PeopleSearch,
  isListed: (where: Where) => Condition,
  afterId: string,
  limit: number,
) {
  const by = (...ranges: [column: keyof NameKeys | 'username_key', range: KeyRange][]) => {
    let matching = reader.selectFrom('users').select('users.id').where(isListed)
    for (const [column, range] of ranges) matching = matching.where(isIn(`users.${column}`, range))
    return matching
  }
  const byAddress = reader
    .selectFrom('email_addresses')
    .innerJoin('users', 'users.id', 'email_addresses.user_id')
    .select('users.id')
    .where(isIn('email_addresses.email_key', search.email))
    .where('email_addresses.reserved_until', 'is', null)
    .where((where) => isListed(where as unknown as Where))
  const others = [
    by(['last_name_key', search.name]),
    ...search.usernames.map((range) => by(['username_key', range])),
    ...search.bothNames.flatMap(([one, other]) => [
      by(['first_name_key', one], ['last_name_key', other]),
      by(['last_name_key', one], ['first_name_key', other]),
    ]),
  ]
  const all = others.reduce(
    (union, one) => union.union(one),
    by(['first_name_key', search.name]).union(byAddress),
  )
  return reader
    .selectFrom(all.as('matching'))
    .select('matching.id')
    .where('matching.id', '>', afterId)
    .orderBy('matching.id')
    .limit(limit)
}

/** Returns whether the names of some people have no keys. */
export async function lacksNameKeys(reader: Reader): Promise<boolean> {
  return (await listWithoutNameKeys(reader, 1)).length > 0
}

// The order is left open, so that the index of the keys is enough.
function listWithoutNameKeys(reader: Reader, limit: number) {
  return reader
    .selectFrom('users')
    .select(['id', 'first_name', 'last_name'])
    .where('first_name_key', 'is', null)
    .limit(limit)
    .execute()
}

/** Adds missing keys of names. Returns how many people got them, at most `limit`. */
export async function fillNameKeys(tx: Transaction, limit: number): Promise<number> {
  const people = await listWithoutNameKeys(tx, limit)
  for (const { id, ...names } of people)
    await tx.updateTable('users').set(nameKeysOf(names)).where('id', '=', id).execute()
  return people.length
}
