import { createHttpsSender } from '../adapters/webhook-sender/https-sender.ts'
import { shownValues } from '../attribute/attribute-set.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import { displayName } from '../people/card.ts'
import type { PictureService } from '../picture/picture.service.ts'
import { createWebhookService } from '../webhook/webhook.service.ts'
import type { CoreServices } from './core-services.ts'

/** Wires the delivery of events to endpoints of applications. */
export function wireWebhooks(
  { config, db, clock, random, audit, sealed, feed, metrics, users, attributes, choices, log }: CoreServices,
  { outbox, pictures }: { outbox: OutboxService; pictures: PictureService },
) {
  return createWebhookService({
    db,
    clock,
    random,
    audit,
    sealed,
    feed,
    outbox,
    metrics,
    log,
    sender: createHttpsSender({ networks: config.webhookNetworks }),
    async cardOf(userId) {
      const user = await users.byId(userId)
      if (!user) return null
      const view = attributes.viewFor({ kind: 'card' })
      return {
        id: user.id,
        display_name: displayName({ ...user, externalId: null }, choices.defaults.language),
        picture: pictures.pictureLinks(user).ProfileImages,
        ...(view && { attributes: shownValues(view, user.attributes) }),
        version: user.version,
      }
    },
  })
}
