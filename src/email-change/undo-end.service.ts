import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors/errors.ts'
import { actOf } from '../mail/act.ts'
import { NOTICE_LIFETIME } from '../mail/mail.service.ts'
import type { Reader, Transaction } from '../ports/database.ts'
import type { GivenProof } from '../session/proof.ts'
import { actorOf, type Caller } from '../session/session.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import { judgeLink, type Undo } from './email-change.ts'
import type { UndoEndedJob } from './email-change-mails.service.ts'
import * as store from './undo.store.ts'
import type { UndoDependencies } from './undo-dependencies.service.ts'

/** The end of the period in which changes of the address can be undone. */
export function createUndoEnd(
  deps: Pick<UndoDependencies, 'db' | 'clock' | 'users' | 'audit' | 'outbox' | 'proofs' | 'endRecovery'>,
) {
  const { db, clock, users, audit, outbox, proofs, endRecovery } = deps

  /** Returns the person's changes that can still be undone, newest first. */
  const listOpen = async (userId: string, reader: Reader = db.read): Promise<Undo[]> => {
    const now = clock.now()
    return (await store.listUndos(reader, userId)).filter((undo) => judgeLink(undo, now) === 'open')
  }

  /**
   * Ends the period in the caller's transaction, for a person who has proved to be that or for an operator: releases and
   * notifies reserved addresses, and ends codes for a new password. Returns the changes that could be undone, newest
   * first.
   */
  const endOpen = async (
    tx: Transaction,
    user: Pick<User, 'id' | 'email'>,
    actor: Actor,
  ): Promise<Undo[]> => {
    const now = clock.now()
    const open = await listOpen(user.id, tx)
    if (open.length === 0) return open
    await endRecovery(tx, user.id, actor)
    const ended = await store.endAllUndos(tx, user.id, now)
    await users.trustAddress(tx, user.id)
    for (const [oldEmailKey, { id }] of new Map(ended.map((undo) => [undo.oldEmailKey, undo]))) {
      if (oldEmailKey === emailKey(user.email)) continue
      await users.releaseAddress(tx, user.id, oldEmailKey)
      const job: UndoEndedJob = {
        undoId: id,
        ...actOf(actor, now),
        expiresAt: now + NOTICE_LIFETIME,
      }
      await outbox.enqueue(tx, 'mail.undo-ended', job)
    }
    return open
  }

  return {
    listOpen,
    endOpen,

    /**
     * Ends the period in which the person's changes can be undone: people who leave a mailbox because
     * somebody else reads it must be able to lock it out. The request itself must contain a proof; a session,
     * however recent, does not suffice.
     * @throws {Refusal} `validation` on `password`, `account_frozen`, `throttled`, `unavailable`
     */
    async end(caller: Caller, given: GivenProof): Promise<void> {
      const proven = await proofs.requireInRequest(caller, given)
      await db.write(async (tx) => {
        await proven.confirm(tx)
        const user = await users.byId(caller.user.id, tx)
        if (!user) throw new Refusal('token_not_valid')
        if (user.frozenAt !== null) throw new Refusal('account_frozen')
        const open = await endOpen(tx, user, actorOf(caller))
        if (open.length === 0) return
        const oldEmailKey = open.at(-1)!.oldEmailKey
        const about = { userId: user.id, oldEmailKey, newEmailKey: emailKey(user.email) }
        await audit.record(tx, 'email.undo_ended', actorOf(caller), about)
      })
    },
  }
}
