import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { type Place, runCommand } from '../support/process.ts'

type Settings = Exclude<Place, string>
type Value = string | number

/** How long a worker's lease of an outbox job lasts, in milliseconds. */
const LEASE = 120_000

/** An installation, whose rows are read without the service's code. */
export function createInstallationReader(place: Settings) {
  const query = place.DATABASE_URL ? onPostgres(place.DATABASE_URL) : onSqlite(place.DATA_DIR)
  return {
    place,
    query,
    rows: async (username: string) =>
      (await query('SELECT * FROM users WHERE username_key = $1', [username]))[0],
    /**
     * Lets the time pass for leases of killed workers to expire, for retries, and for the removal of files of
     * interrupted uploads. Jobs that the service has claimed or added since it started at the instant stay unchanged.
     */
    async passLeases(startedAt: number): Promise<void> {
      await query('UPDATE outbox SET claimed_until = NULL WHERE claimed_until < $1', [startedAt + LEASE])
      await query(
        `UPDATE outbox SET run_at = $1 WHERE failed_at IS NULL
           AND (last_error IS NOT NULL OR (kind = 'remove-files' AND created_at < $2))`,
        [Date.now(), startedAt],
      )
    },
    /** Returns the waiting jobs, by whether they were given up. */
    async jobs(): Promise<{ waiting: number; givenUp: number }> {
      const rows = await query('SELECT failed_at FROM outbox', [])
      const givenUp = rows.filter((row) => row.failed_at !== null).length
      return { waiting: rows.length - givenUp, givenUp }
    },
    /** Runs `doctor`, and returns its findings. */
    async doctor(...options: string[]): Promise<Finding[]> {
      const { stdout } = await runCommand(place, ['doctor', '--grace', '0', '--json', ...options])
      return (JSON.parse(stdout) as { checks: Finding[] }).checks
    },
  }
}

export interface Finding {
  name: string
  state: 'ok' | 'wrong' | 'fixed'
  detail: string
  items: string[]
}

export type InstallationReader = ReturnType<typeof createInstallationReader>

type Query = (sql: string, values: Value[]) => Promise<Record<string, unknown>[]>

function onSqlite(folder: string): Query {
  return async (sql, values) => {
    const database = new DatabaseSync(join(folder, 'user-profile.sqlite'), { timeout: 10_000 })
    try {
      const named = Object.fromEntries(values.map((value, i) => [`${i + 1}`, value]))
      return database.prepare(sql).all(named as never)
    } finally {
      database.close()
    }
  }
}

function onPostgres(url: string): Query {
  return async (sql, values) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      // The service updates the same rows in its own order, so either side may get a deadlock error.
      const run = () => client.query(sql, values)
      return (await run().catch((error) => (error.code === '40P01' ? run() : Promise.reject(error)))).rows
    } finally {
      await client.end()
    }
  }
}

/** Returns the child processes of a process, from Linux's `/proc`. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

/** Returns whether the process is running. */
export async function isRunning(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text !== '' && !/\) [ZX] /.test(text)
}
