import { networkOf } from '../basics/client-network.ts'
import { type Faults, invalid } from '../errors/errors.ts'
import { hashPassword } from '../password/password.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { PasswordDependencies } from './password-dependencies.service.ts'

/** The change of the password by a person who knows it. */
export function createChangePassword(
  deps: Pick<PasswordDependencies, 'db' | 'proofs' | 'newPasswords' | 'setPassword'>,
) {
  const { db, proofs, newPasswords, setPassword } = deps

  /**
   * Changes the caller's password and ends their other sessions.
   * @throws {Refusal} `act_at_provider`, `validation` on `old_password` and `new_password`, `throttled`, `unavailable`
   */
  return async (caller: Caller, oldPassword: string, newPassword: string): Promise<void> => {
    const { user } = caller
    proofs.requireAct(caller, 'password')
    const proven = await proofs.checkPassword(caller, oldPassword)
    const faults: Faults = {}
    if (!proven) faults.old_password = [{ key: 'password_wrong' }]
    // Only a caller who knows the old password triggers a breach check of the new one.
    const newFaults = await newPasswords.faults(newPassword, proven ? user : null)
    if (newFaults.length > 0) faults.new_password = newFaults
    if (Object.keys(faults).length > 0) throw invalid(faults)
    const hash = await hashPassword(newPassword, { owner: networkOf(caller.address) })
    const isChanged = await db.write(async (tx) => {
      // Of parallel changes with the same old password, one wins: afterwards the old one is wrong.
      if (!(await proven?.holds(tx))) return false
      const actor = actorOf(caller)
      const keptSession = caller.sessionId
      await setPassword(tx, user.id, hash, { action: 'password.changed', actor, keptSession })
      return true
    })
    if (!isChanged) throw invalid({ old_password: [{ key: 'password_wrong' }] })
  }
}
