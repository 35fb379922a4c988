import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { reportBackgroundError } from '../../basics/foreign-events.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import type { Transaction } from '../../ports/database.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { createCommands, sqliteTables } from './sqlite-dialect.ts'
import { isBusy } from './sqlite-errors.ts'
import type { CommitLog } from './sqlite-log.ts'

/** Maximum number of writes per commit: limits how long the event loop is blocked. */
const BATCH_MAX = 64
/** Number of batches whose writes run in savepoints after a write has failed. */
const CAUTIOUS = 16
/** How long a write waits for another process to end its transaction, in milliseconds. */
const LOCK_WAIT = 10_000
/** Maximum number of waiting writes. */
const WAITING_MAX = 10_000

interface Job {
  work: (tx: Transaction) => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
  /** When it stops waiting for the lock, on the clock of `performance.now()`. */
  deadline: number
}

/** What is told of transactions. */
interface TransactionEvents {
  /** Receives the number of writes in a durable commit. */
  onCommit: (writes: number) => void
  /** A transaction has ended, by a commit or otherwise. Must not throw. */
  onEnd: (isCommitted: boolean) => void
}

/** Queues the writes of the process in order of arrival and groups as many as possible into one commit. */
export function createWriteQueue(
  writer: SqliteConnection,
  log: Pick<CommitLog, 'sync'>,
  { onCommit, onEnd }: TransactionEvents,
) {
  const tx = sqliteTables(insideTransaction(writer)) as unknown as Transaction
  const jobs: Job[] = []
  const syncing = createSync(writer, log)
  const run = createCommands(writer)
  let running: Promise<void> | undefined
  let cautious = 0

  const drain = async (): Promise<void> => {
    // Waits for one turn of the event loop, so that the writes of all requests that are ready share the
    // commit.
    await nextTurn()
    while (jobs.length > 0) {
      if (!(await begin(run, syncing, jobs))) continue
      const batch = jobs.splice(0, BATCH_MAX)
      cautious = Math.max(0, cautious - 1)
      const runAll = cautious > 0 ? runInSavepoints : runPlainly
      if (!(await commitTogether({ writer, run, syncing, tx, onEnd }, batch, runAll))) {
        cautious = CAUTIOUS
        jobs.unshift(...batch)
        continue
      }
      try {
        onCommit(batch.length)
      } catch (error) {
        reportBackgroundError('sqlite: commit', error)
      }
      // Lets other work run if the queue is long.
      if (jobs.length > 0) await nextTurn()
    }
    // In the same turn as the last check of the queue: a later write starts a new run.
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
    /** Rewrites the first page unchanged: a read inside a transaction would not touch the disk. */
    tryWrite: () => write(async () => writer.exec('PRAGMA user_version = 0')),
    stats: () => ({ open: 1, idle: running ? 0 : 1, waiting: jobs.length }),
    async idle(): Promise<void> {
      await running
    },
  }
}

/**
 * A connection for the statements of a transaction. A full disk ends the transaction implicitly; without this
 * check, later statements would be committed on their own.
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

type Sync = ReturnType<typeof createSync>

/**
 * Syncs the log after commits. A commit whose sync failed may be lost with everything behind it in the log, even if a
 * later sync succeeds. So before the next one, all are moved into the file, which is synced itself.
 */
function createSync(writer: SqliteConnection, log: Pick<CommitLog, 'sync'>) {
  let isUnsure = false
  return {
    async sync(): Promise<void> {
      isUnsure = true
      await log.sync()
      isUnsure = false
    },
    /** @throws {Unavailable} if the disk still fails */
    recover(): void {
      if (!isUnsure) return
      emptyLog(writer)
      isUnsure = false
    },
  }
}

/** Moves all commits into the file. @throws {Unavailable} if that fails, or a reader prevents it */
function emptyLog(writer: SqliteConnection): void {
  let row: Record<string, unknown> | undefined
  try {
    row = writer.use().prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  } catch (error) {
    throw writer.failed(error)
  }
  if (row?.busy !== 0) throw new Unavailable('database')
}

/**
 * Begins a transaction for the next jobs. On a fault, rejects those that have waited long enough and returns
 * false.
 */
async function begin(run: Committing['run'], syncing: Sync, jobs: Job[]): Promise<boolean> {
  for (;;) {
    try {
      syncing.recover()
      run('BEGIN IMMEDIATE')
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

interface Committing {
  writer: SqliteConnection
  /** Runs a statement that controls the transaction. */
  run: (sql: string) => void
  syncing: Sync
  tx: Transaction
  onEnd: TransactionEvents['onEnd']
}

/** Runs the jobs of an open transaction. Returns what settles each after the commit. */
type RunAll = (on: Committing, batch: readonly Job[]) => Promise<(() => void)[]>

/** A job has failed: nothing is committed, and the others must run again. */
const failed = Symbol('failed')

/**
 * Runs and commits the jobs. Returns false if one has failed that had no savepoint, and all must run again, each in its own.
 */
async function commitTogether(on: Committing, batch: readonly Job[], runAll: RunAll): Promise<boolean> {
  const { writer, run, syncing, onEnd } = on
  let settled: (() => void)[]
  try {
    settled = await runAll(on, batch)
    run('COMMIT')
    // Before anything else can read: from here on, others see the commit.
    onEnd(true)
    await syncing.sync()
  } catch (error) {
    writer.rollback()
    onEnd(false)
    if (error === failed) return false
    for (const job of batch) job.reject(error)
    return true
  }
  for (const settle of settled) settle()
  return true
}

/**
 * Without savepoints, for which SQLite copies each page that a job changes.
 * @throws `failed` if a job fails; its reason if it is the only one
 */
async function runPlainly({ writer, tx }: Committing, batch: readonly Job[]): Promise<(() => void)[]> {
  const settled: (() => void)[] = []
  for (const job of batch) {
    let value: unknown
    try {
      value = await job.work(tx)
    } catch (error) {
      requireTransaction(writer, error)
      throw batch.length === 1 ? error : failed
    }
    // The work may have swallowed an error that ended the transaction.
    requireTransaction(writer, undefined)
    settled.push(() => job.resolve(value))
  }
  return settled
}

const runInSavepoints: RunAll = async (on, batch) => {
  const settled: (() => void)[] = []
  for (const job of batch) settled.push(await runInSavepoint(on, job))
  return settled
}

async function runInSavepoint({ writer, run, tx }: Committing, job: Job): Promise<() => void> {
  run('SAVEPOINT job')
  let outcome: () => void
  try {
    const value = await job.work(tx)
    outcome = () => job.resolve(value)
  } catch (error) {
    // Some errors (such as a full disk) end the whole transaction; then none of its writes is committed.
    requireTransaction(writer, error)
    run('ROLLBACK TO job')
    run('RELEASE job')
    return () => job.reject(error)
  }
  // The work may have swallowed such an error.
  requireTransaction(writer, undefined)
  run('RELEASE job')
  return outcome
}

function requireTransaction(writer: SqliteConnection, cause: unknown): void {
  if (writer.use().isTransaction) return
  throw cause instanceof Unavailable ? cause : new Unavailable('database', { cause })
}
