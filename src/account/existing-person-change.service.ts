import type { AttributeService } from '../attribute/attribute.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { OperatorMove } from '../email-change/address-move.service.ts'
import type { SetPassword } from '../password-change/password-setter.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import type { Choices } from '../profile/profile.ts'
import type { SessionService } from '../session/session.service.ts'
import { emailKey } from '../user/email-address.ts'
import type { ExternalIds } from '../user/external-ids.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import { type ExistingPlan, isWithoutEffect, planExisting } from './existing-person.ts'
import { type PersonChange, type RowOutcome, takenFaults } from './import.ts'
import { differences } from './person-update.ts'

interface Dependencies {
  clock: Clock
  users: UserService
  externalIds: ExternalIds
  sessions: Pick<SessionService, 'endAll'>
  audit: AuditService
  attributes: Pick<AttributeService, 'viewFor' | 'index'>
  choices: Choices
  operatorMove: OperatorMove
  setPassword: SetPassword
}

/** Who changes people, and the application whose ids of people the change contains. */
interface By {
  actor: Actor
  applicationId: string | null
}

export type ChangeExisting = ReturnType<typeof createChangeExisting>

/** Changes existing people for an import. */
export function createChangeExisting(deps: Dependencies) {
  const { clock, users, externalIds, sessions, audit, attributes, choices, operatorMove, setPassword } = deps

  const read = async (tx: Transaction, userId: string, applicationId: string | null) => {
    const user = await users.byId(userId, tx)
    if (!user) return null
    const passwordHash = (await users.passwordHash(userId, tx)) ?? ''
    const ids = applicationId === null ? null : await externalIds.ofPeople(applicationId, [userId], tx)
    return { user, passwordHash, externalId: ids?.get(userId) ?? null }
  }

  const record = async (tx: Transaction, before: User, plan: ExistingPlan, actor: Actor): Promise<void> => {
    const after = (await users.byId(before.id, tx)) ?? before
    const fields = [
      ...differences(before, after),
      ...(before.username !== after.username ? ['username'] : []),
      ...(plan.newExternalId !== null ? ['external_id'] : []),
    ]
    const about = { userId: before.id, fields }
    const [oldEmailKey, newEmailKey] = [emailKey(before.email), emailKey(after.email)]
    if (oldEmailKey !== newEmailKey)
      await audit.record(tx, 'email.changed', actor, { ...about, oldEmailKey, newEmailKey })
    else if (fields.length > 0) await audit.record(tx, 'profile.updated', actor, about)
    if (plan.columns.disabled_at === undefined) return
    const action = plan.columns.disabled_at === null ? 'user.enabled' : 'user.disabled'
    await audit.record(tx, action, actor, { userId: before.id })
  }

  /**
   * Changes a person in the transaction of an import, by the rules of the published update but without its codes. The
   * previous address is notified and can undo the change, as after `user update`. A new password ends all sessions, but
   * does not end the need for a recovery.
   * @throws {UniqueViolation} if a user name or external id is taken
   * @throws {OutdatedDeclarations} if the declarations of attributes have changed
   */
  return async (
    tx: Transaction,
    userId: string,
    change: PersonChange,
    { actor, applicationId }: By,
  ): Promise<RowOutcome> => {
    const person = await read(tx, userId, applicationId)
    if (!person) return { faults: { detail: [{ problem: 'gone' }] } }
    const { user } = person
    const now = clock.now()
    const view = attributes.viewFor({ kind: 'operator' })
    const plan = planExisting(person, change, { choices, view, now })
    if ('faults' in plan) return plan
    if (isWithoutEffect(plan)) return 'unchanged'
    if (plan.newEmail !== null) {
      if (await operatorMove.isTaken(tx, user, plan.newEmail)) return { faults: takenFaults(['email']) }
      await operatorMove.make(tx, user, plan.newEmail, false, actor)
    }
    if (Object.keys(plan.columns).length > 0) await users.update(tx, userId, plan.columns, now)
    await attributes.index(tx, [{ userId, changes: plan.declared }], view?.version ?? 0)
    if (plan.columns.disabled_at) await sessions.endAll(tx, userId)
    if (plan.newExternalId !== null && applicationId !== null)
      await externalIds.add(tx, [{ applicationId, externalId: plan.newExternalId, userId, createdAt: now }])
    await record(tx, user, plan, actor)
    if (plan.newPasswordHash !== null) {
      const how = { action: 'password.set', actor, isResetKept: user.passwordResetRequired } as const
      await setPassword(tx, userId, plan.newPasswordHash, how)
    }
    return 'updated'
  }
}
