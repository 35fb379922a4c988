import { setTimeout as sleep } from 'node:timers/promises'
import { type CompiledQuery, Kysely, sql } from 'kysely'
import pg from 'pg'
import type { Database, Transaction } from '../ports/database.ts'
import { MINUTE } from '../ports/durations.ts'
import { hearErrors, listen, within } from '../ports/foreign-events.ts'
import type { Tables } from '../ports/tables.ts'
import { Unavailable } from '../ports/unavailable.ts'
import {
  postgresDialect,
  readConnection,
  runQuery,
  transactionDriver,
  valueTypes,
} from './postgres-dialect.ts'
import {
  CommitLost,
  isAway,
  isConflict,
  isLockTimeout,
  isStalePlan,
  isTimeout,
  translate,
} from './postgres-errors.ts'
import { createSockets, type Sockets } from './postgres-sockets.ts'

/** Connections that read. Each carries many queries at a time, so few are enough. */
const READERS = 2
/** How long a connection may take to open, or to become free, in milliseconds. */
const CONNECT_TIME = 5_000
/** How long a statement may take, in milliseconds, the wait for another's lock included. */
const STATEMENT_TIME = 10_000
/** How long a read may take in milliseconds, the wait for a connection and further tries included. */
const READ_TIME = 12_000
/** Writes that wait for a connection, at most; more are refused at once. */
const WAITING_MAX = 1_000
/** Reads that wait for an answer, at most. */
const READS_MAX = 5_000
/** How long a transaction is tried again while it meets others, in milliseconds. */
const CONFLICT_TIME = 10_000
/** Longest pause between two such tries, in milliseconds. */
const PAUSE_MAX = 50

/**
 * Every write sees what it would see if it ran alone, as on SQLite; where two cannot both, one is run again. The lock
 * hinders none but a transaction that asks for its turn.
 */
const BEGIN = ['BEGIN ISOLATION LEVEL SERIALIZABLE', 'LOCK TABLE write_turns IN ROW SHARE MODE']
/**
 * Waits for the transactions that run, while new ones wait for it, and then runs alone: a long one would lose against many
 * short ones for ever. A lock of a table takes no snapshot, so what the others commit meanwhile is seen. Whoever is stuck
 * in a transaction holds up the others no longer than `lock_timeout`.
 */
const BEGIN_TURN = [
  'BEGIN ISOLATION LEVEL SERIALIZABLE',
  "SET LOCAL lock_timeout = '500ms'",
  'LOCK TABLE write_turns IN EXCLUSIVE MODE',
  'SET LOCAL lock_timeout TO DEFAULT',
]
/** For writes whose statements are guarded. */
const BEGIN_GUARDED = ['BEGIN ISOLATION LEVEL READ COMMITTED']
/** Which of the tries of a transaction asks for its turn: every fourth. */
const TURN_EVERY = 4

/** What the server shows of the connections of a service and its commands. */
export const APPLICATION_NAME = 'user-profile'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with the parameters of libpq that `pg` knows, such as `sslmode`. */
  url: string
  /** Connections for transactions, at most. */
  connections: number
  /** Whether statements are prepared, once for each connection; by default they are. */
  prepares?: boolean
  /** Hears of every transaction that is run again. */
  onRetry?: () => void
}

/** How `pg` connects, for every connection of the service. */
export function connectionOptions(url: string, sockets?: Sockets): pg.ClientConfig {
  return {
    connectionString: url,
    ...(sockets && { stream: () => sockets.stream() }),
    application_name: APPLICATION_NAME,
    types: valueTypes,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIME,
  }
}

/**
 * A PostgreSQL database, version 15 or later, or one that speaks its protocol. Every write is a serializable
 * transaction that is run again where it met another one. While the server is down or silent everything rejects with
 * `Unavailable` within its deadline; when it is back, all goes on by itself. `close` takes a few seconds at most.
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
  // What breaks is told by the statements on it; a connection that nobody uses is replaced by the next use.
  hearErrors(pool)
  listen('PostgreSQL pool', pool, 'connect', (client: pg.PoolClient) => {
    hearErrors(client)
    sockets.count()
  })
  const readers = createReaders(options, sockets)
  const read = new Kysely<Tables>({ dialect: postgresDialect(readConnection(readers.run)) })
  const beginning = (begin: readonly string[]) =>
    new Kysely<Tables>({
      dialect: postgresDialect(transactionDriver(pool, begin, options.prepares ?? true)),
    })
  const serializable = beginning(BEGIN)
  const alone = beginning(BEGIN_TURN)
  const guarded = beginning(BEGIN_GUARDED)

  const write: Database['write'] = async (work, { isGuarded = false } = {}) => {
    const deadline = performance.now() + CONFLICT_TIME
    for (let attempt = 1; ; attempt++) {
      if (pool.waitingCount >= WAITING_MAX) throw tooMany('writes')
      const hasTurn = attempt % TURN_EVERY === 0
      try {
        const tables = isGuarded ? guarded : hasTurn ? alone : serializable
        return await tables.transaction().execute((tx) => work(tx as unknown as Transaction))
      } catch (error) {
        const isBeaten = isConflict(error) || (hasTurn && isLockTimeout(error))
        if (isBeaten && performance.now() > deadline) throw new Unavailable('database', { cause: error })
        const isLost = isAway(error) && !isTimeout(error) && attempt === 1
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
      if (rows[0]?.state !== 'off') throw new Error('the database takes no writes')
      // A transaction with an id of its own leaves a record in the write-ahead log.
      await write((tx) => sql`select pg_current_xact_id()`.execute(tx))
    },
    stats: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => sockets.end(Promise.all([readers.close(), pool.end()])),
  }
}

const tooMany = (what: string) =>
  new Unavailable('database', { cause: new Error(`too many ${what} are waiting`) })

/** A few connections in pipeline mode, which queries are dealt out to in turn. */
function createReaders({ url, prepares = true }: PostgresOptions, sockets: Sockets) {
  const slots: (Promise<pg.Client> | null)[] = Array.from({ length: READERS }, () => null)
  let next = 0
  let running = 0

  const connect = async (): Promise<pg.Client> => {
    sockets.count()
    const options = { ...connectionOptions(url, sockets), pipeline: true, query_timeout: STATEMENT_TIME }
    const client = new pg.Client(options)
    // What breaks is told by the queries on it.
    hearErrors(client)
    try {
      await client.connect()
      return client
    } catch (error) {
      client.end().catch(() => {})
      throw error
    }
  }
  /** Queries that wait on the connection reject, and are run again by whoever asked. */
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
        const isOver = isAway(error) || isStalePlan(error)
        if (isOver) drop(slot, used)
        // A connection that was open may have broken long ago; a new one tells.
        const isLast = attempt > READERS || performance.now() > deadline
        if (!isOver || isTimeout(error) || isLast) throw translate(error)
      }
    }
  }
  const overdue = () => new Unavailable('database', { cause: new Error(`no answer within ${READ_TIME} ms`) })

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
