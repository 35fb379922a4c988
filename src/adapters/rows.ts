import type { Kysely } from 'kysely'
import { ROWS_PER_PAGE, type Row, type RowReader, type RowTarget } from '../ports/rows.ts'
import { primaryKeys, type TableName, type Tables, tableNames } from '../ports/tables.ts'
import { hasTable, UNFINISHED_MOVE } from './migrate.ts'

/** Parameters of one statement, at most: SQLite takes 32,766 and PostgreSQL 65,535. */
const PARAMETERS_MAX = 30_000

/** The same tables, of which no column is known. */
type AnyTables = Record<TableName, Record<string, string | number | null>> & {
  [UNFINISHED_MOVE]: { source: string }
}

const unnamed = (tables: Kysely<Tables>) => tables as unknown as Kysely<AnyTables>

/**
 * Reads whole rows by SQL that SQLite and PostgreSQL share. The two order texts differently, so a page continues after a
 * key of the same engine, and rows of two engines are matched by looking keys up.
 */
export function createRowReader(tables: Kysely<Tables>): RowReader {
  const any = unnamed(tables)
  const pageAfter = (table: TableName, last: string | null): Promise<Row[]> => {
    const key = primaryKeys[table]
    const query = any.selectFrom(table).selectAll().orderBy(key).limit(ROWS_PER_PAGE)
    return (last === null ? query : query.where(key, '>', last)).execute()
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
          // Read while the one before it is worked on; where that fails, nobody waits for it.
          next = pageAfter(table, String(rows.at(-1)?.[primaryKeys[table]]))
          next.catch(() => {})
        }
        if (rows.length > 0) yield rows
        if (isLast) return
      }
    },
    async find(table, keys) {
      if (keys.length === 0) return []
      return any.selectFrom(table).selectAll().where(primaryKeys[table], 'in', keys).execute()
    },
  }
}

interface TargetOptions {
  /** Rejects while others use the rows. */
  refuseUsed?: () => Promise<void>
  /** Runs before the rows count as finished. */
  settle?: () => Promise<void>
  close: () => Promise<void>
}

/** Writes whole rows by SQL that SQLite and PostgreSQL share. */
export function createRowTarget(
  tables: Kysely<Tables>,
  { refuseUsed, settle, close }: TargetOptions,
): RowTarget {
  const any = unnamed(tables)
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
        // One that starts from now on sees the mark.
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
      if (keys.length > 0) await any.deleteFrom(table).where(primaryKeys[table], 'in', keys).execute()
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
  const key = primaryKeys[table]
  const columns = Object.keys(rows[0] ?? {})
  const others = columns.filter((column) => column !== key)
  const perStatement = Math.floor(PARAMETERS_MAX / columns.length)
  for (let start = 0; start < rows.length; start += perStatement) {
    await tx
      .insertInto(table)
      .values(rows.slice(start, start + perStatement))
      .onConflict((conflict) =>
        conflict
          .column(key)
          .doUpdateSet((eb) =>
            Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}`)])),
          ),
      )
      .execute()
  }
}
