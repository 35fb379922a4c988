import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics, type Reading } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { Tracer } from '../ports/tracer.ts'
import * as store from './outbox.store.ts'
import { type Job, nextDelay, TRIES_MAX } from './outbox.ts'

/** Jobs run at the same time by one process; the SMTP pool has as many connections. */
const CONCURRENCY = 4
/** A worker holds a job this long, in milliseconds; a dead worker's job comes back after it. */
const LEASE = 120_000
/** A handler that takes longer has failed: before the lease ends, so that no other worker has begun. */
const HANDLER_TIME = 100_000
/** Milliseconds between looks at the table; for a second after an enqueue the shorter one. */
const POLL = 1000
const POLL_AFTER_ENQUEUE = 15
const LAST_ERROR_MAX = 500
/** How many times as many jobs are looked at as are taken. */
const SPREAD = 8
/** Looks at the table in a row where others were faster each time. */
const CLAIM_TRIES = 3
/** How long what was counted for the metrics is good, in milliseconds. */
const COUNTS_KEPT = 2000

/** Does one job. It may run again after a failure or a crash. A rejection is tried again later. */
export type Handler = (payload: unknown, job: Job) => Promise<void>

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
  const worker = createWorker((limit) => runClaimed(limit))
  let log: Log | null = null
  const readings = async () => {
    const now = clock.now()
    return readingsOf(await store.countJobs(db.read, now), now)
  }
  metrics.readGauges(readings, COUNTS_KEPT)
  const ended = ({ kind }: Job, outcome: 'done' | 'retried' | 'given_up') =>
    metrics.count('user_profile_outbox_jobs_total', { kind, outcome })

  /** Some of the due jobs, not simply the first ones: those are what every other node reaches for as well. */
  const listSome = async (limit: number) => {
    const due = await store.listDue(db.read, [...handlers.keys()], clock.now(), limit * SPREAD)
    const start = Number(random.digits(4)) % Math.max(1, due.length - limit + 1)
    return due.slice(start, start + limit)
  }
  const claim = async (limit: number): Promise<Job[]> => {
    for (let attempt = 1; attempt <= CLAIM_TRIES; attempt++) {
      const due = await listSome(limit)
      if (due.length === 0) return []
      const jobs = await db.write(async (tx) => {
        const now = clock.now()
        const claimed: Job[] = []
        for (const row of due) {
          const job = await store.claimJob(tx, row, now, now + LEASE)
          if (job) claimed.push(job)
        }
        return claimed
      })
      if (jobs.length > 0) return jobs
    }
    return []
  }
  const fail = async (job: Job, error: unknown): Promise<void> => {
    const delay = nextDelay(job.tries, Number(random.digits(4)) / 10_000)
    const now = clock.now()
    const about = { job: job.id, kind: job.kind, tries: job.tries, ...errorCodes(error) }
    // Not the error's text: a mail server's answer names the recipient.
    if (delay === null) log?.error(about, 'outbox job given up')
    else log?.warn(about, 'outbox job failed, it is tried again')
    const text = String(error instanceof Error ? error.message : error).slice(0, LAST_ERROR_MAX)
    await db.write((tx) => store.releaseJob(tx, job, text, delay === null ? null : now + delay, now))
    ended(job, delay === null ? 'given_up' : 'retried')
  }
  const handle = (job: Job): Promise<void> => {
    const work = () => handlers.get(job.kind)!(job.payload, job)
    if (!tracer) return work()
    const about = { 'user_profile.job.kind': job.kind, 'user_profile.job.tries': job.tries }
    return tracer.job(`outbox ${job.kind}`, about, work)
  }
  const run = async (job: Job): Promise<void> => {
    try {
      if (job.tries > TRIES_MAX) throw new Error('the last try did not end')
      await bounded(handle(job), HANDLER_TIME)
    } catch (error) {
      return fail(job, error)
    }
    await db.write((tx) => store.deleteJob(tx, job))
    ended(job, 'done')
  }
  /** Claims and starts jobs; answers their ends. */
  const runClaimed = async (limit: number): Promise<Promise<void>[]> =>
    (await claim(limit)).map((job) =>
      run(job).catch((error: unknown) => log?.error({ err: error }, 'outbox cannot note the end of a job')),
    )

  return {
    /** Names who does the jobs of a kind. Jobs of a kind that nobody does wait. */
    register(kind: string, handler: Handler): void {
      if (handlers.has(kind)) throw new TypeError(`outbox kind ${kind} has a handler already`)
      handlers.set(kind, handler)
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
        const running = await runClaimed(CONCURRENCY)
        if (running.length === 0) return
        await Promise.all(running)
      }
    },

    /** Jobs that were given up: how many of each kind. */
    failed: () => store.countFailed(db.read),

    /** Works until `stop`. */
    start(to: Log): void {
      log = to
      worker.start((error) => to.error({ err: error }, 'outbox cannot be read'))
    },

    /** Takes no more jobs; resolves when those that run have ended. */
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

/** Runs at most `CONCURRENCY` things at a time, again and again until it is stopped. */
function createWorker(runSome: (limit: number) => Promise<Promise<void>[]>) {
  const running = new Set<Promise<void>>()
  let isStopping = false
  let loop: Promise<void> | null = null
  let hurriedUntil = 0
  let resume: () => void = () => {}

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      timer.unref()
      resume = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const take = async (): Promise<void> => {
    for (const one of await runSome(CONCURRENCY - running.size)) {
      running.add(one)
      one.finally(() => {
        running.delete(one)
        resume()
      })
    }
  }
  const work = async (onError: (error: unknown) => void): Promise<void> => {
    while (!isStopping) {
      if (running.size < CONCURRENCY) await take().catch(onError)
      if (!isStopping) await pause(performance.now() < hurriedUntil ? POLL_AFTER_ENQUEUE : POLL)
    }
    await Promise.all(running)
  }
  return {
    /** Looks often for a while: the transaction that has just added a job commits within it. */
    wake(): void {
      hurriedUntil = performance.now() + POLL
      resume()
    },
    start(onError: (error: unknown) => void): void {
      loop ??= work(onError)
    },
    async stop(): Promise<void> {
      isStopping = true
      resume()
      await loop
    },
  }
}

async function bounded(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the handler took too long')), milliseconds)
    timer.unref()
  })
  try {
    await Promise.race([work, overdue])
  } finally {
    clearTimeout(timer)
  }
}

function errorCodes(error: unknown): Record<string, unknown> {
  const { name, code, responseCode, command } = (error ?? {}) as Record<string, unknown>
  return { error: name, code, responseCode, command }
}
