import type { ApplicationService } from '../application/application.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { Choices } from '../profile/profile.ts'
import type { SessionService } from '../session/session.service.ts'
import type { NotifyOwner } from '../session/session.ts'
import type { IssuerSubjects } from '../user/issuer-subjects.service.ts'
import type { UserService } from '../user/user.service.ts'

/** Dependencies of the use cases of providers; each picks what it uses. */
export interface ProviderDependencies {
  db: Database
  clock: Clock
  random: Random
  metrics: Metrics
  users: UserService
  issuerSubjects: IssuerSubjects
  applications: Pick<ApplicationService, 'byApiKey'>
  sessions: Pick<SessionService, 'start'>
  audit: AuditService
  notifyOwner: NotifyOwner
  choices: Choices
  issuers: readonly Issuer[]
}
