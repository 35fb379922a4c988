import { sql } from 'kysely'
import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, changedRows } from '../tables/changed-rows.ts'
import type { AttributeDeclarationRow } from '../tables/tables.ts'
import type { Declaration, DeclaredAttribute } from './attribute.ts'

/** A version of a declaration; null: the attribute was removed. */
export interface DeclarationVersion {
  version: number
  name: string
  declaration: Declaration | null
  operator: string | null
  /** Milliseconds since the Unix epoch. */
  createdAt: number
}

/** What differs after any change of the declarations. */
export interface DeclarationsState {
  /** The highest version; 0 without declarations. */
  version: number
  /** Number of versions whose keys are not complete. */
  filling: number
}

/** Returns the state of the declarations. */
export async function findState(reader: Reader): Promise<DeclarationsState> {
  const row = await reader
    .selectFrom('attribute_declarations')
    .select((select) => [
      select.fn.coalesce(select.fn.max('version'), sql.lit(0)).as('version'),
      select.fn.count('fill_after').as('filling'),
    ])
    .executeTakeFirst()
  return { version: Number(row?.version ?? 0), filling: Number(row?.filling ?? 0) }
}

/** Returns the declarations in force. */
export async function listDeclared(reader: Reader): Promise<DeclaredAttribute[]> {
  const rows = await reader
    .selectFrom('attribute_declarations')
    .selectAll()
    .where('version', 'in', (where) =>
      where
        .selectFrom('attribute_declarations')
        .select((select) => select.fn.max('version').as('version'))
        .groupBy('name'),
    )
    .where('declaration', 'is not', null)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    declaration: JSON.parse(row.declaration ?? 'null') as Declaration,
    version: Number(row.version),
    isIndexed: row.fill_after === null,
  }))
}

/** Returns the versions of a declaration, newest first. */
export async function listVersions(
  reader: Reader,
  name: string,
  limit: number,
): Promise<DeclarationVersion[]> {
  const rows = await reader
    .selectFrom('attribute_declarations')
    .selectAll()
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toVersion)
}

const toVersion = (row: AttributeDeclarationRow): DeclarationVersion => ({
  version: Number(row.version),
  name: row.name,
  declaration: row.declaration === null ? null : (JSON.parse(row.declaration) as Declaration),
  operator: row.operator,
  createdAt: row.created_at,
})

/**
 * Adds a version.
 * @throws {UniqueViolation} if somebody else has just added one
 */
export async function insertVersion(tx: Transaction, row: AttributeDeclarationRow): Promise<void> {
  await tx.insertInto('attribute_declarations').values(row).execute()
}

/** Replaces the keys of a person for the named attributes. */
export async function replaceKeys(
  tx: Transaction,
  userId: string,
  names: readonly string[],
  keys: readonly { name: string; key: string }[],
): Promise<void> {
  if (names.length > 0)
    await tx.deleteFrom('attribute_keys').where('user_id', '=', userId).where('name', 'in', names).execute()
  if (keys.length > 0)
    await tx
      .insertInto('attribute_keys')
      .values(keys.map(({ name, key }) => ({ name, value_key: key, user_id: userId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** A version of a declaration whose keys are not complete. */
export interface Filling {
  version: number
  name: string
  /** Where the work goes on. */
  after: string
  /** Whether the attribute has keys at all. */
  isSearchable: boolean
  /** Whether another version has taken its place. */
  isOutdated: boolean
}

/** Returns the first version whose keys are not complete and that was declared by the instant, or null. */
export async function findFilling(reader: Reader, until: number): Promise<Filling | null> {
  const row = await reader
    .selectFrom('attribute_declarations')
    .selectAll()
    .where('fill_after', 'is not', null)
    .where('created_at', '<=', until)
    .orderBy('version')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const [latest] = await listVersions(reader, row.name, 1)
  return {
    version: Number(row.version),
    name: row.name,
    after: row.fill_after ?? '',
    isSearchable: toVersion(row).declaration?.searchable === true,
    isOutdated: latest?.version !== Number(row.version),
  }
}

/** Removes keys of the attribute. Returns how many, at most `limit`. */
export function deleteKeys(tx: Transaction, name: string, limit: number): Promise<number> {
  const some = tx
    .selectFrom('attribute_keys')
    .select(['value_key', 'user_id'])
    .where('name', '=', name)
    .limit(limit)
  return changedRows(
    tx
      .deleteFrom('attribute_keys')
      .where('name', '=', name)
      .where((where) => where(where.refTuple('value_key', 'user_id'), 'in', some as never)),
  )
}

/** Returns people with values and an id after the given one, in order of id; including people who are not visible yet. */
export async function listValues(
  reader: Reader,
  afterId: string,
  limit: number,
): Promise<{ id: string; attributes: string }[]> {
  const rows = await reader
    .selectFrom('users')
    .select(['id', 'attributes'])
    .where('attributes', 'is not', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, attributes }) => ({ id, attributes: attributes ?? '{}' }))
}

/** Records that keys are complete up to the id; null: all of them. Returns whether nobody else did meanwhile. */
export function setFilled(
  tx: Transaction,
  version: number,
  from: string,
  to: string | null,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('attribute_declarations')
      .set({ fill_after: to })
      .where('version', '=', version)
      .where('fill_after', '=', from),
  )
}
