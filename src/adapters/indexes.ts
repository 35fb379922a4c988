import { type Kysely, type RawBuilder, sql } from 'kysely'
import { laterIndexes } from '../../migrations/indexes.ts'
import type { Tables } from '../ports/tables.ts'

/** Names of indexes that the tables should have. */
export const laterIndexNames: readonly string[] = Object.keys(laterIndexes)

/** Adds every index that is missing. `concurrently`: while others write, outside of a transaction (PostgreSQL). */
export async function addIndexes(
  tables: Kysely<Tables>,
  {
    names = laterIndexNames,
    concurrently = false,
  }: { names?: readonly string[]; concurrently?: boolean } = {},
): Promise<void> {
  for (const name of names) await definition(name, concurrently).execute(tables)
}

function definition(name: string, concurrently: boolean): RawBuilder<unknown> {
  const index = laterIndexes[name]
  if (!index) throw new TypeError(`there is no index ${name}`)
  const columns = sql.join(index.columns.map((column) => sql.ref(column)))
  const how = concurrently ? sql`concurrently ` : sql``
  const unique = index.isUnique ? sql`unique ` : sql``
  const { whereNotNull, whereNull, where: condition } = index
  const where =
    condition !== undefined
      ? sql` where ${sql.raw(condition)}`
      : whereNotNull !== undefined
        ? sql` where ${sql.ref(whereNotNull)} is not null`
        : whereNull !== undefined
          ? sql` where ${sql.ref(whereNull)} is null`
          : sql``
  return sql`create ${unique}index ${how}if not exists ${sql.ref(name)} on ${sql.table(index.table)} (${columns})${where}`
}
