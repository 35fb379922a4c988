import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { OperatorMove } from '../email-change/address-move.service.ts'
import { type Faults, invalid, Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, inTransaction, type Transaction, UniqueViolation } from '../ports/database.ts'
import { type Choices, planUpdate, provenBy } from '../profile/profile.ts'
import { emailKey } from '../user/email-address.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import { columnFaults } from './account.ts'
import { differences, type Vouched, vouchFor } from './person-update.ts'

/** An operator's changes of a person. */
export interface PersonUpdate extends Vouched {
  /** New values, parsed like those of the published update; `''` clears a value, an absent one stays. */
  sent: Parameters<typeof planUpdate>[0]
  /** Apply the changes only if the person still has this version. */
  ifVersion?: number | undefined
  /** Whether neither this change of the address nor earlier ones can be undone. */
  isFinal?: boolean | undefined
  /** Changes what is not in the row, in the same transaction. Returns the names of the changed values. */
  beside?: ((tx: Transaction) => Promise<readonly string[]>) | undefined
}

const emailTaken: Faults = { email: [{ key: 'email_taken' }] }

interface Dependencies {
  db: Database
  clock: Clock
  users: UserService
  audit: AuditService
  choices: Choices
  operatorMove: OperatorMove
}

export type PersonUpdates = ReturnType<typeof createPersonUpdates>

/** Changes a person's attributes for an operator, by the rules of the published update but without its codes. */
export function createPersonUpdates({ db, clock, users, audit, choices, operatorMove }: Dependencies) {
  /** @throws {Refusal} `validation` with every invalid column */
  const plan = async (tx: Transaction, user: User, update: PersonUpdate) => {
    const { change, newEmail, faults } = planUpdate(update.sent, user, choices)
    const all: Faults = columnFaults(faults)
    if (newEmail !== null) {
      change.email = newEmail
      if (await operatorMove.isTaken(tx, user, newEmail)) Object.assign(all, emailTaken)
    }
    const now = clock.now()
    const proofs = provenBy(change, { isMoved: newEmail !== null, isMailboxProven: false, now })
    const after = {
      email: change.email ?? user.email,
      phoneNumber: change.phone_number ?? user.phoneNumber,
      emailVerifiedAt: proofs.email_verified_at === null ? null : user.emailVerifiedAt,
      phoneVerifiedAt: proofs.phone_verified_at === null ? null : user.phoneVerifiedAt,
    }
    const vouched = vouchFor(update, after, now)
    Object.assign(all, vouched.faults)
    if (Object.keys(all).length > 0) throw invalid(all)
    return { newEmail, change: { ...change, ...proofs, ...vouched.change } }
  }

  const record = async (tx: Transaction, before: User, after: User, fields: string[], actor: Actor) => {
    const [oldEmailKey, newEmailKey] = [emailKey(before.email), emailKey(after.email)]
    const about = { userId: after.id, fields }
    if (oldEmailKey === newEmailKey) return audit.record(tx, 'profile.updated', actor, about)
    return audit.record(tx, 'email.changed', actor, { ...about, oldEmailKey, newEmailKey })
  }

  return {
    /**
     * Applies the changes. Returns the updated person and the API names of the changed values. A new address takes effect
     * immediately.
     * @throws {Refusal} `validation` with every invalid column, `precondition_failed`, `account_frozen`, `not_found`
     */
    update: (
      id: string,
      update: PersonUpdate,
      actor: Actor,
      within?: Transaction,
    ): Promise<{ user: User; changed: string[] }> =>
      inTransaction(db, within, async (tx) => {
        const before = await users.byId(id, tx)
        if (!before) throw new Refusal('not_found')
        const ifVersion = update.ifVersion ?? before.version
        if (before.version !== ifVersion) throw new Refusal('precondition_failed')
        const { newEmail, change } = await plan(tx, before, update)
        const others = (await update.beside?.(tx)) ?? []
        if (Object.keys(change).length + others.length === 0) return { user: before, changed: [] }
        if (newEmail !== null) await operatorMove.make(tx, before, newEmail, update.isFinal ?? false, actor)
        if (!(await users.update(tx, id, change, clock.now(), { version: ifVersion })))
          throw new Refusal('precondition_failed')
        const user = (await users.byId(id, tx))!
        const changed = [...differences(before, user), ...others]
        await record(tx, before, user, changed, actor)
        return { user, changed }
      }).catch((error: unknown) => {
        throw error instanceof UniqueViolation ? invalid(emailTaken) : error
      }),
  }
}
