import type { Actor } from '../audit/audit.ts'
import { inTransaction, type Transaction } from '../ports/database.ts'
import type { User } from '../user/user.ts'
import type { AccountDependencies } from './account-dependencies.service.ts'

/** Whether an account can be used. */
export function createAccountState(
  deps: Pick<AccountDependencies, 'db' | 'clock' | 'users' | 'sessions' | 'audit'>,
) {
  const { db, clock, users, sessions, audit } = deps
  return {
    /** Prevents the person from signing in and ends their sessions. Returns whether they were active. */
    disable: ({ id }: Pick<User, 'id'>, actor: Actor, within?: Transaction): Promise<boolean> =>
      inTransaction(db, within, async (tx) => {
        const now = clock.now()
        if ((await users.byId(id, tx))?.disabledAt !== null) return false
        await users.update(tx, id, { disabled_at: now }, now)
        await sessions.endAll(tx, id)
        await audit.record(tx, 'user.disabled', actor, { userId: id })
        return true
      }),

    /** Allows the person to sign in again. Returns whether they were disabled. */
    enable: ({ id }: Pick<User, 'id'>, actor: Actor, within?: Transaction): Promise<boolean> =>
      inTransaction(db, within, async (tx) => {
        if (((await users.byId(id, tx))?.disabledAt ?? null) === null) return false
        await users.update(tx, id, { disabled_at: null }, clock.now())
        await audit.record(tx, 'user.enabled', actor, { userId: id })
        return true
      }),

    /** Ends the freeze caused by an objection. Returns whether there was one. */
    unfreeze: ({ id }: Pick<User, 'id'>, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        if (!(await users.unfreeze(tx, id))) return false
        await audit.record(tx, 'account.unfrozen', actor, { userId: id })
        return true
      }),
  }
}
