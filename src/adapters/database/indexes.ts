import { type Kysely, type RawBuilder, sql } from 'kysely'
import { laterIndexes } from '../../../migrations/indexes.ts'
import type { Tables } from '../../tables/tables.ts'

/** Names of the indexes that the tables should have on each engine. */
export const laterIndexNames: Readonly<Record<'sqlite' | 'postgresql', readonly string[]>> = {
  sqlite: Object.keys(laterIndexes).filter((name) => !laterIndexes[name]?.isForPostgres),
  postgresql: Object.keys(laterIndexes),
}

/**
 * Adds each of the indexes that is missing. `concurrently` does not block writes, but must run outside a transaction
 * (PostgreSQL).
 */
export async function addIndexes(
  tables: Kysely<Tables>,
  names: readonly string[],
  { concurrently = false }: { concurrently?: boolean } = {},
): Promise<void> {
  for (const name of names) await definition(name, concurrently).execute(tables)
}

function definition(name: string, concurrently: boolean): RawBuilder<unknown> {
  const index = laterIndexes[name]
  if (!index) throw new TypeError(`there is no index ${name}`)
  const collation = index.byBytes ? sql` collate "binary"` : sql``
  const columns = sql.join(index.columns.map((column) => sql`${sql.ref(column)}${collation}`))
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
