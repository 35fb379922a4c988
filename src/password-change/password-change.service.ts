import type { AuditAction } from '../../common/audit-actions.ts'
import { createChangePassword } from './change-password.service.ts'
import { createForgotPassword } from './forgot-password.service.ts'
import { createInvitations } from './invitation.service.ts'
import type { PasswordDependencies } from './password-dependencies.service.ts'
import * as store from './recovery.store.ts'
import { createResetPassword } from './reset-password.service.ts'

export type PasswordService = ReturnType<typeof createPasswordService>

const setActions = ['password.changed', 'password.reset', 'password.set'] as const satisfies AuditAction[]

/** Change of the password, and recovery with a mailed code (contract: Signing in). */
export function createPasswordService(deps: PasswordDependencies) {
  const { db, clock, audit } = deps
  return {
    change: createChangePassword(deps),
    forgot: createForgotPassword(deps),
    reset: createResetPassword(deps),
    invitations: createInvitations(deps),

    /** Returns the pending requests for a new password. */
    pending: (userId: string) => store.listRecoveries(db.read, userId),

    /** Returns when the password was last set here; null if the audit trail does not go back that far. */
    changedAt: (userId: string) => audit.lastOf(userId, setActions),

    /** Removes expired requests, a few at a time. Returns how many. */
    purge: () => db.write((tx) => store.purgeRecoveries(tx, clock.now())),
  }
}
