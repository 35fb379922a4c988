import { createLocalInfoService } from '../local-info/local-info.service.ts'
import { createCardsService } from '../people/cards.service.ts'
import { createIdempotency } from '../people/idempotency.service.ts'
import { createPeopleReading } from '../people/people-reading.service.ts'
import { createPeopleWriting } from '../people/people-writing.service.ts'
import { createProfileService } from '../profile/profile.service.ts'
import type { CoreServices } from './core-services.ts'
import { openBreachedPasswords } from './open-adapters.ts'
import { wireAccount } from './wire-account.ts'
import { wireMails } from './wire-mails.ts'
import { wirePictures } from './wire-pictures.ts'
import { wireProviders } from './wire-providers.ts'
import { wireSessions } from './wire-sessions.ts'
import { wireWebhooks } from './wire-webhooks.ts'

export type Features = ReturnType<typeof wireFeatures>

/** Wires the features, in the order in which they may use each other. */
export function wireFeatures(core: CoreServices) {
  const { config, db, clock, limiter, users, audit, attributes, metrics, choices, log } = core
  const sessions = wireSessions(core)
  // Called only once everything is wired.
  const mails = wireMails(core, sessions.ownSessions, (file) => pictures.pictures.drawLogo(file))
  const pictures = wirePictures(core, mails.outbox)
  const account = wireAccount({
    ...core,
    ...sessions,
    ...mails,
    pictures: pictures.pictures,
    breached: openBreachedPasswords(config, metrics, log),
  })
  return {
    ...sessions,
    ...mails,
    ...pictures,
    ...account,
    profiles: createProfileService({
      db,
      clock,
      limiter,
      users,
      audit,
      attributes,
      choices,
      defaults: choices.defaults,
      addressProof: account.emailChanges.addressProof,
      picturePath: pictures.pictures.picturePath,
      linksTo: pictures.pictures.linksTo,
    }),
    ...wireProviders({ ...core, ...sessions }),
    webhooks: wireWebhooks(core, { outbox: mails.outbox, pictures: pictures.pictures }),
    localInfo: createLocalInfoService({ localInfo: choices }),
    ...wirePeople({ ...core, ...sessions, ...account, ...pictures }),
  }
}

/** Wires what servers do with people. */
function wirePeople(
  services: CoreServices &
    Pick<ReturnType<typeof wireSessions>, 'sessionEnds'> &
    Pick<ReturnType<typeof wireAccount>, 'accounts' | 'personUpdates'> &
    Pick<ReturnType<typeof wirePictures>, 'pictures'>,
) {
  const people = createPeopleReading(services)
  const idempotency = createIdempotency(services)
  const peopleWriting = createPeopleWriting({ ...services, people, idempotency })
  return { people, peopleWriting, idempotency, cards: createCardsService(services) }
}
