import type { Actor } from '../audit/audit.ts'
import { FEED_START, type FeedType } from '../feed/feed.ts'
import type { Transaction } from '../ports/database.ts'
import * as store from './webhook.store.ts'
import { ENDPOINTS_MAX, type Endpoint, SECRET_OVERLAP, secretOf } from './webhook.ts'
import type { SendAttempt } from './webhook-attempt.service.ts'
import type { WebhookDependencies } from './webhook-dependencies.service.ts'
import { REPLAY, type ReplayJob } from './webhook-replay.service.ts'

/** Type of the message that `app webhook test` sends. */
const TEST = 'webhook.test'

export interface NewEndpoint {
  applicationId: string
  url: string
  types: readonly FeedType[] | null
  hasCard: boolean
}

/** Id of the only job of an endpoint. */
export const jobOf = (endpointId: string): string => `webhook ${endpointId}`

/** The endpoints of applications, as the operator manages them. */
export function createEndpoints(
  {
    db,
    clock,
    random,
    audit,
    sealed,
    feed,
    outbox,
  }: Pick<WebhookDependencies, 'db' | 'clock' | 'random' | 'audit' | 'sealed' | 'feed' | 'outbox'>,
  attempt: SendAttempt,
) {
  const newSecret = () => secretOf(Buffer.from(random.secret(), 'base64url'))
  const seal = (secret: string, id: string, column: 'secret' | 'previous_secret') =>
    sealed.seal(secret, { table: 'webhook_endpoints', column, id })

  /** Makes a change that is recorded if it takes place. Returns the endpoint after it, or null if there is none. */
  const change = (
    id: string,
    action:
      | 'application.webhook_updated'
      | 'application.webhook_removed'
      | 'application.webhook_secret_rotated',
    actor: Actor,
    work: (tx: Transaction) => Promise<boolean>,
    fields: readonly string[] = [],
  ): Promise<Endpoint | null> =>
    db.write(async (tx) => {
      const before = await store.findEndpoint(tx, id)
      if (!before || !(await work(tx))) return null
      await audit.record(tx, action, actor, { applicationId: before.applicationId, fields })
      return (await store.findEndpoint(tx, id)) ?? before
    })

  return {
    /**
     * Adds an endpoint, which receives what happens from now on. Returns it with its secret, which is not shown again; null
     * if the application has too many.
     */
    async add(wanted: NewEndpoint, actor: Actor): Promise<{ endpoint: Endpoint; secret: string } | null> {
      const secret = newSecret()
      const id = random.id()
      const after = (await feed.newest()) ?? FEED_START
      const endpoint: Endpoint = {
        ...wanted,
        id,
        after,
        createdAt: clock.now(),
        failingSince: null,
        disabledAt: null,
        disabledReason: null,
        previousUntil: null,
      }
      const { applicationId } = wanted
      return db.write(async (tx) => {
        if ((await store.countOf(tx, applicationId)) >= ENDPOINTS_MAX) return null
        await store.insertEndpoint(tx, endpoint, seal(secret, id, 'secret'))
        await audit.record(tx, 'application.webhook_added', actor, { applicationId })
        return { endpoint, secret }
      })
    },

    /** Returns all endpoints, or those of one application, oldest first. */
    list: (applicationId: string | null): Promise<Endpoint[]> => store.listEndpoints(db.read, applicationId),

    find: (id: string): Promise<Endpoint | null> => store.findEndpoint(db.read, id),

    /** Changes an endpoint; what waits for its next try is sent at once. Returns null if there is none. */
    update(
      id: string,
      { isDisabled, ...changes }: Omit<store.EndpointChange, 'disabled'> & { isDisabled?: boolean },
      actor: Actor,
    ): Promise<Endpoint | null> {
      const at = clock.now()
      const disabled = isDisabled ? { at, reason: 'operator' as const } : null
      const all = { ...changes, ...(isDisabled !== undefined && { disabled }) }
      const names = { url: 'url', types: 'events', hasCard: 'card', disabled: 'disabled' }
      const fields = (Object.keys(all) as (keyof typeof names)[]).map((key) => names[key])
      const work = async (tx: Transaction) => {
        await outbox.hasten(tx, jobOf(id))
        return store.updateEndpoint(tx, id, all)
      }
      return change(id, 'application.webhook_updated', actor, work, fields)
    },

    /** Removes an endpoint. Returns it, or null if there is none. */
    remove: (id: string, actor: Actor): Promise<Endpoint | null> =>
      change(id, 'application.webhook_removed', actor, (tx) => store.removeEndpoint(tx, id)),

    /** Creates a new secret; the current one also signs for a day. Returns it, or null if there is no such endpoint. */
    async rotate(id: string, actor: Actor): Promise<{ secret: string; until: number } | null> {
      const secret = newSecret()
      const until = clock.now() + SECRET_OVERLAP
      const rotated = await change(id, 'application.webhook_secret_rotated', actor, async (tx) => {
        const old = await store.findSecret(tx, id)
        if (old === null) return false
        const text = sealed.open(old, { table: 'webhook_endpoints', column: 'secret', id })
        const previous = seal(text, id, 'previous_secret')
        return store.replaceSecret(tx, id, { old, previous, next: seal(secret, id, 'secret'), until })
      })
      return rotated && { secret, until }
    },

    /** Sends a message of type `webhook.test` now. Returns the attempt; null if the endpoint does not exist or is disabled. */
    async test(id: string) {
      const found = await store.findActive(db.read, id)
      if (!found) return null
      const timestamp = new Date(clock.now()).toISOString()
      const body = JSON.stringify({ type: TEST, timestamp, data: {} })
      const { endpoint, secrets } = found
      return attempt.send(endpoint, secrets, { id: random.orderedId(), type: TEST, body })
    },

    /** Returns the latest attempts, newest first. */
    deliveries: (id: string, limit: number) => store.listDeliveries(db.read, id, limit),

    /**
     * Sends events of a span of time again, beside the line of new ones. Instants are in milliseconds; `until` is
     * exclusive. Returns whether the endpoint is active.
     */
    async replay(id: string, { since, until }: { since: number; until: number }): Promise<boolean> {
      const found = await store.findActive(db.read, id)
      if (!found) return false
      const job: ReplayJob = { endpointId: id, after: FEED_START, since, until, last: found.endpoint.after }
      await db.write((tx) => outbox.enqueue(tx, REPLAY, job))
      return true
    },
  }
}
