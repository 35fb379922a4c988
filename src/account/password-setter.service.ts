import type { AuditAction } from '../../common/audit-actions.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import type { SessionService } from '../session/session.service.ts'
import type { TellOwner } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import * as store from './password.store.ts'
import * as waitingStore from './waiting-password.store.ts'

interface Dependencies {
  clock: Clock
  users: UserService
  sessions: SessionService
  audit: AuditService
  tellOwner: TellOwner
}

interface How {
  action: AuditAction
  actor: Actor
  /** The one session that goes on. */
  keptSession?: string
  /** Whether the mailbox alone proved it. */
  isRecovery?: boolean
}

export type SetPassword = ReturnType<typeof createPasswordSetter>

/** What a new password brings along, however it came about: sessions end, codes and waiting passwords too, a mail says so. */
export function createPasswordSetter({ clock, users, sessions, audit, tellOwner }: Dependencies) {
  return async (
    tx: Transaction,
    userId: string,
    hash: string,
    { action, actor, keptSession, isRecovery = false }: How,
  ): Promise<void> => {
    const now = clock.now()
    const change = { password_hash: hash, password_reset_required: 0 }
    await users.update(tx, userId, { ...change, ...(isRecovery && { recovered_at: now }) }, now)
    await sessions.endAll(tx, userId, keptSession)
    await store.deleteRecoveries(tx, userId)
    await waitingStore.deleteWaiting(tx, userId)
    await tellOwner(tx, userId, 'password_changed', actor)
    await audit.record(tx, action, actor, { userId })
  }
}
