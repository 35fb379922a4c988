import type { UndoService } from '../email-change/undo.service.ts'
import type { MailJob, MailService, PreparedMail } from '../mail/mail.service.ts'
import { maskedAddress, shownName } from '../mail/shown-text.ts'
import { formatInstantFor } from '../messages/format.ts'
import {
  CODE_LIFETIME,
  hashCode,
  RECOVERY_ALPHABET,
  RECOVERY_CODE_LENGTH,
  shownRecoveryCode,
} from '../one-time-code/one-time-code.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { HOUR, MINUTE } from '../ports/durations.ts'
import type { Random } from '../ports/random.ts'
import type { UserService } from '../user/user.service.ts'
import * as store from './password.store.ts'
import { recoveryMailbox } from './recovery.ts'
import { findWaiting } from './waiting-password.store.ts'

/** Payload of `mail.password-reset-code`. */
export interface ResetJob extends MailJob {
  resetId: string
  emailKey: string
  checksumHash: string
  createdAt: number
}

/** Payload of `mail.recovery-announced`. */
export interface AnnouncedJob extends MailJob {
  userId: string
  waitingId: string
}

/** Payload of `mail.recovery-stopped`. */
export interface StoppedJob extends MailJob {
  userId: string
  /** The change of address whose left address gets the mail; absent: the current one does. */
  undoId?: string
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  users: UserService
  mails: MailService
  undos: Pick<UndoService, 'listOpen'>
  /** Milliseconds that a new password waits, where it does. */
  delay: number
  /** Where a person stops it; null: there is no page. */
  securityUrl: string | null
  defaults: { language: string; timezone: string }
}

/** Prepares the mail with a code for a new password, just before it leaves. */
export function registerPasswordMails(deps: Dependencies): void {
  const { db, clock, random, users, mails, undos } = deps

  const prepareCode = async (job: ResetJob): Promise<PreparedMail | null> => {
    // Also for an address that nobody has, so that the load does not tell.
    const code = random.code(RECOVERY_ALPHABET, RECOVERY_CODE_LENGTH)
    const codeHash = await hashCode(job.resetId, code)
    const held = await users.byHeldEmailKey(job.emailKey, clock.now())
    if (!held || held.user.disabledAt !== null) return null
    const { user } = held
    const mailbox = recoveryMailbox(held, await undos.listOpen(user.id), clock.now())
    if (!mailbox) return null
    const isDelayed = mailbox.isDelayed && deps.delay > 0
    await db.write((tx) =>
      store.addRecovery(tx, {
        id: job.resetId,
        user_id: user.id,
        checksum_hash: job.checksumHash,
        code_hash: codeHash,
        tries: 0,
        created_at: job.createdAt,
        expires_at: job.expiresAt,
        is_delayed: isDelayed ? 1 : null,
      }),
    )
    return {
      to: mailbox.address,
      language: user.language,
      isUnique: true,
      content: {
        kind: isDelayed ? 'password_reset_code_left' : 'password_reset_code',
        name: shownName(user),
        code: shownRecoveryCode(code),
        params: { minutes: CODE_LIFETIME / MINUTE, hours: deps.delay / HOUR },
      },
    }
  }

  const prepareAnnounced = async (job: AnnouncedJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    const waiting = await findWaiting(db.read, job.userId)
    if (!user || user.email === '' || waiting?.id !== job.waitingId) return null
    const until = formatInstantFor(user, waiting.takesEffectAt, deps.defaults)
    const address = maskedAddress((await undos.listOpen(user.id)).at(-1)?.oldEmail ?? user.email)
    return {
      to: user.email,
      language: user.language,
      content: {
        kind: 'recovery_announced',
        name: shownName(user),
        params: { until, address },
        ...(deps.securityUrl !== null && { url: deps.securityUrl }),
      },
    }
  }

  const prepareStopped = async (job: StoppedJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    const undo = (await undos.listOpen(job.userId)).find(({ id }) => id === job.undoId)
    const to = job.undoId === undefined ? user?.email : undo?.oldEmail
    if (!user || !to) return null
    const content = { kind: 'recovery_stopped', name: shownName(user) } as const
    return { to, language: user.language, content }
  }

  mails.register('mail.recovery-announced', prepareAnnounced)
  mails.register('mail.recovery-stopped', prepareStopped)
  mails.register('mail.password-reset-code', prepareCode)
}
