import type { UndoService } from '../email-change/undo.service.ts'
import type { MailJob, MailService, PreparedMail } from '../mail/mail.service.ts'
import { shownName } from '../mail/shown-text.ts'
import { formatInstantFor } from '../messages/format.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'

/** Payload of `mail.deletion-scheduled`. */
export interface ScheduledJob extends MailJob {
  userId: string
  deleteAt: number
  /** The change of address whose left address gets the mail; absent: the person's current one does. */
  undoId?: string
}

/** Payload of `mail.deletion-cancelled`. */
export interface CancelledJob extends MailJob {
  userId: string
}

interface Dependencies {
  users: UserService
  mails: MailService
  undos: Pick<UndoService, 'listOpen'>
  /** Where a person keeps their account; null: there is no page. */
  pageUrl: string | null
  defaults: { language: string; timezone: string }
}

/** Prepares the mails about the removal of an account, each just before it leaves. */
export function registerDeletionMails({ users, mails, undos, pageUrl, defaults }: Dependencies): void {
  /** Where the mail goes; `""`: there is no such address any more. */
  const addressOf = async (user: User, undoId: string | undefined): Promise<string> => {
    if (undoId === undefined) return user.email
    return (await undos.listOpen(user.id)).find(({ id }) => id === undoId)?.oldEmail ?? ''
  }
  const prepareScheduled = async (job: ScheduledJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    const to = user && (await addressOf(user, job.undoId))
    if (!to || user.deleteAt !== job.deleteAt) return null
    const until = formatInstantFor(user, job.deleteAt, defaults)
    return {
      to,
      language: user.language,
      content:
        job.undoId === undefined
          ? {
              kind: 'deletion_scheduled',
              name: shownName(user),
              params: { until },
              ...(pageUrl !== null && { url: pageUrl }),
            }
          : { kind: 'deletion_scheduled_left', name: shownName(user), params: { until } },
    }
  }

  const prepareCancelled = async (job: CancelledJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    if (!user || user.email === '' || user.deleteAt !== null) return null
    return {
      to: user.email,
      language: user.language,
      content: { kind: 'deletion_cancelled', name: shownName(user) },
    }
  }

  mails.register('mail.deletion-scheduled', prepareScheduled)
  mails.register('mail.deletion-cancelled', prepareCancelled)
}
