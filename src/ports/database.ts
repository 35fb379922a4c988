import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Reads see the last commit. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'executeQuery'>

/** A write transaction: reads see its own writes. */
export type Transaction = Kysely<Tables> & { readonly isWrite: true }

/** The same tables, of which no column is known: kysely cannot check a table that a variable names. */
export const unnamed = (tables: Reader | Transaction) =>
  tables as unknown as Kysely<Record<string, Record<string, string | number | null>>>

export interface WriteOptions {
  /**
   * Whether each statement states in its `WHERE` all that it relies on, and nothing is read beside. Such a write needs no
   * serializable transaction, and neither waits for others in vain nor makes them begin anew. Default false.
   */
  isGuarded?: boolean
}

/** The rows of the service. Ids are text, instants integers in milliseconds, flags 0/1 or an instant that may be null. */
export interface Database {
  readonly read: Reader
  /**
   * Runs `work` in one transaction and resolves after its commit is durable. `work` awaits nothing but `tx`, and may
   * run more than once (a serialization failure is tried again), so it has no other effect. A rejection undoes all
   * that it wrote.
   * @throws {UniqueViolation} if a row breaks a unique index
   * @throws {Unavailable} if the database is unavailable; reads reject with it too
   */
  write<T>(work: (tx: Transaction) => Promise<T>, options?: WriteOptions): Promise<T>
  /** Rejects with the reason if the database cannot be read now. Waits behind no write. */
  check(): Promise<void>
  /** Writes something of no meaning; rejects with the reason if that fails, such as on a full disk or a standby. */
  checkWrites(): Promise<void>
  /** The connections for writing, and how many writes wait for one; absent where there is no pool. */
  stats?(): { open: number; idle: number; waiting: number }
  close(): Promise<void>
}

/** A row breaks a unique index. `target` is the engine's name for it: `table.column` or the index name. */
export class UniqueViolation extends Error {
  readonly target: string
  constructor(target: string, options?: ErrorOptions) {
    super(`unique violation on ${target}`, options)
    this.name = 'UniqueViolation'
    this.target = target
  }
}
