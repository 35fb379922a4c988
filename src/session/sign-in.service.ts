import type { Application } from '../application/application.ts'
import { networkOf } from '../basics/client-network.ts'
import { inBackground } from '../basics/foreign-events.ts'
import { Refusal } from '../errors/errors.ts'
import { decoyHash, fittingPassword, hashPassword, needsRenewal } from '../password/password.ts'
import type { Transaction } from '../ports/database.ts'
import { counted } from '../ports/measure.ts'
import { noMetrics } from '../ports/metrics.ts'
import { usernameKey } from '../user/user.ts'
import { admit } from './admission.ts'
import { methods } from './session.ts'
import type { SessionDependencies } from './session-dependencies.service.ts'
import type { Arrival, SessionStart, Started } from './session-start.service.ts'

export interface SignIn extends Arrival {
  /** User name, or e-mail address if the operator allows it. */
  username: string
  password: string
}

/** The sign-in with a password. */
export function createSignIn(
  deps: Pick<
    SessionDependencies,
    'attempts' | 'passwordKinds' | 'users' | 'limits' | 'gate' | 'metrics' | 'emailKey'
  >,
  start: SessionStart,
) {
  const { attempts, passwordKinds, users, limits, gate, metrics = noMetrics, emailKey } = deps
  inBackground('decoy hash', decoyHash())

  /** Returns the person with this user name or address. A user name takes precedence; both are always looked up. */
  const findPerson = async (typed: string) => {
    const isAddress = emailKey !== null && /.@./.test(typed)
    const [byName, byAddress] = await Promise.all([
      users.credentials(typed),
      isAddress ? users.credentialsByEmailKey(emailKey(typed)) : null,
    ])
    return byName ?? byAddress
  }
  const checkPassword = async (application: Application, signIn: SignIn) => {
    const { username, password, address, browser } = signIn
    const found = await findPerson(username)
    const attempt = { userId: found?.user.id ?? null, typed: usernameKey(username), address, browser }
    const { uses, onRefusal } = await limits.of(attempt)
    await passwordKinds.ready()
    const check = async () => {
      const fitting = found ? await fittingPassword(password, found.passwordHash) : null
      if (found && fitting !== null) return { ...found, fitting }
      // Every refusal does the same work, so that its time does not reveal which people exist.
      await passwordKinds.equalizeWork(password, found)
      return false
    }
    const signedIn = await attempts.check(uses, networkOf(address), check).catch(async (error: unknown) => {
      if (error instanceof Refusal && error.key === 'throttled') await onRefusal(application.id)
      throw error
    })
    if (signedIn) return signedIn
    await onRefusal(application.id)
    const about = { userId: found?.user.id, applicationId: application.id }
    throw new Refusal('credentials_invalid', { about })
  }
  /** Returns the hash that replaces the known one; null if that stays. */
  const renewedHash = async (fitting: string, known: string, address: string): Promise<string | null> => {
    if (!needsRenewal(fitting, known)) return null
    return hashPassword(fitting, { owner: networkOf(address) }).catch((error: unknown) => {
      // The hashing queue is full; the next sign-in tries again.
      if (error instanceof Refusal) return null
      throw error
    })
  }
  const login = async (application: Application, signIn: SignIn): Promise<Started> => {
    const { user, passwordHash, fitting } = await checkPassword(application, signIn)
    // If the other mailbox objects to an undo, a password from before it outranks the mailbox that undid.
    const admitted = admit(user, user.recoveredAt)
    const renewed = await renewedHash(fitting, passwordHash, signIn.address)
    const renew = async (tx: Transaction) => {
      if (renewed !== null) await users.renewPasswordHash(tx, user.id, passwordHash, renewed)
    }
    await gate.pass(user.id, { applicationId: application.id, address: signIn.address }, renew)
    return start(application, admitted, signIn, { methods: methods.password }, renew)
  }

  /**
   * Signs a person in.
   * @throws {Refusal} `credentials_invalid`, `inactive_account` (only after a correct password),
   *   `password_reset_required`, `second_factor_required`, `second_factor_enrollment_required`, `throttled`,
   *   `unavailable`
   */
  return (application: Application, signIn: SignIn): Promise<Started> =>
    counted(metrics, 'user_profile_sign_ins_total', 'done', () => login(application, signIn))
}
