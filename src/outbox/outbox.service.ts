import { DAY } from '../basics/durations.ts'
import type { Transaction } from '../ports/database.ts'
import type { Log } from '../ports/log.ts'
import { noMetrics, type Reading } from '../ports/metrics.ts'
import * as store from './outbox.store.ts'
import { createClaim } from './outbox-claim.service.ts'
import { guarded, type OutboxDependencies } from './outbox-dependencies.service.ts'
import { createHandlers } from './outbox-handlers.ts'
import { createRun } from './outbox-run.service.ts'
import { createWorker } from './outbox-worker.ts'

/** How long failed jobs are stored for the operator, in milliseconds. */
const FAILED_KEPT = 30 * DAY
/** How long counts for the metrics are cached, in milliseconds. */
const COUNTS_KEPT = 2000

export type OutboxService = ReturnType<typeof createOutboxService>

/**
 * Work that must happen after a commit, at least once: mails and file removals. A job is a row written in the
 * transaction that requires it; workers of all nodes claim due rows by a guarded UPDATE. Payloads never
 * contain secrets.
 */
export function createOutboxService(
  outside: Pick<OutboxDependencies, 'db' | 'clock' | 'random'> &
    Partial<Pick<OutboxDependencies, 'tracer' | 'metrics'>>,
) {
  const { db, clock, random, tracer = null, metrics = noMetrics } = outside
  const handlers = createHandlers()
  let log: Log | null = null
  const deps: OutboxDependencies = { db, clock, random, tracer, metrics, handlers, log: () => log }
  const claim = createClaim(deps)
  const run = createRun(deps)

  /** Claims and starts jobs; returns promises of their completion. */
  const runSome = async (lane: string, limit: number): Promise<Promise<void>[]> =>
    (await claim(lane, limit)).map((job) =>
      run(job).catch((error: unknown) => log?.error({ err: error }, 'outbox cannot record the end of a job')),
    )
  const worker = createWorker(handlers.slotsOf, handlers.lanes, runSome)
  metrics.readGauges(async () => {
    const now = clock.now()
    return readingsOf(await store.countJobs(db.read, now), now)
  }, COUNTS_KEPT)

  return {
    /**
     * Registers the handler for a kind of job. Jobs without a handler wait. Kinds with the same name before
     * the first dot, like all mails, share a lane with four concurrent jobs, unless one asks for more.
     */
    register: handlers.register,

    /**
     * Adds a job in the caller's transaction, due at the instant `runAt` (default: now). `payload` is stored
     * as JSON; it names rows and never contains a code, token or password. Returns the id of the job.
     */
    async enqueue(tx: Transaction, kind: string, payload: object, runAt?: number): Promise<string> {
      const now = clock.now()
      const job = { id: random.id(), kind, payload: JSON.stringify(payload) }
      await store.insertJob(tx, { ...job, created_at: now, run_at: runAt ?? now })
      if (runAt === undefined || runAt <= now) worker.wake()
      return job.id
    },

    /** Adds jobs that are due now, each unless a job with its id exists: so there is at most one of them. */
    async ensure(kind: string, jobs: readonly { id: string; payload: object }[]): Promise<void> {
      if (jobs.length === 0) return
      const now = clock.now()
      const rows = jobs.map(({ id, payload }) => ({ id, kind, payload: JSON.stringify(payload) }))
      await db.write((tx) => store.ensureJobs(tx, rows, now), guarded)
      worker.wake()
    },

    /** Makes a job due that waits for its next try, if there is one. */
    hasten: (tx: Transaction, jobId: string): Promise<void> => store.hastenJob(tx, jobId, clock.now()),

    /** Removes a job that has not been started. Returns whether it did. */
    withdraw: (tx: Transaction, jobId: string): Promise<boolean> => store.withdrawJob(tx, jobId),

    /** Makes a job due that has not been started. Returns whether it did. */
    makeDue: (tx: Transaction, jobId: string): Promise<boolean> => store.makeJobDue(tx, jobId, clock.now()),

    /** Runs everything that is due now, and jobs that become due as a result. For tests and commands. */
    async runDue(): Promise<void> {
      for (;;) {
        const running = (
          await Promise.all(handlers.lanes().map((lane) => runSome(lane, handlers.slotsOf(lane))))
        ).flat()
        if (running.length === 0) return
        await Promise.all(running)
      }
    },

    /** Counts failed jobs by kind, and by whether their recipients refused them. */
    failed: () => store.countFailed(db.read),

    /** Removes jobs that failed a month ago, a few at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.deleteFailedUntil(tx, clock.now() - FAILED_KEPT)),

    /** Runs until `stop`. */
    start(to: Log): void {
      log = to
      worker.start((error) => to.error({ err: error }, 'outbox cannot be read'))
    },

    /** Stops claiming jobs; resolves when running ones have ended, or after a few seconds. */
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
