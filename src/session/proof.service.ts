import type { AuditService } from '../audit/audit.service.ts'
import { networkOf } from '../basics/client-network.ts'
import type { IssuerAct } from '../config/issuer-settings.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { PasskeyService } from '../passkey/passkey.service.ts'
import { fitsPassword } from '../password/password.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Limit, Use } from '../ports/limiter.ts'
import type { UserService } from '../user/user.service.ts'
import { liftsFreeze } from '../user/user.ts'
import type { Attempts } from './attempts.service.ts'
import type { CodeCheck } from './code-check.service.ts'
import { type GivenProof, isRecent } from './proof.ts'
import { requireAct, type SessionProvider } from './provider-acts.ts'
import * as store from './session.store.ts'
import { actorOf, type Caller } from './session.ts'

const wrongPasswords: Limit = { name: 'password-change', points: 10, seconds: 900 }

export type ProofService = ReturnType<typeof createProofService>

/** Proof that the caller is the person. */
export interface Proven {
  /**
   * Whether it still holds, to be checked in the transaction that depends on it: the password may have
   * changed since.
   */
  holds(tx: Transaction): Promise<boolean>
  /** Like `holds`, but throws. @throws {Refusal} `validation` on `password` */
  confirm(tx: Transaction): Promise<void>
}

function provenWhile(holds: Proven['holds']): Proven {
  return {
    holds,
    async confirm(tx) {
      if (!(await holds(tx))) throw wrongPassword()
    },
  }
}

const missingProof = () => invalid({ password: [{ key: 'required' }] })
const wrongPassword = () => invalid({ password: [{ key: 'own_password_wrong' }] })

/** For a proof that was consumed, or lies in the past. */
const lasting = provenWhile(async () => true)

interface Dependencies {
  db: Database
  clock: Clock
  users: UserService
  attempts: Attempts
  audit: AuditService
  codes: CodeCheck
  passkeys: Pick<PasskeyService, 'prove' | 'proofOptions'>
  issuers: readonly SessionProvider[]
  /** How long a sign-in or proof counts as recent (setting `RECENT_PROOF_MINUTES`), in milliseconds. */
  recentTime: number
}

/**
 * Recent proof: an access token may be stolen, so actions that could take an account away from its person
 * require more. `GivenProof` describes what.
 */
export function createProofService(deps: Dependencies) {
  const { db, clock, users, attempts, audit, codes, passkeys, recentTime } = deps
  /** Checks the caller's password; wrong ones count, wherever they are sent. */
  const checkPassword = async ({ user, address }: Caller, password: string) => {
    const known = (await users.passwordHash(user.id)) ?? ''
    const uses: Use[] = [[wrongPasswords, user.id]]
    const isRight = await attempts.check(uses, networkOf(address), () => fitsPassword(password, known))
    return isRight ? provenWhile(async (tx) => (await users.passwordHash(user.id, tx)) === known) : null
  }
  /** Checks the proof in the request itself; returns null if it contains none. */
  const byRequest = async (caller: Caller, given: GivenProof): Promise<Proven | null> => {
    const { password, passkey, second_factor_code: code } = given
    const { user, application } = caller
    if (passkey !== undefined) {
      await endObjection(caller, await passkeys.prove(user.id, passkey, application, actorOf(caller)))
      return lasting
    }
    if (code !== undefined) {
      const since = await codes.check(user.id, code, actorOf(caller))
      if (since === null) throw invalid({ second_factor_code: [{ key: 'second_factor_code_wrong' }] })
      await endObjection(caller, since)
      return lasting
    }
    if (password === undefined) return null
    const proven = await checkPassword(caller, password)
    if (!proven) throw wrongPassword()
    await endObjection(caller, user.recoveredAt)
    return proven
  }
  /** Ends an objection if the proof has been the person's since before the undo. */
  const endObjection = async (caller: Caller, since: number | null): Promise<void> => {
    const { user } = caller
    if (!liftsFreeze(user, since)) return
    await db.write(async (tx) => {
      if (!(await users.unfreeze(tx, user.id))) return
      await audit.record(tx, 'account.unfrozen', actorOf(caller), { userId: user.id })
    })
    caller.user = { ...user, frozenAt: null }
  }

  const byRecent = ({ provedAt }: Caller): Proven => {
    if (!isRecent(provedAt, clock.now(), recentTime)) throw new Refusal('recent_sign_in_required')
    return lasting
  }

  return {
    /**
     * Refuses what the session's provider has not left to the service; other sessions may do everything.
     * @throws {Refusal} `act_at_provider`
     */
    requireAct: (caller: Caller, act: IssuerAct): void => requireAct(deps.issuers, caller, act),

    /**
     * Checks the caller's password. Returns null if it is wrong. @throws {Refusal} `throttled`, `unavailable`
     */
    checkPassword,

    /**
     * Returns what a browser needs for a proof by passkey. @throws {Refusal} `passkeys_unavailable`,
     * `throttled`
     */
    passkeyOptions: (caller: Caller) => passkeys.proofOptions(caller.user.id, caller.application),

    /**
     * Requires a proof in the request itself. Whoever signed in at a provider may have none to give: then it is a recent
     * one there.
     * @throws {Refusal} `validation` if it is wrong, or missing (on `password`), `throttled`, `unavailable`;
     * `recent_sign_in_required` in a session of a provider
     */
    async requireInRequest(caller: Caller, given: GivenProof): Promise<Proven> {
      const proven = await byRequest(caller, given)
      if (proven) return proven
      if (caller.provider !== null) return byRecent(caller)
      throw missingProof()
    },

    /**
     * Requires a proof in the request itself, or a recent sign-in or proof of the session.
     * @throws {Refusal} `account_frozen`, `recent_sign_in_required` if there is neither; otherwise as
     * `demand`
     */
    async require(caller: Caller, given: GivenProof = {}): Promise<Proven> {
      const proven = await byRequest(caller, given)
      if (caller.user.frozenAt !== null) throw new Refusal('account_frozen')
      if (proven) return proven
      return byRecent(caller)
    },

    /**
     * Proves again who has the session, so that it counts as recent. Returns until when.
     * @throws {Refusal} as `requireInRequest`
     */
    async renew(caller: Caller, given: GivenProof): Promise<number> {
      // A recent proof must not prolong itself.
      const proven = await byRequest(caller, given)
      if (!proven) throw missingProof()
      const now = clock.now()
      await db.write(async (tx) => {
        await proven.confirm(tx)
        await store.recordProof(tx, caller.sessionId, now)
      })
      return now + recentTime
    },
  }
}
