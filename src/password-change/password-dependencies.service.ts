import type { AuditService } from '../audit/audit.service.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { NewPasswords } from '../password/new-password.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Limiter } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'
import type { Attempts } from '../session/attempts.service.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { SignInLimits } from '../session/sign-in-limits.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { SetPassword } from './password-setter.service.ts'
import type { WaitingPasswordService } from './waiting-password.service.ts'

/** Dependencies of change and recovery of the password; each use case picks what it uses. */
export interface PasswordDependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  attempts: Attempts
  proofs: Pick<ProofService, 'checkPassword' | 'requireAct'>
  users: UserService
  audit: AuditService
  outbox: OutboxService
  setPassword: SetPassword
  waiting: Pick<WaitingPasswordService, 'begin'>
  newPasswords: NewPasswords
  signInLimits: SignInLimits
}
