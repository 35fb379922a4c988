import type { ApplicationService } from '../application/application.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { FeedWriter } from '../feed/feed-writer.service.ts'
import type { PasswordKinds } from '../password/password-kinds.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Random } from '../ports/random.ts'
import type { UserService } from '../user/user.service.ts'
import type { NewAccessClaims } from './access-token.ts'
import type { Attempts } from './attempts.service.ts'
import type { Keyring } from './keyring.service.ts'
import type { KnownDevices } from './known-devices.service.ts'
import type { SessionProvider } from './provider-acts.ts'
import type { NotifyOwner, SessionLifetimes } from './session.ts'
import type { SignInGate } from './sign-in-gate.service.ts'
import type { SignInLimits } from './sign-in-limits.service.ts'

/** Dependencies of the use cases of sessions; each picks what it uses. */
export interface SessionDependencies {
  db: Database
  clock: Clock
  random: Random
  attempts: Attempts
  passwordKinds: PasswordKinds
  keyring: Keyring
  applications: ApplicationService
  users: UserService
  audit: AuditService
  feed: Pick<FeedWriter, 'addEnded'>
  knownDevices: KnownDevices
  notifyOwner: NotifyOwner
  limits: SignInLimits
  gate: SignInGate
  metrics?: Metrics
  /** `iss` of the tokens. */
  issuer: string
  issuers: readonly SessionProvider[]
  lifetimes: SessionLifetimes
  /** How long a rotated refresh token may be reused after its first use, in milliseconds. */
  refreshReuse: number
  /** Returns the key by which addresses are compared; null: people sign in with their user name only. */
  emailKey: ((address: string) => string) | null
}

/** Creates an access token. */
export type IssueAccess = (claims: NewAccessClaims) => Promise<string>
