import { setTimeout as sleep } from 'node:timers/promises'
import { type CompiledQuery, Kysely, sql } from 'kysely'
import pg from 'pg'
import { MINUTE } from '../../basics/durations.ts'
import { ignoreErrors, listen, within } from '../../basics/foreign-events.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import type { Database, Transaction, WriteOptions } from '../../ports/database.ts'
import type { Tables } from '../../tables/tables.ts'
import {
  postgresDialect,
  readConnection,
  runQuery,
  transactionDriver,
  valueTypes,
} from './postgres-dialect.ts'
import {
  CommitLost,
  isConflict,
  isLockTimeout,
  isStalePlan,
  isTimeout,
  isUnavailable,
  translate,
} from './postgres-errors.ts'
import { createSockets, type Sockets } from './postgres-sockets.ts'

/** Number of connections for reading. Each pipelines many queries, so few suffice. */
const READERS = 2
/** Timeout for opening or acquiring a connection, in milliseconds. */
const CONNECT_TIME = 5_000
/** Timeout for a statement, in milliseconds, including the wait for locks. */
const STATEMENT_TIME = 10_000
/** Timeout for a read, in milliseconds, including the wait for a connection and retries. */
const READ_TIME = 12_000
/** Maximum number of writes waiting for a connection; further ones are refused immediately. */
const WAITING_MAX = 1_000
/** Maximum number of reads waiting for a response. */
const READS_MAX = 5_000
/** How long a conflicting transaction is retried, in milliseconds. */
const CONFLICT_TIME = 10_000
/** Maximum pause between two such attempts, in milliseconds. */
const PAUSE_MAX = 50

/**
 * Every write behaves as if it ran alone, as on SQLite; if two conflict, one is run again. The lock blocks
 * nothing except a transaction that takes the turn.
 */
const BEGIN = ['BEGIN ISOLATION LEVEL SERIALIZABLE', 'LOCK TABLE write_turns IN ROW SHARE MODE']
/**
 * Waits for running transactions while new ones wait for it, and then runs alone: otherwise a long
 * transaction could lose against many short ones indefinitely. Locking a table takes no snapshot, so the
 * transaction sees what others commit meanwhile. `lock_timeout` limits how long a stuck transaction can hold
 * up the others.
 */
const BEGIN_TURN = [
  'BEGIN ISOLATION LEVEL SERIALIZABLE',
  "SET LOCAL lock_timeout = '500ms'",
  'LOCK TABLE write_turns IN EXCLUSIVE MODE',
  'SET LOCAL lock_timeout TO DEFAULT',
]
/** For writes whose statements are guarded. */
const BEGIN_GUARDED = ['BEGIN ISOLATION LEVEL READ COMMITTED']
/** Every fourth attempt of a transaction takes the turn. */
const TURN_EVERY = 4

/** Name under which the server lists connections of the service and its commands. */
export const APPLICATION_NAME = 'user-profile'

export interface PostgresOptions {
  /**
   * `postgres://user:password@host:port/database`, with the libpq parameters that `pg` supports, such as
   * `sslmode`.
   */
  url: string
  /** Maximum number of connections for transactions. */
  connections: number
  /** Whether statements are prepared, once per connection. Defaults to true. */
  prepares?: boolean
  /** Called for every retry of a transaction. */
  onRetry?: () => void
}

/**
 * The driver treats all these modes as `verify-full`, and prints a warning of six lines that this will change. Here they
 * keep that meaning, unless the address asks for the behavior of libpq (`uselibpqcompat=true`).
 */
function withVerifiedTls(url: string): string {
  if (/[?&]uselibpqcompat=true/.test(url)) return url
  return url.replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, '$1verify-full')
}

/** Connection options for every connection of the service. */
export function connectionOptions(url: string, sockets?: Sockets): pg.ClientConfig {
  return {
    connectionString: withVerifiedTls(url),
    ...(sockets && { stream: () => sockets.stream() }),
    application_name: APPLICATION_NAME,
    types: valueTypes,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIME,
  }
}

/**
 * Opens a PostgreSQL database, version 15 or later, or one that speaks its protocol. Every write is a
 * serializable transaction that is run again after a conflict. If the server is down or does not respond,
 * every call rejects with `Unavailable` within its deadline; operation resumes when it recovers. `close`
 * takes at most a few seconds.
 */
export function openPostgres(options: PostgresOptions): Database {
  const sockets = createSockets()
  const pool = new pg.Pool({
    ...connectionOptions(options.url, sockets),
    pipeline: true,
    query_timeout: STATEMENT_TIME,
    max: options.connections,
    idleTimeoutMillis: MINUTE,
  })
  // Failures are reported by the statements on the connection; a broken idle connection is replaced on its
  // next use.
  ignoreErrors(pool)
  listen('PostgreSQL pool', pool, 'connect', (client: pg.PoolClient) => {
    ignoreErrors(client)
    sockets.count()
  })
  const readers = createReaders(options, sockets)
  const read = new Kysely<Tables>({ dialect: postgresDialect(readConnection(readers.run)) })
  const run = createTransactions(pool, options.prepares ?? true)

  const write: Database['write'] = async (work, how = {}) => {
    const deadline = performance.now() + CONFLICT_TIME
    for (let attempt = 1; ; attempt++) {
      if (pool.waitingCount >= WAITING_MAX) throw tooMany('writes')
      const hasTurn = attempt % TURN_EVERY === 0
      try {
        return await run(work, how, hasTurn)
      } catch (error) {
        const isBeaten = isConflict(error) || (hasTurn && isLockTimeout(error))
        if (isBeaten && performance.now() > deadline) throw new Unavailable('database', { cause: error })
        const isLost = isUnavailable(error) && !isTimeout(error) && attempt === 1
        if (error instanceof CommitLost || !(isLost || isBeaten || isStalePlan(error))) throw translate(error)
        options.onRetry?.()
        await sleep(Math.random() * Math.min(PAUSE_MAX, 2 ** attempt))
      }
    }
  }
  return {
    read,
    write,
    async check() {
      await sql`select 1`.execute(read)
    },
    async checkWrites() {
      const { rows } = await write((tx) =>
        sql<{ state: string }>`select current_setting('transaction_read_only') as state`.execute(tx),
      )
      if (rows[0]?.state !== 'off') throw new Error('the database is read-only')
      // A transaction that has its own id writes a record to the write-ahead log.
      await write((tx) => sql`select pg_current_xact_id()`.execute(tx))
    },
    stats: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => sockets.end(Promise.all([readers.close(), pool.end()])),
  }
}

/** Runs the work of a write once, as the write asks for it. */
function createTransactions(pool: pg.Pool, prepares: boolean) {
  const beginning = (begin: readonly string[]) =>
    new Kysely<Tables>({ dialect: postgresDialect(transactionDriver(pool, begin, prepares)) })
  const serializable = beginning(BEGIN)
  const alone = beginning(BEGIN_TURN)
  const guarded = beginning(BEGIN_GUARDED)
  const single = beginning([])
  return <T>(
    work: (tx: Transaction) => Promise<T>,
    { isGuarded, isSingle }: WriteOptions,
    hasTurn: boolean,
  ): Promise<T> => {
    const run = (tables: Kysely<Tables>) => work(tables as unknown as Transaction)
    if (isSingle) return single.connection().execute(run)
    const tables = isGuarded ? guarded : hasTurn ? alone : serializable
    return tables.transaction().execute(run)
  }
}

const tooMany = (what: string) =>
  new Unavailable('database', { cause: new Error(`too many ${what} are waiting`) })

/** A few connections in pipeline mode, which take queries in rotation. */
function createReaders({ url, prepares = true }: PostgresOptions, sockets: Sockets) {
  const slots: (Promise<pg.Client> | null)[] = Array.from({ length: READERS }, () => null)
  let next = 0
  let running = 0

  const connect = async (): Promise<pg.Client> => {
    sockets.count()
    const options = { ...connectionOptions(url, sockets), pipeline: true, query_timeout: STATEMENT_TIME }
    const client = new pg.Client(options)
    // Failures are reported by the queries on the connection.
    ignoreErrors(client)
    try {
      await client.connect()
      return client
    } catch (error) {
      client.end().catch(() => {})
      throw error
    }
  }
  /** Rejects the queries that wait on the connection; their callers retry them. */
  const drop = (slot: number, used: Promise<pg.Client>): void => {
    if (slots[slot] !== used) return
    slots[slot] = null
    used.then((client) => client.end()).catch(() => {})
  }
  const tryAll = async <R>(query: CompiledQuery) => {
    const deadline = performance.now() + READ_TIME
    for (let attempt = 1; ; attempt++) {
      const slot = next++ % READERS
      slots[slot] ??= connect()
      const used = slots[slot]
      try {
        return await runQuery<R>(await used, query, prepares)
      } catch (error) {
        const isOver = isUnavailable(error) || isStalePlan(error)
        if (isOver) drop(slot, used)
        // A connection may have broken long ago; only a failure on a new one is conclusive.
        const isLast = attempt > READERS || performance.now() > deadline
        if (!isOver || isTimeout(error) || isLast) throw translate(error)
      }
    }
  }
  const overdue = () =>
    new Unavailable('database', { cause: new Error(`no response within ${READ_TIME} ms`) })

  return {
    async run<R>(query: CompiledQuery) {
      if (running >= READS_MAX) throw tooMany('reads')
      running++
      try {
        return await within(READ_TIME, tryAll<R>(query), overdue)
      } finally {
        running--
      }
    },
    async close() {
      await Promise.all(slots.map(async (slot) => (await slot?.catch(() => null))?.end()))
    },
  }
}
