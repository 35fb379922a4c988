import type { MailJob, MailService, PreparedMail } from '../mail/mail.service.ts'
import { formatInstant, shownName } from '../mail/mail.ts'
import { mailTextsFor } from '../messages/mail-texts.ts'
import type { UserService } from '../user/user.service.ts'

/** Payload of `mail.deletion-scheduled`. */
export interface ScheduledJob extends MailJob {
  userId: string
  deleteAt: number
}

/** Payload of `mail.deletion-cancelled`. */
export interface CancelledJob extends MailJob {
  userId: string
}

interface Dependencies {
  users: UserService
  mails: MailService
  /** Where a person keeps their account; null: there is no page. */
  pageUrl: string | null
  defaults: { language: string; timezone: string }
}

/** Prepares the mails about the removal of an account, each just before it leaves. */
export function registerDeletionMails({ users, mails, pageUrl, defaults }: Dependencies): void {
  const prepareScheduled = async (job: ScheduledJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    if (!user || user.email === '' || user.deleteAt !== job.deleteAt) return null
    const { language } = mailTextsFor(user.language || defaults.language)
    const until = formatInstant(job.deleteAt, language, user.timezone || defaults.timezone)
    return {
      to: user.email,
      language: user.language,
      content: {
        kind: 'deletion_scheduled',
        name: shownName(user),
        params: { until },
        ...(pageUrl !== null && { url: pageUrl }),
      },
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
