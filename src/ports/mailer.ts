/** One mail, ready to send. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** BCP 47 tag for `Content-Language`. */
  language: string
  /** The local part of `Message-ID`: the same for copies of one mail alone, since receivers drop what they know. */
  id: string
}

/**
 * Why a mail was not accepted. `recipient`: the server refuses this recipient or this mail for good (RFC 5321, 4.2.1),
 * so trying again is of no use. `server`: it refuses the service, whatever is sent, which is the operator's to mend.
 * `unreachable`: no answer, or a refusal for now.
 */
export type MailFault = 'recipient' | 'server' | 'unreachable'

/** A mail that was not accepted, or of which that isn't known. The message may quote the server, and so name the recipient. */
export class MailFailure extends Error {
  readonly fault: MailFault
  /** What was being done: an SMTP command, or `CONN`. */
  readonly command: string | undefined
  /** The server's reply code. */
  readonly responseCode: number | undefined

  constructor(
    fault: MailFault,
    message: string,
    about: { command?: string | undefined; responseCode?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: about.cause })
    this.name = 'MailFailure'
    this.fault = fault
    this.command = about.command
    this.responseCode = about.responseCode
  }
}

/** Hands mail over to the world. */
export interface Mailer {
  /**
   * Resolves once the mail is accepted.
   * @throws {MailFailure} within a minute if it isn't
   */
  send(mail: Mail): Promise<void>
  /** Rejects with the reason if mail cannot be sent now. Connects. */
  check(): Promise<void>
  /** Rejects with the reason if mail could not be sent the last time, whoever the recipient was. Doesn't wait. */
  ping(): Promise<void>
  /** Ends at once what is being sent. */
  close(): void
}
