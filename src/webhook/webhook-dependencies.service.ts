import type { AuditService } from '../audit/audit.service.ts'
import type { SealedSecrets } from '../basics/sealed-secrets.ts'
import type { FeedService } from '../feed/feed.service.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { WebhookSender } from '../ports/webhook-sender.ts'

/** What applications show of a person, as it is sent along; null if there is nobody. */
export type CardOf = (userId: string) => Promise<object | null>

/** Dependencies of the use cases of webhooks; each picks what it uses. */
export interface WebhookDependencies {
  db: Database
  clock: Clock
  random: Random
  audit: Pick<AuditService, 'record'>
  sealed: SealedSecrets
  feed: Pick<FeedService, 'listAfter' | 'newest'>
  outbox: Pick<OutboxService, 'register' | 'ensure' | 'enqueue' | 'hasten'>
  sender: WebhookSender
  metrics: Metrics
  cardOf: CardOf
  /** The log, once the service has started. */
  log: () => Log | null
}
