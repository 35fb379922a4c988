import { type Kysely, type RawBuilder, sql } from 'kysely'
import { ROWS_PER_PAGE, type Row, type RowKey, type RowReader, type RowTarget } from '../../tables/rows.ts'
import { keyColumns, type TableName, type Tables, tableNames } from '../../tables/tables.ts'
import { hasTable, UNFINISHED_MOVE } from './migrate.ts'

/** Maximum number of parameters of a statement: SQLite allows 32,766 and PostgreSQL 65,535. */
const PARAMETERS_MAX = 30_000

/** The same tables without their column types. */
type AnyTables = Record<TableName, Record<string, string | number | null>> & {
  [UNFINISHED_MOVE]: { source: string }
}

const untyped = (tables: Kysely<Tables>) => tables as unknown as Kysely<AnyTables>

/** Returns the primary key as a row value. */
const keyOf = (table: TableName): RawBuilder<unknown> =>
  sql`(${sql.join(keyColumns(table).map((column) => sql.ref(column)))})`

/** Whether a row has one of the keys; there must be at least one. */
function isAmong(table: TableName, keys: readonly RowKey[]): RawBuilder<boolean> {
  // In a list of row values, PostgreSQL takes any parameter for text.
  const typed = (value: string | number) =>
    typeof value === 'number' ? sql`cast(${value} as bigint)` : value
  const values = keys.map((key) => sql`(${sql.join(key.map(typed))})`)
  // The only list of row values that SQLite allows.
  return keyColumns(table).length === 1
    ? sql<boolean>`${keyOf(table)} in (${sql.join(values)})`
    : sql<boolean>`${keyOf(table)} in (values ${sql.join(values)})`
}

/**
 * Reads whole rows with SQL that SQLite and PostgreSQL share. The engines order text differently, so
 * pagination uses keys of the same engine, and rows of two engines are matched by key lookup.
 */
export function createRowReader(tables: Kysely<Tables>): RowReader {
  const any = untyped(tables)
  const pageAfter = (table: TableName, last: Row | null): Promise<Row[]> => {
    const columns = keyColumns(table)
    let query = any.selectFrom(table).selectAll().limit(ROWS_PER_PAGE)
    for (const column of columns) query = query.orderBy(column)
    if (last !== null) {
      const values = sql.join(columns.map((column) => last[column]))
      query = query.where(sql<boolean>`${keyOf(table)} > (${values})`)
    }
    return query.execute()
  }
  return {
    async count(table) {
      const { n } = await any
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return n
    },
    async *pages(table) {
      let next = pageAfter(table, null)
      for (;;) {
        const rows = await next
        const isLast = rows.length < ROWS_PER_PAGE
        if (!isLast) {
          // Read ahead while the current page is processed; if processing fails, no one waits for it.
          next = pageAfter(table, rows.at(-1)!)
          next.catch(() => {})
        }
        if (rows.length > 0) yield rows
        if (isLast) return
      }
    },
    async find(table, keys) {
      if (keys.length === 0) return []
      return any.selectFrom(table).selectAll().where(isAmong(table, keys)).execute()
    },
  }
}

interface TargetOptions {
  /** Rejects if others are using the database. */
  refuseUsed?: () => Promise<void>
  /** Runs before the rows count as complete. */
  settle?: () => Promise<void>
  close: () => Promise<void>
}

/** Writes whole rows with SQL that SQLite and PostgreSQL share. */
export function createRowTarget(
  tables: Kysely<Tables>,
  { refuseUsed, settle, close }: TargetOptions,
): RowTarget {
  const any = untyped(tables)
  const removeMark = () => any.schema.dropTable(UNFINISHED_MOVE).execute()
  return {
    ...createRowReader(tables),
    async unfinished() {
      if (!(await hasTable(tables, UNFINISHED_MOVE))) return null
      const mark = await any.selectFrom(UNFINISHED_MOVE).select('source').executeTakeFirst()
      return mark?.source ?? ''
    },
    async begin(source) {
      await any.transaction().execute(async (tx) => {
        await tx.schema
          .createTable(UNFINISHED_MOVE)
          .addColumn('source', 'text', (c) => c.notNull())
          .execute()
        await tx.insertInto(UNFINISHED_MOVE).values({ source }).execute()
      })
      try {
        // Whoever connects from now on sees the mark.
        await refuseUsed?.()
      } catch (error) {
        await removeMark()
        throw error
      }
    },
    async put(table, rows) {
      await any.transaction().execute((tx) => upsert(tx, table, rows))
    },
    async remove(table, keys) {
      if (keys.length > 0) await any.deleteFrom(table).where(isAmong(table, keys)).execute()
    },
    clear: () =>
      any.transaction().execute(async (tx) => {
        for (const table of tableNames.toReversed()) await tx.deleteFrom(table).execute()
      }),
    async finish() {
      await settle?.()
      await removeMark()
    },
    close,
  }
}

async function upsert(tx: Kysely<AnyTables>, table: TableName, rows: readonly Row[]): Promise<void> {
  const key = keyColumns(table)
  const columns = Object.keys(rows[0] ?? {})
  const others = columns.filter((column) => !key.includes(column))
  const perStatement = Math.floor(PARAMETERS_MAX / columns.length)
  for (let start = 0; start < rows.length; start += perStatement) {
    await tx
      .insertInto(table)
      .values(rows.slice(start, start + perStatement))
      .onConflict((conflict) => {
        const known = conflict.columns(key as string[])
        // A row that is all key has nothing to replace.
        if (others.length === 0) return known.doNothing()
        return known.doUpdateSet((eb) =>
          Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}`)])),
        )
      })
      .execute()
  }
}
