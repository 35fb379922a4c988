import { HOUR, MINUTE } from '../basics/durations.ts'
import type { Issuer } from '../config/issuer-settings.ts'
import { judgeLink } from '../email-change/email-change.ts'
import type { UndoService } from '../email-change/undo.service.ts'
import type { Act } from '../mail/act.ts'
import type { DescribeAct } from '../mail/act-details.service.ts'
import type { MailJob, MailService, PreparedMail } from '../mail/mail.service.ts'
import { maskedAddress, shownName, shownUsername } from '../mail/shown-text.ts'
import { formatInstantFor } from '../messages/format.ts'
import type { MailKind } from '../messages/texts.ts'
import {
  CODE_LIFETIME,
  hashCode,
  INVITATION_LIFETIME,
  RECOVERY_ALPHABET,
  RECOVERY_CODE_LENGTH,
  shownRecoveryCode,
} from '../one-time-code/one-time-code.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import type { IssuerSubjects } from '../user/issuer-subjects.service.ts'
import type { UserService } from '../user/user.service.ts'
import { usernameKey } from '../user/user.ts'
import * as store from './recovery.store.ts'
import { recoveryMailbox } from './recovery.ts'
import { findWaiting } from './waiting-password.store.ts'

/** Payload of `mail.password-reset-code`. */
export interface ResetJob extends MailJob, Act {
  resetId: string
  emailKey: string
  checksumHash: string
  createdAt: number
  /** Whether the code is for the first password, and lives longer. */
  isInvitation?: true
}

/** Payload of `mail.recovery-announced`. */
export interface AnnouncedJob extends MailJob, Act {
  userId: string
  waitingId: string
}

/** Payload of `mail.recovery-stopped`. */
export interface StoppedJob extends MailJob, Act {
  userId: string
  /** The change of address whose former address receives the mail; if absent, the current address does. */
  undoId?: string
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  users: UserService
  mails: MailService
  describeAct: DescribeAct
  undos: Pick<UndoService, 'listOpen' | 'byId'>
  issuerSubjects: Pick<IssuerSubjects, 'ofPerson'>
  issuers: readonly Pick<Issuer, 'issuer' | 'acts'>[]
  /** Milliseconds by which a new password may be delayed. */
  delay: number
  /** URL of the page on which a person can stop it; null if there is no page. */
  securityUrl: string | null
  defaults: { language: string; timezone: string }
}

/** Prepares the mail with a code for a new password, just before it is sent. */
export function registerPasswordMails(deps: Dependencies): void {
  const { db, clock, random, users, mails, describeAct, undos } = deps

  /** Whether the person has no password here, because they sign in at a provider that does not leave it to the service. */
  const isLeftToProvider = async (userId: string): Promise<boolean> => {
    const subjects = await deps.issuerSubjects.ofPerson(userId)
    if (subjects.length === 0 || (await users.passwordHash(userId)) !== '') return false
    const leaves = new Set(
      deps.issuers.filter(({ acts }) => acts.includes('password')).map(({ issuer }) => issuer),
    )
    return !subjects.some(({ issuer }) => leaves.has(issuer))
  }

  const prepareCode = async (job: ResetJob): Promise<PreparedMail | null> => {
    // Done even for unknown addresses, so that the load reveals nothing.
    const code = random.code(RECOVERY_ALPHABET, RECOVERY_CODE_LENGTH)
    const codeHash = await hashCode(job.resetId, code)
    const held = await users.byHeldEmailKey(job.emailKey, clock.now())
    if (!held || held.user.disabledAt !== null) return null
    const { user } = held
    if (!job.isInvitation && (await isLeftToProvider(user.id))) return null
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
        kind: codeKind(job, isDelayed),
        name: shownName(user),
        ...(usernameKey(user.username) !== usernameKey(mailbox.address) && {
          username: shownUsername(user.username),
        }),
        code: shownRecoveryCode(code),
        params: {
          minutes: CODE_LIFETIME / MINUTE,
          hours: (job.isInvitation ? INVITATION_LIFETIME : deps.delay) / HOUR,
        },
        act: await describeAct(job, user),
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
        act: await describeAct(job, user),
        ...(deps.securityUrl !== null && { url: deps.securityUrl }),
      },
    }
  }

  const prepareStopped = async (job: StoppedJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    // Not only open ones: what ends the period for undoing changes also stops the password.
    const undo = job.undoId === undefined ? null : await undos.byId(job.undoId)
    const to = job.undoId === undefined ? user?.email : undo?.oldEmail
    if (!user || !to) return null
    const isOpen = judgeLink(undo, clock.now()) === 'open'
    const content = {
      kind: stoppedKind(job, isOpen),
      // The person may have left a mailbox that can no longer undo anything.
      ...((isOpen || !undo) && { name: shownName(user) }),
      act: await describeAct(job, user),
    }
    return { to, language: user.language, content }
  }

  mails.register('mail.recovery-announced', prepareAnnounced)
  mails.register('mail.recovery-stopped', prepareStopped)
  mails.register('mail.password-reset-code', prepareCode)
}

function codeKind({ isInvitation }: ResetJob, isDelayed: boolean): MailKind {
  if (isInvitation) return 'invitation_code'
  return isDelayed ? 'password_reset_code_left' : 'password_reset_code'
}

/** Only an open undo is worth recommending, and only people need to know the password. */
function stoppedKind({ isByOperator }: StoppedJob, isOpen: boolean): MailKind {
  if (isByOperator) return 'recovery_stopped_by_operator'
  return isOpen ? 'recovery_stopped' : 'recovery_stopped_final'
}
