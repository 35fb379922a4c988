import type { Mailer } from '../ports/mailer.ts'
import { mailMessage } from './mail-message.ts'

/** Connections kept open, at most. The outbox runs as many jobs at a time, so that no mail waits inside the pool. */
const CONNECTIONS = 4

/**
 * Sends by SMTP (RFC 5321) over kept connections. An attempt ends, at the latest, after connecting (10 s), the
 * greeting (10 s) and 20 s of silence. The mail server's own STARTTLS is used where it offers it; `smtps://`, or
 * `?requireTLS=true`, insists.
 */
export function createSmtpMailer(options: { url: string; from: string }): Mailer {
  const open = async () => {
    // Most commands send no mail, and do not wait for this to load.
    const { createTransport } = await import('nodemailer')
    return createTransport({
      url: options.url,
      pool: true,
      maxConnections: CONNECTIONS,
      maxRequeues: 0,
      idleTimeout: 30_000,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      dnsTimeout: 10_000,
    })
  }
  let opened: ReturnType<typeof open> | undefined
  const transport = () => {
    opened ??= open()
    return opened
  }
  return {
    async send(mail) {
      await (await transport()).sendMail(mailMessage(mail, options.from))
    },
    async check() {
      await (await transport()).verify()
    },
    close() {
      void opened?.then((transport) => transport.close())
    },
  }
}
