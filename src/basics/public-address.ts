import ipaddr from 'ipaddr.js'
import { isInNetworks } from './client-network.ts'

/** Global unicast addresses of IPv6 (RFC 4291, 2.4): what is outside is never public, whatever its name. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an IP address belongs to the public internet: none of the ranges that IANA lists as special (RFC 6890), and no
 * IPv6 address that contains one of IPv4, such as those of 6to4 and NAT64. An IPv4 address that is mapped into IPv6
 * counts as itself.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST)
}

/** What may be connected to. */
export type AddressJudgment = 'public' | 'listed' | 'refused'

/**
 * Judges all addresses of a host together: one that is neither public nor in the networks refuses the host, since it is
 * unknown which of them a connection would use.
 */
export function judgeAddresses(addresses: readonly string[], networks: readonly string[]): AddressJudgment {
  if (addresses.length === 0) return 'refused'
  if (addresses.every((address) => isInNetworks(address, networks))) return 'listed'
  const isAllowed = (address: string) => isPublicAddress(address) || isInNetworks(address, networks)
  return addresses.every(isAllowed) ? 'public' : 'refused'
}
