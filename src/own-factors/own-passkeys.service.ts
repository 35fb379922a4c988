import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors/errors.ts'
import type { PasskeyService } from '../passkey/passkey.service.ts'
import type { Attestation, Passkey } from '../passkey/passkey.ts'
import type { Database, Transaction } from '../ports/database.ts'
import { deviceOf } from '../session/device.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { GivenProof } from '../session/proof.ts'
import { actorOf, type Caller, type NotifyOwner } from '../session/session.ts'

export type OwnPasskeysService = ReturnType<typeof createOwnPasskeysService>

interface Dependencies {
  db: Database
  audit: AuditService
  passkeys: PasskeyService
  proofs: ProofService
  notifyOwner: NotifyOwner
}

/** A person's management of their own passkeys. */
export function createOwnPasskeysService(deps: Dependencies) {
  const { db, audit, passkeys, proofs, notifyOwner } = deps
  return {
    list: passkeys.list,

    /**
     * Returns what a browser needs to create a passkey.
     * @throws {Refusal} as `ProofService.require`; `act_at_provider`, `passkeys_unavailable`
     */
    async options(caller: Caller, given: GivenProof) {
      proofs.requireAct(caller, 'password')
      await proofs.require(caller, given)
      return passkeys.registrationOptions(caller.user, caller.application)
    },

    /**
     * Stores a new passkey; its options were issued after a proof. Without a name, it is named after its
     * authenticator or the device.
     * @throws {Refusal} `validation` on `credential`, `passkeys_unavailable`
     */
    add(caller: Caller, sent: { response: Attestation; name: string; userAgent: string }): Promise<Passkey> {
      const userId = caller.user.id
      const nameOf = () => {
        const { browser, os } = deviceOf(sent.userAgent)
        return [browser, os].filter((part) => part !== '').join(', ') || 'Passkey'
      }
      return passkeys.register(
        userId,
        { ...sent, nameOf },
        {
          application: caller.application,
          actor: actorOf(caller),
          settle: (tx) => notifyOwner(tx, userId, 'passkey_added', actorOf(caller)),
        },
      )
    },

    /** Renames a passkey. @throws {Refusal} `not_found` */
    async rename(caller: Caller, id: string, name: string): Promise<void> {
      const userId = caller.user.id
      await db.write(async (tx) => {
        if (!(await passkeys.rename(tx, userId, id, name))) throw new Refusal('not_found')
        await audit.record(tx, 'passkey.renamed', actorOf(caller), { userId })
      })
    },

    /**
     * Removes, in the caller's transaction, passkeys that the person has had since the instant or later, with
     * one event.
     */
    async removeSince(tx: Transaction, userId: string, since: number, actor: Actor): Promise<void> {
      if ((await passkeys.removeSince(tx, userId, since)) === 0) return
      await audit.record(tx, 'passkey.removed', actor, { userId })
    },

    /**
     * Removes a passkey, which can then no longer sign in. @throws {Refusal} as `ProofService.require`;
     * `not_found`
     */
    async remove(caller: Caller, id: string, given: GivenProof): Promise<void> {
      proofs.requireAct(caller, 'password')
      const proven = await proofs.require(caller, given)
      const userId = caller.user.id
      await db.write(async (tx) => {
        await proven.confirm(tx)
        if (!(await passkeys.remove(tx, userId, id))) throw new Refusal('not_found')
        await audit.record(tx, 'passkey.removed', actorOf(caller), { userId })
        await notifyOwner(tx, userId, 'passkey_removed', actorOf(caller))
      })
    },
  }
}
