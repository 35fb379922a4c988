import { SECOND } from '../basics/durations.ts'
import type { FeedPosition } from '../feed/feed.ts'
import * as store from './webhook.store.ts'
import { type Delivery, type DisabledReason, type Endpoint, isDead, wants } from './webhook.ts'
import type { Attempt, SendAttempt } from './webhook-attempt.service.ts'
import type { WebhookDependencies } from './webhook-dependencies.service.ts'

/** Events read at a time. */
const BATCH = 50
/** How long one job delivers before the next one takes over, in milliseconds; less than the lease of a job. */
const JOB_TIME = 60 * SECOND
/** How often progress is stored, in milliseconds: what was delivered since is delivered again after a crash. */
const STORE_EVERY = SECOND

const guarded = { isGuarded: true }

type Found = NonNullable<Awaited<ReturnType<typeof store.findActive>>>

/** Progress of a job that is not stored yet. */
interface Progress {
  stored: FeedPosition
  reached: FeedPosition
  deliveries: Delivery[]
  storedAt: number
}

/** Delivers what an endpoint has not received, in order. */
export function createDelivery(
  { db, clock, audit, feed, log }: Pick<WebhookDependencies, 'db' | 'clock' | 'audit' | 'feed' | 'log'>,
  attempt: SendAttempt,
) {
  const disable = async (endpoint: Endpoint, attempted: Attempt, reason: DisabledReason): Promise<void> => {
    const { id, applicationId } = endpoint
    const isDone = await db.write(async (tx) => {
      await store.insertDeliveries(tx, [attempted.delivery])
      if (!(await store.disableEndpoint(tx, id, clock.now(), reason))) return false
      await audit.record(tx, 'application.webhook_disabled', { kind: 'system' }, { applicationId })
      return true
    })
    if (!isDone) return
    const why = reason === 'gone' ? 'it answered 410 Gone' : 'no delivery succeeded for three days'
    const about = { endpoint: id, application: applicationId, reason }
    log()?.error(about, `webhook endpoint disabled, since ${why}; see user-profile app webhook list`)
  }

  /**
   * Records a failure. Rejects, so that the job is tried again after a pause that grows; if it has come further, it ends
   * instead, and the next one begins with the shortest pause.
   */
  const fail = async (
    endpoint: Endpoint,
    progress: Progress,
    attempted: Attempt,
    hasMoved: boolean,
  ): Promise<void> => {
    const now = clock.now()
    if (attempted.result === 'gone') return disable(endpoint, attempted, 'gone')
    const since = hasMoved ? now : (endpoint.failingSince ?? now)
    if (isDead(since, now)) return disable(endpoint, attempted, 'failing')
    await db.write(async (tx) => {
      await store.insertDeliveries(tx, [attempted.delivery])
      await store.moveOn(tx, endpoint.id, progress.stored, progress.stored, since)
    }, guarded)
    const { status, fault } = attempted.delivery
    const about = { endpoint: endpoint.id, application: endpoint.applicationId, status, fault }
    log()?.warn(about, 'webhook was not delivered and will be sent again')
    if (hasMoved) return
    throw new DeliveryFailed(status === null ? `${fault}: ${attempted.detail}` : `the status was ${status}`)
  }

  /** Stores how far the job has come. Returns whether the endpoint is still its own to deliver to. */
  const save = async (id: string, progress: Progress): Promise<boolean> => {
    const { stored, reached, deliveries } = progress
    if (reached === stored) return true
    const isOwn = await db.write(async (tx) => {
      if (deliveries.length > 0) await store.insertDeliveries(tx, deliveries)
      return store.moveOn(tx, id, stored, reached, null)
    }, guarded)
    Object.assign(progress, { stored: reached, deliveries: [], storedAt: performance.now() })
    return isOwn
  }

  /** Delivers one batch. Returns whether there may be more to do now. */
  const deliverBatch = async ({ endpoint, secrets }: Found, end: number): Promise<boolean> => {
    const events = await feed.listAfter(endpoint.after, BATCH)
    const progress: Progress = {
      stored: endpoint.after,
      reached: endpoint.after,
      deliveries: [],
      storedAt: performance.now(),
    }
    for (const event of events) {
      if (wants(endpoint, event)) {
        const attempted = await attempt.sendEvent(endpoint, secrets, event)
        if (attempted.result !== 'delivered') {
          const hasMoved = progress.reached !== endpoint.after
          if (await save(endpoint.id, progress)) await fail(endpoint, progress, attempted, hasMoved)
          return false
        }
        progress.deliveries.push(attempted.delivery)
      }
      progress.reached = { transaction: event.transaction, id: event.id }
      if (performance.now() - progress.storedAt > STORE_EVERY && !(await save(endpoint.id, progress)))
        return false
      if (performance.now() > end) break
    }
    return (await save(endpoint.id, progress)) && events.length === BATCH
  }

  /** The job of an endpoint: there is at most one, so its events arrive in order. */
  return async (endpointId: string): Promise<void> => {
    const end = performance.now() + JOB_TIME
    while (performance.now() < end) {
      const found = await store.findActive(db.read, endpointId)
      if (!found || !(await deliverBatch(found, end))) return
    }
  }
}

/** The endpoint did not take an event. */
class DeliveryFailed extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DeliveryFailed'
  }
}
