import type { AttributeService } from '../attribute/attribute.service.ts'
import type { Viewer } from '../attribute/attribute.ts'
import { type AttributePlan, NO_PLAN, planAttributes, withChanges } from '../attribute/attribute-set.ts'
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
  /** Values of declared attributes by name, and on whose behalf they are written. Other names are ignored. */
  declared?: { viewer: Viewer; values: Readonly<Record<string, unknown>> } | undefined
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
  attributes: Pick<AttributeService, 'viewFor' | 'index' | 'underCurrent'>
  choices: Choices
  operatorMove: OperatorMove
}

export type PersonUpdates = ReturnType<typeof createPersonUpdates>

/** Changes a person's attributes for an operator, by the rules of the published update but without its codes. */
export function createPersonUpdates(deps: Dependencies) {
  const { db, clock, users, audit, attributes, choices, operatorMove } = deps

  const planDeclared = (user: User, { declared }: PersonUpdate): { plan: AttributePlan; version: number } => {
    const view = declared && attributes.viewFor(declared.viewer)
    if (!view) return { plan: NO_PLAN, version: 0 }
    return { plan: planAttributes(view, user.attributes, declared.values), version: view.version }
  }

  /** @throws {Refusal} `validation` with every invalid column */
  const plan = async (tx: Transaction, user: User, update: PersonUpdate) => {
    const { change, newEmail, faults } = planUpdate(update.sent, user, choices)
    const declared = planDeclared(user, update)
    const all: Faults = { ...columnFaults(faults), ...declared.plan.faults }
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
    const values = withChanges(user.attributes, declared.plan.changes)
    return {
      newEmail,
      declared,
      change: {
        ...change,
        ...(values !== user.attributes && { attributes: values }),
        ...proofs,
        ...vouched.change,
      },
    }
  }

  const record = async (tx: Transaction, before: User, after: User, fields: string[], actor: Actor) => {
    const [oldEmailKey, newEmailKey] = [emailKey(before.email), emailKey(after.email)]
    const about = { userId: after.id, fields }
    if (oldEmailKey === newEmailKey) return audit.record(tx, 'profile.updated', actor, about)
    return audit.record(tx, 'email.changed', actor, { ...about, oldEmailKey, newEmailKey })
  }

  const apply = async (
    tx: Transaction,
    id: string,
    update: PersonUpdate,
    actor: Actor,
  ): Promise<{ user: User; changed: string[] }> => {
    const before = await users.byId(id, tx)
    if (!before) throw new Refusal('not_found')
    const ifVersion = update.ifVersion ?? before.version
    if (before.version !== ifVersion) throw new Refusal('precondition_failed')
    const { newEmail, change, declared } = await plan(tx, before, update)
    const others = (await update.beside?.(tx)) ?? []
    if (Object.keys(change).length + others.length === 0) return { user: before, changed: [] }
    if (newEmail !== null) await operatorMove.make(tx, before, newEmail, update.isFinal ?? false, actor)
    if (!(await users.update(tx, id, change, clock.now(), { version: ifVersion })))
      throw new Refusal('precondition_failed')
    await attributes.index(tx, [{ userId: id, changes: declared.plan.changes }], declared.version)
    const user = (await users.byId(id, tx))!
    const changed = [...differences(before, user), ...others]
    await record(tx, before, user, changed, actor)
    return { user, changed }
  }

  return {
    /**
     * Applies the changes. Returns the updated person and the API names of the changed values. A new address takes effect
     * immediately.
     * @throws {Refusal} `validation` with every invalid column, `precondition_failed`, `account_frozen`, `not_found`
     * @throws {OutdatedDeclarations} in a transaction of the caller, if the declarations of attributes have changed
     */
    update: (
      id: string,
      update: PersonUpdate,
      actor: Actor,
      within?: Transaction,
    ): Promise<{ user: User; changed: string[] }> => {
      const run = () => inTransaction(db, within, (tx) => apply(tx, id, update, actor))
      return (within ? run() : attributes.underCurrent(run)).catch((error: unknown) => {
        throw error instanceof UniqueViolation ? invalid(emailTaken) : error
      })
    },
  }
}
