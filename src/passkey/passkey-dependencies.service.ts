import type { Application } from '../application/application.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Limiter } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'

/** Dependencies of the use cases of passkeys; each picks what it uses. */
export interface PasskeyDependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  audit: AuditService
  /** RP ID; null: there are no passkeys. */
  domain: string | null
  /** Name of the service, as shown by authenticators. */
  serviceName: string
}

/** The application that a passkey is used through. */
export type Through = Pick<Application, 'id' | 'origins'>
