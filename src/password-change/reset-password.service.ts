import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../basics/client-network.ts'
import { type Faults, invalid, Refusal } from '../errors/errors.ts'
import { CODE_TRIES, checksumHash, fitsRecoveryCode } from '../one-time-code/one-time-code.ts'
import { hashPassword } from '../password/password.ts'
import type { Limit } from '../ports/limiter.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import type { PasswordDependencies } from './password-dependencies.service.ts'
import * as store from './recovery.store.ts'

const wrongCodesPerPlace: Limit = { name: 'password-resets-place', points: 100, seconds: 900 }

export interface ResetRequest {
  email: string
  checksum: string
  code: string
  newPassword: string
  /** The application through which the call came. */
  applicationId: string
  /** IP address of the caller, for limits and the audit trail. */
  address: string
}

/** What a mailed code has achieved. */
export interface Reset {
  userId: string
  /** The hash of the new password. */
  passwordHash: string
  /** When the password takes effect, in milliseconds; null: it already has. */
  takesEffectAt: number | null
}

/** A request for a new password whose code was right. */
interface Recovery {
  id: string
  /** Whether the new password takes effect later. */
  isDelayed: boolean
}

const mismatch = () => invalid({ token_field: [{ key: 'token_mismatch' }] })

/** The reset of a forgotten password with a mailed code. */
export function createResetPassword(
  deps: Pick<
    PasswordDependencies,
    'db' | 'clock' | 'attempts' | 'users' | 'newPasswords' | 'setPassword' | 'signInLimits' | 'waiting'
  >,
) {
  const { db, clock, attempts, users, newPasswords, setPassword, signInLimits, waiting } = deps

  /** Returns the request that the code proves; null if it is wrong. */
  const checkCode = async (user: User | null, request: ResetRequest): Promise<Recovery | null> => {
    const network = networkOf(request.address)
    const hashOfChecksum = checksumHash(request.checksum, emailKey(request.email))
    const proven = await attempts.check([[wrongCodesPerPlace, network]], network, async () => {
      // Committed before the comparison, so that parallel guesses share the tries. A right code is given its try
      // back at once: neither a fault of the new password nor a crash while it is hashed uses up the code.
      const tried = await db.write((tx) =>
        store.countTry(tx, user?.id ?? '', hashOfChecksum, CODE_TRIES, clock.now()),
      )
      const isRight = await fitsRecoveryCode(tried?.id ?? '', request.code, tried?.codeHash ?? null)
      if (!isRight || tried === null) return false
      await db.write((tx) => store.refundTry(tx, tried.id))
      return tried
    })
    return proven === false ? null : proven
  }

  /** Checks the new password, and whether the account may get one. */
  const checkPassword = async (user: User | null, recovery: Recovery | null, newPassword: string) => {
    const faults: Faults = {}
    if (recovery === null) faults.token_field = [{ key: 'token_mismatch' }]
    // How the password relates to the person is only revealed to those who have proven to be that person.
    const newFaults = await newPasswords.faults(newPassword, recovery && user)
    if (newFaults.length > 0) faults.new_password = newFaults
    if (recovery && user && user.frozenAt !== null) throw new Refusal('account_frozen')
    if (Object.keys(faults).length > 0) throw invalid(faults)
  }

  const apply = (user: User, recovery: Recovery, request: ResetRequest, hash: string) =>
    db.write(async (tx) => {
      const { id, isDelayed } = recovery
      const { applicationId, address } = request
      const held = await users.byHeldEmailKey(emailKey(request.email), clock.now(), tx)
      if (held?.user.id !== user.id || !(isDelayed || held.isCurrent)) return null
      if (held.user.frozenAt !== null) throw new Refusal('account_frozen')
      if (!(await store.consumeRecovery(tx, id))) return null
      const actor: Actor = { kind: 'person', applicationId, address }
      if (isDelayed) return { takesEffectAt: await waiting.begin(tx, user.id, hash, actor) }
      await users.markEmailVerified(tx, user.id, clock.now())
      await setPassword(tx, user.id, hash, { action: 'password.reset', actor, isRecovery: true })
      await signInLimits.recovered(tx, user.id, address)
      return { takesEffectAt: null }
    })

  /**
   * Sets a new password with a mailed code, ends all sessions, and lifts the requirement of a new password.
   * The code is valid as long as the address for which it was requested still belongs to the person. A
   * password whose code was mailed to a previous address (`recoveryMailbox`) is delayed, and nothing else
   * changes until then.
   * @throws {Refusal} `validation` on `token_field` and `new_password`, `account_frozen`, `throttled`,
   * `unavailable`
   */
  return async (request: ResetRequest): Promise<Reset> => {
    const { email, newPassword, address } = request
    const user = (await users.byHeldEmailKey(emailKey(email), clock.now()))?.user ?? null
    const recovery = await checkCode(user, request)
    await checkPassword(user, recovery, newPassword)
    if (!user || !recovery) throw mismatch()
    const hash = await hashPassword(newPassword, { owner: networkOf(address) })
    const done = await apply(user, recovery, request, hash)
    if (!done) throw mismatch()
    return { userId: user.id, passwordHash: hash, takesEffectAt: done.takesEffectAt }
  }
}
