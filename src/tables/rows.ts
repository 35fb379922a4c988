import type { TableName } from './tables.ts'

/** A row of any table: its columns by name. */
export type Row = Readonly<Record<string, string | number | null>>

/** The values of a row's primary key, in the order of its columns. */
export type RowKey = readonly (string | number)[]

/** Maximum number of rows looked up or written at a time. */
export const ROWS_PER_PAGE = 1000

/** Reads whole rows, whatever their meaning, in pages. */
export interface RowReader {
  count(table: TableName): Promise<number>
  /** Iterates over all rows in pages of at most `ROWS_PER_PAGE`, in the engine's order of primary keys. */
  pages(table: TableName): AsyncIterable<Row[]>
  /**
   * Returns the existing rows with these primary keys, in no particular order; at most `ROWS_PER_PAGE` keys.
   */
  find(table: TableName, keys: readonly RowKey[]): Promise<Row[]>
}

/** All rows as of one instant. */
export interface RowSnapshot extends RowReader {
  close(): Promise<void>
}

/** Receives rows from another engine. Until `finish`, nothing else uses them. */
export interface RowTarget extends RowReader {
  /** Returns the `source` of an unfinished move; null if there is none. */
  unfinished(): Promise<string | null>
  /** Marks the rows as unfinished, so that no service starts on them; `source` says where they come from. */
  begin(source: string): Promise<void>
  /**
   * Adds the rows, or replaces those with the same key; durable when it resolves.
   * @throws {UniqueViolation} if another row has a value that must be unique
   */
  put(table: TableName, rows: readonly Row[]): Promise<void>
  remove(table: TableName, keys: readonly RowKey[]): Promise<void>
  /** Removes every row of every table. */
  clear(): Promise<void>
  /** Removes the mark. */
  finish(): Promise<void>
  close(): Promise<void>
}
