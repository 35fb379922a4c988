import type { Compilable, CompiledQuery, Kysely, QueryResult, UpdateQueryBuilder } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Reader, Transaction } from '../ports/database.ts'
import type { Tables } from './tables.ts'

type Values<V> = { readonly [K in keyof V]: Value | readonly string[] }

/**
 * Prepares a query whose SQL is built once per database and then run with different values: building a large
 * one costs more than reading its row. `build` receives a placeholder for each value and must use it only as a value.
 */
export function prepareQuery<V extends Values<V>, R>(build: (reader: Reader, values: V) => Compilable<R>) {
  const run = prepare(build)
  return async (reader: Reader, values: V): Promise<R[]> => (await run(reader, values)).rows
}

/** Prepares an insert, update or delete in the same way; it returns how many rows it changed. */
export function prepareChange<V extends Values<V>>(
  build: (tx: Transaction, values: V) => Compilable<unknown>,
) {
  const run = prepare(build)
  return async (tx: Transaction, values: V): Promise<number> =>
    Number((await run(tx, values)).numAffectedRows ?? 0)
}

/** Sets of columns that stay prepared for each change: a client chooses which columns it sends. */
const COLUMN_SETS = 100

type Value = string | number | null
/** Values by column. */
export type ColumnValues = Readonly<Record<string, Value>>
/** Columns to set; one without a value stays as it is. */
export type Columns = Readonly<Record<string, Value | undefined>>

type Update = UpdateQueryBuilder<Tables, keyof Tables, keyof Tables, object>
/** Builds a change from placeholders for its values. */
type BuildUpdate = (on: Pick<Transaction, 'updateTable'>, values: Placeholders) => Update
type Placeholders = Readonly<Record<string, never>>

/** A change of one row that is ready to run. */
export interface ReadyChange {
  /** The same function for the same SQL. */
  build: BuildUpdate
  values: ColumnValues
}

/**
 * Prepares a change whose SQL depends on the columns that it sets. `build` receives placeholders for them, and for the
 * other values. A column must not have the name of such a value.
 */
export function prepareColumns<V extends Values<V>>(
  build: (on: Pick<Transaction, 'updateTable'>, columns: Columns, values: V) => unknown,
) {
  const builds = new LRUCache<string, BuildUpdate>({ max: COLUMN_SETS })
  return (columns: Columns, values: V): ReadyChange => {
    const names = Object.keys(columns)
      .filter((name) => columns[name] !== undefined)
      .sort()
    const key = names.join()
    let known = builds.get(key)
    if (!known) {
      known = (on, all) =>
        build(on, Object.fromEntries(names.map((name) => [name, all[name]])), all as V) as Update
      builds.set(key, known)
    }
    return { build: known, values: { ...columns, ...values } as ColumnValues }
  }
}

/** By the function that builds them. */
const changes = new WeakMap<BuildUpdate, ReturnType<typeof prepareChange<ColumnValues>>>()

/** Runs the change. Returns how many rows it changed. */
export function runChange(tx: Transaction, { build, values }: ReadyChange): Promise<number> {
  let run = changes.get(build)
  if (!run) {
    run = prepareChange((on, all: ColumnValues) => build(on, all as Placeholders))
    changes.set(build, run)
  }
  return run(tx, values)
}

function prepare<D extends Reader | Transaction, V extends Values<V>, R>(
  build: (on: D, values: V) => Compilable<R>,
) {
  /** By the adapter of the dialect, which all transactions of a database share. */
  const prepared = new WeakMap<object, { query: CompiledQuery<R>; fill: (values: V) => unknown[] }>()
  return (on: D, values: V): Promise<QueryResult<R>> => {
    const { adapter } = (on as unknown as Kysely<Tables>).getExecutor()
    let known = prepared.get(adapter)
    if (!known) {
      const query = build(on, valuePlaceholders as V).compile()
      known = { query, fill: fillerOf(query.parameters) }
      prepared.set(adapter, known)
    }
    const { query, queryId, sql } = known.query
    const filled: CompiledQuery<R> = { query, queryId, sql, parameters: known.fill(values) }
    return on.run ? on.run<R>(filled) : on.executeQuery<R>(filled)
  }
}

function fillerOf<V>(parameters: readonly unknown[]): (values: V) => unknown[] {
  const names = parameters.map((value) => (value instanceof ValuePlaceholder ? value.name : null))
  return (values) => names.map((name, index) => (name === null ? parameters[index] : values[name as keyof V]))
}

class ValuePlaceholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const valuePlaceholders = new Proxy({}, { get: (_target, name) => new ValuePlaceholder(String(name)) })
