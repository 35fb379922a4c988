import type { TableName } from './tables.ts'

/** One row of any table: its columns by name. */
export type Row = Readonly<Record<string, string | number | null>>

/** Rows looked up or written at one time, at most. */
export const ROWS_PER_PAGE = 1000

/** Reads whole rows, whatever they mean, a page at a time. */
export interface RowReader {
  count(table: TableName): Promise<number>
  /** Every row, in pages of at most `ROWS_PER_PAGE`, in the order that the engine gives the primary keys. */
  pages(table: TableName): AsyncIterable<Row[]>
  /** The rows with these primary keys, as far as there are such, in no set order; at most `ROWS_PER_PAGE` keys. */
  find(table: TableName, keys: readonly string[]): Promise<Row[]>
}

/** All rows as of one instant. */
export interface RowSnapshot extends RowReader {
  close(): Promise<void>
}

/** Takes rows over from another engine. Until `finish` nothing else works on them. */
export interface RowTarget extends RowReader {
  /** What `begin` was told by a move that has not finished; null if there is none. */
  unfinished(): Promise<string | null>
  /** Marks the rows as unfinished, so that no service starts on them; `source` says where they come from. */
  begin(source: string): Promise<void>
  /**
   * Adds the rows, or puts them in the place of those with the same key; durable when it resolves.
   * @throws {UniqueViolation} if another row has what must be unique
   */
  put(table: TableName, rows: readonly Row[]): Promise<void>
  remove(table: TableName, keys: readonly string[]): Promise<void>
  /** Removes every row of every table. */
  clear(): Promise<void>
  /** Takes the mark away. */
  finish(): Promise<void>
  close(): Promise<void>
}
