import { PAGE_APPLICATION } from '../application/application.ts'
import { Refusal, throttled } from '../errors/errors.ts'
import { actOf } from '../mail/act.ts'
import {
  CODE_LIFETIME,
  CODES_PER_ADDRESS,
  CODES_PER_PERSON,
  checksumHash,
} from '../one-time-code/one-time-code.ts'
import type { Transaction } from '../ports/database.ts'
import type { Limit } from '../ports/limiter.ts'
import { actorOf, type Caller } from '../session/session.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import { createAddressProof } from './address-proof.service.ts'
import * as store from './email-change.store.ts'
import { type Mailbox, mailboxesFor, mailboxesOf, type PendingChange } from './email-change.ts'
import type { EmailChangeDependencies } from './email-change-dependencies.service.ts'
import type { CodeJob } from './email-change-mails.service.ts'

export const codesPerPerson: Limit = { name: 'email-codes-person', points: CODES_PER_PERSON, seconds: 3600 }
export const codesPerAddress: Limit = {
  name: 'email-codes-address',
  points: CODES_PER_ADDRESS,
  seconds: 3600,
}

export type EmailChangeService = ReturnType<typeof createEmailChangeService>

/**
 * Changes of the e-mail address (contract: The e-mail code). Each person has at most one pending request; its
 * code and address are in one row.
 */
export function createEmailChangeService(deps: EmailChangeDependencies) {
  const { db, clock, random, limiter, audit, outbox, proofs, proof, recentProofFor } = deps

  const countCode = async (user: User, newEmailKey: string): Promise<void> => {
    const ofPerson = await limiter.consume(codesPerPerson, user.id)
    if (ofPerson > 0) throw throttled(ofPerson)
    const ofAddress = await limiter.consume(codesPerAddress, newEmailKey)
    if (ofAddress === 0) return
    await limiter.consume(codesPerPerson, user.id, -1)
    throw throttled(ofAddress)
  }
  const enqueueCodes = async (tx: Transaction, user: User, wantedKey: string, change: CodeJob) => {
    for (const mailbox of mailboxesFor(proof, { ...user, emailKey: emailKey(user.email) }, wantedKey)) {
      await outbox.enqueue(tx, 'mail.email-change-code', { ...change, mailbox })
    }
  }

  return {
    /**
     * Requests the codes for a new address and returns their checksum. Replaces an earlier request. Whether
     * the address is taken is not checked here but when the mail is prepared, so that neither the response
     * nor its timing reveals it. A person's current address is accepted: clients request a code before they
     * know whether it differs, and the code then verifies it.
     * @throws {Refusal} `act_at_provider`, `recent_sign_in_required`, `account_frozen`, `throttled`
     */
    async request(caller: Caller, newEmail: string): Promise<string> {
      const { user, application } = caller
      proofs.requireAct(caller, 'email')
      if (user.frozenAt !== null) throw new Refusal('account_frozen')
      if (recentProofFor === 'all' || application.id === PAGE_APPLICATION) await proofs.require(caller)
      const newEmailKey = emailKey(newEmail)
      await countCode(user, newEmailKey)
      const now = clock.now()
      const id = random.id()
      const checksum = random.secret()
      const expiresAt = now + CODE_LIFETIME
      await db.write(async (tx) => {
        await store.replaceChange(tx, {
          user_id: user.id,
          id,
          new_email: newEmail,
          new_email_key: newEmailKey,
          checksum_hash: checksumHash(checksum, newEmailKey),
          code_hash: null,
          current_code_hash: null,
          tries: 0,
          created_at: now,
          sent_at: now,
          expires_at: expiresAt,
        })
        await enqueueCodes(tx, user, newEmailKey, {
          changeId: id,
          sentAt: now,
          ...actOf(actorOf(caller), now),
          expiresAt,
        })
        await audit.record(tx, 'email.requested', actorOf(caller), { userId: user.id, newEmailKey })
      })
      return checksum
    },

    /** Returns the pending request, or `null`. */
    pending: (user: User): Promise<PendingChange | null> => store.findChange(db.read, user.id, clock.now()),

    /** Returns the mailboxes that receive a code when the person changes the address. */
    mailboxes: (user: User): readonly Mailbox[] => mailboxesOf(proof, user.email),

    /** Cancels the pending request, if any. */
    cancel: (caller: Caller): Promise<void> =>
      db.write(async (tx) => {
        const userId = caller.user.id
        const change = await store.findChange(tx, userId, clock.now())
        await store.deleteChange(tx, userId)
        if (!change) return
        const about = { userId, newEmailKey: change.newEmailKey }
        await audit.record(tx, 'email.cancelled', actorOf(caller), about)
      }),

    /**
     * Mails new codes for the pending request. Earlier codes become invalid, the checksum stays. Resets its
     * lifetime and tries.
     * @throws {Refusal} `not_found` if none is pending, `throttled`
     */
    async resend(caller: Caller): Promise<PendingChange> {
      const { user } = caller
      proofs.requireAct(caller, 'email')
      const change = await store.findChange(db.read, user.id, clock.now())
      if (!change) throw new Refusal('not_found')
      await countCode(user, change.newEmailKey)
      const sentAt = Math.max(clock.now(), change.sentAt + 1)
      const expiresAt = sentAt + CODE_LIFETIME
      await db.write(async (tx) => {
        if (!(await store.renewChange(tx, change.id, sentAt, expiresAt))) throw new Refusal('not_found')
        await enqueueCodes(tx, user, change.newEmailKey, {
          changeId: change.id,
          sentAt,
          ...actOf(actorOf(caller), sentAt),
          expiresAt,
        })
      })
      return { ...change, sentAt, expiresAt, tries: 0 }
    },

    /** For the profile update: that room comes earlier, so this is passed to it. */
    addressProof: createAddressProof(deps),
  }
}
