import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely } from 'kysely'
import type { Database, Transaction } from '../ports/database.ts'
import type { Tables } from '../ports/tables.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

/** Writes that share one commit, at most: bounds how long the event loop is held. */
const BATCH_MAX = 64
/** How long a write waits for another process to end its transaction, in milliseconds. */
const LOCK_WAIT = 10_000
const SQLITE_BUSY = 5

interface Job {
  work: (tx: Transaction) => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
}

/**
 * The embedded database: one SQLite file in WAL mode with `synchronous=FULL`, so that a commit survives a crash.
 * Writes that arrive in one turn of the event loop share one transaction, each in its own savepoint (group commit).
 * Reads go through a connection of their own and see only what is committed. `onCommit` hears how many writes shared a
 * commit.
 */
export function openSqlite(
  path: string,
  onCommit: (writes: number) => void = () => {},
): Database & { connection: DatabaseSync; tables: Kysely<Tables> } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const writer = new DatabaseSync(path)
  writer.exec(
    'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON',
  )
  // From here on a held lock is waited for in the event loop, not inside SQLite, where it would stop every request.
  writer.exec('PRAGMA busy_timeout = 0')
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('PRAGMA busy_timeout = 5000; PRAGMA mmap_size = 268435456')
  const read = new Kysely<Tables>({ dialect: sqliteDialect(reader) })
  const tables = new Kysely<Tables>({ dialect: sqliteDialect(writer) })
  const queue = createQueue(writer, tables as Transaction, onCommit)
  return {
    read,
    connection: writer,
    tables,
    write: queue.write,
    async check() {
      await queue.write(async (tx) => {
        await tx.selectFrom('users').select('id').limit(1).execute()
      })
    },
    stats: queue.stats,
    async close() {
      await queue.idle()
      reader.close()
      writer.close()
    },
  }
}

function createQueue(writer: DatabaseSync, tx: Transaction, onCommit: (writes: number) => void) {
  const jobs: Job[] = []
  let running: Promise<void> | undefined

  const drain = async (): Promise<void> => {
    // One turn of the event loop, so that the writes of all requests that are ready now share the commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (jobs.length > 0) {
      const batch = jobs.splice(0, BATCH_MAX)
      await commitTogether(writer, tx, batch)
      onCommit(batch.length)
    }
    running = undefined
  }
  return {
    write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        jobs.push({ work, resolve: resolve as (value: unknown) => void, reject })
        running ??= drain()
      })
    },
    stats: () => ({ open: 1, idle: running ? 0 : 1, waiting: jobs.length }),
    async idle(): Promise<void> {
      await running
    },
  }
}

async function commitTogether(writer: DatabaseSync, tx: Transaction, batch: Job[]): Promise<void> {
  const settled: (() => void)[] = []
  try {
    await begin(writer)
    for (const job of batch) settled.push(await runInSavepoint(writer, tx, job))
    writer.exec('COMMIT')
  } catch (error) {
    if (writer.isTransaction) writer.exec('ROLLBACK')
    for (const job of batch) job.reject(error)
    return
  }
  for (const settle of settled) settle()
}

async function runInSavepoint(writer: DatabaseSync, tx: Transaction, job: Job): Promise<() => void> {
  writer.exec('SAVEPOINT job')
  try {
    const value = await job.work(tx)
    writer.exec('RELEASE job')
    return () => job.resolve(value)
  } catch (error) {
    // Some errors (disk full) end the whole transaction; then nobody's write is in.
    if (!writer.isTransaction) throw error
    writer.exec('ROLLBACK TO job; RELEASE job')
    return () => job.reject(error)
  }
}

async function begin(writer: DatabaseSync): Promise<void> {
  const deadline = Date.now() + LOCK_WAIT
  for (;;) {
    try {
      writer.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (((error as { errcode?: number }).errcode ?? 0) % 256 !== SQLITE_BUSY || Date.now() > deadline)
        throw error
      await sleep(2)
    }
  }
}
