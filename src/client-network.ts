import ipaddr from 'ipaddr.js'

/** Bits of an IPv6 address that name a network: what one subscriber gets at the least (RFC 6177, RFC 7421). */
const IPV6_NETWORK_BITS = 64
/** Longest text that may be an address with a port. */
const TEXT_MAX = 100

/**
 * The IP address in a text as proxies write it: with a port (`192.0.2.7:50001`, `[2001:db8::1]:443`), in brackets, with a
 * zone (RFC 4007, 11), or mapped into IPv6 (RFC 4291, 2.5.5.2). Returns it in one form: IPv4 in four decimal parts, IPv6 as
 * RFC 5952 has it; `null` for anything else.
 */
export function readAddress(text: string): string | null {
  const address = parse(text)
  if (address === null) return null
  return address instanceof ipaddr.IPv4 ? address.toString() : address.toRFC5952String()
}

/** Whether a host of an address is this machine itself: a loopback address, or a name that must be one (RFC 6761, 6.3). */
export function isLoopback(hostname: string): boolean {
  if (/^(.+\.)?localhost\.?$/i.test(hostname)) return true
  return parse(hostname)?.range() === 'loopback'
}

/** Whether the text is an address of one of the networks, which are addresses or in CIDR notation. */
export function isInNetworks(text: string, networks: readonly string[]): boolean {
  const address = parse(text)
  return address !== null && networks.some((network) => contains(network, address))
}

/**
 * What is counted as one source of requests: an IPv4 address as it is, also one mapped into IPv6 (RFC 4291, 2.5.5.2), and
 * of an IPv6 address its /64, since whoever has one address of that has all 2⁶⁴. A text that is no address stands for
 * itself.
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
  // Forms such as `127.1` and `0x7f000001` are no addresses of HTTP's headers.
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
