import type { Handler, OutboxService } from '../outbox/outbox.service.ts'
import { FinalFailure, type Job } from '../outbox/outbox.ts'
import type { Clock } from '../ports/clock.ts'
import { DAY } from '../ports/durations.ts'
import { type Mailer, MailFailure } from '../ports/mailer.ts'
import { composeMail, type MailContent } from './mail.ts'

export type MailService = ReturnType<typeof createMailService>

/** Every payload of a mail job: it names rows, never secrets, and says from when on the mail is of no use. */
export interface MailJob {
  /** Milliseconds since the Unix epoch. */
  expiresAt: number
}

/**
 * A notice of what was done that is older than this is of no use, in milliseconds. The outbox tries for about a day, so
 * that one that cannot be sent is given up where the operator sees it, and does not vanish.
 */
export const NOTICE_LIFETIME = 2 * DAY

/** What a prepared mail is sent with; the code or link in it exists only here and, hashed, in its row. */
export interface PreparedMail {
  to: string
  /** The reader's language; "" for the operator's default. */
  language: string
  content: Omit<MailContent, 'service'>
  /**
   * Whether every try makes a code or link of its own. Then every copy has a `Message-ID` of its own: a mailbox that
   * drops duplicates would otherwise keep the first one alone.
   */
  isUnique?: boolean
}

interface Dependencies {
  outbox: OutboxService
  mailer: Mailer
  clock: Clock
  service: string
  defaultLanguage: string
}

/** Mails that leave through the outbox. */
export function createMailService({ outbox, mailer, clock, service, defaultLanguage }: Dependencies) {
  return {
    /**
     * Names who prepares the mails of a kind. `prepare` runs just before sending, on every try: it makes the code or
     * token, stores its hash, and returns the mail, or `null` if there is none to send any more.
     */
    register<P extends MailJob>(
      kind: `mail.${string}`,
      prepare: (payload: P, job: Pick<Job, 'tries'>) => Promise<PreparedMail | null>,
    ): void {
      const handler: Handler = async (payload, job) => {
        if ((payload as P).expiresAt <= clock.now()) return
        const mail = await prepare(payload as P, job)
        if (mail === null) return
        const composed = await composeMail({ ...mail.content, service }, mail.language || defaultLanguage)
        const id = mail.isUnique && job.tries > 1 ? `${job.id}.${job.tries}` : job.id
        await mailer.send({ ...composed, to: mail.to, id }).catch((error: unknown) => {
          if (!(error instanceof MailFailure) || error.fault !== 'recipient') throw error
          throw new FinalFailure(error.message, { cause: error, isRefusal: true })
        })
      }
      outbox.register(kind, handler)
    },
  }
}
