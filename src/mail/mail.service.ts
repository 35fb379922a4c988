import { DAY } from '../basics/durations.ts'
import type { Look } from '../messages/look.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import { FinalFailure, type Job } from '../outbox/outbox.ts'
import type { Handler } from '../outbox/outbox-handlers.ts'
import type { Clock } from '../ports/clock.ts'
import { type Mailer, MailFailure } from '../ports/mailer.ts'
import { composeMail, type MailContent } from './mail.ts'

export type MailService = ReturnType<typeof createMailService>

/**
 * Common payload of mail jobs: names rows, never secrets, and contains the instant from which the mail is
 * useless.
 */
export interface MailJob {
  /** Milliseconds since the Unix epoch. */
  expiresAt: number
}

/**
 * Age in milliseconds from which a notice is useless. The outbox retries for about a day, so a notice that
 * cannot be sent is reported to the operator as failed instead of disappearing.
 */
export const NOTICE_LIFETIME = 2 * DAY

/** A mail ready to send. Its code or link exists only here and, hashed, in its row. */
export interface PreparedMail {
  to: string
  /** The reader's language; "" for the operator's default. */
  language: string
  content: MailContent
  /**
   * Whether every attempt creates a new code or link. Then every copy has its own `Message-ID`: otherwise a
   * mailbox that drops duplicates would keep only the first one.
   */
  isUnique?: boolean
}

interface Dependencies {
  outbox: OutboxService
  mailer: Mailer
  clock: Clock
  look: Look
  /** Returns the logo as PNG; null for none, or if it cannot be drawn now. */
  logo: () => Promise<Buffer | null>
  defaultLanguage: string
}

/** Sends mails through the outbox. */
export function createMailService({ outbox, mailer, clock, look, logo, defaultLanguage }: Dependencies) {
  return {
    /**
     * Registers how mails of a kind are prepared. `prepare` runs just before sending, on every attempt: it
     * creates the code or token, stores its hash, and returns the mail, or `null` if there is nothing to send
     * any more.
     */
    register<P extends MailJob>(
      kind: `mail.${string}`,
      prepare: (payload: P, job: Pick<Job, 'tries'>) => Promise<PreparedMail | null>,
    ): void {
      const handler: Handler = async (payload, job) => {
        if ((payload as P).expiresAt <= clock.now()) return
        const mail = await prepare(payload as P, job)
        if (mail === null) return
        const seen = { ...look, logo: await logo() }
        const composed = await composeMail(mail.content, mail.language || defaultLanguage, seen)
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
