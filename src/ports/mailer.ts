/** One mail, ready to send. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** Pictures that the HTML shows: sent along, so that readers load nothing from elsewhere. */
  images: readonly MailImage[]
  /** BCP 47 tag for `Content-Language`. */
  language: string
  /** Local part of `Message-ID`. Only copies of the same mail share it, since receivers drop duplicates. */
  id: string
}

/** A picture in a mail. */
export interface MailImage {
  /** `Content-ID` (RFC 2392), by which the HTML names it. */
  cid: string
  name: string
  type: string
  bytes: Buffer
}

/**
 * Why a mail was not accepted. `recipient`: the server permanently refuses this recipient or mail (RFC 5321,
 * 4.2.1), so retrying is pointless. `server`: it refuses the service, whatever is sent; the operator must fix
 * that. `unreachable`: no response, or a temporary refusal.
 */
export type MailFault = 'recipient' | 'server' | 'unreachable'

/**
 * A mail was not accepted, or it is unknown whether it was. The message may quote the server and thereby name
 * the recipient.
 */
export class MailFailure extends Error {
  readonly fault: MailFault
  /** The step that failed: an SMTP command, or `CONN`. */
  readonly command: string | undefined
  /** Reply code of the server. */
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

/** Sends mail. */
export interface Mailer {
  /**
   * Resolves once the mail is accepted.
   * @throws {MailFailure} within a minute if it is not
   */
  send(mail: Mail): Promise<void>
  /** Rejects with the reason if mail cannot be sent now. Connects to the server. */
  check(): Promise<void>
  /**
   * Rejects with the reason if the last attempt to send failed for a reason other than the recipient. Does
   * not wait.
   */
  ping(): Promise<void>
  /** Aborts mails that are being sent. */
  close(): void
}
