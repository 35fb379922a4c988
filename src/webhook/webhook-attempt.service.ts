import type { FeedEvent } from '../feed/feed.ts'
import { messageOf } from '../feed/feed-message.ts'
import type { StoredSecrets } from './webhook.store.ts'
import { type Delivery, type Endpoint, judge, signedHeaders } from './webhook.ts'
import type { WebhookDependencies } from './webhook-dependencies.service.ts'

/** How an attempt ended, and the row for the log. */
export interface Attempt {
  result: ReturnType<typeof judge>
  delivery: Delivery
  /** More about a fault, for the operator. */
  detail: string | null
}

/** One request to an endpoint. */
export function createAttempt({
  clock,
  random,
  sealed,
  sender,
  metrics,
  cardOf,
}: Pick<WebhookDependencies, 'clock' | 'random' | 'sealed' | 'sender' | 'metrics' | 'cardOf'>) {
  /** Returns the secrets that sign now, the current one first. */
  const signing = (endpoint: Endpoint, stored: StoredSecrets, now: number): string[] => {
    const place = { table: 'webhook_endpoints', id: endpoint.id }
    const { secret, previousSecret, previousUntil } = stored
    const own = sealed.open(secret, { ...place, column: 'secret' })
    if (previousSecret === null || (previousUntil ?? 0) <= now) return [own]
    return [own, sealed.open(previousSecret, { ...place, column: 'previous_secret' })]
  }

  /** Sends a message under an id. Never rejects for what the endpoint does. */
  const send = async (
    endpoint: Endpoint,
    stored: StoredSecrets,
    { id, type, body }: { id: string; type: string; body: string },
  ): Promise<Attempt> => {
    const now = clock.now()
    const began = performance.now()
    const headers = signedHeaders({ id, body }, signing(endpoint, stored, now), now)
    const outcome = await sender.send({ url: endpoint.url, headers, body })
    const result = judge(outcome)
    metrics.count('user_profile_webhook_attempts_total', { outcome: result })
    const response = 'status' in outcome ? outcome : null
    const failure = 'fault' in outcome ? outcome : null
    return {
      result,
      detail: failure?.detail ?? null,
      delivery: {
        id: random.orderedId(),
        endpointId: endpoint.id,
        eventId: id,
        type,
        createdAt: now,
        status: response?.status ?? null,
        fault: failure?.fault ?? null,
        duration: Math.round(performance.now() - began),
      },
    }
  }
  return {
    send,
    /** Sends an event. */
    async sendEvent(endpoint: Endpoint, stored: StoredSecrets, event: FeedEvent): Promise<Attempt> {
      const card = endpoint.hasCard ? await cardOf(event.userId) : undefined
      const body = JSON.stringify(messageOf(event, card))
      return send(endpoint, stored, { id: event.id, type: event.type, body })
    },
  }
}

export type SendAttempt = ReturnType<typeof createAttempt>
