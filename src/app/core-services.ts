import { pageViews } from '../../common/page-views.ts'
import { createApplicationService } from '../application/application.service.ts'
import { createAttributeService } from '../attribute/attribute.service.ts'
import { createAuditService } from '../audit/audit.service.ts'
import { createSecurityEventsService } from '../audit/security-events.service.ts'
import type { Config } from '../config/config.ts'
import { createFeedService } from '../feed/feed.service.ts'
import { createFeedWriter } from '../feed/feed-writer.service.ts'
import type { LocalInfo } from '../local-info/local-info.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { Tracer } from '../ports/tracer.ts'
import type { NotifyOwner } from '../session/session.ts'
import { createExternalIds } from '../user/external-ids.service.ts'
import { createIssuerSubjects } from '../user/issuer-subjects.service.ts'
import { createPeopleSearch } from '../user/people-search.service.ts'
import { createUserService } from '../user/user.service.ts'
import type { Installation } from './open-installation.ts'

/** What a process is given beside the settings. */
export interface Runtime {
  clock: Clock
  random: Random
  tracer: Tracer | null
  metrics: Metrics
}

/** What every feature depends on. */
export type CoreServices = ReturnType<typeof wireCore>

/** Wires the services that every feature uses. */
export function wireCore(
  { config, choices, ...runtime }: Runtime & { config: Config; choices: LocalInfo },
  { db, objects, sealed, securityLog, limiter }: Installation,
  { log, notifyOwner }: { log: () => Log | null; notifyOwner: NotifyOwner },
) {
  const { clock, random, metrics } = runtime
  const feedWriter = createFeedWriter({ random })
  const audit = createAuditService({
    db,
    clock,
    random,
    feed: feedWriter,
    auditRetention: config.auditRetention,
  })
  const applications = createApplicationService({ db, clock, random, audit })
  return {
    config,
    ...runtime,
    log,
    db,
    objects,
    sealed,
    choices,
    limiter,
    feed: createFeedService({ db, clock, metrics }),
    feedWriter,
    audit,
    securityEvents: createSecurityEventsService({
      audit,
      clock,
      metrics,
      sink: securityLog,
      includesAddresses: config.securityLogAddresses,
    }),
    applications,
    externalIds: createExternalIds({ db, applications }),
    issuerSubjects: createIssuerSubjects({ db, clock }),
    users: createUserService({ db }),
    peopleSearch: createPeopleSearch({ db }),
    attributes: createAttributeService({
      db,
      clock,
      audit,
      applications,
      offered: choices,
      language: config.defaults.language,
      log,
    }),
    notifyOwner,
  }
}

/** URL of the screen on which people manage the security of their account. */
export const securityUrlOf = (page: { url: string }): string => page.url + pageViews.security
