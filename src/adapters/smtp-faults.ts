import { MailFailure, type MailFault } from '../ports/mailer.ts'

/** What nodemailer says of a failure. */
interface SmtpError {
  message?: string
  /** `EENVELOPE` up to `DATA`, `EMESSAGE` for the reply to the mail itself, `EAUTH`, `ETLS`, … */
  code?: string
  /** The command whose reply it was; `CONN` for the greeting and the connection, `API` for what never left. */
  command?: string
  responseCode?: number
}

/** The failure as the port has it. */
export function mailFailure(error: unknown): MailFailure {
  if (error instanceof MailFailure) return error
  const { message = String(error), command, responseCode } = (error ?? {}) as SmtpError
  return new MailFailure(faultOf(error as SmtpError), message, { command, responseCode, cause: error })
}

/**
 * Whose fault it is. A 5xx that answers `RCPT TO` or the end of the mail is about this mail; one that answers the
 * greeting, `EHLO`, `STARTTLS`, `AUTH`, `MAIL FROM` or the command `DATA` would meet every other mail too.
 */
function faultOf(error: SmtpError): MailFault {
  const { code, command = '', responseCode = 0, message = '' } = error ?? {}
  // The library refuses an address that no server would take.
  if (code === 'EENVELOPE' && command === 'API' && message.startsWith('Invalid recipient')) return 'recipient'
  if (responseCode >= 500) {
    return command === 'RCPT TO' || (command === 'DATA' && code === 'EMESSAGE') ? 'recipient' : 'server'
  }
  // Credentials that are missing, or a certificate that doesn't fit.
  if (responseCode === 0 && (code === 'EAUTH' || code === 'ETLS')) return 'server'
  return 'unreachable'
}
