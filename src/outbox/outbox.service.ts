import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import { DAY } from '../ports/durations.ts'
import { fromEvents, later } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics, type Reading } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { Tracer } from '../ports/tracer.ts'
import * as store from './outbox.store.ts'
import { FinalFailure, type Job, LEASE, nextDelay, readPayload, TRIES_MAX } from './outbox.ts'
import { createWorker } from './outbox-worker.ts'

/** Jobs of one lane run at the same time by one process; the SMTP pool has as many connections. */
const CONCURRENCY = 4
/** A handler that takes longer has failed, in milliseconds: before the lease ends, so that no other worker has begun. */
const HANDLER_TIME = 100_000
/** How long jobs that were given up are kept for the operator, in milliseconds. */
const FAILED_KEPT = 30 * DAY
const LAST_ERROR_MAX = 500
/** How many times as many jobs are looked at as are taken. */
const SPREAD = 8
/** Looks at the table in a row where others were faster each time. */
const CLAIM_TRIES = 3
/** How long what was counted for the metrics is good, in milliseconds. */
const COUNTS_KEPT = 2000

/**
 * Does one job. It may run again after a failure or a crash. A rejection is tried again later, unless it is a
 * `FinalFailure`.
 */
export type Handler = (payload: object, job: Job) => Promise<void>

/** The worker's own statements name the try of the job that they are about. */
const guarded = { isGuarded: true }

export type OutboxService = ReturnType<typeof createOutboxService>

/**
 * Work that must happen after a commit, at least once: mails and file removals. A job is a row written in the
 * transaction that needs it; workers of all nodes take due rows by a guarded UPDATE. Payloads hold no secret.
 */
export function createOutboxService(deps: {
  db: Database
  clock: Clock
  random: Random
  tracer?: Tracer | null
  metrics?: Metrics
}) {
  const { db, clock, random, tracer, metrics = noMetrics } = deps
  const handlers = new Map<string, Handler>()
  const lanes = new Map<string, string[]>()
  const worker = createWorker(
    CONCURRENCY,
    () => lanes.keys(),
    (lane, limit) => runClaimed(lane, limit),
  )
  let log: Log | null = null
  const readings = async () => {
    const now = clock.now()
    return readingsOf(await store.countJobs(db.read, now), now)
  }
  metrics.readGauges(readings, COUNTS_KEPT)
  const ended = ({ kind }: Job, outcome: 'done' | 'retried' | 'given_up' | 'refused') =>
    metrics.count('user_profile_outbox_jobs_total', { kind, outcome })

  /** Some of the due jobs, not simply the first ones: those are what every other node reaches for as well. */
  const listSome = async (lane: string, limit: number) => {
    const due = await store.listDue(db.read, lanes.get(lane) ?? [], clock.now(), limit * SPREAD)
    const start = Number(random.digits(4)) % Math.max(1, due.length - limit + 1)
    return due.slice(start, start + limit)
  }
  const claim = async (lane: string, limit: number): Promise<Job[]> => {
    for (let attempt = 1; attempt <= CLAIM_TRIES; attempt++) {
      const due = await listSome(lane, limit)
      if (due.length === 0) return []
      const jobs = await db.write(async (tx) => {
        const now = clock.now()
        const claimed: Job[] = []
        for (const row of due) {
          const job = await store.claimJob(tx, row, now, now + LEASE)
          if (job) claimed.push(job)
        }
        return claimed
      }, guarded)
      if (jobs.length > 0) return jobs
    }
    return []
  }
  const fail = async (job: Job, error: unknown): Promise<void> => {
    const isFinal = error instanceof FinalFailure
    const isRefused = isFinal && error.isRefusal
    const delay = isFinal ? null : nextDelay(job.tries, Number(random.digits(4)) / 10_000)
    const now = clock.now()
    const about = { job: job.id, kind: job.kind, tries: job.tries, ...errorCodes(error) }
    // Not the error's text: a mail server's answer names the recipient.
    if (isRefused) log?.warn(about, 'outbox job refused by whom it was for, it is not tried again')
    else if (delay === null) log?.error(about, 'outbox job given up')
    else log?.warn(about, 'outbox job failed, it is tried again')
    // A mail server may answer anything, and PostgreSQL keeps no NUL.
    const text = String(error instanceof Error ? error.message : error)
      .slice(0, LAST_ERROR_MAX)
      .replace(/\p{Cc}+/gu, ' ')
      .toWellFormed()
    const lastError = isRefused ? store.REFUSED + text : text
    await db.write(
      (tx) => store.releaseJob(tx, job, lastError, delay === null ? null : now + delay, now),
      guarded,
    )
    ended(job, isRefused ? 'refused' : delay === null ? 'given_up' : 'retried')
  }
  const handle = (job: Job): Promise<void> => {
    const work = async () => handlers.get(job.kind)!(readPayload(job), job)
    if (!tracer) return work()
    const about = { 'user_profile.job.kind': job.kind, 'user_profile.job.tries': job.tries }
    return tracer.job(`outbox ${job.kind}`, about, work)
  }
  const run = async (job: Job): Promise<void> => {
    try {
      if (job.tries > TRIES_MAX) throw new Error('the last try did not end')
      await bounded(handle(job))
    } catch (error) {
      return fail(job, error)
    }
    await db.write((tx) => store.deleteJob(tx, job), guarded)
    ended(job, 'done')
  }
  /** Claims and starts jobs; returns their ends. */
  const runClaimed = async (lane: string, limit: number): Promise<Promise<void>[]> =>
    (await claim(lane, limit)).map((job) =>
      run(job).catch((error: unknown) => log?.error({ err: error }, 'outbox cannot note the end of a job')),
    )

  return {
    /**
     * Names who does the jobs of a kind. Jobs of a kind that nobody does wait. Kinds of one name before the first dot,
     * as all mails are, share a lane: four jobs run at a time in each.
     */
    register(kind: string, handler: Handler): void {
      if (handlers.has(kind)) throw new TypeError(`outbox kind ${kind} has a handler already`)
      handlers.set(kind, handler)
      const lane = kind.split('.', 1)[0] ?? kind
      lanes.set(lane, [...(lanes.get(lane) ?? []), kind])
    },

    /**
     * Adds a job inside the caller's transaction, due at the instant `runAt` (default now). `payload` is kept as JSON;
     * it names rows and never holds a code, token or password. Returns the id of the job.
     */
    async enqueue(tx: Transaction, kind: string, payload: object, runAt?: number): Promise<string> {
      const now = clock.now()
      const job = { id: random.id(), kind, payload: JSON.stringify(payload) }
      await store.insertJob(tx, { ...job, created_at: now, run_at: runAt ?? now })
      if (runAt === undefined || runAt <= now) worker.wake()
      return job.id
    },

    /** Takes a job back that nobody has begun. Returns whether it was so. */
    withdraw: (tx: Transaction, jobId: string): Promise<boolean> => store.withdrawJob(tx, jobId),

    /** Makes a job due that nobody has begun. Returns whether it was so. */
    hasten: (tx: Transaction, jobId: string): Promise<boolean> => store.hastenJob(tx, jobId, clock.now()),

    /** Runs everything that is due now, and what that makes due, in this call. For tests and commands. */
    async runDue(): Promise<void> {
      for (;;) {
        const begun = [...lanes.keys()].map((lane) => runClaimed(lane, CONCURRENCY))
        const running = (await Promise.all(begun)).flat()
        if (running.length === 0) return
        await Promise.all(running)
      }
    },

    /** Jobs that were given up: how many of each kind, and whether those were refused by whom they were for. */
    failed: () => store.countFailed(db.read),

    /** Removes jobs that were given up a month ago, a few at a time. Returns how many went. */
    purge: (): Promise<number> => db.write((tx) => store.deleteFailedUntil(tx, clock.now() - FAILED_KEPT)),

    /** Works until `stop`. */
    start(to: Log): void {
      log = to
      worker.start((error) => to.error({ err: error }, 'outbox cannot be read'))
    },

    /** Takes no more jobs; resolves when those that run have ended, or after a few seconds. */
    stop: () => worker.stop(),
  }
}

function readingsOf(counts: readonly store.JobCounts[], now: number): Reading[] {
  const oldest = Math.min(now, ...counts.map((count) => count.oldestDue ?? now))
  return [
    ['user_profile_outbox_due_jobs', counts.reduce((sum, { due }) => sum + due, 0), {}],
    ['user_profile_outbox_oldest_due_age_seconds', (now - oldest) / 1000, {}],
    ...counts.flatMap(({ kind, retrying, givenUp }): Reading[] => [
      ['user_profile_outbox_retrying_jobs', retrying, { kind }],
      ['user_profile_outbox_given_up_jobs', givenUp, { kind }],
    ]),
  ]
}

/** The work under its deadline, which keeps no process alive: what hangs then comes back when its lease ends. */
function bounded(work: Promise<void>): Promise<void> {
  return fromEvents('outbox handler', ({ resolve, reject }) => {
    const overdue = () => reject(new Error('the handler took too long'))
    const cancel = later('outbox handler deadline', HANDLER_TIME, overdue)
    work.then(resolve, reject).finally(cancel)
  })
}

function errorCodes(error: unknown): Record<string, unknown> {
  const known = error instanceof FinalFailure ? (error.cause ?? error) : error
  const { name, code, responseCode, command } = (known ?? {}) as Record<string, unknown>
  return { error: name, code, responseCode, command }
}
