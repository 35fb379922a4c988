import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../client-network.ts'
import { type Faults, invalid, Refusal, throttled } from '../errors.ts'
import {
  CODE_LIFETIME,
  CODE_TRIES,
  CODES_PER_ADDRESS,
  checksumHash,
  fitsRecoveryCode,
} from '../one-time-code/one-time-code.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Limit, Limiter } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'
import { emailKey } from '../profile/email-address.ts'
import type { Attempts } from '../session/attempts.service.ts'
import { hashPassword } from '../session/password.ts'
import type { ProofService } from '../session/proof.service.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { SignInLimits } from '../session/sign-in-limits.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { NewPasswords } from './new-password.service.ts'
import * as store from './password.store.ts'
import type { ResetJob } from './password-mails.service.ts'
import type { SetPassword } from './password-setter.service.ts'
import type { WaitingPasswordService } from './waiting-password.service.ts'

/**
 * Codes for one address asked for from one network, in an hour and in a day. What others ask for from elsewhere counts for
 * nothing: the key of an application is public, and a stranger must not use up what is the owner's.
 */
const codesPerAddress: Limit = { name: 'password-codes-address', points: CODES_PER_ADDRESS, seconds: 3600 }
const codesPerDay: Limit = { name: 'password-codes-day', points: 10, seconds: 86_400 }
const codesPerPlace: Limit = { name: 'password-codes-place', points: 100, seconds: 900 }
const wrongCodesPerPlace: Limit = { name: 'password-resets-place', points: 100, seconds: 900 }
/** Milliseconds after which a code is made and mailed, so that the load that this is tells no bystander whether it is done. */
const MAIL_DELAY = { min: 1000, max: 5000 }

export type PasswordService = ReturnType<typeof createPasswordService>

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  attempts: Attempts
  proofs: Pick<ProofService, 'checkPassword'>
  users: UserService
  outbox: OutboxService
  setPassword: SetPassword
  waiting: Pick<WaitingPasswordService, 'begin'>
  newPasswords: NewPasswords
  signInLimits: SignInLimits
}

export interface ResetRequest {
  email: string
  checksum: string
  code: string
  newPassword: string
  /** The application that the call came through. */
  applicationId: string
  /** IP address of the caller, for limits and the audit trail. */
  address: string
}

/** Change of the password, and recovery by a mailed code (contract: Signing in). */
export function createPasswordService(deps: Dependencies) {
  const { db, clock, random, limiter, attempts, proofs, users, outbox } = deps
  const { newPasswords, setPassword, signInLimits, waiting } = deps

  const count = async (limit: Limit, key: string): Promise<void> => {
    const wait = await limiter.consume(limit, key)
    if (wait > 0) throw throttled(wait)
  }
  const giveBackTry = (resetId: string) => db.write((tx) => store.giveBackTry(tx, resetId))

  return {
    /** The requests for a new password that wait for their codes. */
    pending: (userId: string) => store.listRecoveries(db.read, userId),

    /**
     * Changes the caller's password and ends their other sessions.
     * @throws {Refusal} `validation` on `old_password` and `new_password`, `throttled`, `unavailable`
     */
    async change(caller: Caller, oldPassword: string, newPassword: string): Promise<void> {
      const { user } = caller
      const proven = await proofs.checkPassword(caller, oldPassword)
      const faults: Faults = {}
      if (!proven) faults.old_password = [{ key: 'password_wrong' }]
      // Only who knows the old password has others asked about the new one.
      const newFaults = await newPasswords.faults(newPassword, proven ? user : null)
      if (newFaults.length > 0) faults.new_password = newFaults
      if (Object.keys(faults).length > 0) throw invalid(faults)
      const hash = await hashPassword(newPassword, { owner: networkOf(caller.address) })
      const isChanged = await db.write(async (tx) => {
        // Of parallel changes with the same old password one wins: after it the old one is wrong.
        if (!(await proven?.holds(tx))) return false
        const actor = actorOf(caller)
        const keptSession = caller.sessionId
        await setPassword(tx, user.id, hash, { action: 'password.changed', actor, keptSession })
        return true
      })
      if (!isChanged) throw invalid({ old_password: [{ key: 'password_wrong' }] })
    },

    /**
     * Asks for a code for a new password; returns the checksum that goes with it. Others asked for before stay good, each
     * with its own checksum. Who has the address is looked up when the mail is prepared, so that known and unknown
     * addresses do the same work here.
     * @throws {Refusal} `throttled`, `unavailable`
     */
    async forgot(email: string, address: string): Promise<string> {
      const key = emailKey(email)
      const network = networkOf(address)
      await count(codesPerPlace, network)
      await count(codesPerAddress, `${key} ${network}`)
      await count(codesPerDay, `${key} ${network}`)
      const checksum = random.secret()
      const createdAt = clock.now()
      const job: ResetJob = {
        resetId: random.id(),
        emailKey: key,
        checksumHash: checksumHash(checksum, key),
        createdAt,
        expiresAt: createdAt + CODE_LIFETIME,
      }
      const runAt = createdAt + random.between(MAIL_DELAY.min, MAIL_DELAY.max)
      await db.write((tx) => outbox.enqueue(tx, 'mail.password-reset-code', job, runAt))
      return checksum
    },

    /** Removes requests that are over, a few at a time. Returns how many went. */
    purge: () => db.write((tx) => store.purgeRecoveries(tx, clock.now())),

    /**
     * Sets a new password by a mailed code, ends all sessions, and lifts the need for a new password. The code counts
     * as long as the address that it was asked for with is still the person's. A password whose code had to go to an address
     * before (`recoveryMailbox`) waits; then nothing else changes yet. Returns when it takes effect, `null` where it has.
     * @throws {Refusal} `validation` on `token_field` and `new_password`, `account_frozen`, `throttled`, `unavailable`
     */
    async reset(request: ResetRequest): Promise<number | null> {
      const { checksum, code, newPassword, applicationId, address } = request
      const network = networkOf(address)
      const key = emailKey(request.email)
      const user = (await users.byHeldEmailKey(key, clock.now()))?.user ?? null
      const hashOfChecksum = checksumHash(checksum, key)
      const proven = await attempts.check([[wrongCodesPerPlace, network]], network, async () => {
        // Committed before the comparison, so that parallel guesses share the tries.
        const tried = await db.write((tx) =>
          store.countTry(tx, user?.id ?? '', hashOfChecksum, CODE_TRIES, clock.now()),
        )
        const isRight = await fitsRecoveryCode(tried?.id ?? '', code, tried?.codeHash ?? null)
        return isRight && tried !== null ? tried : false
      })
      const recovery = proven === false ? null : proven
      const isRight = recovery !== null
      const faults: Faults = {}
      if (!isRight) faults.token_field = [{ key: 'token_mismatch' }]
      // What the password has to do with the person is told to those alone who have proven to be the person.
      const newFaults = await newPasswords.faults(newPassword, isRight ? user : null)
      if (newFaults.length > 0) faults.new_password = newFaults
      const isFrozen = isRight && user !== null && user.frozenAt !== null
      if (recovery && (newFaults.length > 0 || isFrozen)) await giveBackTry(recovery.id)
      if (isFrozen) throw new Refusal('account_frozen')
      if (Object.keys(faults).length > 0) throw invalid(faults)
      if (!user || !recovery) throw invalid({ token_field: [{ key: 'token_mismatch' }] })
      const { id, isDelayed } = recovery
      const hash = await hashPassword(newPassword, { owner: network }).catch(async (error: unknown) => {
        await giveBackTry(id)
        throw error
      })
      const done = await db.write(async (tx) => {
        const held = await users.byHeldEmailKey(key, clock.now(), tx)
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
      if (!done) throw invalid({ token_field: [{ key: 'token_mismatch' }] })
      return done.takesEffectAt
    },
  }
}
