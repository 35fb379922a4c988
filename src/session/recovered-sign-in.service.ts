import type { Application } from '../application/application.ts'
import { Refusal } from '../errors/errors.ts'
import type { Transaction } from '../ports/database.ts'
import { counted } from '../ports/measure.ts'
import { noMetrics } from '../ports/metrics.ts'
import { admit } from './admission.ts'
import { methods } from './session.ts'
import type { SessionDependencies } from './session-dependencies.service.ts'
import type { Arrival, SessionStart, Started } from './session-start.service.ts'

/** A person who has just set the password with a mailed code, and its hash. */
export interface Recovered {
  userId: string
  passwordHash: string
}

/** The sign-in that follows a recovery: whoever chose the new password need not type it again. */
export function createRecoveredSignIn(
  { users, gate, metrics = noMetrics }: Pick<SessionDependencies, 'users' | 'gate' | 'metrics'>,
  start: SessionStart,
) {
  const signIn = async (application: Application, { userId, passwordHash }: Recovered, arrival: Arrival) => {
    const user = await users.byId(userId)
    if (!user) throw new Refusal('inactive_account')
    const admitted = admit(user, user.recoveredAt)
    // Another recovery or change may have ended all sessions since; this one must not outlive that.
    const stillSet = async (tx: Transaction) => {
      if ((await users.passwordHash(userId, tx)) !== passwordHash) throw new Refusal('credentials_invalid')
    }
    await gate.pass(userId, { applicationId: application.id, address: arrival.address }, stillSet)
    return start(application, admitted, arrival, { methods: methods.recovery }, stillSet)
  }
  /**
   * Signs the person in. The second factor is still required: the mailbox stands for the password only.
   * @throws {Refusal} `inactive_account`, `second_factor_required`, `second_factor_enrollment_required`,
   * `credentials_invalid` if the password has changed since
   */
  return (application: Application, recovered: Recovered, arrival: Arrival): Promise<Started> =>
    counted(metrics, 'user_profile_sign_ins_total', 'done', () => signIn(application, recovered, arrival))
}
