import ipaddr from 'ipaddr.js'

/** Bits of an IPv6 address that name a network: what one subscriber gets at the least (RFC 6177, RFC 7421). */
const IPV6_NETWORK_BITS = 64

/**
 * What is counted as one source of requests: an IPv4 address as it is, also one mapped into IPv6 (RFC 4291, 2.5.5.2), and
 * of an IPv6 address its /64, since whoever has one address of that has all 2⁶⁴. A text that is no address stands for
 * itself.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  const groups = parsed.parts.slice(0, IPV6_NETWORK_BITS / 16)
  return `${groups.map((group) => group.toString(16)).join(':')}::/${IPV6_NETWORK_BITS}`
}
