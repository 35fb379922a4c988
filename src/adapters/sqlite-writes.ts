import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { Kysely } from 'kysely'
import type { Transaction } from '../ports/database.ts'
import { reportStrayFault } from '../ports/foreign-events.ts'
import type { Tables } from '../ports/tables.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { isBusy } from './sqlite-errors.ts'

/** Writes that share one commit, at most: bounds how long the event loop is held. */
const BATCH_MAX = 64
/** How long a write waits for another process to end its transaction, in milliseconds. */
const LOCK_WAIT = 10_000
/** Writes that wait, at most. */
const WAITING_MAX = 10_000

interface Job {
  work: (tx: Transaction) => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
  /** When it stops to wait for the lock, on the clock of `performance.now()`. */
  deadline: number
}

/** The writes of the process, in the order in which they came, as many as possible in one commit. */
export function createWriteQueue(writer: SqliteConnection, onCommit: (writes: number) => void) {
  const tx = new Kysely<Tables>({ dialect: sqliteDialect(insideTransaction(writer)) }) as Transaction
  const jobs: Job[] = []
  let running: Promise<void> | undefined

  const drain = async (): Promise<void> => {
    // One turn of the event loop, so that the writes of all requests that are ready now share the commit.
    await nextTurn()
    while (jobs.length > 0) {
      if (!(await begin(writer, jobs))) continue
      const batch = jobs.splice(0, BATCH_MAX)
      await commitTogether(writer, tx, batch)
      try {
        onCommit(batch.length)
      } catch (error) {
        reportStrayFault('sqlite: commit', error)
      }
      // A long queue lets others have their turn.
      if (jobs.length > 0) await nextTurn()
    }
    // In the same turn as the last look at the jobs: a write that comes after it begins anew.
    running = undefined
  }
  const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    if (jobs.length >= WAITING_MAX) reject(new Unavailable('database'))
    else {
      const deadline = performance.now() + LOCK_WAIT
      jobs.push({ work, resolve: resolve as (value: unknown) => void, reject, deadline })
      running ??= drain()
    }
    return promise
  }
  return {
    write,
    /** Writes the first page as it is: a read inside of a transaction would not touch the disk. */
    tryWrite: () => write(async () => writer.exec('PRAGMA user_version = 0')),
    stats: () => ({ open: 1, idle: running ? 0 : 1, waiting: jobs.length }),
    async idle(): Promise<void> {
      await running
    },
  }
}

/**
 * The connection for the statements of a transaction. A full disk ends the transaction by itself: what came after it
 * would be committed alone.
 */
function insideTransaction(writer: SqliteConnection): SqliteConnection {
  return {
    ...writer,
    use() {
      const connection = writer.use()
      if (!connection.isTransaction) throw new Unavailable('database')
      return connection
    },
  }
}

/** Begins the transaction of the next jobs. On a fault those that have waited long enough reject and it returns false. */
async function begin(writer: SqliteConnection, jobs: Job[]): Promise<boolean> {
  for (;;) {
    try {
      writer.exec('BEGIN IMMEDIATE')
      return true
    } catch (error) {
      const now = performance.now()
      const isHeld = isBusy((error as Error).cause)
      const overdue = isHeld ? jobs.filter((job) => job.deadline <= now).length : BATCH_MAX
      for (const job of jobs.splice(0, overdue)) job.reject(error)
      if (overdue > 0) return false
      await sleep(2)
    }
  }
}

async function commitTogether(writer: SqliteConnection, tx: Transaction, batch: Job[]): Promise<void> {
  const settled: (() => void)[] = []
  try {
    for (const job of batch) settled.push(await runInSavepoint(writer, tx, job))
    writer.exec('COMMIT')
  } catch (error) {
    writer.rollback()
    for (const job of batch) job.reject(error)
    return
  }
  for (const settle of settled) settle()
}

async function runInSavepoint(writer: SqliteConnection, tx: Transaction, job: Job): Promise<() => void> {
  writer.exec('SAVEPOINT job')
  let outcome: () => void
  try {
    const value = await job.work(tx)
    outcome = () => job.resolve(value)
  } catch (error) {
    // Some faults (a full disk) end the whole transaction; then nobody's write is in.
    demandTransaction(writer, error)
    writer.exec('ROLLBACK TO job; RELEASE job')
    return () => job.reject(error)
  }
  // The work may have swallowed such a fault.
  demandTransaction(writer, undefined)
  writer.exec('RELEASE job')
  return outcome
}

function demandTransaction(writer: SqliteConnection, cause: unknown): void {
  if (writer.use().isTransaction) return
  throw cause instanceof Unavailable ? cause : new Unavailable('database', { cause })
}
