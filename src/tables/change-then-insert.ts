import { type Expression, sql } from 'kysely'
import { type Transaction, untyped } from '../ports/database.ts'
import { isPostgres } from './engine.ts'
import { type ColumnValues, prepareChange, type ReadyChange, runChange } from './prepared-query.ts'
import type { TableName } from './tables.ts'

/** A row to insert. */
export interface Insertion {
  table: TableName
  /** All rows of a table have the same columns. */
  values: ColumnValues
  /** Columns that the database computes. It must be the same function for all rows of a table. */
  computed?: (tx: Transaction) => Readonly<Record<string, Expression<unknown>>>
}

/** What sets the values of an inserted row apart from those of the change and of other rows. */
const nameOf = (index: number, column: string) => `inserted_${index}_${column}`

/**
 * Runs the change and, if it changed a row, inserts others, at least one. Returns whether it did. It is one statement
 * where the engine allows a change inside one (PostgreSQL), so it can be a write with `isSingle`.
 */
export async function changeThenInsert(
  tx: Transaction,
  change: ReadyChange,
  rows: readonly Insertion[],
): Promise<boolean> {
  const { insertions, all } = preparedFor(change.build, rows)
  if (!isPostgres(tx)) {
    if ((await runChange(tx, change)) !== 1) return false
    for (const [index, { values }] of rows.entries()) await insertions[index]!(tx, values)
    return true
  }
  const values: Record<string, string | number | null> = { ...change.values }
  for (const [index, row] of rows.entries())
    for (const [column, value] of Object.entries(row.values)) values[nameOf(index, column)] = value
  return (await all(tx, values)) === 1
}

type Prepared = ReturnType<typeof prepare>

/** By what builds the change, and the tables of the rows. */
const prepared = new WeakMap<ReadyChange['build'], Map<string, Prepared>>()

function preparedFor(build: ReadyChange['build'], rows: readonly Insertion[]): Prepared {
  const key = rows.map(({ table }) => table).join()
  const known = prepared.get(build)
  const found = known?.get(key)
  if (found) return found
  const made = prepare(build, rows)
  prepared.set(build, (known ?? new Map<string, Prepared>()).set(key, made))
  return made
}

function prepare(build: ReadyChange['build'], rows: readonly Insertion[]) {
  const insertions = rows.map(({ table, values, computed }) => {
    const names = Object.keys(values)
    return prepareChange((tx, is: ColumnValues) =>
      untyped(tx)
        .insertInto(table)
        .values({
          ...Object.fromEntries(names.map((name) => [name, is[name] as string])),
          ...(computed?.(tx) as Record<string, never> | undefined),
        }),
    )
  })
  const all = prepareChange((tx, is: ColumnValues) => {
    const insert = (on: Pick<ReturnType<typeof untyped>, 'insertInto'>, index: number) => {
      const { table, values, computed } = rows[index]!
      const names = Object.keys(values)
      const others = Object.entries(computed?.(tx) ?? {})
      return on
        .insertInto(table)
        .columns([...names, ...others.map(([name]) => name)])
        .expression((from) =>
          from
            .selectFrom('changed' as never)
            .select((eb) => [
              ...names.map((name) => eb.val(is[nameOf(index, name)]).as(name)),
              ...others.map(([name, value]) => sql`${value}`.as(name)),
            ]),
        )
    }
    const changed = untyped(tx).with('changed', (on) =>
      build(on as unknown as Transaction, is as never).returning(sql.lit(1).as('one')),
    )
    // The statement reports how many rows its last part inserted.
    const last = rows.length - 1
    const parts = rows
      .slice(0, last)
      .reduce(
        (query, _row, index) =>
          query.with(nameOf(index, 'row'), (on) => insert(on as never, index)) as typeof query,
        changed,
      )
    return insert(parts as never, last)
  })
  return { insertions, all }
}
