import { fromEvents, later } from '../basics/foreign-events.ts'
import * as store from './outbox.store.ts'
import { FinalFailure, type Job, nextDelay, readPayload } from './outbox.ts'
import { guarded, type OutboxDependencies } from './outbox-dependencies.service.ts'

/** Timeout of a handler, in milliseconds: before the lease ends, so that no other worker has started. */
const HANDLER_TIME = 100_000
const LAST_ERROR_MAX = 500

/** The run of one claimed job, to its end or its next try. */
export function createRun({ db, clock, random, tracer, metrics, handlers, log }: OutboxDependencies) {
  const ended = ({ kind }: Job, outcome: 'done' | 'retried' | 'given_up' | 'refused') =>
    metrics.count('user_profile_outbox_jobs_total', { kind, outcome })

  const fail = async (job: Job, error: unknown): Promise<void> => {
    const isFinal = error instanceof FinalFailure
    const isRefused = isFinal && error.isRefusal
    const jitter = Number(random.digits(4)) / 10_000
    const delay = isFinal ? null : nextDelay(job.tries, jitter, handlers.triesOf(job.kind))
    const now = clock.now()
    const about = { job: job.id, kind: job.kind, tries: job.tries, ...errorCodes(error) }
    // Omits the text of the error: a mail server's reply names the recipient.
    if (isRefused) log()?.warn(about, 'outbox job refused by its recipient, it will not be retried')
    else if (delay === null) log()?.error(about, 'outbox job given up')
    else log()?.warn(about, 'outbox job failed and will be retried')
    const lastError = isRefused ? store.REFUSED + storedText(error) : storedText(error)
    const runAt = delay === null ? null : now + delay
    await db.write((tx) => store.releaseJob(tx, job, lastError, runAt, now), guarded)
    ended(job, isRefused ? 'refused' : delay === null ? 'given_up' : 'retried')
  }
  const handle = (job: Job): Promise<void> => {
    const work = async () => handlers.of(job.kind)(readPayload(job), job)
    if (!tracer) return work()
    const about = { 'user_profile.job.kind': job.kind, 'user_profile.job.tries': job.tries }
    return tracer.job(`outbox ${job.kind}`, about, work)
  }

  /** Runs the job and records how it ended. */
  return async (job: Job): Promise<void> => {
    try {
      if (job.tries > handlers.triesOf(job.kind)) throw new Error('the last attempt did not finish')
      await bounded(handle(job))
    } catch (error) {
      return fail(job, error)
    }
    await db.write((tx) => store.deleteJob(tx, job), guarded)
    ended(job, 'done')
  }
}

/**
 * Limits the work by a deadline that does not keep the process alive: a hanging job is retried when its lease
 * ends.
 */
function bounded(work: Promise<void>): Promise<void> {
  return fromEvents('outbox handler', ({ resolve, reject }) => {
    const overdue = () => reject(new Error('the handler took too long'))
    const cancel = later('outbox handler deadline', HANDLER_TIME, overdue)
    work.then(resolve, reject).finally(cancel)
  })
}

/** Returns the text of an error as it is stored: a mail server may reply anything, and PostgreSQL cannot store NUL. */
function storedText(error: unknown): string {
  return String(error instanceof Error ? error.message : error)
    .slice(0, LAST_ERROR_MAX)
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
}

function errorCodes(error: unknown): Record<string, unknown> {
  const known = error instanceof FinalFailure ? (error.cause ?? error) : error
  const { name, code, responseCode, command } = (known ?? {}) as Record<string, unknown>
  return { error: name, code, responseCode, command }
}
