import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { invalid, Refusal } from '../errors.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { SecondFactorService } from '../second-factor/second-factor.service.ts'
import type { Enrollment } from '../second-factor/second-factor.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { GivenProof } from '../session/proof.ts'
import type { SessionService } from '../session/session.service.ts'
import { actorOf, type Caller, type TellOwner } from '../session/session.ts'
import type { User } from '../user/user.ts'
import type { OwnSecondFactor } from './own-second-factor.ts'

export type OwnSecondFactorService = ReturnType<typeof createOwnSecondFactorService>

interface Dependencies {
  db: Database
  audit: AuditService
  factors: SecondFactorService
  proofs: ProofService
  sessions: Pick<SessionService, 'endAll'>
  tellOwner: TellOwner
}

/** A person's second factor as they and the operator look after it. */
export function createOwnSecondFactorService(deps: Dependencies) {
  const { db, audit, factors, proofs, sessions, tellOwner } = deps

  return {
    /** How it stands with the person's. */
    async state(userId: string): Promise<OwnSecondFactor> {
      const state = await factors.state(userId)
      return { ...state, isRequired: factors.isRequired(state), requiredFrom: factors.requiredFrom(state) }
    },

    /**
     * Makes a seed, which takes the place of the present one once a first code of it has come.
     * @throws {Refusal} as `ProofService.require`
     */
    async begin(caller: Caller, given: GivenProof): Promise<Enrollment> {
      await proofs.require(caller, given)
      return factors.begin(caller.user)
    },

    /**
     * Takes the seed into use by a code of it. Returns recovery codes.
     * @throws {Refusal} `validation` on `code`
     */
    confirm(caller: Caller, code: string): Promise<string[]> {
      const userId = caller.user.id
      return db.write(async (tx) => {
        const codes = await factors.confirm(tx, userId, code)
        if (!codes) throw invalid({ code: [{ key: 'second_factor_code_wrong' }] })
        await audit.record(tx, 'second_factor.added', actorOf(caller), { userId })
        await tellOwner(tx, userId, 'second_factor_added', actorOf(caller))
        return codes
      })
    },

    /**
     * Makes new recovery codes; those before are void.
     * @throws {Refusal} as `ProofService.require`; `not_found` if there is no second factor
     */
    async renewCodes(caller: Caller, given: GivenProof): Promise<string[]> {
      const proven = await proofs.require(caller, given)
      const userId = caller.user.id
      return db.write(async (tx) => {
        await proven.confirm(tx)
        const codes = await factors.renewCodes(tx, userId)
        if (!codes) throw new Refusal('not_found')
        await audit.record(tx, 'second_factor.codes_renewed', actorOf(caller), { userId })
        await tellOwner(tx, userId, 'recovery_codes_renewed', actorOf(caller))
        return codes
      })
    },

    /**
     * Removes the second factor with its recovery codes.
     * @throws {Refusal} as `ProofService.require`; `second_factor_kept` where the operator asks for one, `not_found`
     *   if there is none
     */
    async remove(caller: Caller, given: GivenProof): Promise<void> {
      const proven = await proofs.require(caller, given)
      const userId = caller.user.id
      await db.write(async (tx) => {
        await proven.confirm(tx)
        if (factors.isRequired(await factors.state(userId, tx))) throw new Refusal('second_factor_kept')
        if (!(await factors.remove(tx, userId))) throw new Refusal('not_found')
        await audit.record(tx, 'second_factor.removed', actorOf(caller), { userId })
        await tellOwner(tx, userId, 'second_factor_removed', actorOf(caller))
      })
    },

    /** Removes, inside the caller's transaction, one that is the person's since the instant or later, with an event. */
    async removeSince(tx: Transaction, userId: string, since: number, actor: Actor): Promise<void> {
      if (!(await factors.removeSince(tx, userId, since))) return
      await audit.record(tx, 'second_factor.removed', actor, { userId })
    },

    /**
     * Removes the second factor of a person who has lost it, for an operator, and ends their sessions: whoever took the
     * device may have one. Returns whether there was a factor.
     */
    reset: ({ id }: User, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        if (!(await factors.remove(tx, id))) return false
        await sessions.endAll(tx, id)
        await audit.record(tx, 'second_factor.reset', actor, { userId: id })
        await tellOwner(tx, id, 'second_factor_removed', actor)
        return true
      }),

    /** Notes, for an operator, whether the person needs one. Returns whether that changed. */
    setRequired: ({ id }: User, isRequired: boolean, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        if (!(await factors.setRequired(tx, id, isRequired))) return false
        const action = isRequired ? 'second_factor.required' : 'second_factor.not_required'
        await audit.record(tx, action, actor, { userId: id })
        return true
      }),
  }
}
