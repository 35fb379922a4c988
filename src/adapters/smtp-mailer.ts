import { hearErrors, inBackground, within } from '../ports/foreign-events.ts'
import { type Mailer, MailFailure } from '../ports/mailer.ts'
import { mailMessage } from './mail-message.ts'
import { mailFailure } from './smtp-faults.ts'

/** Connections kept open, at most. The outbox runs as many jobs at a time, so that no mail waits inside the pool. */
const CONNECTIONS = 4
/** How long one mail may take, from the wait for a connection to the last reply, in milliseconds. */
const SEND_TIME = 45_000
/** How long a look at the server may take, in milliseconds. */
const CHECK_TIME = 15_000
/** After a failure the server is looked at again when somebody asks, at most this often, in milliseconds. */
const LOOK_AGAIN = 30_000

export interface SmtpOptions {
  /** `smtp://` or `smtps://`. */
  url: string
  from: string
  /** Whether nothing is said before STARTTLS (RFC 3207); otherwise it is used where the server offers it. Default false. */
  requiresTls?: boolean
  /** The name in `EHLO`; default: that of the machine. */
  greeting?: string
}

/**
 * Sends by SMTP (RFC 5321) over kept connections. An attempt ends, at the latest, after connecting (10 s), the
 * greeting (10 s), 20 s of silence, or 45 s in all. Certificates are checked against the host of the address.
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const { requiresTls = false, greeting } = options
  const open = async () => {
    // Most commands send no mail, and do not wait for this to load.
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
    // A pool reports here what it tells each mail's sender too.
    hearErrors(transport)
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
        health.note(null)
      } catch (error) {
        const failure = mailFailure(error, requiresTls)
        // A server that refuses a recipient is there and works.
        health.note(failure.fault === 'recipient' ? null : failure)
        throw failure
      }
    },
    async check() {
      const overdue = () => new MailFailure('unreachable', `no answer within ${CHECK_TIME} ms`)
      try {
        await within(CHECK_TIME, (await transport()).verify(), overdue)
        health.note(null)
      } catch (error) {
        const failure = mailFailure(error, requiresTls)
        health.note(failure)
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

/** Remembers how the last attempt went, so that readiness costs no connection while all is well. */
function createHealth() {
  let failure: MailFailure | null = null
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    note(latest: MailFailure | null): void {
      failure = latest
      lookedAt = performance.now()
    },
    async ping(look: () => Promise<void>): Promise<void> {
      if (failure === null) return
      const known = failure
      if (performance.now() - lookedAt > LOOK_AGAIN) {
        lookedAt = performance.now()
        inBackground(
          'mail server check',
          look().catch(() => {}),
        )
      }
      throw known
    },
  }
}
