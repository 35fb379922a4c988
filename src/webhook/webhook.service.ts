import { every, inBackground } from '../basics/foreign-events.ts'
import type { FeedPosition } from '../feed/feed.ts'
import type { Reading } from '../ports/metrics.ts'
import * as store from './webhook.store.ts'
import { DELIVERIES_KEPT, DELIVERIES_MAX } from './webhook.ts'
import { createAttempt } from './webhook-attempt.service.ts'
import { createDelivery } from './webhook-delivery.service.ts'
import type { WebhookDependencies } from './webhook-dependencies.service.ts'
import { createEndpoints, jobOf } from './webhook-endpoints.service.ts'
import { createReplay, REPLAY, type ReplayJob } from './webhook-replay.service.ts'

/** Kind of the outbox job that delivers for one endpoint. */
const DELIVER = 'webhook.deliver'
/** Endpoints that one process delivers to at once: one that does not answer occupies a slot for 15 seconds. */
const SLOTS = 16
/** More tries than fit into the days until an endpoint is disabled. */
const TRIES_MAX = 1000
/** Milliseconds between looks for endpoints that have something to receive. */
const LOOK = 1000
/** How long counts for the metrics are cached, in milliseconds. */
const COUNTS_KEPT = 5000
/** Endpoints whose oldest waiting event the metrics look for. */
const MEASURED_MAX = 100

export type WebhookService = ReturnType<typeof createWebhookService>

/**
 * Delivers the feed to endpoints of applications (Standard Webhooks 1.0). Nothing is written for a webhook when something
 * happens: an endpoint is a place in the feed, and one job at a time takes it further.
 */
export function createWebhookService(deps: WebhookDependencies) {
  const { db, clock, feed, outbox, metrics, log } = deps
  const attempt = createAttempt(deps)
  const deliver = createDelivery(deps, attempt)
  const replay = createReplay(deps, attempt)
  outbox.register(DELIVER, (payload) => deliver((payload as { endpointId: string }).endpointId), {
    triesMax: TRIES_MAX,
    slots: SLOTS,
  })
  outbox.register(REPLAY, (payload) => replay(payload as ReplayJob))
  let stopTimer = () => {}
  let looking: Promise<void> | null = null

  const isAt = (one: FeedPosition, other: FeedPosition) =>
    one.transaction === other.transaction && one.id === other.id
  const lookOnce = async (): Promise<void> => {
    const endpoints = await store.listActive(db.read)
    if (endpoints.length === 0) return
    const newest = await feed.newest()
    if (newest === null) return
    const behind = endpoints.filter(({ after }) => !isAt(after, newest))
    await outbox.ensure(
      DELIVER,
      behind.map(({ id }) => ({ id: jobOf(id), payload: { endpointId: id } })),
    )
  }
  /** Adds a job for each endpoint that has something to receive, unless it has one. */
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = null
    })
    return looking
  }

  metrics.readGauges(async () => {
    const now = clock.now()
    const all = await store.listEndpoints(db.read, null)
    const active = all.filter(({ disabledAt }) => disabledAt === null)
    const disabled = all.filter(({ disabledReason }) => disabledReason === 'operator').length
    const waiting = await Promise.all(
      active.slice(0, MEASURED_MAX).map(async ({ after }) => (await feed.listAfter(after, 1))[0]?.createdAt),
    )
    const oldest = Math.min(now, ...waiting.map((instant) => instant ?? now))
    const readings: Reading[] = [
      ['user_profile_webhook_endpoints', active.length, { state: 'active' }],
      ['user_profile_webhook_endpoints', disabled, { state: 'disabled' }],
      ['user_profile_webhook_endpoints', all.length - active.length - disabled, { state: 'lost' }],
      [
        'user_profile_webhook_failing_endpoints',
        active.filter((one) => one.failingSince !== null).length,
        {},
      ],
      ['user_profile_webhook_oldest_waiting_age_seconds', (now - oldest) / 1000, {}],
    ]
    return readings
  }, COUNTS_KEPT)

  return {
    ...createEndpoints(deps, attempt),

    look,

    /** Looks every second, until `stop`. */
    start(): void {
      const onError = (error: unknown) => log()?.error({ err: error }, 'webhooks cannot be read')
      stopTimer = every('webhooks', LOOK, () => inBackground('webhooks', look().catch(onError)))
    },

    /** Adds no more jobs. */
    async stop(): Promise<void> {
      stopTimer()
      await looking?.catch(() => {})
    },

    /** Removes old attempts and secrets that no longer sign, a few at a time. Returns how many. */
    async purge(): Promise<number> {
      const now = clock.now()
      const old = await db.write((tx) => store.deleteDeliveriesUntil(tx, now - DELIVERIES_KEPT))
      const secrets = await db.write((tx) => store.clearPrevious(tx, now))
      let excess = 0
      for (const { id } of await store.listEndpoints(db.read, null))
        excess += await db.write((tx) => store.deleteExcess(tx, id, DELIVERIES_MAX), { isGuarded: true })
      return old + secrets + excess
    },
  }
}
