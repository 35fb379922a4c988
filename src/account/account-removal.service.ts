import type { Actor } from '../audit/audit.ts'
import { inTransaction, type Transaction } from '../ports/database.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import type { AccountDependencies } from './account-dependencies.service.ts'

/** Maximum number of people removed in one run. */
const DUE = 20

/** The removal of accounts, at once or after the grace period. */
export function createAccountRemoval(
  deps: Pick<
    AccountDependencies,
    'db' | 'clock' | 'users' | 'issuerSubjects' | 'audit' | 'picturesOf' | 'removePictures'
  >,
) {
  const { db, clock, users, issuerSubjects, audit } = deps

  /** With `dueAt`, removes the person only if the removal is due at that instant. */
  const removal = async (tx: Transaction, id: string, actor: Actor, dueAt?: number): Promise<boolean> => {
    const user = await users.byId(id, tx)
    if (!user) return false
    const pictures = await deps.picturesOf(tx, id)
    const subjects = await issuerSubjects.ofPerson(id, tx)
    if (!(await users.remove(tx, id, dueAt))) return false
    // A token issued before must not create the person anew.
    await issuerSubjects.bury(tx, subjects)
    await deps.removePictures(tx, pictures)
    await audit.strip(tx, id)
    await audit.record(tx, 'user.deleted', actor, { userId: id, oldEmailKey: emailKey(user.email) })
    return true
  }

  return {
    /**
     * Removes the person with everything that belongs to them. The audit trail retains ids, actions and
     * hashes of addresses. Returns whether the person existed.
     */
    remove: ({ id }: Pick<User, 'id'>, actor: Actor, within?: Transaction): Promise<boolean> =>
      inTransaction(db, within, (tx) => removal(tx, id, actor)),

    /**
     * Removes people whose grace period has expired, a few at a time, each in a transaction that has no
     * effect if the removal was canceled in between. Returns how many were removed.
     */
    async removeDue(): Promise<number> {
      const now = clock.now()
      let removed = 0
      for (const { id } of await users.due(now, DUE)) {
        if (await db.write((tx) => removal(tx, id, { kind: 'system' }, now))) removed += 1
      }
      return removed
    },
  }
}
