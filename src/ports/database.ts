import type { CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Tables } from '../tables/tables.ts'

/** What is prepared once and run many times. */
interface Prepared {
  /**
   * Runs SQL that is already built, without the layers of the query builder. A reader that must see every query, for
   * deadlines or measurements, does not have it.
   */
  run?<R>(query: CompiledQuery<R>): Promise<QueryResult<R>>
}

/** Reads see the last commit. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'executeQuery'> & Prepared

/** A write transaction: reads see its own writes. */
export type Transaction = Kysely<Tables> & Prepared & { readonly isWrite: true }

/** The same tables without their column types: kysely cannot check a table named by a variable. */
export const untyped = (tables: Reader | Transaction) =>
  tables as unknown as Kysely<Record<string, Record<string, string | number | null>>>

export interface WriteOptions {
  /**
   * Whether each statement states all that it relies on in its `WHERE`, and the transaction reads nothing
   * else. Such a write does not need a serializable transaction: it cannot fail to serialize, nor cause
   * others to. Defaults to false.
   */
  isGuarded?: boolean
  /**
   * Whether `work` is one guarded statement. A database server then runs it as its own transaction, in one round trip.
   * If the connection breaks meanwhile, it runs again without knowing whether it did; so it must change nothing the
   * second time, and the caller must be able to find out. Defaults to false.
   */
  isSingle?: boolean
}

/** What was read of a row before a change, and what would be read of it after. */
export interface Become {
  before: object
  after: object
}

/**
 * Tells whether rows of `callerTables` have changed, so that what was read of them can be kept.
 */
export interface CallerChanges {
  /**
   * Calls back with the person whose rows a commit has changed, before its write resolves; with null if anybody's may have
   * been changed. `become` says how, if that is known.
   */
  onChange(forget: (userId: string | null, become?: Become) => void): void
  /**
   * Says how the open transaction changes the row of a person. Call it in the transaction, after the change. It counts only if
   * that is the only change of the rows about the person, and is committed.
   */
  expect(userId: string, become: Become): void
  /**
   * Whether all changes are known that were committed before the current turn of the event loop, by whatever process. If not,
   * nothing that was kept may be used.
   */
  areKnown(): boolean
  /** Number of changes so far. What was read may be kept if it is the same as before the read. */
  count(): number
}

/**
 * The rows of the service. Ids are text, instants are integers in milliseconds, flags are 0/1 or a nullable
 * instant.
 */
export interface Database {
  readonly read: Reader
  /**
   * Runs `work` in one transaction and resolves after its commit is durable. `work` must await only `tx` and
   * have no other effects, since it may run more than once (serialization failures are retried). A rejection
   * rolls back everything it wrote.
   * @throws {UniqueViolation} if a row violates a unique index
   * @throws {Unavailable} if the database is unavailable; reads reject with it too
   */
  write<T>(work: (tx: Transaction) => Promise<T>, options?: WriteOptions): Promise<T>
  /** Rejects with the reason if the database cannot be read now. Does not wait for writes. */
  check(): Promise<void>
  /** Performs a trivial write. Rejects with the reason if that fails, such as on a full disk or a standby. */
  checkWrites(): Promise<void>
  /** Absent if the database cannot tell without a query. */
  readonly callerChanges?: CallerChanges
  /** Connections for writing, and the number of writes that wait for one; absent if there is no pool. */
  stats?(): { open: number; idle: number; waiting: number }
  close(): Promise<void>
}

/** Runs the work in the given transaction, or else in one of its own. */
export const inTransaction = <T>(
  db: Database,
  tx: Transaction | undefined,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => (tx ? work(tx) : db.write(work))

/** A row violates a unique index. `target` is the engine's name for it: `table.column` or the index name. */
export class UniqueViolation extends Error {
  readonly target: string
  constructor(target: string, options?: ErrorOptions) {
    super(`unique violation on ${target}`, options)
    this.name = 'UniqueViolation'
    this.target = target
  }
}
