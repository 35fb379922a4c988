import type { ApplicationService } from '../application/application.service.ts'
import type { Actor } from '../audit/audit.ts'
import { type MailJob, type MailService, NOTICE_LIFETIME, type PreparedMail } from '../mail/mail.service.ts'
import { shownName } from '../mail/shown-text.ts'
import { formatInstantFor } from '../messages/format.ts'
import type { NoticeReason } from '../messages/texts.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transaction } from '../ports/database.ts'
import { DAY } from '../ports/durations.ts'
import type { Limit, Limiter } from '../ports/limiter.ts'
import type { OwnSessionsService } from '../session/own-sessions.service.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import { asksWho, noticeReasons, shortNetwork } from './notice.ts'

/**
 * Notices of one reason to one person. Each reason counts for itself, so that whoever brings about many of one kind does
 * not hide another.
 */
const noticesPerDay: Limit = { name: 'notices', points: 5, seconds: 86_400 }

const KIND = 'mail.account-notice'
/** What versions before called the notice of a changed password, which lived for a day. */
const EARLIER_KIND = 'mail.password-changed'
const EARLIER_LIFETIME = DAY

/** Payload of `mail.account-notice`. */
export interface NoticeJob extends MailJob {
  userId: string
  reason: NoticeReason
  /** When it happened; milliseconds since the Unix epoch. */
  at: number
  /** The session it was done from, or that it is about. */
  sessionId?: string
  applicationId?: string
  /** As the mail shows it: see `shortNetwork`. */
  network?: string
  isByOperator?: true
}

/** Payload of `mail.password-changed`. */
interface EarlierJob extends MailJob {
  userId: string
}

interface Dependencies {
  clock: Clock
  limiter: Limiter
  users: UserService
  applications: Pick<ApplicationService, 'names'>
  ownSessions: Pick<OwnSessionsService, 'devices'>
  outbox: OutboxService
  mails: MailService
  /** The security screen of the page; null: there is no page. */
  securityUrl: string | null
  defaults: { language: string; timezone: string }
}

/** Mails that tell the owner of an account what happened with it. */
export function createNoticeService(deps: Dependencies) {
  const { clock, limiter, users, applications, ownSessions, outbox, mails, securityUrl, defaults } = deps

  /** What is known of when and from where it was done. */
  const factsOf = async (job: NoticeJob, user: User) => {
    const { sessionId, applicationId, network } = job
    const [devices, names] = await Promise.all([
      ownSessions.devices(user.id, sessionId === undefined ? [] : [sessionId]),
      applications.names(applicationId === undefined ? [] : [applicationId]),
    ])
    return {
      at: formatInstantFor(user, job.at, defaults),
      device: devices.get(sessionId ?? '') ?? { browser: '', os: '' },
      application: names.get(applicationId ?? '') ?? '',
      network: network ?? '',
    }
  }

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
        ...(securityUrl !== null && { url: securityUrl }),
        notice: {
          ...(await factsOf(job, user)),
          isByOperator: job.isByOperator ?? false,
          asksWho: asksWho(job.reason),
        },
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
     * Tells the person by mail, inside the transaction of what happened. A person without an address gets none, and
     * nobody more than five a day for one reason. `actor` is who did it and from where.
     */
    async enqueue(tx: Transaction, userId: string, reason: NoticeReason, actor: Actor): Promise<void> {
      const at = clock.now()
      const network = shortNetwork(actor.address ?? '')
      const job: NoticeJob = {
        userId,
        reason,
        at,
        ...(actor.sessionId !== undefined && { sessionId: actor.sessionId }),
        ...(actor.applicationId !== undefined && { applicationId: actor.applicationId }),
        ...(network !== '' && { network }),
        ...(actor.kind === 'operator' && { isByOperator: true }),
        expiresAt: at + NOTICE_LIFETIME,
      }
      await outbox.enqueue(tx, KIND, job)
    },
  }
}
