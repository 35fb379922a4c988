import type { AuditAction } from '../../common/audit-actions.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import type { SessionService } from '../session/session.service.ts'
import type { NotifyOwner } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import * as store from './recovery.store.ts'
import * as waitingStore from './waiting-password.store.ts'

interface Dependencies {
  clock: Clock
  users: UserService
  sessions: SessionService
  audit: AuditService
  notifyOwner: NotifyOwner
}

interface How {
  action: AuditAction
  actor: Actor
  /** The only session that stays active. */
  keptSession?: string
  /** Whether access to the mailbox was the only proof. */
  isRecovery?: boolean
  /** Whether signing in still requires a recovery. */
  isResetKept?: boolean
}

export type SetPassword = ReturnType<typeof createPasswordSetter>

/**
 * Applies a new password and everything that follows from it: ends sessions, codes and pending passwords, and
 * notifies the person by mail.
 */
export function createPasswordSetter({ clock, users, sessions, audit, notifyOwner }: Dependencies) {
  return async (
    tx: Transaction,
    userId: string,
    hash: string,
    { action, actor, keptSession, isRecovery = false, isResetKept = false }: How,
  ): Promise<void> => {
    const now = clock.now()
    const change = { password_hash: hash, password_reset_required: isResetKept ? 1 : 0 }
    const recovered = isRecovery && { recovered_at: now }
    // The person may have been removed in the meantime.
    if (!(await users.update(tx, userId, { ...change, ...recovered }, now))) return
    await sessions.endAll(tx, userId, keptSession)
    await store.deleteRecoveries(tx, userId)
    await waitingStore.deleteWaiting(tx, userId)
    await notifyOwner(tx, userId, 'password_changed', actor)
    await audit.record(tx, action, actor, { userId })
  }
}
