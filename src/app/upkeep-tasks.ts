import { purgeCounters } from '../adapters/limiter/database-limiter.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Idempotency } from '../people/idempotency.service.ts'
import type { PictureService } from '../picture/picture.service.ts'
import type { WebhookService } from '../webhook/webhook.service.ts'
import type { CoreServices } from './core-services.ts'
import { fileUpkeep } from './open-adapters.ts'
import type { UpkeepTask } from './upkeep.ts'
import type { wireAccount } from './wire-account.ts'
import type { wireSessions } from './wire-sessions.ts'

type UpkeepServices = Pick<
  CoreServices,
  'config' | 'clock' | 'db' | 'audit' | 'feed' | 'peopleSearch' | 'externalIds' | 'privateData'
> &
  Pick<ReturnType<typeof wireSessions>, 'sessions' | 'signInLimits' | 'tickets' | 'passkeys'> &
  Pick<ReturnType<typeof wireAccount>, 'undos' | 'accounts' | 'deletions' | 'passwords' | 'waiting'> & {
    pictures: PictureService
    idempotency: Idempotency
    outbox: OutboxService
    webhooks: WebhookService
  }

/** Returns the tasks that remove expired data. */
export function upkeepTasks(services: UpkeepServices): Readonly<Record<string, UpkeepTask>> {
  const { config, clock, db, pictures } = services
  return {
    sessions: services.sessions.purge,
    'used refresh tokens': services.sessions.purgeSuccessors,
    'known places': services.signInLimits.purge,
    'sign-in tickets': services.tickets.purge,
    'passkey challenges': services.passkeys.purge,
    addresses: services.undos.purge,
    people: services.accounts.removeDue,
    'external ids': services.externalIds.purge,
    'private data': services.privateData.purge,
    reminders: services.deletions.remind,
    recoveries: services.passwords.purge,
    'waiting passwords': services.waiting.takeDue,
    'names for the search': services.peopleSearch.fill,
    'replaced pictures': () => pictures.endReplaced(),
    pictures: () => pictures.purgeExpired(),
    ...fileUpkeep(config, clock),
    'unfinished files': pictures.removeUnfinished,
    'default pictures': pictures.fillTokens,
    'picture checksums': pictures.adoptSome,
    audit: services.audit.purge,
    events: services.feed.purge,
    limits: () => purgeCounters(db, clock.now()),
    'repeatable changes': services.idempotency.purge,
    outbox: services.outbox.purge,
    webhooks: services.webhooks.purge,
  }
}
