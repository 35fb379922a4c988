import type { FeedPosition } from '../feed/feed.ts'
import * as store from './webhook.store.ts'
import { wants } from './webhook.ts'
import type { SendAttempt } from './webhook-attempt.service.ts'
import type { WebhookDependencies } from './webhook-dependencies.service.ts'

/** Kind of the outbox job. */
export const REPLAY = 'webhook.replay'
/** Events sent by one job. At the deadline of each request, it takes less than the lease of a job. */
const BATCH = 5

/** What is to be sent again. */
export interface ReplayJob {
  endpointId: string
  /** Events after this place, */
  after: FeedPosition
  /** of this instant or later, */
  since: number
  /** before this one, in milliseconds, */
  until: number
  /** and no later than this place, since everything after it is delivered anyway. */
  last: FeedPosition
}

/**
 * Sends events again that an endpoint has received before, under the same ids, beside the line of new ones. Each job sends
 * a few and leaves the rest to the next.
 */
export function createReplay(
  { db, feed, outbox }: Pick<WebhookDependencies, 'db' | 'feed' | 'outbox'>,
  attempt: SendAttempt,
) {
  return async (job: ReplayJob): Promise<void> => {
    const found = await store.findActive(db.read, job.endpointId)
    if (!found) return
    const { endpoint, secrets } = found
    const events = await feed.listAfter(job.after, BATCH)
    let next: ReplayJob | null = events.length < BATCH ? null : job
    for (const event of events) {
      const { transaction, id, createdAt } = event
      if (isLater({ transaction, id }, job.last)) {
        next = null
        break
      }
      if (createdAt >= job.since && createdAt < job.until && wants(endpoint, event)) {
        const { result, delivery } = await attempt.sendEvent(endpoint, secrets, event)
        await db.write((tx) => store.insertDeliveries(tx, [delivery]), { isGuarded: true })
        if (result !== 'delivered') throw new Error(`event ${id} was not delivered again`)
      }
      if (next) next = { ...next, after: { transaction, id } }
    }
    const rest = next
    if (rest) await db.write((tx) => outbox.enqueue(tx, REPLAY, rest))
  }
}

const isLater = (one: FeedPosition, other: FeedPosition): boolean =>
  one.transaction > other.transaction || (one.transaction === other.transaction && one.id > other.id)
