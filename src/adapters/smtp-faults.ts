import { MailFailure, type MailFault } from '../ports/mailer.ts'

/** What nodemailer says of a failure. */
interface SmtpError {
  message?: string
  /** `EENVELOPE` up to `DATA`, `EMESSAGE` for the reply to the mail itself, `EAUTH`, `ETLS`, … */
  code?: string
  /** The command whose reply it was; `CONN` for the greeting and the connection, `API` for what never left. */
  command?: string
  responseCode?: number
  /** The code of Node.js, where the library has put its own in the place of it. */
  originalCode?: string
}

/** Codes of a certificate that is not believed (OpenSSL's `X509_V_ERR_…`, and Node's own for a wrong host). */
const CERTIFICATE = /CERT|^UNABLE_TO_|^ERR_TLS_CERT|^HOSTNAME_MISMATCH$|^INVALID_(CA|PURPOSE)$/

/** The failure as the port has it; `requiresTls` says whether the connection had to be secured by STARTTLS. */
export function mailFailure(error: unknown, requiresTls = false): MailFailure {
  if (error instanceof MailFailure) return error
  const { message = String(error), command, responseCode } = (error ?? {}) as SmtpError
  const remedy = remedyOf(error as SmtpError, requiresTls)
  const text = remedy === null ? message : `${message}: ${remedy}`
  return new MailFailure(faultOf(error as SmtpError), text, { command, responseCode, cause: error })
}

const isCertificate = (error: SmtpError): boolean =>
  [error?.code, error?.originalCode].some((code) => code !== undefined && CERTIFICATE.test(code))

/** What an operator can do about a connection that cannot be made secret; null for other failures. */
function remedyOf(error: SmtpError, requiresTls: boolean): string | null {
  const { command } = error ?? {}
  if (requiresTls && command === 'STARTTLS' && (error.responseCode ?? 0) >= 400)
    return 'the mail server does not offer STARTTLS, which smtp:// demands; let it, write smtps:// in SMTP_URL if it speaks TLS from the start, or add ?insecure=1 if the way to it is private'
  if (isCertificate(error))
    return 'the certificate is not trusted; give the mail server one for the host in SMTP_URL, or name the file of the authority that signed it in NODE_EXTRA_CA_CERTS'
  return null
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
  if (responseCode === 0 && (code === 'EAUTH' || code === 'ETLS' || isCertificate(error))) return 'server'
  return 'unreachable'
}
