import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { UndoService } from '../email-change/undo.service.ts'
import { actOf } from '../mail/act.ts'
import { NOTICE_LIFETIME } from '../mail/mail.service.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import type { ProofService } from '../session/proof.service.ts'
import type { GivenProof } from '../session/proof.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import type { AnnouncedJob, StoppedJob } from './password-mails.service.ts'
import type { SetPassword } from './password-setter.service.ts'
import { deleteRecoveries } from './recovery.store.ts'
import * as store from './waiting-password.store.ts'

/** Number of passwords that take effect per step of upkeep. */
const DUE = 20

export type WaitingPasswordService = ReturnType<typeof createWaitingPasswordService>

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  users: UserService
  proofs: Pick<ProofService, 'requireInRequest'>
  undos: Pick<UndoService, 'listOpen'>
  audit: AuditService
  outbox: OutboxService
  setPassword: SetPassword
  /** Milliseconds from setting the password to its effect (setting `RECOVERY_DELAY_HOURS`). */
  delay: number
}

/**
 * New passwords that take effect later. If the address of an account is so new that it may be an intruder's,
 * the previous address receives the code. Since the person may have left that mailbox, the password is
 * delayed, and anyone who proves to be the person can stop it meanwhile. A session proves nothing here: it
 * may be the stolen one.
 */
export function createWaitingPasswordService(deps: Dependencies) {
  const { db, clock, random, users, proofs, undos, audit, outbox, setPassword, delay } = deps

  const takeEffect = (id: string, userId: string): Promise<boolean> =>
    db.write(async (tx) => {
      const user = await users.byId(userId, tx)
      if (!user || user.frozenAt !== null) return false
      const hash = await store.takeWaiting(tx, id, clock.now())
      if (hash === null) return false
      const how = { action: 'password.reset', actor: { kind: 'system' }, isRecovery: true } as const
      await setPassword(tx, userId, hash, how)
      return true
    })

  return {
    /**
     * Schedules a password, replacing a pending one, and notifies the address of the account. Returns when it
     * takes effect.
     */
    async begin(tx: Transaction, userId: string, passwordHash: string, actor: Actor): Promise<number> {
      const now = clock.now()
      const takesEffectAt = now + delay
      const id = random.id()
      await store.replaceWaiting(tx, { id, userId, createdAt: now, takesEffectAt }, passwordHash)
      const job: AnnouncedJob = {
        userId,
        waitingId: id,
        ...actOf(actor, now),
        expiresAt: now + NOTICE_LIFETIME,
      }
      await outbox.enqueue(tx, 'mail.recovery-announced', job)
      await audit.record(tx, 'password.waiting', actor, { userId })
      return takesEffectAt
    },

    /** Returns the pending password of the person, or null. */
    pending: (userId: string) => store.findWaiting(db.read, userId),

    /**
     * Stops the pending password, using the proof in the request, and invalidates codes that were mailed.
     * @throws {Refusal} `validation` on `password`, `throttled`, `unavailable`
     */
    async stop(caller: Caller, given: GivenProof): Promise<void> {
      const proven = await proofs.requireInRequest(caller, given)
      const userId = caller.user.id
      await db.write(async (tx) => {
        await proven.confirm(tx)
        await this.stopFor(tx, userId, actorOf(caller))
      })
    },

    /** The same in another's transaction, for a person who has proven to be that person. */
    async stopFor(tx: Transaction, userId: string, actor: Actor): Promise<void> {
      await deleteRecoveries(tx, userId)
      if (!(await store.deleteWaiting(tx, userId))) return
      const undo = (await undos.listOpen(userId, tx)).at(-1)
      const now = clock.now()
      const job: StoppedJob = {
        userId,
        ...actOf(actor, now),
        expiresAt: now + NOTICE_LIFETIME,
        ...(undo && { undoId: undo.id }),
      }
      await outbox.enqueue(tx, 'mail.recovery-stopped', job)
      await audit.record(tx, 'password.stopped', actor, { userId })
    },

    /** Applies passwords that are due, a few at a time. Returns how many. */
    async takeDue(): Promise<number> {
      let done = 0
      for (const { id, userId } of await store.listDueWaiting(db.read, clock.now(), DUE))
        if (await takeEffect(id, userId)) done += 1
      return done
    },
  }
}
