import type { ApplicationService } from '../application/application.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Log } from '../ports/log.ts'
import type { OfferedCodes } from './attribute-form.ts'

/** Dependencies of the use cases of declared attributes; each picks what it uses. */
export interface AttributeDependencies {
  db: Database
  clock: Clock
  audit: AuditService
  applications: Pick<ApplicationService, 'find' | 'names'>
  offered: OfferedCodes
  /** The default language of the service (BCP 47). */
  language: string
  log: () => Log | null
}
