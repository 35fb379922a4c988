import ipaddr from 'ipaddr.js'
import type { Actor } from '../audit/audit.ts'
import { readAddress } from '../basics/client-network.ts'

/**
 * What a mail can say about an act on the account: when it was done, by whom and from where. It is part of the payload of
 * the mail's job; jobs from earlier versions may have none of it.
 */
export interface Act {
  /** Milliseconds since the Unix epoch. */
  at?: number
  /** The session in which it was done, or which it concerns. */
  sessionId?: string
  applicationId?: string
  /** See `shortNetwork`. */
  network?: string
  isByOperator?: true
}

/** Returns what a mail can say about what the actor does at the instant, in milliseconds. */
export function actOf(actor: Actor, at: number): Act & { at: number } {
  // Where a server is says nothing to the person.
  const network = actor.kind === 'application' ? '' : shortNetwork(actor.address ?? '')
  return {
    at,
    ...(actor.sessionId !== undefined && { sessionId: actor.sessionId }),
    ...(actor.applicationId !== undefined && { applicationId: actor.applicationId }),
    ...(network !== '' && { network }),
    ...(actor.kind === 'operator' && { isByOperator: true }),
  }
}

/**
 * Returns the part of an IP address that a mail shows: enough to recognize one's own network, but not the
 * address itself, since mails are stored and forwarded. Three parts of IPv4 (`203.0.113.x`), the /48 of IPv6
 * (`2001:db8:1:x`), which is what one site receives (RFC 6177). `""` if the text is not an address.
 */
export function shortNetwork(text: string): string {
  const address = readAddress(text)
  if (address === null) return ''
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return `${parsed.octets.slice(0, 3).join('.')}.x`
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, 3)
  return `${groups.map((group) => group.toString(16)).join(':')}:x`
}
