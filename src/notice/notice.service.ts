import type { Actor } from '../audit/audit.ts'
import { DAY } from '../basics/durations.ts'
import { type Act, actOf } from '../mail/act.ts'
import type { DescribeAct } from '../mail/act-details.service.ts'
import { type MailJob, type MailService, NOTICE_LIFETIME, type PreparedMail } from '../mail/mail.service.ts'
import { shownName } from '../mail/shown-text.ts'
import type { NoticeReason } from '../messages/texts.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import type { Limit, Limiter } from '../ports/limiter.ts'
import type { UserService } from '../user/user.service.ts'
import { asksWho, isAnsweredByReset, noticeReasons } from './notice.ts'

/**
 * Limits notices to one person per reason. Reasons are counted separately, so that triggering many notices of
 * one kind cannot suppress another.
 */
const noticesPerDay: Limit = { name: 'notices', points: 5, seconds: 86_400 }

const KIND = 'mail.account-notice'
/** Name used by earlier versions for the notice of a changed password, which was valid for a day. */
const EARLIER_KIND = 'mail.password-changed'
const EARLIER_LIFETIME = DAY

/** Payload of `mail.account-notice`. */
export interface NoticeJob extends MailJob, Act {
  userId: string
  reason: NoticeReason
}

/** Payload of `mail.password-changed`. */
interface EarlierJob extends MailJob {
  userId: string
}

/** Where the links of notices lead. */
export interface NoticeLinks {
  securityUrl: string
  /** Where a person who cannot sign in any more chooses a new password. */
  forgotUrl: string
}

interface Dependencies {
  clock: Clock
  limiter: Limiter
  users: UserService
  outbox: OutboxService
  mails: MailService
  describeAct: DescribeAct
  /** URLs of screens of the page; null if there is no page. */
  page: NoticeLinks | null
}

/** Mails that notify the owner of an account about what happened to it. */
export function createNoticeService(deps: Dependencies) {
  const { clock, limiter, users, outbox, mails, describeAct, page } = deps

  const prepare = async (job: NoticeJob, isFirstTry: boolean): Promise<PreparedMail | null> => {
    // A node of a later version may know more reasons.
    if (!(noticeReasons as readonly string[]).includes(job.reason)) return null
    const user = await users.byId(job.userId)
    if (!user || user.email === '') return null
    if (isFirstTry && (await limiter.consume(noticesPerDay, `${user.id} ${job.reason}`)) > 0) return null
    return {
      to: user.email,
      language: user.language,
      content: {
        kind: job.reason,
        name: shownName(user),
        ...(page !== null && { url: isAnsweredByReset(job.reason) ? page.forgotUrl : page.securityUrl }),
        act: await describeAct(job, user),
        asksWho: asksWho(job.reason),
      },
    }
  }

  mails.register<NoticeJob>(KIND, (job, { tries }) => prepare(job, tries === 1))
  mails.register<EarlierJob>(EARLIER_KIND, ({ userId, expiresAt }, { tries }) => {
    const at = expiresAt - EARLIER_LIFETIME
    return prepare({ userId, reason: 'password_changed', at, expiresAt }, tries === 1)
  })

  return {
    /**
     * Notifies the person by mail, in the transaction of the event. A person without an address receives
     * none, and no one more than five a day for one reason. `actor` is who did it and from where.
     */
    async enqueue(tx: Transaction, userId: string, reason: NoticeReason, actor: Actor): Promise<void> {
      const at = clock.now()
      const job: NoticeJob = { userId, reason, ...actOf(actor, at), expiresAt: at + NOTICE_LIFETIME }
      await outbox.enqueue(tx, KIND, job)
    },
  }
}
