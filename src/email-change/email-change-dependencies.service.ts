import type { AuditService } from '../audit/audit.service.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Limiter } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { AddressMove } from './address-move.service.ts'
import type { EmailProof } from './email-change.ts'

/** Dependencies of the change of the address; each use case picks what it uses. */
export interface EmailChangeDependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  users: UserService
  audit: AuditService
  outbox: OutboxService
  proofs: Pick<ProofService, 'require' | 'requireAct'>
  move: AddressMove
  proof: EmailProof
  /** Which applications need a recent proof to request a code (setting `RECENT_PROOF_FOR_EMAIL`). */
  recentProofFor: 'page' | 'all'
}
