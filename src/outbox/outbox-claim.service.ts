import * as store from './outbox.store.ts'
import { type Job, LEASE } from './outbox.ts'
import { guarded, type OutboxDependencies } from './outbox-dependencies.service.ts'

/** How many times more jobs are listed than claimed. */
const SPREAD = 8
/** Consecutive polls if other workers were faster each time. */
const CLAIM_TRIES = 3

/** The claim of due jobs by one worker among many. */
export function createClaim({
  db,
  clock,
  random,
  handlers,
}: Pick<OutboxDependencies, 'db' | 'clock' | 'random' | 'handlers'>) {
  /** Picks some of the due jobs rather than the first ones, which every other node would pick too. */
  const listSome = async (lane: string, limit: number) => {
    const due = await store.listDue(db.read, handlers.kindsIn(lane), clock.now(), limit * SPREAD)
    const start = Number(random.digits(4)) % Math.max(1, due.length - limit + 1)
    return due.slice(start, start + limit)
  }

  /** Claims at most `limit` due jobs of a lane. */
  return async (lane: string, limit: number): Promise<Job[]> => {
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
}
