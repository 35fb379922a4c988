import { ignoreErrors, inBackground, within } from '../../basics/foreign-events.ts'
import { type Mailer, MailFailure } from '../../ports/mailer.ts'
import { mailMessage } from './mail-message.ts'
import { mailFailure } from './smtp-faults.ts'

/** Maximum number of open connections. The outbox runs as many jobs, so no mail waits inside the pool. */
const CONNECTIONS = 4
/** Time limit for one mail, from the wait for a connection to the last reply, in milliseconds. */
const SEND_TIME = 45_000
/** Time limit for a check of the server, in milliseconds. */
const CHECK_TIME = 15_000
/** Minimum interval between checks of the server after a failure, in milliseconds. */
const RECHECK_INTERVAL = 30_000

export interface SmtpOptions {
  /** `smtp://` or `smtps://`. */
  url: string
  from: string
  /**
   * Whether STARTTLS is required (RFC 3207); otherwise it is used if the server offers it. Defaults to false.
   */
  requiresTls?: boolean
  /** Name in `EHLO`; defaults to the host name of the machine. */
  greeting?: string
}

/**
 * Creates a mailer that sends by SMTP (RFC 5321) over pooled connections. Time limits: 10 s to connect, 10 s
 * for the greeting, 20 s of silence, 45 s in total. Certificates are checked against the host of the address.
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const { requiresTls = false, greeting } = options
  const open = async () => {
    // Loaded on demand, since most commands send no mail.
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      url: options.url,
      requireTLS: requiresTls,
      ...(greeting !== undefined && { name: greeting }),
      pool: true,
      maxConnections: CONNECTIONS,
      maxRequeues: 0,
      idleTimeout: 30_000,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      dnsTimeout: 10_000,
    })
    // The pool also reports here what it reports to the sender of each mail.
    ignoreErrors(transport)
    return transport
  }
  let opened: ReturnType<typeof open> | undefined
  const transport = () => {
    opened ??= open()
    return opened
  }
  const health = createHealth()
  const mailer: Mailer = {
    async send(mail) {
      try {
        const signal = AbortSignal.timeout(SEND_TIME)
        await (await transport()).sendMail({ ...mailMessage(mail, options.from), signal })
        health.record(null)
      } catch (error) {
        const failure = mailFailure(error, requiresTls)
        // A server that refuses a recipient is reachable and working.
        health.record(failure.fault === 'recipient' ? null : failure)
        throw failure
      }
    },
    async check() {
      const overdue = () => new MailFailure('unreachable', `no response within ${CHECK_TIME} ms`)
      try {
        await within(CHECK_TIME, (await transport()).verify(), overdue)
        health.record(null)
      } catch (error) {
        const failure = mailFailure(error, requiresTls)
        health.record(failure)
        throw failure
      }
    },
    ping: () => health.ping(() => mailer.check()),
    close() {
      opened?.then(
        (transport) => transport.close({ force: true }),
        () => {},
      )
    },
  }
  return mailer
}

/**
 * Remembers the outcome of the last attempt, so that readiness checks need no connection while sending works.
 */
function createHealth() {
  let failure: MailFailure | null = null
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    record(latest: MailFailure | null): void {
      failure = latest
      lookedAt = performance.now()
    },
    async ping(check: () => Promise<void>): Promise<void> {
      if (failure === null) return
      const known = failure
      if (performance.now() - lookedAt > RECHECK_INTERVAL) {
        lookedAt = performance.now()
        inBackground(
          'mail server check',
          check().catch(() => {}),
        )
      }
      throw known
    },
  }
}
