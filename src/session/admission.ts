import { Refusal } from '../errors/errors.ts'
import { liftsFreeze, type User } from '../user/user.ts'

/** A person who may sign in. */
export interface AdmittedPerson {
  user: User
  /** Whether their proof ends an objection to an undo. */
  endsObjection: boolean
}

/**
 * Returns whether the person may sign in with a proof that they have had since the instant (null: always),
 * and whether it ends an objection.
 * @throws {Refusal} `inactive_account`, `password_reset_required`
 */
export function admit(user: User, since: number | null): AdmittedPerson {
  if (user.disabledAt !== null) throw new Refusal('inactive_account')
  const endsObjection = liftsFreeze(user, since)
  if (user.passwordResetRequired && !endsObjection) throw new Refusal('password_reset_required')
  return { user, endsObjection }
}
