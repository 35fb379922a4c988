import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { DAY } from '../basics/durations.ts'
import type { Undo } from '../email-change/email-change.ts'
import type { UndoService } from '../email-change/undo.service.ts'
import { Refusal } from '../errors/errors.ts'
import { type Act, actOf } from '../mail/act.ts'
import { NOTICE_LIFETIME } from '../mail/mail.service.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { GivenProof } from '../session/proof.ts'
import type { SessionService } from '../session/session.service.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import type { CancelledJob, ScheduledJob } from './deletion-mails.service.ts'

/**
 * How long before the removal a reminder is sent, in milliseconds, or half the grace period if that is
 * shorter.
 */
const REMINDER_LEAD = 3 * DAY
/** Number of people reminded per step of upkeep. */
const REMINDERS = 50

export type DeletionService = ReturnType<typeof createDeletionService>

interface Dependencies {
  db: Database
  clock: Clock
  users: UserService
  sessions: SessionService
  audit: AuditService
  outbox: OutboxService
  proofs: Pick<ProofService, 'require' | 'requireAct'>
  undos: Pick<UndoService, 'listOpen'>
  /** Milliseconds between request and removal. */
  grace: number
}

/** The removal of an account at its person's request, which can be canceled until it happens. */
export function createDeletionService(deps: Dependencies) {
  const { db, clock, users, sessions, audit, outbox, proofs, undos, grace } = deps

  /**
   * Notifies the person's address and former addresses that can still be restored: whoever reads one of them
   * must know. A reminder tells about no act.
   */
  const notify = async (
    tx: Transaction,
    userId: string,
    deleteAt: number,
    open: readonly Undo[],
    act: Act = {},
  ): Promise<void> => {
    const job: ScheduledJob = { userId, deleteAt, ...act, expiresAt: clock.now() + NOTICE_LIFETIME }
    await outbox.enqueue(tx, 'mail.deletion-scheduled', job)
    for (const { id } of open) {
      const left: ScheduledJob = { ...job, undoId: id }
      await outbox.enqueue(tx, 'mail.deletion-scheduled', left)
    }
  }
  const cancelOf = async (tx: Transaction, user: User, actor: Actor): Promise<boolean> => {
    if (user.deleteAt === null) return false
    const now = clock.now()
    await users.update(tx, user.id, { delete_at: null }, now)
    const job: CancelledJob = { userId: user.id, ...actOf(actor, now), expiresAt: now + NOTICE_LIFETIME }
    await outbox.enqueue(tx, 'mail.deletion-cancelled', job)
    await audit.record(tx, 'deletion.cancelled', actor, { userId: user.id })
    return true
  }
  const remind = (user: User, now: number): Promise<boolean> =>
    db.write(async (tx) => {
      const { id, deleteAt } = user
      if (deleteAt === null || !(await users.markReminded(tx, id, deleteAt, now))) return false
      await notify(tx, id, deleteAt, await undos.listOpen(id, tx))
      return true
    })

  return {
    /**
     * Schedules the removal, ends all other sessions and notifies the person by mail. Returns the instant,
     * which is never before the end of the period in which a change of the address can be undone. If it is
     * already scheduled, the instant does not change.
     * @throws {Refusal} `act_at_provider`, `recent_sign_in_required`, `account_frozen`, `validation` on `password`, `throttled`
     */
    async request(caller: Caller, given: GivenProof): Promise<number> {
      proofs.requireAct(caller, 'deletion')
      const proven = await proofs.require(caller, given)
      const userId = caller.user.id
      const now = clock.now()
      return db.write(async (tx) => {
        const user = await users.byId(userId, tx)
        if (!user) throw new Refusal('token_not_valid')
        await proven.confirm(tx)
        if (user.frozenAt !== null) throw new Refusal('account_frozen')
        if (user.deleteAt !== null) return user.deleteAt
        const open = await undos.listOpen(userId, tx)
        const deleteAt = Math.max(now + grace, ...open.map(({ expiresAt }) => expiresAt))
        await users.update(tx, userId, { delete_at: deleteAt, deletion_reminded_at: null }, now)
        await sessions.endAll(tx, userId, caller.sessionId)
        const actor = actorOf(caller)
        await notify(tx, userId, deleteAt, open, actOf(actor, now))
        await audit.record(tx, 'deletion.requested', actor, { userId })
        return deleteAt
      })
    },

    /**
     * Cancels the removal while the account exists, and confirms that by mail. Does nothing without a
     * request.
     */
    cancel(caller: Caller): Promise<void> {
      return db.write(async (tx) => {
        const user = await users.byId(caller.user.id, tx)
        if (!user) throw new Refusal('token_not_valid')
        await cancelOf(tx, user, actorOf(caller))
      })
    },

    /** The same in another's transaction. Returns whether there was a request. */
    async cancelFor(tx: Transaction, userId: string, actor: Actor): Promise<boolean> {
      const user = await users.byId(userId, tx)
      return user ? cancelOf(tx, user, actor) : false
    },

    /** Reminds people whose removal is near, a few at a time, once each. Returns how many. */
    async remind(): Promise<number> {
      const now = clock.now()
      const near = now + Math.min(REMINDER_LEAD, grace / 2)
      const reminded = await Promise.all(
        (await users.toRemind(now, near, REMINDERS)).map((user) => remind(user, now)),
      )
      return reminded.filter(Boolean).length
    },
  }
}
