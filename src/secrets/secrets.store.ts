import { sql } from 'kysely'
import { SEALED } from '../basics/sealed-secrets.ts'
import { type Reader, type Transaction, untyped } from '../ports/database.ts'
import { changedOne } from '../tables/changed-rows.ts'
import { primaryKeys, type SealedColumn } from '../tables/tables.ts'

/** One stored secret. */
interface StoredSecret {
  id: string
  value: string
}

const beginsWith = (column: string, prefix: string) =>
  sql<boolean>`substr(${sql.ref(column)}, 1, ${sql.lit(prefix.length)}) = ${prefix}`

const prefixOf = (keyId: string) => `${SEALED}${keyId}:`

/** Counts the values of the column in plain text, under each of the keys, and under any other key. */
export async function countByKey(
  reader: Reader,
  { table, column }: SealedColumn,
  keyIds: readonly string[],
): Promise<{ plain: number; byKey: Record<string, number>; others: number }> {
  const count = async (prefix: string | null): Promise<number> => {
    let query = untyped(reader)
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where(column, 'is not', null)
    if (prefix !== null) query = query.where(beginsWith(column, prefix))
    return Number((await query.executeTakeFirstOrThrow()).n)
  }
  const [all, sealed] = [await count(null), await count(SEALED)]
  const byKey: Record<string, number> = {}
  for (const id of keyIds) byKey[id] = await count(prefixOf(id))
  const known = Object.values(byKey).reduce((sum, n) => sum + n, 0)
  return { plain: all - sealed, byKey, others: sealed - known }
}

/** Returns a value that was sealed with none of the keys, or null. */
export async function findForeign(
  reader: Reader,
  { table, column }: SealedColumn,
  keyIds: readonly string[],
): Promise<string | null> {
  let query = untyped(reader).selectFrom(table).select(column).where(beginsWith(column, SEALED)).limit(1)
  for (const id of keyIds) query = query.where((eb) => eb.not(beginsWith(column, prefixOf(id))))
  const row = await query.executeTakeFirst()
  return row === undefined ? null : String(row[column])
}

/** Returns values that are not sealed with the key, starting after `last`, by primary key. */
export async function listOthers(
  reader: Reader,
  { table, column }: SealedColumn,
  keyId: string,
  last: string,
  limit: number,
): Promise<StoredSecret[]> {
  const key = primaryKeys[table]
  const rows = await untyped(reader)
    .selectFrom(table)
    .select([key, column])
    .where(key, '>', last)
    .where(column, 'is not', null)
    .where((eb) => eb.not(beginsWith(column, prefixOf(keyId))))
    .orderBy(key)
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: String(row[key]), value: String(row[column]) }))
}

/** Replaces the old value by the new one, unless it has changed meanwhile. */
export async function replaceValue(
  tx: Transaction,
  { table, column }: SealedColumn,
  { id, value }: StoredSecret,
  sealed: string,
): Promise<boolean> {
  return changedOne(
    untyped(tx)
      .updateTable(table)
      .set({ [column]: sealed })
      .where(primaryKeys[table], '=', id)
      .where(column, '=', value),
  )
}
