import { isIP } from 'node:net'
import { isLoopback } from '../basics/client-network.ts'

/** How mails reach the server of `SMTP_URL`. */
export interface MailServer {
  /** `smtp://` or `smtps://`, with the options that nodemailer reads from a query. */
  url: string
  /** Whether nothing, not even a password, is sent before STARTTLS (RFC 3207) has secured the connection. */
  requiresTls: boolean
  /** Name of the service in its greeting to the server (RFC 5321, 4.1.1.1). */
  greeting: string
}

/**
 * Parses a valid `SMTP_URL`. `smtp://` requires STARTTLS unless the server is on this machine or the address
 * has `?insecure=1`; then STARTTLS is used if the server offers it.
 */
export function readMailServer(text: string, publicUrl: string): MailServer {
  const url = new URL(text)
  const query = url.searchParams
  const isInsecure = query.get('insecure') === '1' || isLoopback(url.hostname)
  const requiresTls = query.get('requireTLS') === 'true' || (url.protocol === 'smtp:' && !isInsecure)
  query.delete('insecure')
  query.delete('requireTLS')
  return { url: url.href, requiresTls, greeting: greetingOf(new URL(publicUrl).hostname) }
}

/** Returns the domain, or the address as a literal (RFC 5321, 4.1.3). */
function greetingOf(hostname: string): string {
  const address = hostname.replace(/^\[|\]$/g, '')
  const version = isIP(address)
  return version === 0 ? hostname : version === 4 ? `[${address}]` : `[IPv6:${address}]`
}

/** Returns what is wrong with the query of an `SMTP_URL`, or null. */
export function mailQueryProblem(text: string): string | null {
  const insecure = URL.parse(text)?.searchParams.get('insecure') ?? null
  return insecure === null || insecure === '1' ? null : 'has a value of "insecure" other than 1'
}
