import { MailFailure, type MailFault } from '../../ports/mailer.ts'
import { isCertificateFault } from '../certificate-faults.ts'

/** An error reported by nodemailer. */
interface SmtpError {
  message?: string
  /** `EENVELOPE` up to `DATA`, `EMESSAGE` for the reply to the mail itself, `EAUTH`, `ETLS`, … */
  code?: string
  /** Command that was answered; `CONN` for the greeting and the connection, `API` if nothing was sent. */
  command?: string
  responseCode?: number
  /** Code of Node.js, if the library replaced it by its own. */
  originalCode?: string
}

/**
 * Converts an error to the form of the port. `requiresTls` says whether the connection had to use STARTTLS.
 */
export function mailFailure(error: unknown, requiresTls = false): MailFailure {
  if (error instanceof MailFailure) return error
  const { message = String(error), command, responseCode } = (error ?? {}) as SmtpError
  const remedy = remedyOf(error as SmtpError, requiresTls)
  const text = remedy === null ? message : `${message}: ${remedy}`
  return new MailFailure(faultOf(error as SmtpError), text, { command, responseCode, cause: error })
}

const isCertificate = (error: SmtpError): boolean =>
  [error?.code, error?.originalCode].some((code) => code !== undefined && isCertificateFault(code))

/** Returns what the operator can do if the connection cannot be secured; null for other errors. */
function remedyOf(error: SmtpError, requiresTls: boolean): string | null {
  const { command } = error ?? {}
  if (requiresTls && command === 'STARTTLS' && (error.responseCode ?? 0) >= 400)
    return 'the mail server does not offer STARTTLS, which smtp:// requires; enable it, use smtps:// in SMTP_URL if the server expects TLS from the start, or add ?insecure=1 if the network path is private'
  if (isCertificate(error))
    return 'the certificate is not trusted; install one for the host in SMTP_URL on the mail server, or set NODE_EXTRA_CA_CERTS to the certificate file of the authority that signed it'
  return null
}

/**
 * Classifies an error. A 5xx reply to `RCPT TO` or to the end of the message concerns this mail; one to the
 * greeting, `EHLO`, `STARTTLS`, `AUTH`, `MAIL FROM` or `DATA` would affect every other mail too.
 */
function faultOf(error: SmtpError): MailFault {
  const { code, command = '', responseCode = 0, message = '' } = error ?? {}
  // The library rejects an address that no server would accept.
  if (code === 'EENVELOPE' && command === 'API' && message.startsWith('Invalid recipient')) return 'recipient'
  if (responseCode >= 500) {
    return command === 'RCPT TO' || (command === 'DATA' && code === 'EMESSAGE') ? 'recipient' : 'server'
  }
  // Missing credentials, or a certificate that does not match.
  if (responseCode === 0 && (code === 'EAUTH' || code === 'ETLS' || isCertificate(error))) return 'server'
  return 'unreachable'
}
