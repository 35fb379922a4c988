import { PAGE_APPLICATION } from '../application/application.ts'
import type { AuditService } from '../audit/audit.service.ts'
import { type Faults, Refusal, throttled } from '../errors.ts'
import {
  CODE_LIFETIME,
  CODE_TRIES,
  CODES_PER_ADDRESS,
  CODES_PER_PERSON,
  checksumHash,
  fitsCode,
} from '../one-time-code/one-time-code.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Limit, Limiter } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'
import { emailKey } from '../profile/email-address.ts'
import type { AddressProof } from '../profile/profile.service.ts'
import { inHashingTurn } from '../session/hashing-queue.ts'
import type { ProofService } from '../session/proof.service.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import * as store from './email-change.store.ts'
import {
  type EmailProof,
  type Mailbox,
  mailboxesFor,
  mailboxesOf,
  type PendingChange,
  UNDO_TIME,
} from './email-change.ts'
import type { ChangedJob, CodeJob } from './email-change-mails.service.ts'
import { insertUndo } from './undo.store.ts'

const codesPerPerson: Limit = { name: 'email-codes-person', points: CODES_PER_PERSON, seconds: 3600 }
const codesPerAddress: Limit = { name: 'email-codes-address', points: CODES_PER_ADDRESS, seconds: 3600 }

export type EmailChangeService = ReturnType<typeof createEmailChangeService>

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  users: UserService
  audit: AuditService
  outbox: OutboxService
  proofs: Pick<ProofService, 'require'>
  proof: EmailProof
  /** Which applications need a recent proof to ask for a code (setting `RECENT_PROOF_FOR_EMAIL`). */
  recentProofFor: 'page' | 'all'
}

/**
 * The change of the e-mail address (contract: The e-mail code). One request per person waits at a time, code and
 * address in one row.
 */
export function createEmailChangeService(deps: Dependencies) {
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
     * Asks for the codes for another address; returns the checksum that goes with them. An earlier request ends.
     * Whether the address is taken is not looked at here but when the mail is prepared, so that neither the answer nor
     * its time tells. One's own address is no fault: clients ask before they know whether it differs, and its code proves it.
     * @throws {Refusal} `recent_sign_in_required`, `account_frozen`, `throttled`
     */
    async request(caller: Caller, newEmail: string): Promise<string> {
      const { user, application } = caller
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
        await enqueueCodes(tx, user, newEmailKey, { changeId: id, sentAt: now, expiresAt })
        await audit.record(tx, 'email.requested', actorOf(caller), { userId: user.id, newEmailKey })
      })
      return checksum
    },

    /** The request that waits, or `null`. */
    pending: (user: User): Promise<PendingChange | null> => store.findChange(db.read, user.id, clock.now()),

    /** Who gets a code when the person changes the address. */
    mailboxes: (user: User): readonly Mailbox[] => mailboxesOf(proof, user.email),

    /** Ends the request that waits, if there is one. */
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
     * Mails new codes for the request that waits; those mailed before end, its checksum stays. Its time and its tries
     * begin anew.
     * @throws {Refusal} `not_found` if none waits, `throttled`
     */
    async resend(user: User): Promise<PendingChange> {
      const change = await store.findChange(db.read, user.id, clock.now())
      if (!change) throw new Refusal('not_found')
      await countCode(user, change.newEmailKey)
      const sentAt = Math.max(clock.now(), change.sentAt + 1)
      const expiresAt = sentAt + CODE_LIFETIME
      await db.write(async (tx) => {
        if (!(await store.renewChange(tx, change.id, sentAt, expiresAt))) throw new Refusal('not_found')
        await enqueueCodes(tx, user, change.newEmailKey, { changeId: change.id, sentAt, expiresAt })
      })
      return { ...change, sentAt, expiresAt, tries: 0 }
    },

    /** For the update of the profile, which comes before this room and so is given it. */
    addressProof: createAddressProof(deps),
  }
}

/** Checks the codes of a change and makes it. */
function createAddressProof({ db, clock, random, users, outbox, proof }: Dependencies): AddressProof {
  const named = (user: User, newEmail: string, checksum: string): store.Named => {
    const newEmailKey = emailKey(newEmail)
    return { userId: user.id, newEmailKey, checksumHash: checksumHash(checksum, newEmailKey) }
  }

  return {
    needsCurrentCode: (user) => mailboxesOf(proof, user.email).length === 2,

    // The try is committed before the comparison, so that parallel guesses share the five and a refusal undoes none.
    async check(user, newEmail, { checksum, code, currentCode }) {
      const mailboxes = mailboxesOf(proof, user.email)
      if (mailboxes.length === 2 && currentCode === undefined) {
        return { current_token_field: [{ key: 'required' }] }
      }
      const target = named(user, newEmail, checksum)
      const faults: Faults = {}
      const change = await inHashingTurn(
        async () => {
          const tried = await db.write((tx) => store.countTry(tx, target, CODE_TRIES, clock.now()))
          const firstHash = mailboxes.includes('new') ? tried?.codeHash : tried?.currentCodeHash
          const rowId = tried?.id ?? ''
          if (!(await fitsCode(rowId, code, firstHash ?? null)))
            faults.token_field = [{ key: 'token_mismatch' }]
          if (
            mailboxes.length === 2 &&
            !(await fitsCode(rowId, currentCode ?? '', tried?.currentCodeHash ?? null))
          )
            faults.current_token_field = [{ key: 'token_mismatch' }]
          return tried
        },
        { owner: user.id },
      )
      if (!change || Object.keys(faults).length > 0) return faults
      await db.write((tx) => store.giveBackTry(tx, change))
      return null
    },

    async apply(tx, user, newEmail, checksum) {
      if (user.frozenAt !== null) throw new Refusal('account_frozen')
      const now = clock.now()
      const target = named(user, newEmail, checksum)
      // Looked at, not tried: in some engines a unique violation ends the whole transaction.
      const holder = await users.addressHolder(target.newEmailKey, now, tx)
      if (holder !== null && holder !== user.id) return false
      if (!(await store.consumeChange(tx, target, now))) return false
      // The present address in another spelling is no other address: it stays as old as it is, and leaves none behind.
      if (user.email !== '' && emailKey(user.email) === target.newEmailKey) return true
      await users.claimAddress(tx, user.id, target.newEmailKey, now, now)
      if (user.email === '') return true
      const undo = {
        id: random.id(),
        userId: user.id,
        oldEmail: user.email,
        oldEmailKey: emailKey(user.email),
        createdAt: now,
        expiresAt: now + UNDO_TIME,
        usedAt: null,
      }
      await users.reserveAddress(tx, user.id, undo.oldEmailKey, undo.expiresAt)
      await insertUndo(tx, undo)
      const job: ChangedJob = { undoId: undo.id, newEmail, expiresAt: undo.expiresAt }
      await outbox.enqueue(tx, 'mail.email-changed', job)
      return true
    },

    provesNew: (user) => mailboxesOf(proof, user.email).includes('new'),

    // Not at all where no such request waits: clients send the code of a former one with every update.
    async checkOwn(user, { checksum, code }) {
      const target = named(user, user.email, checksum)
      const tried = await db.write((tx) => store.countTry(tx, target, CODE_TRIES, clock.now()))
      if (!tried) return false
      const fits = await inHashingTurn(() => fitsCode(tried.id, code, tried.codeHash), { owner: user.id })
      if (fits) await db.write((tx) => store.giveBackTry(tx, tried))
      return fits
    },

    applyOwn: (tx, user, checksum) => store.consumeChange(tx, named(user, user.email, checksum), clock.now()),
  }
}
