import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { invalid, Refusal } from '../errors/errors.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { SecondFactorService } from '../second-factor/second-factor.service.ts'
import type { Enrollment } from '../second-factor/second-factor.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { GivenProof } from '../session/proof.ts'
import type { SessionService } from '../session/session.service.ts'
import { actorOf, type Caller, type NotifyOwner } from '../session/session.ts'
import type { User } from '../user/user.ts'
import type { OwnSecondFactor } from './own-second-factor.ts'

export type OwnSecondFactorService = ReturnType<typeof createOwnSecondFactorService>

interface Dependencies {
  db: Database
  audit: AuditService
  factors: SecondFactorService
  proofs: ProofService
  sessions: Pick<SessionService, 'endAll'>
  notifyOwner: NotifyOwner
}

/** Management of a person's second factor, by themselves and by the operator. */
export function createOwnSecondFactorService(deps: Dependencies) {
  const { db, audit, factors, proofs, sessions, notifyOwner } = deps

  return {
    /** Returns the state of the person's second factor. */
    async state(userId: string): Promise<OwnSecondFactor> {
      const state = await factors.state(userId)
      return { ...state, isRequired: factors.isRequired(state), requiredFrom: factors.requiredFrom(state) }
    },

    /**
     * Creates a seed, which replaces the current one once a first code of it is confirmed.
     * @throws {Refusal} as `ProofService.require`
     */
    async begin(caller: Caller, given: GivenProof): Promise<Enrollment> {
      proofs.requireAct(caller, 'password')
      await proofs.require(caller, given)
      return factors.begin(caller.user)
    },

    /**
     * Activates the seed with one of its codes. Returns recovery codes.
     * @throws {Refusal} `validation` on `code`
     */
    confirm(caller: Caller, code: string): Promise<string[]> {
      const userId = caller.user.id
      return db.write(async (tx) => {
        const codes = await factors.confirm(tx, userId, code)
        if (!codes) throw invalid({ code: [{ key: 'second_factor_code_wrong' }] })
        await audit.record(tx, 'second_factor.added', actorOf(caller), { userId })
        await notifyOwner(tx, userId, 'second_factor_added', actorOf(caller))
        return codes
      })
    },

    /**
     * Creates new recovery codes; the previous ones become invalid.
     * @throws {Refusal} as `ProofService.require`; `not_found` if there is no second factor
     */
    async renewCodes(caller: Caller, given: GivenProof): Promise<string[]> {
      proofs.requireAct(caller, 'password')
      const proven = await proofs.require(caller, given)
      const userId = caller.user.id
      return db.write(async (tx) => {
        await proven.confirm(tx)
        const codes = await factors.renewCodes(tx, userId)
        if (!codes) throw new Refusal('not_found')
        await audit.record(tx, 'second_factor.codes_renewed', actorOf(caller), { userId })
        await notifyOwner(tx, userId, 'recovery_codes_renewed', actorOf(caller))
        return codes
      })
    },

    /**
     * Removes the second factor with its recovery codes.
     * @throws {Refusal} as `ProofService.require`; `second_factor_kept` if the operator requires one,
     * `not_found` if there is none
     */
    async remove(caller: Caller, given: GivenProof): Promise<void> {
      proofs.requireAct(caller, 'password')
      const proven = await proofs.require(caller, given)
      const userId = caller.user.id
      await db.write(async (tx) => {
        await proven.confirm(tx)
        if (factors.isRequired(await factors.state(userId, tx))) throw new Refusal('second_factor_kept')
        if (!(await factors.remove(tx, userId))) throw new Refusal('not_found')
        await audit.record(tx, 'second_factor.removed', actorOf(caller), { userId })
        await notifyOwner(tx, userId, 'second_factor_removed', actorOf(caller))
      })
    },

    /**
     * Removes, in the caller's transaction, a factor that the person has had since the instant or later, with
     * an event.
     */
    async removeSince(tx: Transaction, userId: string, since: number, actor: Actor): Promise<void> {
      if (!(await factors.removeSince(tx, userId, since))) return
      await audit.record(tx, 'second_factor.removed', actor, { userId })
    },

    /**
     * Removes the second factor of a person who has lost it, on behalf of an operator, and ends their
     * sessions: whoever took the device may have one. Returns whether there was a factor.
     */
    reset: ({ id }: User, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        if (!(await factors.remove(tx, id))) return false
        await sessions.endAll(tx, id)
        await audit.record(tx, 'second_factor.reset', actor, { userId: id })
        await notifyOwner(tx, id, 'second_factor_removed', actor)
        return true
      }),

    /** Sets, on behalf of an operator, whether the person needs one. Returns whether that changed. */
    setRequired: ({ id }: User, isRequired: boolean, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        if (!(await factors.setRequired(tx, id, isRequired))) return false
        const action = isRequired ? 'second_factor.required' : 'second_factor.not_required'
        await audit.record(tx, action, actor, { userId: id })
        return true
      }),
  }
}
