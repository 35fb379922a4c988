import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors/errors.ts'
import { actOf } from '../mail/act.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { emailKey } from '../user/email-address.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import { deleteChange } from './email-change.store.ts'
import { UNDO_TIME } from './email-change.ts'
import type { ChangedJob } from './email-change-mails.service.ts'
import type { UndoService } from './undo.service.ts'
import { insertUndo } from './undo.store.ts'

/** How a new address becomes a person's current one. */
interface How {
  /** When the person claimed it by a code; null if it is trusted immediately. */
  claimedAt: number | null
  actor: Actor
  /** Whether the previous address gets a mail with the undo link. */
  isNotified: boolean
}

/**
 * Makes an address that nobody else holds the person's current one, in the transaction that changes their row. The
 * previous one stays reserved for as long as the change can be undone.
 */
export function createAddressMove(deps: {
  clock: Clock
  random: Random
  users: UserService
  outbox: OutboxService
}) {
  const { clock, random, users, outbox } = deps
  return async (tx: Transaction, user: User, newEmail: string, how: How): Promise<void> => {
    const [oldEmailKey, newEmailKey] = [emailKey(user.email), emailKey(newEmail)]
    // The same address in another spelling: its age does not change, and no address is left behind.
    if (user.email !== '' && oldEmailKey === newEmailKey) return
    const now = clock.now()
    await users.claimAddress(tx, user.id, newEmailKey, now, how.claimedAt)
    if (user.email === '') return
    const undo = {
      id: random.id(),
      userId: user.id,
      oldEmail: user.email,
      oldEmailKey,
      createdAt: now,
      expiresAt: now + UNDO_TIME,
      usedAt: null,
    }
    await users.reserveAddress(tx, user.id, oldEmailKey, undo.expiresAt)
    await insertUndo(tx, undo)
    if (!how.isNotified) return
    const job: ChangedJob = {
      undoId: undo.id,
      newEmail,
      ...actOf(how.actor, now),
      expiresAt: undo.expiresAt,
    }
    await outbox.enqueue(tx, 'mail.email-changed', job)
  }
}

export type AddressMove = ReturnType<typeof createAddressMove>
export type OperatorMove = ReturnType<typeof createOperatorMove>

/** Changes an address for an operator, without a code. */
export function createOperatorMove(deps: {
  clock: Clock
  users: UserService
  undos: Pick<UndoService, 'endOpen'>
  move: AddressMove
}) {
  const { clock, users, undos, move } = deps
  return {
    /** Returns whether the address belongs to another person or is reserved for one. */
    async isTaken(tx: Transaction, user: User, newEmail: string): Promise<boolean> {
      const holder = await users.addressHolder(emailKey(newEmail), clock.now(), tx)
      return holder !== null && holder !== user.id
    },

    /**
     * Makes a free address the person's current one, and cancels their own pending change. The previous address is
     * notified and can undo it, as after a change by the person. With `isFinal` it is only notified, and earlier changes
     * can no longer be undone either.
     * @throws {Refusal} `account_frozen`
     */
    async make(tx: Transaction, user: User, newEmail: string, isFinal: boolean, actor: Actor): Promise<void> {
      if (user.frozenAt !== null) throw new Refusal('account_frozen')
      await deleteChange(tx, user.id)
      await move(tx, user, newEmail, { claimedAt: null, actor, isNotified: !isFinal })
      if (isFinal) await undos.endOpen(tx, { id: user.id, email: newEmail }, actor)
    },
  }
}
