import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { SessionService } from '../session/session.service.ts'
import type { UserService } from '../user/user.service.ts'

/** Dependencies of undoing a change of the address; each use case picks what it uses. */
export interface UndoDependencies {
  db: Database
  clock: Clock
  users: UserService
  sessions: SessionService
  audit: AuditService
  outbox: OutboxService
  proofs: Pick<ProofService, 'requireInRequest'>
  /** Invalidates codes for a new password, and a pending new password. */
  endRecovery: (tx: Transaction, userId: string, actor: Actor) => Promise<void>
  /** Removes passkeys and a second factor that were added at or after the instant. */
  endFactors: (tx: Transaction, userId: string, since: number, actor: Actor) => Promise<void>
  /** Cancels a requested removal of the account. Returns whether there was one. */
  cancelRemoval: (tx: Transaction, userId: string, actor: Actor) => Promise<boolean>
}
