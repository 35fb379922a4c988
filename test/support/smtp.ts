import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { fixture } from './fixture.ts'
import { eventually } from './wait.ts'

export interface CaughtMail {
  to: string
  mail: ParsedMail
}

/** A real mail server that stores its mails. */
export interface MailCatcher {
  url: string
  port: number
  mails: CaughtMail[]
  /** Waits for the `count`-th mail (default the first) to the address, ignoring case, and returns it. */
  mailTo(address: string, count?: number): Promise<ParsedMail>
  /** The code of the `count`-th mail to the address. */
  codeTo(address: string, count?: number): Promise<string>
  stop(): Promise<void>
}

/** Starts a mail catcher for all tests of a file. */
export function catcherFixture(): Promise<MailCatcher> {
  return fixture(startCatcher, (catcher) => catcher.stop())
}

/** Starts a mail catcher on a free port, or on the given one. */
export async function startCatcher(port = 0): Promise<MailCatcher> {
  const mails: CaughtMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    // A service that is still running keeps its connections.
    closeTimeout: 50,
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, mail })
        done()
      }, done)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: taken } = server.server.address() as AddressInfo
  const mailTo = (address: string, count = 1) =>
    eventually(
      async () => mails.filter(({ to }) => to.toLowerCase() === address.toLowerCase())[count - 1]?.mail,
    )
  return {
    url: `smtp://127.0.0.1:${taken}`,
    port: taken,
    mails,
    mailTo,
    async codeTo(address, count) {
      const code = /^(\d{6}|[2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec((await mailTo(address, count)).text ?? '')?.[1]
      if (code === undefined) throw new Error(`the mail to ${address} has no code`)
      return code
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
