import ipaddr from 'ipaddr.js'

/** Prefix length of an IPv6 network: the smallest that a subscriber receives (RFC 6177, RFC 7421). */
const IPV6_NETWORK_BITS = 64
/** Maximum length of a text that may be an address with a port. */
const TEXT_MAX = 100

/**
 * Parses an IP address as written by proxies: with a port (`192.0.2.7:50001`, `[2001:db8::1]:443`), in
 * brackets, with a zone (RFC 4007, 11), or mapped into IPv6 (RFC 4291, 2.5.5.2). Returns its canonical form,
 * dotted decimal for IPv4 and RFC 5952 for IPv6; `null` for anything else.
 */
export function readAddress(text: string): string | null {
  const address = parse(text)
  if (address === null) return null
  return address instanceof ipaddr.IPv4 ? address.toString() : address.toRFC5952String()
}

/** Whether a host refers to this machine: a loopback address, or a name reserved for it (RFC 6761, 6.3). */
export function isLoopback(hostname: string): boolean {
  if (/^(.+\.)?localhost\.?$/i.test(hostname)) return true
  return parse(hostname)?.range() === 'loopback'
}

/** Whether the text is an address in one of the networks, each an address or a range in CIDR notation. */
export function isInNetworks(text: string, networks: readonly string[]): boolean {
  const address = parse(text)
  return address !== null && networks.some((network) => contains(network, address))
}

/**
 * Returns the key by which requests from an address are counted: an IPv4 address as it is, even if mapped
 * into IPv6 (RFC 4291, 2.5.5.2), and the /64 of an IPv6 address, since its owner controls all 2⁶⁴ addresses.
 * Returns any other text unchanged.
 */
export function networkOf(text: string): string {
  const address = parse(text)
  if (address === null) return text
  if (address instanceof ipaddr.IPv4) return address.toString()
  const groups = address.parts.slice(0, IPV6_NETWORK_BITS / 16)
  return `${groups.map((group) => group.toString(16)).join(':')}::/${IPV6_NETWORK_BITS}`
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (text.length > TEXT_MAX) return null
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text
  const [address = ''] = bare.trim().split('%')
  // Forms such as `127.1` and `0x7f000001` are not valid in HTTP headers.
  const isWritten = address.includes(':')
    ? ipaddr.IPv6.isValid(address)
    : ipaddr.IPv4.isValidFourPartDecimal(address)
  return isWritten ? ipaddr.process(address) : null
}

function contains(network: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (!network.includes('/')) return parse(network)?.toString() === address.toString()
  const [range, bits] = ipaddr.parseCIDR(network)
  const isMapped = range instanceof ipaddr.IPv6 && range.isIPv4MappedAddress() && bits >= 96
  if (isMapped && address instanceof ipaddr.IPv4) return address.match(range.toIPv4Address(), bits - 96)
  if (range instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(range, bits)
  return address instanceof ipaddr.IPv6 && address.match(range, bits)
}
