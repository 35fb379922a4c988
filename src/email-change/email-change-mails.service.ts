import { CODE_LENGTH } from '../../common/limits.ts'
import { MINUTE } from '../basics/durations.ts'
import { secretHash } from '../basics/hash.ts'
import type { Act } from '../mail/act.ts'
import type { DescribeAct } from '../mail/act-details.service.ts'
import type { MailJob, MailService, PreparedMail } from '../mail/mail.service.ts'
import { maskedAddress, shownAddress, shownName } from '../mail/shown-text.ts'
import { formatInstantFor } from '../messages/format.ts'
import { CODE_LIFETIME, hashCode } from '../one-time-code/one-time-code.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { emailKey } from '../user/email-address.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import * as store from './email-change.store.ts'
import type { EmailProof, Mailbox, PendingChange } from './email-change.ts'
import { mailboxesOf } from './email-change.ts'
import * as objectionStore from './objection.store.ts'
import * as undoStore from './undo.store.ts'

/** Payload of `mail.email-change-code`, without its mailbox. */
export interface CodeJob extends MailJob, Act {
  changeId: string
  /** Identifies the request that the mail belongs to: a later one invalidates it. */
  sentAt: number
}

/** Payload of `mail.email-changed`. */
export interface ChangedJob extends MailJob, Act {
  undoId: string
  newEmail: string
}

/** Payload of `mail.address-undone`. */
export interface UndoneJob extends MailJob, Act {
  userId: string
  /** The address that lost the account by the undo. */
  lostEmail: string
  undoneAt: number
}

/** Payload of `mail.undo-ended`. */
export interface UndoEndedJob extends MailJob, Act {
  undoId: string
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  users: UserService
  mails: MailService
  describeAct: DescribeAct
  proof: EmailProof
  /** Returns the URL of the link for a token. */
  undoUrl: (token: string) => string
  objectionUrl: (token: string) => string
  defaults: { language: string; timezone: string }
}

/** Prepares the mails about a change of the address, each just before it is sent. */
export function registerEmailChangeMails(deps: Dependencies): void {
  const { db, clock, random, users, mails, describeAct, proof, undoUrl, defaults } = deps

  const prepareCode = async (job: CodeJob & { mailbox: Mailbox }): Promise<PreparedMail | null> => {
    const change = await store.findChangeById(db.read, job.changeId)
    if (!change || change.sentAt !== job.sentAt) return null
    const user = await users.byId(change.userId)
    if (!user || user.disabledAt !== null) return null
    const holder = await users.addressHolder(change.newEmailKey, clock.now())
    if (holder !== null && holder !== user.id) return takenNotice(user, holder, change, job.mailbox)
    const code = random.digits(CODE_LENGTH)
    const hash = await hashCode(change.id, code)
    if (!(await db.write((tx) => store.setCode(tx, change, job.mailbox, hash, clock.now())))) return null
    // Only the proven mailbox learns who asked: the other codes may reach a stranger's.
    const params = { address: shownAddress(change.newEmail), minutes: CODE_LIFETIME / MINUTE }
    const { language } = user
    if (emailKey(user.email) === change.newEmailKey) {
      const content = { kind: 'own_address_code' as const, code, params }
      return { to: user.email, language, isUnique: true, content }
    }
    if (job.mailbox === 'new')
      return {
        to: change.newEmail,
        language,
        isUnique: true,
        content: { kind: 'new_address_code', code, params },
      }
    const name = shownName(user)
    return {
      to: user.email,
      language,
      isUnique: true,
      content: { kind: 'current_address_code', name, code, params, act: await describeAct(job, user) },
    }
  }

  /**
   * No code is sent for an address that is taken; instead its holder is notified at that address, once per
   * request.
   */
  const takenNotice = async (
    user: User,
    holderId: string,
    change: PendingChange,
    mailbox: Mailbox,
  ): Promise<PreparedMail | null> => {
    if (mailbox !== mailboxesOf(proof, user.email)[0]) return null
    const holder = await users.byId(holderId)
    if (!holder || holder.disabledAt !== null) return null
    return { to: change.newEmail, language: holder.language, content: { kind: 'address_taken' } }
  }

  const prepareChanged = async (job: ChangedJob): Promise<PreparedMail | null> => {
    const undo = await undoStore.findUndoById(db.read, job.undoId)
    const user = undo && (await users.byId(undo.userId))
    if (!undo || !user) return null
    const token = random.secret()
    const link = { id: random.id(), tokenHash: secretHash(token) }
    const isOpen = await db.write((tx) => undoStore.addUndoLink(tx, undo.id, link, clock.now()))
    if (!isOpen) return null
    const until = formatInstantFor(user, undo.expiresAt, defaults)
    return {
      to: undo.oldEmail,
      language: user.language,
      isUnique: true,
      content: {
        kind: 'address_changed',
        name: shownName(user),
        url: undoUrl(token),
        params: { address: maskedAddress(job.newEmail), until },
        act: await describeAct(job, user),
      },
    }
  }

  const prepareUndone = async (job: UndoneJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    if (!user) return null
    const token = random.secret()
    await db.write((tx) =>
      objectionStore.insertObjection(tx, {
        id: random.id(),
        token_hash: secretHash(token),
        user_id: user.id,
        undone_at: job.undoneAt,
        expires_at: job.expiresAt,
        used_at: null,
      }),
    )
    const until = formatInstantFor(user, job.expiresAt, defaults)
    return {
      to: job.lostEmail,
      language: user.language,
      isUnique: true,
      content: {
        kind: 'address_undone',
        url: deps.objectionUrl(token),
        params: { address: maskedAddress(user.email), until },
        act: await describeAct(job, user),
      },
    }
  }

  const prepareUndoEnded = async (job: UndoEndedJob): Promise<PreparedMail | null> => {
    const undo = await undoStore.findUndoById(db.read, job.undoId)
    const user = undo && (await users.byId(undo.userId))
    if (!undo || !user) return null
    const content = {
      kind: job.isByOperator ? 'undo_ended_by_operator' : 'undo_ended',
      params: { address: maskedAddress(user.email) },
      act: await describeAct(job, user),
    } as const
    return { to: undo.oldEmail, language: user.language, content }
  }

  mails.register('mail.address-undone', prepareUndone)
  mails.register('mail.undo-ended', prepareUndoEnded)
  mails.register('mail.email-change-code', prepareCode)
  mails.register('mail.email-changed', prepareChanged)
}
