import type { ExpressionBuilder } from 'kysely'
import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import type { OutboxRow, Tables } from '../tables/tables.ts'
import { claimedUntilMax, type Job, runAtMax } from './outbox.ts'

/** Prefix of `last_error` for jobs refused by their recipient. */
export const REFUSED = 'refused: '

const isDue = (now: number) => (where: ExpressionBuilder<Tables, 'outbox'>) =>
  where.or([where('run_at', '<=', now), where('run_at', '>', runAtMax(now))])

const isFree = (now: number) => (where: ExpressionBuilder<Tables, 'outbox'>) =>
  where.or([
    where('claimed_until', 'is', null),
    where('claimed_until', '<=', now),
    where('claimed_until', '>', claimedUntilMax(now)),
  ])

/** Adds a job. */
export async function insertJob(
  tx: Transaction,
  row: Pick<OutboxRow, 'id' | 'kind' | 'payload' | 'created_at' | 'run_at'>,
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ ...row, tries: 0, claimed_until: null, last_error: null, failed_at: null })
    .execute()
}

/** Adds the jobs whose id does not exist, due at the instant. */
export async function ensureJobs(
  tx: Transaction,
  rows: readonly Pick<OutboxRow, 'id' | 'kind' | 'payload'>[],
  now: number,
): Promise<void> {
  const state = { tries: 0, claimed_until: null, last_error: null, failed_at: null }
  await tx
    .insertInto('outbox')
    .values(rows.map((row) => ({ ...row, ...state, created_at: now, run_at: now })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Returns due jobs of these kinds that no worker has claimed, oldest first. */
export async function listDue(
  reader: Reader,
  kinds: readonly string[],
  now: number,
  limit: number,
): Promise<OutboxRow[]> {
  if (kinds.length === 0) return []
  return reader
    .selectFrom('outbox')
    .selectAll()
    .where('failed_at', 'is', null)
    .where(isDue(now))
    .where(isFree(now))
    .where('kind', 'in', kinds)
    .orderBy('run_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Claims a job for one worker until the lease ends, and counts the try, so that a job that crashes the
 * process is not retried forever. Returns `null` if another worker was faster.
 */
export async function claimJob(
  tx: Transaction,
  row: OutboxRow,
  now: number,
  claimedUntil: number,
): Promise<Job | null> {
  const claim = tx
    .updateTable('outbox')
    .set({ claimed_until: claimedUntil, tries: row.tries + 1 })
    .where('id', '=', row.id)
    .where('tries', '=', row.tries)
    .where('failed_at', 'is', null)
    .where(isFree(now))
  if (!(await changedOne(claim))) return null
  return { id: row.id, kind: row.kind, payload: row.payload, tries: row.tries + 1, claimedUntil }
}

/** Removes a finished job, unless its lease ended and another worker claimed it. */
export async function deleteJob(tx: Transaction, job: Job): Promise<void> {
  await tx
    .deleteFrom('outbox')
    .where('id', '=', job.id)
    .where('tries', '=', job.tries)
    .where('claimed_until', '=', job.claimedUntil)
    .execute()
}

/** Removes a job that no worker has claimed yet. Returns whether there was one. */
export async function withdrawJob(tx: Transaction, id: string): Promise<boolean> {
  return changedOne(tx.deleteFrom('outbox').where('id', '=', id).where('tries', '=', 0))
}

/** Makes a job due at the instant if no worker has claimed it yet. Returns whether there was one. */
export async function makeJobDue(tx: Transaction, id: string, now: number): Promise<boolean> {
  return changedOne(tx.updateTable('outbox').set({ run_at: now }).where('id', '=', id).where('tries', '=', 0))
}

/** Makes a job due at the instant that would be tried later; it also counts its tries anew. */
export async function hastenJob(tx: Transaction, id: string, now: number): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ run_at: now, tries: 0 })
    .where('id', '=', id)
    .where('failed_at', 'is', null)
    .where(isFree(now))
    .execute()
}

/** Postpones a failed job until the instant, or marks it as permanently failed if that is `null`. */
export async function releaseJob(
  tx: Transaction,
  job: Job,
  lastError: string,
  runAt: number | null,
  now: number,
): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({
      claimed_until: null,
      last_error: lastError,
      ...(runAt === null ? { failed_at: now } : { run_at: runAt }),
    })
    .where('id', '=', job.id)
    .where('tries', '=', job.tries)
    .where('claimed_until', '=', job.claimedUntil)
    .execute()
}

/** Counts permanently failed jobs by kind, with those refused by their recipients separate. */
export async function countFailed(
  reader: Reader,
): Promise<{ kind: string; count: number; isRefusal: boolean }[]> {
  const rows = await reader
    .selectFrom('outbox')
    .select(({ fn }) => [
      'kind',
      fn.countAll().as('count'),
      fn.countAll().filterWhere('last_error', 'like', `${REFUSED}%`).as('refused'),
    ])
    .where('failed_at', 'is not', null)
    .groupBy('kind')
    .orderBy('kind')
    .execute()
  return rows
    .flatMap(({ kind, count, refused }) => [
      { kind, count: Number(count) - Number(refused), isRefusal: false },
      { kind, count: Number(refused), isRefusal: true },
    ])
    .filter(({ count }) => count > 0)
}

/** Removes jobs that failed permanently by the instant, oldest first. Returns how many. */
export async function deleteFailedUntil(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'outbox', by: 'failed_at', until })
}

/**
 * Numbers of jobs of one kind. `oldestDue` is the earliest instant at which one became due; null if none is.
 */
export interface JobCounts {
  kind: string
  due: number
  oldestDue: number | null
  /** Failed before, but neither finished nor failed permanently. */
  retrying: number
  givenUp: number
}

/** Counts the jobs of each kind in one pass. */
export async function countJobs(reader: Reader, now: number): Promise<JobCounts[]> {
  const rows = await reader
    .selectFrom('outbox')
    .select(({ fn }) => [
      'kind',
      fn.countAll().filterWhere('failed_at', 'is', null).filterWhere(isDue(now)).as('due'),
      fn.min('run_at').filterWhere('failed_at', 'is', null).filterWhere('run_at', '<=', now).as('oldest_due'),
      fn
        .countAll()
        .filterWhere('failed_at', 'is', null)
        .filterWhere('last_error', 'is not', null)
        .as('retrying'),
      fn.countAll().filterWhere('failed_at', 'is not', null).as('given_up'),
    ])
    .groupBy('kind')
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    due: Number(row.due),
    oldestDue: row.oldest_due === null ? null : Number(row.oldest_due),
    retrying: Number(row.retrying),
    givenUp: Number(row.given_up),
  }))
}
