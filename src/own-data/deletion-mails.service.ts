import type { UndoService } from '../email-change/undo.service.ts'
import type { Act } from '../mail/act.ts'
import type { DescribeAct } from '../mail/act-details.service.ts'
import type { MailJob, MailService, PreparedMail } from '../mail/mail.service.ts'
import { shownName } from '../mail/shown-text.ts'
import { formatInstantFor } from '../messages/format.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'

/** Payload of `mail.deletion-scheduled`. */
export interface ScheduledJob extends MailJob, Act {
  userId: string
  deleteAt: number
  /** The change of address whose former address receives the mail; if absent, the current address does. */
  undoId?: string
}

/** Payload of `mail.deletion-cancelled`. */
export interface CancelledJob extends MailJob, Act {
  userId: string
}

interface Dependencies {
  users: UserService
  mails: MailService
  describeAct: DescribeAct
  undos: Pick<UndoService, 'listOpen'>
  /** URL of the page on which the person can cancel; null if there is no page. */
  pageUrl: string | null
  /** URL of its security screen. */
  securityUrl: string | null
  defaults: { language: string; timezone: string }
}

/** Prepares the mails about the removal of an account, each just before it is sent. */
export function registerDeletionMails({
  users,
  mails,
  describeAct,
  undos,
  pageUrl,
  securityUrl,
  defaults,
}: Dependencies): void {
  /** Returns the recipient; `""` if that address no longer exists. */
  const addressOf = async (user: User, undoId: string | undefined): Promise<string> => {
    if (undoId === undefined) return user.email
    return (await undos.listOpen(user.id)).find(({ id }) => id === undoId)?.oldEmail ?? ''
  }
  const prepareScheduled = async (job: ScheduledJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    const to = user && (await addressOf(user, job.undoId))
    if (!to || user.deleteAt !== job.deleteAt) return null
    const until = formatInstantFor(user, job.deleteAt, defaults)
    const common = { name: shownName(user), params: { until }, act: await describeAct(job, user) }
    return {
      to,
      language: user.language,
      content:
        job.undoId === undefined
          ? { kind: 'deletion_scheduled', ...common, ...(pageUrl !== null && { url: pageUrl }) }
          : { kind: 'deletion_scheduled_left', ...common },
    }
  }

  const prepareCancelled = async (job: CancelledJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    if (!user || user.email === '' || user.deleteAt !== null) return null
    return {
      to: user.email,
      language: user.language,
      content: {
        kind: 'deletion_cancelled',
        name: shownName(user),
        act: await describeAct(job, user),
        ...(securityUrl !== null && { url: securityUrl }),
      },
    }
  }

  mails.register('mail.deletion-scheduled', prepareScheduled)
  mails.register('mail.deletion-cancelled', prepareCancelled)
}
